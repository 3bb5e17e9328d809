//! The indexes of search: the words of each line, and every word that stands somewhere, once.
//!
//! What is typed is compared with the second and not with every line: its number grows far slower
//! than the caseload.

use std::collections::BTreeSet;

use rusqlite::{Transaction, params};

use super::words_of;
use crate::store::StoreFault;

/// A shorter word is looked up as it is, and has no piece of three letters to be compared by.
const SHORTEST: usize = 3;
/// Letters of a word that are kept. A word of as many stands for all that begin so.
pub(crate) const LONGEST: usize = 40;

/// The statements for names, or for everything else.
struct Statements {
    index: &'static str,
    take_out: &'static str,
    keep: &'static str,
    stands: &'static str,
    forget: &'static str,
}

const NAMES: Statements = Statements {
    index: "INSERT INTO search_names (rowid, words) VALUES (?1, ?2)",
    take_out: "DELETE FROM search_names WHERE rowid = ?1",
    keep: "INSERT OR IGNORE INTO name_word (word) VALUES (?1)",
    stands: "SELECT 1 FROM search_names WHERE search_names MATCH ?1 LIMIT 1",
    forget: "DELETE FROM name_word WHERE word = ?1",
};

const REST: Statements = Statements {
    index: "INSERT INTO search_words (rowid, words) VALUES (?1, ?2)",
    take_out: "DELETE FROM search_words WHERE rowid = ?1",
    keep: "INSERT OR IGNORE INTO text_word (word) VALUES (?1)",
    stands: "SELECT 1 FROM search_words WHERE search_words MATCH ?1 LIMIT 1",
    forget: "DELETE FROM text_word WHERE word = ?1",
};

/// A line says `after` now, and no longer `before`; either may be empty. New words are kept, and
/// those that stand nowhere any more go.
pub(crate) fn changed(
    tx: &Transaction<'_>,
    line: i64,
    is_name: bool,
    before: &str,
    after: &str,
) -> Result<(), StoreFault> {
    let (before, after) = (words_of(before), words_of(after));
    if before == after {
        return Ok(());
    }
    let statements = if is_name { NAMES } else { REST };
    if !before.is_empty() {
        tx.prepare_cached(statements.take_out)?.execute([line])?;
    }
    if !after.is_empty() {
        tx.prepare_cached(statements.index)?
            .execute(params![line, after.join(" ")])?;
    }
    let (before, after) = (kept(&before), kept(&after));
    let mut keep = tx.prepare_cached(statements.keep)?;
    for word in after.difference(&before) {
        keep.execute([word])?;
    }
    let mut stands = tx.prepare_cached(statements.stands)?;
    let mut forget = tx.prepare_cached(statements.forget)?;
    for word in before.difference(&after) {
        if !stands.exists([query_of(word)])? {
            forget.execute([word])?;
        }
    }
    Ok(())
}

/// The FTS5 query for a word as it is kept.
pub(crate) fn query_of(word: &str) -> String {
    if word.chars().count() < LONGEST {
        format!("\"{word}\"")
    } else {
        format!("\"{word}\"*")
    }
}

fn kept(words: &[String]) -> BTreeSet<String> {
    let words = words.iter().filter(|word| word.chars().count() >= SHORTEST);
    words
        .map(|word| word.chars().take(LONGEST).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, Transaction};

    use super::changed;
    use crate::store::schema::migrate;

    fn all(tx: &Transaction<'_>, table: &str) -> Vec<String> {
        let sql = format!("SELECT word FROM {table} ORDER BY word");
        let mut words = tx.prepare(&sql).unwrap();
        let rows = words.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    #[test]
    fn a_word_that_stands_nowhere_any_more_has_no_row() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let tx = conn.transaction().unwrap();
        let long = "Kraftfahrzeughaftpflichtversicherungsgesellschaft";
        let note = format!("The kettle is for Siân, {long}s");
        changed(&tx, 1, true, "", "Siân Quill").unwrap();
        changed(&tx, 2, true, "", "Owen Quill, 7 Bell St").unwrap();
        changed(&tx, 3, false, "", &note).unwrap();
        changed(&tx, 4, false, "", long).unwrap();
        assert_eq!(all(&tx, "name_word"), ["bell", "owen", "quill", "sian"]);
        let cut = "kraftfahrzeughaftpflichtversicherungsges";
        assert_eq!(all(&tx, "text_word"), ["for", "kettle", cut, "sian", "the"]);
        changed(&tx, 1, true, "Siân Quill", "").unwrap();
        assert_eq!(all(&tx, "name_word"), ["bell", "owen", "quill"]);
        let pieces = "SELECT count(*) FROM search_pieces WHERE search_pieces MATCH 'sia'";
        let left: i64 = tx.query_row(pieces, [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
        changed(&tx, 3, false, &note, "The kettles").unwrap();
        assert_eq!(all(&tx, "text_word"), ["kettles", cut, "the"]);
        changed(&tx, 4, false, long, "").unwrap();
        changed(&tx, 3, false, "The kettles", "").unwrap();
        changed(&tx, 2, true, "Owen Quill, 7 Bell St", "").unwrap();
        assert!(all(&tx, "text_word").is_empty() && all(&tx, "name_word").is_empty());
    }
}
