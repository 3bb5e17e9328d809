//! The words that stand in the record, in order. One leaps from one to the next, so that a look
//! costs the number of different words it meets, never how often they stand somewhere.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::slips::slips;
use crate::store::StoreFault;

/// Words one slip away that are taken, at most.
const MOST_SLIPS: usize = 6;

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store::query) enum Among {
    /// In names of households and people, and in addresses.
    Names,
    /// In everything else.
    Words,
}

impl Among {
    fn next_word(self) -> &'static str {
        match self {
            Self::Names => "SELECT word FROM name_word WHERE word >= ?1 ORDER BY word LIMIT 1",
            Self::Words => "SELECT word FROM text_word WHERE word >= ?1 ORDER BY word LIMIT 1",
        }
    }
}

/// The first word that is this one or comes after it.
fn from(conn: &Connection, among: Among, word: &str) -> Result<Option<String>, StoreFault> {
    let mut next = conn.prepare_cached(among.next_word())?;
    Ok(next.query_row([word], |row| row.get(0)).optional()?)
}

/// The words that begin so; `None` where they are more than `most`.
pub(super) fn that_begin(
    conn: &Connection,
    among: Among,
    beginning: &str,
    most: usize,
) -> Result<Option<Vec<String>>, StoreFault> {
    let mut all = Vec::new();
    let mut next = from(conn, among, beginning)?;
    while let Some(word) = next.filter(|word| word.starts_with(beginning)) {
        if all.len() == most {
            return Ok(None);
        }
        next = from(conn, among, &just_after(&word))?;
        all.push(word);
    }
    Ok(Some(all))
}

/// Of the words one slip away from a typed one, those that something in the record begins with.
pub(in crate::store::query) fn one_slip_away(
    conn: &Connection,
    among: Among,
    typed: &str,
) -> Result<Vec<String>, StoreFault> {
    let likeliest_first = slips(typed);
    let sorted: BTreeSet<&str> = likeliest_first.iter().map(String::as_str).collect();
    let mut there = BTreeSet::new();
    let mut word: Option<String> = None;
    for slip in sorted {
        // Many slips in a row fall between the same two words: one leap is enough for all of them.
        if word.as_deref().is_none_or(|word| word < slip) {
            word = from(conn, among, slip)?;
        }
        match &word {
            Some(word) if word.starts_with(slip) => there.insert(slip),
            Some(_) => false,
            None => break,
        };
    }
    let found = likeliest_first
        .iter()
        .filter(|slip| there.contains(slip.as_str()));
    Ok(found.take(MOST_SLIPS).cloned().collect())
}

/// The least text that comes after a word.
fn just_after(word: &str) -> String {
    format!("{word}\0")
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{Among, one_slip_away, that_begin};
    use crate::store::schema::migrate;

    fn with(words: &[&str]) -> Connection {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        for word in words {
            conn.execute("INSERT INTO text_word (word) VALUES (?1)", [word])
                .unwrap();
        }
        conn
    }

    #[test]
    fn each_word_that_begins_so_comes_once_and_not_too_many_of_them() {
        let conn = with(&["kettle", "kettles", "kett", "ketone", "kez", "ket"]);
        let begin = |most| that_begin(&conn, Among::Words, "kett", most).unwrap();
        assert_eq!(begin(3).unwrap(), ["kett", "kettle", "kettles"]);
        assert_eq!(begin(2), None);
        assert_eq!(
            that_begin(&conn, Among::Words, "z", 9).unwrap().unwrap(),
            [""; 0]
        );
        assert_eq!(
            that_begin(&conn, Among::Names, "kett", 9).unwrap().unwrap(),
            [""; 0]
        );
    }

    #[test]
    fn a_slip_finds_the_word_and_longer_ones_wherever_the_slip_is() {
        let conn = with(&["boilers", "byoler", "toil", "zzz", "aaa"]);
        let near = |typed: &str| one_slip_away(&conn, Among::Words, typed).unwrap();
        assert_eq!(near("boyler"), ["byoler", "boiler"]);
        assert_eq!(near("oilers"), ["boilers"]);
        assert_eq!(near("boilerz"), ["boilers", "boiler"]);
        assert!(near("kettle").is_empty());
        assert!(near("oil").is_empty(), "too short to have slips");
    }
}
