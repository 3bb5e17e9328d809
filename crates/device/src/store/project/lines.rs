//! What search finds of a household, line by line; with each line, its row in the small tables behind lists.

use std::collections::HashMap;

use doorstep_model::field::Part;
use doorstep_model::household::About;
use rusqlite::{Row, Transaction, params};

use super::index::Words;
use super::listed::{self, write_both_changed, write_listed};
use super::{Common, LINE_BITS, Line};
use crate::store::StoreFault;
use crate::store::table::line_waiting;

/// Search looks at this many bytes of a line; the line itself is kept whole.
const SEARCHED_BYTES: usize = 64 * 1024;

/// The part of a line with a household's name and place.
const NAME: &str = "name";
/// The part of a line with a person's name.
const PERSON: &str = "person";

/// One line of search: its key and its text.
struct Searched {
    part: &'static str,
    item: String,
    is_name: bool,
    text: String,
}

/// Writes one line: its names at once, while its words wait until it has rested.
pub(super) fn write(
    tx: &Transaction<'_>,
    number: i64,
    line: Line<'_>,
    words: &mut Words,
) -> Result<(), StoreFault> {
    let common = line.common();
    write_searched(tx, number, line, |searched| searched.is_name, words)?;
    line_waiting::add(tx, number, common.part, common.item)?;
    write_both_changed(tx, number, &common)?;
    write_listed(tx, number, line, &common)
}

/// Writes the words of one line.
pub(super) fn write_words(
    tx: &Transaction<'_>,
    number: i64,
    line: Line<'_>,
    words: &mut Words,
) -> Result<(), StoreFault> {
    write_searched(tx, number, line, |searched| !searched.is_name, words)
}

fn write_searched(
    tx: &Transaction<'_>,
    number: i64,
    line: Line<'_>,
    wanted: impl Fn(&Searched) -> bool,
    words: &mut Words,
) -> Result<(), StoreFault> {
    let searched = searched(line, &line.common());
    for searched in searched.into_iter().filter(wanted) {
        let mut find = tx.prepare_cached(
            "SELECT line_no, text FROM line_text
             WHERE household_no = ?1 AND part = ?2 AND item = ?3",
        )?;
        let mut rows = find.query(params![number, searched.part, searched.item])?;
        let old = rows.next()?.map(|row| Kept::read(row, 0)).transpose()?;
        put(tx, number, &searched, old.as_ref(), words)?;
    }
    Ok(())
}

/// Writes all lines, and takes away those that are not among them.
pub(super) fn replace(
    tx: &Transaction<'_>,
    number: i64,
    all: &[Line<'_>],
    words: &mut Words,
) -> Result<(), StoreFault> {
    let mut old = texts(tx, number)?;
    for table in listed::TABLES.into_iter().chain(["line_waiting"]) {
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE household_no = ?1"))?
            .execute([number])?;
    }
    for line in all {
        let common = line.common();
        for searched in searched(*line, &common) {
            let key = (searched.part.to_owned(), searched.item.clone());
            let before = old.remove(&key);
            put(tx, number, &searched, before.as_ref(), words)?;
        }
        if common.both_changed > 0 {
            write_both_changed(tx, number, &common)?;
        }
        write_listed(tx, number, *line, &common)?;
    }
    for ((part, _), kept) in old {
        let is_name = part == NAME || part == PERSON;
        remove(tx, &kept, is_name, words)?;
    }
    Ok(())
}

/// A line of search that is kept.
struct Kept {
    line_no: i64,
    text: String,
}

impl Kept {
    /// Out of its number and its text, which stand from here on.
    fn read(row: &Row<'_>, at: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            line_no: row.get(at)?,
            text: row.get(at + 1)?,
        })
    }
}

type Texts = HashMap<(String, String), Kept>;

