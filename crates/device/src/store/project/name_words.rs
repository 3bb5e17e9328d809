//! Every word that stands in some name, once. What is typed with a slip is compared with these, not
//! with every name: their number grows far slower than the caseload.

use rusqlite::{Transaction, params};

use super::words_of;
use crate::store::StoreFault;

/// A shorter word has no piece of three letters to be compared by.
const SHORTEST: usize = 3;
/// A longer one is nobody's name.
const LONGEST: usize = 40;

/// The words of this text stand in a name.
pub(super) fn keep(tx: &Transaction<'_>, text: &str) -> Result<(), StoreFault> {
    let mut add = tx.prepare_cached("INSERT OR IGNORE INTO name_word (word) VALUES (?1)")?;
    for word in compared(text) {
        add.execute([word])?;
    }
    Ok(())
}

/// This text stands in a name no more: those of its words that no other name has go.
pub(super) fn let_go(tx: &Transaction<'_>, text: &str) -> Result<(), StoreFault> {
    let mut stands =
        tx.prepare_cached("SELECT 1 FROM search_names WHERE search_names MATCH ?1 LIMIT 1")?;
    let mut forget = tx.prepare_cached("DELETE FROM name_word WHERE word = ?1")?;
    for word in compared(text) {
        if !stands.exists([format!("\"{word}\"")])? {
            forget.execute(params![word])?;
        }
    }
    Ok(())
}

fn compared(text: &str) -> impl Iterator<Item = String> {
    words_of(text)
        .into_iter()
        .filter(|word| (SHORTEST..=LONGEST).contains(&word.chars().count()))
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, Transaction, params};

    use super::{keep, let_go};
    use crate::store::schema::migrate;

    fn name(tx: &Transaction<'_>, line: i64, text: &str) {
        tx.execute(
            "INSERT INTO line_text (line_no, household_no, part, item, is_name, text)
             VALUES (?1, 1, 'person', ?1, 1, ?2)",
            params![line, text],
        )
        .unwrap();
        keep(tx, text).unwrap();
    }

    fn all(tx: &Transaction<'_>) -> Vec<String> {
        let mut words = tx
            .prepare("SELECT word FROM name_word ORDER BY word")
            .unwrap();
        let rows = words.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    #[test]
    fn a_word_that_no_name_has_any_more_leaves_no_trace() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        conn.execute(
            "INSERT INTO household (household_no, doc_id) VALUES (1, x'01')",
            [],
        )
        .unwrap();
        let tx = conn.transaction().unwrap();
        name(&tx, 1, "Siân Quill");
        name(&tx, 2, "Owen Quill, 7 Bell St");
        assert_eq!(all(&tx), ["bell", "owen", "quill", "sian"]);
        tx.execute("DELETE FROM line_text WHERE line_no = 1", [])
            .unwrap();
        let_go(&tx, "Siân Quill").unwrap();
        assert_eq!(all(&tx), ["bell", "owen", "quill"]);
        let pieces = "SELECT count(*) FROM search_pieces WHERE search_pieces MATCH 'sia'";
        let left: i64 = tx.query_row(pieces, [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
    }
}
