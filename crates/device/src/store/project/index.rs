//! The indexes of search: the words of each line, and every word that stands somewhere, once.
//!
//! What is typed is compared with the second and not with every line: its number grows far slower
//! than the caseload.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Transaction, params};

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

const NUMBER: &str = "SELECT word_no FROM name_word WHERE word = ?1";
const KEEP_PIECES: &str = "INSERT INTO search_pieces (rowid, word) VALUES (?1, ?2)";
const FORGET_PIECES: &str =
    "INSERT INTO search_pieces (search_pieces, rowid, word) VALUES ('delete', ?1, ?2)";

/// What lines say now and what they no longer say, gathered until their other rows are written.
///
/// FTS5 collects what is inserted in memory, and writes it out as a segment at the latest when the
/// transaction ends. It does so as well before each statement that SQLite could have to undo by
/// itself: one that may fail and writes several rows, through a trigger, an upsert or `RETURNING`. Such
/// statements stand between any two lines, and with them each line was a segment, merged four at a
/// time: that took half of the time in which a new device wrote its rows. So all that goes into the
/// indexes goes there at once, and [`Self::write`] has no statement of that kind.
#[derive(Default)]
pub(crate) struct Words {
    names: Changes,
    rest: Changes,
}

#[derive(Default)]
struct Changes {
    /// Lines in their order, with whether they stand in the index and the words that they have now.
    lines: Vec<(i64, bool, Vec<String>)>,
    came: BTreeSet<String>,
    went: BTreeSet<String>,
}

impl Words {
    /// A line says `after` now, and no longer `before`; either may be empty.
    pub(crate) fn changed(&mut self, line: i64, is_name: bool, before: &str, after: &str) {
        let (before, after) = (words_of(before), words_of(after));
        if before == after {
            return;
        }
        let changes = match is_name {
            true => &mut self.names,
            false => &mut self.rest,
        };
        let (kept_before, kept_after) = (kept(&before), kept(&after));
        let came = kept_after.difference(&kept_before);
        changes.came.extend(came.map(|word| (*word).to_owned()));
        let went = kept_before.difference(&kept_after);
        changes.went.extend(went.map(|word| (*word).to_owned()));
        changes.lines.push((line, !before.is_empty(), after));
    }

    /// Puts it into the indexes. New words are kept, and those that stand nowhere any more go.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn write(self, tx: &Transaction<'_>) -> Result<(), StoreFault> {
        self.names.write(tx, &NAMES, true)?;
        self.rest.write(tx, &REST, false)
    }
}

impl Changes {
    fn write(
        self,
        tx: &Transaction<'_>,
        statements: &Statements,
        in_pieces: bool,
    ) -> Result<(), StoreFault> {
        if self.lines.is_empty() {
            return Ok(());
        }
        for (line, stood, words) in &self.lines {
            if *stood {
                tx.prepare_cached(statements.take_out)?.execute([line])?;
            }
            if !words.is_empty() {
                tx.prepare_cached(statements.index)?
                    .execute(params![line, words.join(" ")])?;
            }
        }
        let mut keep = tx.prepare_cached(statements.keep)?;
        for word in &self.came {
            if keep.execute([word])? > 0 && in_pieces {
                let number = tx.last_insert_rowid();
                tx.prepare_cached(KEEP_PIECES)?
                    .execute(params![number, word])?;
            }
        }
        let mut stands = tx.prepare_cached(statements.stands)?;
        let mut forget = tx.prepare_cached(statements.forget)?;
        for word in &self.went {
            if stands.exists([query_of(word)])? {
                continue;
            }
            if in_pieces {
                let mut number = tx.prepare_cached(NUMBER)?;
                let number: Option<i64> = number.query_row([word], |row| row.get(0)).optional()?;
                if let Some(number) = number {
                    tx.prepare_cached(FORGET_PIECES)?
                        .execute(params![number, word])?;
                }
            }
            forget.execute([word])?;
        }
        Ok(())
    }
}

/// The FTS5 query for a word as it is kept.
pub(crate) fn query_of(word: &str) -> String {
    if word.chars().count() < LONGEST {
        format!("\"{word}\"")
    } else {
        format!("\"{word}\"*")
    }
}