fn texts(tx: &Transaction<'_>, number: i64) -> Result<Texts, StoreFault> {
    let mut all = tx.prepare_cached(
        "SELECT part, item, line_no, text FROM line_text WHERE household_no = ?1",
    )?;
    let rows = all.query_map([number], |row| {
        Ok(((row.get(0)?, row.get(1)?), Kept::read(row, 2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The lines of search that a line of the household makes.
fn searched(line: Line<'_>, common: &Common<'_>) -> Vec<Searched> {
    let row = |part, is_name, text: String| Searched {
        part,
        item: common.item.to_owned(),
        is_name,
        text: if common.removed {
            String::new()
        } else {
            bounded(text)
        },
    };
    match line {
        Line::About(about) => {
            let how_to_find = [about.how_to_find.0.as_str(), about.closed_why.0.as_str()];
            vec![
                row(NAME, true, place(about)),
                row("about", false, join(how_to_find)),
            ]
        }
        Line::Person(person) => {
            let name = person.name.value.clone().unwrap_or_default();
            let rest = common.texts.iter().copied().filter(|text| *text != name);
            vec![
                row(PERSON, true, name.clone()),
                row("people", false, join(rest)),
            ]
        }
        Line::Visit(visit) => {
            // A time says nothing where words are found.
            let time = visit.time.value.as_deref();
            let texts = common.texts.iter().copied();
            let words = texts.filter(|text| Some(*text) != time);
            vec![row(part_word(common.part), false, join(words))]
        }
        Line::Plan(plan) => vec![row("plan", false, plan.in_our_words.0.clone())],
        _ => vec![row(
            part_word(common.part),
            false,
            join(common.texts.iter().copied()),
        )],
    }
}

fn place(about: &About) -> String {
    let fields = [&about.name, &about.address, &about.locality];
    join(
        fields
            .into_iter()
            .filter_map(|field| field.value.as_deref()),
    )
}

fn join<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let filled = texts.into_iter().filter(|text| !text.trim().is_empty());
    filled.collect::<Vec<_>>().join("\n")
}

pub(super) fn bounded(mut text: String) -> String {
    if text.len() > SEARCHED_BYTES {
        let end = (0..=SEARCHED_BYTES)
            .rev()
            .find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or(0));
    }
    text
}

/// The words for parts in the tables.
const PART_WORDS: [(Part, &str); 14] = [
    (Part::About, "about"),
    (Part::People, "people"),
    (Part::WhatMatters, "what_matters"),
    (Part::Demands, "demand"),
    (Part::Visits, "visit"),
    (Part::Strengths, "strength"),
    (Part::Worries, "worry"),
    (Part::Actions, "action"),
    (Part::Expertise, "expertise"),
    (Part::Services, "service"),
    (Part::Obstacles, "obstacle"),
    (Part::Sharing, "sharing"),
    (Part::Attachments, "attachment"),
    (Part::Plan, "plan"),
];

/// The word for a part in the tables.
pub(crate) fn part_word(part: Part) -> &'static str {
    let words = PART_WORDS.iter().find(|(of, _)| *of == part);
    words.map_or("other", |(_, word)| *word)
}

/// The part behind a word in `line_text`; what is not known is about the household.
pub(crate) fn part_of(word: &str) -> Part {
    let part = PART_WORDS.iter().find(|(_, of)| *of == word);
    part.map_or(Part::About, |(part, _)| *part)
}

/// Makes the kept text the new one, if it is not already.
fn put(
    tx: &Transaction<'_>,
    number: i64,
    searched: &Searched,
    old: Option<&Kept>,
    words: &mut Words,
) -> Result<(), StoreFault> {
    let before = old.map_or("", |kept| kept.text.as_str());
    if before == searched.text {
        return Ok(());
    }
    let line_no = match old {
        Some(kept) if searched.text.is_empty() => return remove(tx, kept, searched.is_name, words),
        Some(kept) => {
            tx.prepare_cached("UPDATE line_text SET text = ?2 WHERE line_no = ?1")?
                .execute(params![kept.line_no, searched.text])?;
            kept.line_no
        }
        None => {
            let line_no = next_line(tx, number)?;
            add(tx, number, line_no, searched)?;
            line_no
        }
    };
    words.changed(line_no, searched.is_name, before, &searched.text);
    Ok(())
}

/// The number that the next line of a household gets.
fn next_line(tx: &Transaction<'_>, number: i64) -> Result<i64, StoreFault> {
    let mut last = tx.prepare_cached(
        "SELECT coalesce(max(line_no), ?1 << ?2) FROM line_text
         WHERE line_no >= ?1 << ?2 AND line_no < (?1 + 1) << ?2",
    )?;
    let last: i64 = last.query_row(params![number, LINE_BITS], |row| row.get(0))?;
    Ok(last + 1)
}

/// Adds a line under its number.
fn add(
    tx: &Transaction<'_>,
    number: i64,
    line_no: i64,
    searched: &Searched,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO line_text (line_no, household_no, part, item, is_name, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        line_no,
        number,
        searched.part,
        searched.item,
        searched.is_name,
        searched.text
    ])?;
    Ok(())
}

fn remove(
    tx: &Transaction<'_>,
    kept: &Kept,
    is_name: bool,
    words: &mut Words,
) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM line_text WHERE line_no = ?1")?
        .execute([kept.line_no])?;
    words.changed(kept.line_no, is_name, &kept.text, "");
    Ok(())
}

/// Gives search the names that stand in the rows of lists.
pub(super) fn write_names_of_rows(
    tx: &Transaction<'_>,
    number: i64,
    words: &mut Words,
) -> Result<(), StoreFault> {
    let name = |part, item: String, text: String| Searched {
        part,
        item,
        is_name: true,
        text: bounded(text),
    };
    let mut household =
        tx.prepare_cached("SELECT name, address, locality FROM household WHERE household_no = ?1")?;
    let place: [String; 3] =
        household.query_row([number], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
    let mut all = vec![name(
        NAME,
        String::new(),
        join(place.iter().map(String::as_str)),
    )];
    let mut people = tx.prepare_cached("SELECT item, name FROM person WHERE household_no = ?1")?;
    let people = people.query_map([number], |row| Ok(name(PERSON, row.get(0)?, row.get(1)?)))?;
    for person in people {
        all.push(person?);
    }
    let mut kept = texts(tx, number)?;
    for searched in all {
        let before = kept.remove(&(searched.part.to_owned(), searched.item.clone()));
        put(tx, number, &searched, before.as_ref(), words)?;
    }
    Ok(())
}
