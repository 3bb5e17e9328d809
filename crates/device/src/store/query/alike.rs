//! What may be there already while somebody types a new household or person.
//!
//! Candidates come out of the index of names, a bounded number for each word that was typed and for
//! words one slip away; only those are compared as people would. So it costs the same at any
//! caseload.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::call::{Alike, AlikeList, AlikeWhy, FindAlike};
use doorstep_wire::id::DocId;
use rusqlite::{Connection, params};

use super::households::{columns, read_row};
use super::search::{
    Among, likeness, names_beginning_with, one_slip, one_slip_away, pieces, split,
};
use crate::store::StoreFault;
use crate::store::project::LINE_BITS;

/// Households in an answer, at most.
const MOST: usize = 5;
/// Names that one look into the index brings, at most.
const CANDIDATES: u32 = 60;
/// Words of a name that are looked up.
const NAME_WORDS: usize = 4;
/// Words of an address that are looked up.
const ADDRESS_WORDS: usize = 3;
/// How much of two names must be the same.
const NAMES_ALIKE: f64 = 0.7;
/// How much of two addresses must be the same.
const ADDRESSES_ALIKE: f64 = 0.85;
/// A word with one slip in it, against the same word.
const ONE_SLIP: f64 = 0.85;
/// Words that say nothing about who it is.
const NO_NAMES: [&str; 12] = [
    "the",
    "family",
    "household",
    "house",
    "and",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "of",
    "teulu",
];
/// Words of addresses that are often cut short.
const SHORT_FORMS: [(&str, &str); 8] = [
    ("st", "street"),
    ("rd", "road"),
    ("ave", "avenue"),
    ("av", "avenue"),
    ("ln", "lane"),
    ("cl", "close"),
    ("dr", "drive"),
    ("ct", "court"),
];

/// A household that was found, by its number: why, how alike, and the words that are.
type Best = BTreeMap<i64, (AlikeWhy, f64, String)>;

/// Households that may be the same as what is typed.
pub(crate) fn find_alike(conn: &Connection, call: &FindAlike) -> Result<AlikeList, StoreFault> {
    let name = name_words(&call.name);
    let address = address_words(&call.address);
    let mut numbers = BTreeSet::new();
    for query in queries(conn, &name, &address)? {
        let mut statement = conn.prepare_cached(&format!(
            "SELECT DISTINCT coalesce(shown_in, household_no) FROM (
                 SELECT rowid >> {LINE_BITS} AS hit FROM search_names
                 WHERE search_names MATCH ?1 LIMIT ?2)
             JOIN household ON household_no = hit"
        ))?;
        let rows = statement.query_map(params![query, CANDIDATES], |found| found.get(0))?;
        for number in rows {
            numbers.insert(number?);
        }
    }
    if let Some(except) = &call.except {
        numbers.remove(&shown_number(conn, DocId(except.to_bytes()))?);
    }
    let mut best = Best::new();
    for number in numbers {
        compare(conn, number, &name, &address, &mut best)?;
    }
    answer(conn, best)
}

fn shown_number(conn: &Connection, doc: DocId) -> Result<i64, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT coalesce(max(coalesce(shown_in, household_no)), 0) FROM household
         WHERE doc_id = ?1",
    )?;
    Ok(statement.query_row([doc.0], |found| found.get(0))?)
}

/// Looks into the index of names: the rarest first, so that what fits best is not cut off.
fn queries(
    conn: &Connection,
    name: &[String],
    address: &[String],
) -> Result<Vec<String>, StoreFault> {
    let mut queries = Vec::new();
    // An address may be typed with the town, and be there without.
    for (words, first) in [(name, NAME_WORDS), (address, ADDRESS_WORDS)] {
        let looks = words.iter().take(first).map(|word| word_query(conn, word));
        let looks: Vec<Option<String>> = looks.collect::<Result<_, StoreFault>>()?;
        let there: Vec<String> = looks.iter().flatten().cloned().collect();
        // All of them, if each of them stands in some name.
        if !there.is_empty() && there.len() == looks.len() {
            queries.push(there.join(" AND "));
        }
        // A first name that people say differently should not hide the family name.
        if words == name && looks.len() > 1 {
            queries.extend(there);
        }
    }
    Ok(queries)
}

/// The word, and what is one slip away from it; `None` if no name has any of them.
fn word_query(conn: &Connection, word: &str) -> Result<Option<String>, StoreFault> {
    let slips = match word.chars().all(char::is_alphabetic) {
        true => one_slip_away(conn, Among::Names, word)?,
        false => Vec::new(),
    };
    let mut beginnings = vec![word];
    beginnings.extend(slips.iter().map(String::as_str));
    let query = names_beginning_with(conn, &beginnings)?;
    Ok((!query.is_empty()).then(|| format!("({query})")))
}

fn name_words(name: &str) -> Vec<String> {
    let words = split(name).into_iter();
    let telling: Vec<String> = words
        .filter(|word| !NO_NAMES.contains(&word.as_str()))
        .map(one_of_them)
        .collect();
    // One letter is not a name yet.
    let typed: usize = telling.iter().map(|word| word.chars().count()).sum();
    if typed < 3 { Vec::new() } else { telling }
}

/// A family is called by its name as if it were several: the Harpers.
fn one_of_them(word: String) -> String {
    match word.strip_suffix('s') {
        Some(one) if one.chars().count() >= 4 => one.to_owned(),
        _ => word,
    }
}

fn address_words(address: &str) -> Vec<String> {
    let words = split(address).into_iter().map(|word| {
        let long = SHORT_FORMS.iter().find(|(short, _)| *short == word);
        long.map_or(word, |(_, long)| (*long).to_owned())
    });
    let words: Vec<String> = words.collect();
    // A street alone has many doors; a house's name has a word of its own.
    if words.len() < 2 { Vec::new() } else { words }
}

