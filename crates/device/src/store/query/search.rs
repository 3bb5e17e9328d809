//! Search over everything on this device: each word that was typed must be somewhere in the
//! household, as the beginning of a word. Accents and capitals do not count. If nothing is found so,
//! each word may have a slip in it: names are compared by their pieces of three letters, and for
//! everything else the words that are one slip away from the typed one are looked up.

use rusqlite::{Connection, params};

use super::slips::{self, Among};
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

/// One way of looking for each word that was typed.
pub(super) struct Search {
    words: Vec<Sought>,
}

/// How one word is looked for.
struct Sought {
    /// The FTS5 query for names.
    names: String,
    /// The FTS5 query for everything else.
    rest: String,
    /// Households with a name that is nearly the word.
    nearly: Vec<i64>,
    /// What a word around a hit begins with.
    beginnings: Vec<String>,
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

impl Sought {
    fn exactly(word: &str, alone: bool) -> Self {
        let rest = match word.chars().count() < LEAST_FOR_BEGINNINGS {
            // A letter or two alone is the beginning of a name, and stands in every text.
            true if alone => NOTHING.to_owned(),
            true => format!("\"{word}\""),
            false => beginning(word),
        };
        Self {
            names: beginning(word),
            rest,
            nearly: Vec::new(),
            beginnings: vec![word.to_owned()],
        }
    }

    fn nearly(conn: &Connection, word: &str, alone: bool) -> Result<Self, StoreFault> {
        let mut sought = Self::exactly(word, alone);
        sought.nearly = names_like(conn, word)?;
        for slip in slips::there_are(conn, Among::Words, word)? {
            sought.rest = format!("{} OR {}", sought.rest, beginning(&slip));
            sought.beginnings.push(slip);
        }
        Ok(sought)
    }
}

/// An FTS5 query for words that begin so.
pub(super) fn beginning(word: &str) -> String {
    format!("\"{word}\"*")
}

impl Search {
    /// The exact way.
    pub(super) fn of(words: &[String]) -> Self {
        let alone = words.len() == 1;
        let words = words.iter().map(|word| Sought::exactly(word, alone));
        Self {
            words: words.collect(),
        }
    }

    /// The way for what was typed with a slip.
    pub(super) fn nearly(conn: &Connection, words: &[String]) -> Result<Self, StoreFault> {
        let alone = words.len() == 1;
        let words = words.iter().map(|word| Sought::nearly(conn, word, alone));
        Ok(Self {
            words: words.collect::<Result<_, _>>()?,
        })
    }

    /// What stands in the gaps of [`Search::tables`].
    pub(super) fn gaps(&self) -> Vec<String> {
        let queries = self.words.iter().map(|word| [&word.names, &word.rest]);
        queries.flatten().cloned().collect()
    }

    /// SQL for the tables `hit` and `best`: the numbers of households where every word is somewhere,
    /// and of those where every word is in a name. A hit in a household that is joined into another
    /// is a hit in the other, so that each word may be in either. The gaps begin after `first`.
    pub(super) fn tables(&self, first: usize) -> String {
        let mut tables = Vec::new();
        let (mut all_hit, mut all_best) = (Vec::new(), Vec::new());
        for (word, sought) in self.words.iter().enumerate() {
            let (name, rest) = (first + 2 * word + 1, first + 2 * word + 2);
            let nearly = values(&sought.nearly);
            tables.push(format!(
                "name{word} (number) AS MATERIALIZED (
                     SELECT rowid >> {LINE_BITS} FROM search_names WHERE search_names MATCH ?{name}
                     UNION {nearly}),
                 word{word} (number) AS MATERIALIZED (
                     SELECT number FROM name{word} UNION
                     SELECT rowid >> {LINE_BITS} FROM search_words WHERE search_words MATCH ?{rest})"
            ));
            all_hit.push(with_shown(&format!("word{word}")));
            all_best.push(with_shown(&format!("name{word}")));
        }
        let all_of = |tables: Vec<String>| match tables.is_empty() {
            true => "SELECT 0 WHERE 0".to_owned(),
            false => tables.join(" INTERSECT "),
        };
        tables.push(format!(
            "hit (number) AS MATERIALIZED ({}), best (number) AS MATERIALIZED ({})",
            all_of(all_hit),
            all_of(all_best)
        ));
        tables.join(", ")
    }

    /// What a word around a hit begins with.
    pub(super) fn beginnings(&self) -> Vec<String> {
        let words = self.words.iter().flat_map(|word| &word.beginnings);
        words.cloned().collect()
    }
}

/// SQL for the numbers of a table, and those of the households that show one of them. Joined
/// households are few, and the table is only asked about them.
fn with_shown(table: &str) -> String {
    format!(
        "SELECT number FROM (SELECT number FROM {table}
         UNION SELECT shown_in FROM household
             WHERE shown_in IS NOT NULL AND household_no IN (SELECT number FROM {table}))"
    )
}

fn values(numbers: &[i64]) -> String {
    if numbers.is_empty() {
        return "SELECT 0 WHERE 0".into();
    }
    let rows: Vec<String> = numbers.iter().map(|number| format!("({number})")).collect();
    format!("VALUES {}", rows.join(", "))
}

/// Households with a name that shares enough pieces of three letters with the word.
fn names_like(conn: &Connection, word: &str) -> Result<Vec<i64>, StoreFault> {
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
pub(super) fn pieces(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters
        .windows(3)
        .map(|three| three.iter().collect())
        .collect()
}

/// Dice's coefficient of two sets of pieces: 1 for the same, 0 for nothing in common.
pub(super) fn likeness(one: &[String], other: &[String]) -> f64 {
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
