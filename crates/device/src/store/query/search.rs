//! Search over everything on this device: each word that was typed must be somewhere in the
//! household, as the beginning of a word. Accents and capitals do not count; if nothing is found,
//! names that are spelt nearly so are.

use rusqlite::{Connection, params};

use crate::store::StoreFault;
use crate::store::project::{LINE_BITS, fold};

/// Words of a search that count.
const MOST_WORDS: usize = 8;
/// Characters of a word that count.
const LONGEST_WORD: usize = 40;
/// A shorter word is looked for in names, and elsewhere only as it is.
const LEAST_FOR_BEGINNINGS: usize = 3;
/// An FTS5 query that nothing fits: no word has such a character.
const NOTHING: &str = "\"\u{1}\"";
/// Of its pieces of three letters, a name must have this part to pass for a slip.
const LIKE_ENOUGH: f64 = 0.45;
/// Names that are compared with a word, at most.
const COMPARED: u32 = 200;
/// One way of looking.
pub(super) enum Search {
    /// Each word is the beginning of one in the household.
    Words(Words),
    /// Households whose names are nearly what was typed.
    Nearly(Vec<i64>),
}

pub(super) struct Words {
    /// FTS5 queries, one a word, for names.
    names: Vec<String>,
    /// FTS5 queries, one a word, for everything else.
    rest: Vec<String>,
    /// The words as they were typed, folded.
    typed: Vec<String>,
}

/// The words that were typed: folded, and no more and no longer ones than count.
pub(super) fn split(typed: &str) -> Vec<String> {
    let folded = fold(typed);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST_WORD).collect())
        .take(MOST_WORDS)
        .collect()
}

impl Words {
    fn new(words: &[String]) -> Self {
        let beginning = |word: &String| format!("\"{word}\"*");
        let rest = words.iter().map(|word| {
            let short = word.chars().count() < LEAST_FOR_BEGINNINGS;
            match short {
                // A letter or two alone is the beginning of a name, and stands in every text.
                true if words.len() == 1 => NOTHING.to_owned(),
                true => format!("\"{word}\""),
                false => beginning(word),
            }
        });
        Self {
            names: words.iter().map(beginning).collect(),
            rest: rest.collect(),
            typed: words.to_vec(),
        }
    }
}

impl Search {
    /// The exact way.
    pub(super) fn of(words: &[String]) -> Self {
        if words.is_empty() {
            return Self::Nearly(Vec::new());
        }
        Self::Words(Words::new(words))
    }

    /// The way for what was typed with a slip.
    pub(super) fn nearly(conn: &Connection, words: &[String]) -> Result<Self, StoreFault> {
        Ok(Self::Nearly(nearly(conn, words)?))
    }

    /// What stands in the gaps of [`Search::households`].
    pub(super) fn gaps(&self) -> Vec<String> {
        match self {
            Self::Words(words) => words.names.iter().chain(&words.rest).cloned().collect(),
            Self::Nearly(_) => Vec::new(),
        }
    }

    /// SQL for the numbers of the households; its gaps begin after `first`.
    pub(super) fn households(&self, first: usize) -> String {
        let words = match self {
            Self::Words(words) => words,
            Self::Nearly(numbers) => return values(numbers),
        };
        let count = words.names.len();
        let one = |word: usize| {
            let (name, rest) = (first + word + 1, first + count + word + 1);
            format!(
                "SELECT * FROM (SELECT rowid >> {LINE_BITS} FROM search_names
                     WHERE search_names MATCH ?{name}
                 UNION SELECT rowid >> {LINE_BITS} FROM search_words
                     WHERE search_words MATCH ?{rest})"
            )
        };
        (0..count).map(one).collect::<Vec<_>>().join(" INTERSECT ")
    }

    /// SQL for the numbers of those where every word is in a name; its gaps are the same.
    pub(super) fn best(&self, first: usize) -> String {
        let words = match self {
            Self::Words(words) => words,
            Self::Nearly(numbers) => return values(numbers),
        };
        let one = |word: usize| {
            let name = first + word + 1;
            format!(
                "SELECT rowid >> {LINE_BITS} FROM search_names WHERE search_names MATCH ?{name}"
            )
        };
        (0..words.names.len())
            .map(one)
            .collect::<Vec<_>>()
            .join(" INTERSECT ")
    }

    /// What a word around a hit begins with; nothing for names that are nearly right.
    pub(super) fn beginnings(&self) -> &[String] {
        match self {
            Self::Words(words) => &words.typed,
            Self::Nearly(_) => &[],
        }
    }
}

fn values(numbers: &[i64]) -> String {
    if numbers.is_empty() {
        return "SELECT 0 WHERE 0".into();
    }
    let rows: Vec<String> = numbers.iter().map(|number| format!("({number})")).collect();
    format!("VALUES {}", rows.join(", "))
}

/// Households with a name that shares enough pieces of three letters with each word.
fn nearly(conn: &Connection, words: &[String]) -> Result<Vec<i64>, StoreFault> {
    let mut all: Option<Vec<i64>> = None;
    for word in words {
        let found = nearly_one(conn, word)?;
        all = Some(match all {
            None => found,
            Some(so_far) => so_far
                .into_iter()
                .filter(|number| found.contains(number))
                .collect(),
        });
    }
    Ok(all.unwrap_or_default())
}

fn nearly_one(conn: &Connection, word: &str) -> Result<Vec<i64>, StoreFault> {
    let typed = pieces(word);
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let query: Vec<String> = typed.iter().map(|piece| format!("\"{piece}\"")).collect();
    let mut statement = conn.prepare_cached(&format!(
        "SELECT rowid >> {LINE_BITS}, text FROM search_pieces WHERE search_pieces MATCH ?1
         ORDER BY rank LIMIT ?2"
    ))?;
    let rows = statement.query_map(params![query.join(" OR "), COMPARED], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (number, text) = row?;
        let like = split(&text)
            .iter()
            .any(|name| likeness(&typed, &pieces(name)) >= LIKE_ENOUGH);
        if like && !found.contains(&number) {
            found.push(number);
        }
    }
    Ok(found)
}

/// Every three letters in a row; a word of fewer has none.
fn pieces(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters
        .windows(3)
        .map(|three| three.iter().collect())
        .collect()
}

/// Dice's coefficient of two sets of pieces: 1 for the same, 0 for nothing in common.
fn likeness(one: &[String], other: &[String]) -> f64 {
    let shared = one.iter().filter(|piece| other.contains(piece)).count();
    let all = one.len() + other.len();
    if all == 0 {
        0.0
    } else {
        2.0 * shared as f64 / all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::{likeness, pieces, split};

    #[test]
    fn words_are_folded_and_bounded() {
        assert_eq!(split("  Siân O'Dell \"*:"), ["sian", "o", "dell"]);
        assert_eq!(split(&"a ".repeat(50)).len(), super::MOST_WORDS);
    }

    #[test]
    fn a_slip_is_like_and_another_name_is_not() {
        assert!(likeness(&pieces("katherine"), &pieces("katharine")) >= super::LIKE_ENOUGH);
        assert!(likeness(&pieces("katherine"), &pieces("northgate")) < super::LIKE_ENOUGH);
    }
}
