//! Every word that stands somewhere, once, in names and in everything else. What is typed is
//! compared with these and not with every line: their number grows far slower than the caseload.

use std::collections::BTreeSet;

use rusqlite::Transaction;

use super::words_of;
use crate::store::StoreFault;

/// A shorter word is looked up as it is, and has no piece of three letters to be compared by.
const SHORTEST: usize = 3;
/// Nobody types a longer one.
const LONGEST: usize = 40;

/// A line says `after` now, and no longer `before`: new words are kept, and those that stand nowhere
/// any more go. Called when the line is written.
pub(crate) fn changed(
    tx: &Transaction<'_>,
    is_name: bool,
    before: &str,
    after: &str,
) -> Result<(), StoreFault> {
    let (before, after) = (words(before), words(after));
    let [keep, stands, forget] = if is_name {
        [
            "INSERT OR IGNORE INTO name_word (word) VALUES (?1)",
            "SELECT 1 FROM search_names WHERE search_names MATCH ?1 LIMIT 1",
            "DELETE FROM name_word WHERE word = ?1",
        ]
    } else {
        [
            "INSERT OR IGNORE INTO text_word (word) VALUES (?1)",
            "SELECT 1 FROM search_words WHERE search_words MATCH ?1 LIMIT 1",
            "DELETE FROM text_word WHERE word = ?1",
        ]
    };
    let mut keep = tx.prepare_cached(keep)?;
    for word in after.difference(&before) {
        keep.execute([word])?;
    }
    let (mut stands, mut forget) = (tx.prepare_cached(stands)?, tx.prepare_cached(forget)?);
    for word in before.difference(&after) {
        if !stands.exists([format!("\"{word}\"")])? {
            forget.execute([word])?;
        }
    }
    Ok(())
}

fn words(text: &str) -> BTreeSet<String> {
    let counts = |word: &String| (SHORTEST..=LONGEST).contains(&word.chars().count());
    words_of(text).into_iter().filter(counts).collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, Transaction, params};

    use super::changed;
    use crate::store::schema::migrate;

    fn line(tx: &Transaction<'_>, line: i64, is_name: bool, text: &str) {
        tx.execute(
            "INSERT INTO line_text (line_no, household_no, part, item, is_name, text)
             VALUES (?1, 1, 'person', ?1, ?2, ?3)",
            params![line, is_name, text],
        )
        .unwrap();
        changed(tx, is_name, "", text).unwrap();
    }

    fn all(tx: &Transaction<'_>, table: &str) -> Vec<String> {
        let sql = format!("SELECT word FROM {table} ORDER BY word");
        let mut words = tx.prepare(&sql).unwrap();
        let rows = words.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    #[test]
    fn a_word_that_stands_nowhere_any_more_leaves_no_trace() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        conn.execute(
            "INSERT INTO household (household_no, doc_id) VALUES (1, x'01')",
            [],
        )
        .unwrap();
        let tx = conn.transaction().unwrap();
        line(&tx, 1, true, "Siân Quill");
        line(&tx, 2, true, "Owen Quill, 7 Bell St");
        line(&tx, 3, false, "The kettle is for Siân");
        assert_eq!(all(&tx, "name_word"), ["bell", "owen", "quill", "sian"]);
        assert_eq!(all(&tx, "text_word"), ["for", "kettle", "sian", "the"]);
        tx.execute("DELETE FROM line_text WHERE line_no = 1", [])
            .unwrap();
        changed(&tx, true, "Siân Quill", "").unwrap();
        assert_eq!(all(&tx, "name_word"), ["bell", "owen", "quill"]);
        let pieces = "SELECT count(*) FROM search_pieces WHERE search_pieces MATCH 'sia'";
        let left: i64 = tx.query_row(pieces, [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
        let (before, after) = ("The kettle is for Siân", "The kettles");
        tx.execute("UPDATE line_text SET text = ?1 WHERE line_no = 3", [after])
            .unwrap();
        changed(&tx, false, before, after).unwrap();
        assert_eq!(all(&tx, "text_word"), ["kettles", "the"]);
    }
}