/// The words that have a row of their own, as far as it keeps them.
fn kept(words: &[String]) -> BTreeSet<&str> {
    let words = words.iter().filter(|word| word.chars().count() >= SHORTEST);
    words
        .map(|word| match word.char_indices().nth(LONGEST) {
            Some((end, _)) => word.get(..end).unwrap_or(word),
            None => word,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, Transaction};

    use super::Words;
    use crate::store::schema::migrate;

    fn all(tx: &Transaction<'_>, table: &str) -> Vec<String> {
        let sql = format!("SELECT word FROM {table} ORDER BY word");
        let mut words = tx.prepare(&sql).unwrap();
        let rows = words.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    fn changed(tx: &Transaction<'_>, line: i64, is_name: bool, before: &str, after: &str) {
        let mut words = Words::default();
        words.changed(line, is_name, before, after);
        words.write(tx).unwrap();
    }

    #[test]
    fn a_word_that_stands_nowhere_any_more_has_no_row() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let tx = conn.transaction().unwrap();
        let long = "Kraftfahrzeughaftpflichtversicherungsgesellschaft";
        let note = format!("The kettle is for Siân, {long}s");
        changed(&tx, 1, true, "", "Siân Quill");
        changed(&tx, 2, true, "", "Owen Quill, 7 Bell St");
        changed(&tx, 3, false, "", &note);
        changed(&tx, 4, false, "", long);
        assert_eq!(all(&tx, "name_word"), ["bell", "owen", "quill", "sian"]);
        let cut = "kraftfahrzeughaftpflichtversicherungsges";
        assert_eq!(all(&tx, "text_word"), ["for", "kettle", cut, "sian", "the"]);
        changed(&tx, 1, true, "Siân Quill", "");
        assert_eq!(all(&tx, "name_word"), ["bell", "owen", "quill"]);
        let pieces = "SELECT count(*) FROM search_pieces WHERE search_pieces MATCH 'sia'";
        let left: i64 = tx.query_row(pieces, [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
        changed(&tx, 3, false, &note, "The kettles");
        assert_eq!(all(&tx, "text_word"), ["kettles", cut, "the"]);
        changed(&tx, 4, false, long, "");
        changed(&tx, 3, false, "The kettles", "");
        changed(&tx, 2, true, "Owen Quill, 7 Bell St", "");
        assert!(all(&tx, "text_word").is_empty() && all(&tx, "name_word").is_empty());
    }

    /// Gathered, it comes to the same as one after the other.
    #[test]
    fn what_came_and_went_meanwhile_leaves_nothing() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let tx = conn.transaction().unwrap();
        changed(&tx, 1, false, "", "kettle spoon");
        let mut words = Words::default();
        words.changed(2, false, "", "ladle kettle");
        words.changed(1, false, "kettle spoon", "fork");
        words.changed(2, false, "ladle kettle", "spoon");
        words.changed(3, false, "", "ladle");
        words.changed(3, false, "ladle", "");
        words.write(&tx).unwrap();
        assert_eq!(all(&tx, "text_word"), ["fork", "spoon"]);
        let found = "SELECT rowid FROM search_words WHERE search_words MATCH 'spoon'";
        let lines: i64 = tx.query_row(found, [], |row| row.get(0)).unwrap();
        assert_eq!(lines, 2);
    }

    /// Segments that a transaction wrote, while rows that may be undone were written between lines.
    #[test]
    fn many_lines_are_one_segment() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let segments = |one_by_one: bool| {
            let tx = conn.unchecked_transaction().unwrap();
            let mut words = Words::default();
            for line in 1..=3 {
                let upsert = "INSERT INTO visit (household_no, item, done) VALUES (?1, 'a', 0)
                     ON CONFLICT (household_no, item) DO UPDATE SET done = 1";
                tx.execute("INSERT INTO household (doc_id) VALUES (randomblob(16))", [])
                    .unwrap();
                tx.execute(upsert, [tx.last_insert_rowid()]).unwrap();
                words.changed(line, false, "", &format!("kettle number {line}"));
                if one_by_one {
                    std::mem::take(&mut words).write(&tx).unwrap();
                }
            }
            words.write(&tx).unwrap();
            // Reading it makes FTS5 write out what it still has in memory.
            tx.execute_batch("SAVEPOINT look").unwrap();
            let count = "SELECT count(DISTINCT segid) FROM search_words_idx";
            tx.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!(segments(false), 1);
        assert!(segments(true) > 1, "the control");
    }
}