/// Compares all names of a household with what was typed.
fn compare(
    conn: &Connection,
    number: i64,
    name: &[String],
    address: &[String],
    best: &mut Best,
) -> Result<(), StoreFault> {
    let mut named: Option<(AlikeWhy, f64, String)> = None;
    let mut lives: Option<(f64, String)> = None;
    let mut households = conn.prepare_cached(
        "SELECT name, address, household_no FROM household
         WHERE household_no = ?1 OR shown_in = ?1",
    )?;
    let mut people = conn.prepare_cached("SELECT name FROM person WHERE household_no = ?1")?;
    let mut rows = households.query([number])?;
    while let Some(row) = rows.next()? {
        let there: String = row.get(1)?;
        let same = same_address(address, &address_words(&there));
        if same >= ADDRESSES_ALIKE && lives.as_ref().is_none_or(|(than, _)| same > *than) {
            lives = Some((same, there));
        }
        let mut consider = |why: AlikeWhy, there: String| {
            let alike = same_name(name, &name_words(&there));
            let better = named.as_ref().is_none_or(|(_, than, _)| alike > *than);
            if alike >= NAMES_ALIKE && better {
                named = Some((why, alike, there));
            }
        };
        consider(AlikeWhy::Name, row.get(0)?);
        let names = people.query_map([row.get::<_, i64>(2)?], |found| found.get(0))?;
        for person in names {
            consider(AlikeWhy::Person, person?);
        }
    }
    let found = match (named, lives) {
        (Some((_, alike, words)), Some(_)) => (AlikeWhy::NameAndAddress, alike, words),
        (Some(named), None) => named,
        (None, Some((same, there))) => (AlikeWhy::Address, same, there),
        (None, None) => return Ok(()),
    };
    best.insert(number, found);
    Ok(())
}

/// How much of two names is the same: each word counts with the one that is most like it.
fn same_name(typed: &[String], there: &[String]) -> f64 {
    let all = typed.len() + there.len();
    if typed.is_empty() || there.is_empty() {
        return 0.0;
    }
    let of = |some: &[String], others: &[String]| -> f64 {
        some.iter().map(|word| most_alike(word, others)).sum()
    };
    (of(typed, there) + of(there, typed)) / all as f64
}

/// How much of an address is the other one. Numbers must be the same ones.
fn same_address(typed: &[String], there: &[String]) -> f64 {
    if typed.is_empty() || there.is_empty() {
        return 0.0;
    }
    let numbers = |words: &[String]| -> BTreeSet<String> {
        let with_digit = |word: &&String| word.chars().any(|c| c.is_ascii_digit());
        words.iter().filter(with_digit).cloned().collect()
    };
    let (one, other) = (numbers(typed), numbers(there));
    if one.is_empty() != other.is_empty() || !one.is_empty() && one.is_disjoint(&other) {
        return 0.0;
    }
    // One of them may go on with the town.
    let (short, long) = match typed.len() <= there.len() {
        true => (typed, there),
        false => (there, typed),
    };
    let sum: f64 = short.iter().map(|word| most_alike(word, long)).sum();
    sum / short.len() as f64
}

fn most_alike(word: &str, others: &[String]) -> f64 {
    let alike = others.iter().map(|other| word_alike(word, other));
    alike.fold(0.0, f64::max)
}

fn word_alike(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    if one.chars().chain(other.chars()).any(|c| c.is_ascii_digit()) {
        return 0.0;
    }
    let by_pieces = likeness(&pieces(one), &pieces(other));
    if one_slip(one, other) {
        by_pieces.max(ONE_SLIP)
    } else {
        by_pieces
    }
}

/// The likeliest first.
fn answer(conn: &Connection, best: Best) -> Result<AlikeList, StoreFault> {
    let mut sorted: Vec<(i64, (AlikeWhy, f64, String))> = best.into_iter().collect();
    sorted.sort_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    sorted.truncate(MOST);
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {} FROM household WHERE household_no = ?1",
        columns(None)
    ))?;
    let mut found = Vec::new();
    for (number, (why, _, words)) in sorted {
        found.push(Alike {
            household: statement.query_row([number], read_row)?,
            why,
            words,
        });
    }
    Ok(AlikeList { found })
}

#[cfg(test)]
mod tests {
    use super::{ADDRESSES_ALIKE, NAMES_ALIKE, address_words, name_words, same_address, same_name};

    #[test]
    fn names_are_alike_with_a_slip_an_accent_and_without_what_says_nothing() {
        let alike =
            |one: &str, other: &str| same_name(&name_words(one), &name_words(other)) >= NAMES_ALIKE;
        assert!(alike("The Pritchards", "Pritchard family"));
        assert!(alike("Sian Pritchard", "Siân Prichard"));
        assert!(alike("Pritchard, Sian", "Siân Pritchard"));
        assert!(alike("Jon Amber", "John Amber"));
        assert!(alike("Harpper", "The Harpers"));
        assert!(!alike("Sian Pritchard", "Owen Pritchard"));
        assert!(!alike("Jones", "Siân Jones"));
        assert!(!alike("The family", "The family"));
    }

    #[test]
    fn addresses_are_the_same_with_the_same_number_only() {
        let same = |one: &str, other: &str| {
            same_address(&address_words(one), &address_words(other)) >= ADDRESSES_ALIKE
        };
        assert!(same("12 Bell St", "12 Bell Street, Riverside"));
        assert!(same("12 bel street", "12 Bell Street"));
        assert!(!same("14 Bell Street", "12 Bell Street"));
        assert!(!same("Bell Street", "12 Bell Street"));
        assert!(!same("", ""));
    }
}
