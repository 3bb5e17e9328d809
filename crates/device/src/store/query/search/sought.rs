//! How one typed word is looked for.

use rusqlite::Connection;

use super::like::words_of_names_like;
use super::vocabulary::{Among, one_slip_away, that_begin};
use crate::store::StoreFault;
use crate::store::project::index::query_of;

/// A shorter word is looked for in names, and elsewhere only as it is.
const LEAST_FOR_BEGINNINGS: usize = 3;
/// Up to so many letters, the index knows what begins with them.
const INDEXED_BEGINNING: usize = 4;
/// Words that one household after the other is asked about, at most: each is a look into the index.
/// More of them are looked for together, which reads everything that is known of all of them.
const MOST_ONE_BY_ONE: usize = 6;
/// Words with one beginning that are looked for by themselves, at most.
const MOST_WORDS: usize = 24;

/// A question to one of the indexes of words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Question {
    /// The FTS5 query; nothing fits an empty one.
    pub(super) query: String,
    /// The answer comes piece by piece, and one household can be asked about. Otherwise all of it is
    /// put together before the first hit is given.
    pub(super) in_pieces: bool,
}

/// How one word is looked for.
pub(super) struct Sought {
    /// In names.
    pub(super) names: Question,
    /// In everything else.
    pub(super) rest: Question,
    /// What the word in a hit elsewhere begins with.
    pub(super) beginnings: Vec<String>,
    /// There it is the whole word.
    pub(super) is_whole: bool,
}

impl Sought {
    /// As the beginning of a word. A letter or two `alone` are the beginning of a name: they stand
    /// in every text.
    pub(super) fn exactly(conn: &Connection, word: &str, alone: bool) -> Result<Self, StoreFault> {
        let is_short = word.chars().count() < LEAST_FOR_BEGINNINGS;
        let rest = match is_short {
            // Elsewhere they may be a whole word: in some scripts a letter is a syllable.
            true if alone && word.is_ascii() => Question::default(),
            true => Question::of(vec![query_of(word)], true),
            false => beginning_with(conn, Among::Words, &[word], &[])?,
        };
        Ok(Self {
            names: beginning_with(conn, Among::Names, &[word], &[])?,
            rest,
            beginnings: vec![word.to_owned()],
            is_whole: is_short,
        })
    }

    /// As a word with a slip in it.
    pub(super) fn nearly(conn: &Connection, word: &str, alone: bool) -> Result<Self, StoreFault> {
        let mut sought = Self::exactly(conn, word, alone)?;
        let names = one_slip_away(conn, Among::Names, word)?;
        let like = words_of_names_like(conn, word)?;
        sought.names = beginning_with(conn, Among::Names, &with(word, &names), &like)?;
        let words = one_slip_away(conn, Among::Words, word)?;
        if !words.is_empty() {
            sought.rest = beginning_with(conn, Among::Words, &with(word, &words), &[])?;
        }
        sought.beginnings.extend(words);
        Ok(sought)
    }
}

fn with<'a>(word: &'a str, others: &'a [String]) -> Vec<&'a str> {
    let others = others.iter().map(String::as_str);
    std::iter::once(word).chain(others).collect()
}

impl Question {
    fn of(parts: Vec<String>, can_be_asked: bool) -> Self {
        Self {
            in_pieces: can_be_asked && parts.len() <= MOST_ONE_BY_ONE,
            query: parts.join(" OR "),
        }
    }
}

/// An FTS5 query for words that begin so.
fn beginning(word: &str) -> String {
    format!("\"{word}\"*")
}

/// Words of names that begin as one of these, as an FTS5 query; an empty one where there are none.
pub(in crate::store::query) fn names_beginning_with(
    conn: &Connection,
    beginnings: &[&str],
) -> Result<String, StoreFault> {
    Ok(beginning_with(conn, Among::Names, beginnings, &[])?.query)
}

/// Words that begin as one of `beginnings`, or are one of `whole`.
fn beginning_with(
    conn: &Connection,
    among: Among,
    beginnings: &[&str],
    whole: &[String],
) -> Result<Question, StoreFault> {
    let mut parts: Vec<String> = whole.iter().map(|word| query_of(word)).collect();
    let mut can_be_asked = true;
    for word in beginnings {
        if word.chars().count() <= INDEXED_BEGINNING {
            parts.push(beginning(word));
            continue;
        }
        match that_begin(conn, among, word, MOST_WORDS)? {
            Some(words) => parts.extend(words.iter().map(|word| query_of(word))),
            None => {
                can_be_asked = false;
                parts.push(beginning(word));
            }
        }
    }
    parts.sort_unstable();
    parts.dedup();
    Ok(Question::of(parts, can_be_asked))
}
