//! What is found is compared with a look through every word, in a caseload in which some words
//! stand so often that they are not looked up whole.

use std::collections::BTreeMap;

use doorstep_model::call::{HouseholdList, ListHouseholds};
use rusqlite::{Connection, Transaction, params};

use super::split;
use crate::store::project::{LINE_BITS, Words, words_of};
use crate::store::query::list_households;
use crate::store::schema::migrate;

fn changed(tx: &Transaction<'_>, line: i64, is_name: bool, before: &str, after: &str) {
    let mut words = Words::default();
    words.changed(line, is_name, before, after);
    words.write(tx).unwrap();
}

/// More than are looked up at once.
const HOUSEHOLDS: i64 = 2_600;
/// One in so many is joined into the one before it.
const JOINED: i64 = 97;
/// One in so many is closed.
const CLOSED: i64 = 13;

/// What one household says, for whoever looks through all of it.
struct Told {
    name: String,
    names: Vec<String>,
    rest: Vec<String>,
    closed: bool,
}

/// A caseload in the tables that search reads, and the same as plain words.
fn caseload() -> (Connection, BTreeMap<i64, Told>) {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate(&mut conn).unwrap();
    let mut told: BTreeMap<i64, Told> = BTreeMap::new();
    let tx = conn.transaction().unwrap();
    for number in 1..=HOUSEHOLDS {
        let into = (number % JOINED == 0).then_some(number - 1);
        let closed = number % CLOSED == 0 && into.is_none() && (number + 1) % JOINED != 0;
        // Not in the order of their numbers.
        let name = format!(
            "House {:04} {}",
            number * 7 % 2_609,
            ["Amber", "Birch"][number as usize % 2]
        );
        tx.execute(
            "INSERT INTO household (household_no, doc_id, name, name_sort, closed, shown_in)
             VALUES (?1, CAST(printf('%016d', ?1) AS BLOB), ?2, lower(?2), ?3, ?4)",
            params![number, name, closed, into],
        )
        .unwrap();
        let mut lines = vec![(true, name.clone())];
        if number % 50 == 0 {
            lines.push((true, "Siân Kettleborough".to_owned()));
        }
        for visit in 0..5 {
            let mut words = vec!["tea", ["garden", "gardens", "gardening"][visit % 3]];
            words.extend((number % 3 == 0).then_some("kettle"));
            words.extend((number % 400 == 1 && visit == 3).then_some("zanzibar"));
            words.extend((number % 100 == 7).then_some("amber"));
            words.extend((visit == 4 && number % 2 == 0).then_some("birch"));
            lines.push((false, words.join(" ")));
        }
        if number % 3 == 1 {
            // More words with one beginning than are looked for one by one.
            lines.push((false, format!("plum{number}")));
        }
        let shown = told.entry(into.unwrap_or(number)).or_insert_with(|| Told {
            name: name.clone(),
            names: Vec::new(),
            rest: Vec::new(),
            closed,
        });
        for (line, (is_name, text)) in (0_i64..).zip(lines) {
            tx.execute(
                "INSERT INTO line_text (line_no, household_no, part, item, is_name, text)
                 VALUES (?1, ?2, 'visit', ?3, ?4, ?5)",
                params![
                    (number << LINE_BITS) + line,
                    number,
                    line.to_string(),
                    is_name,
                    text
                ],
            )
            .unwrap();
            changed(&tx, (number << LINE_BITS) + line, is_name, "", &text);
            let words = if is_name {
                &mut shown.names
            } else {
                &mut shown.rest
            };
            words.extend(words_of(&text));
        }
    }
    tx.commit().unwrap();
    (conn, told)
}

fn call(typed: &str, offset: u32, limit: u32) -> ListHouseholds {
    ListHouseholds {
        search: typed.into(),
        offset,
        limit,
        ..Default::default()
    }
}

/// Names of all that has each word, those with all of them in names first.
fn looked_through(told: &BTreeMap<i64, Told>, typed: &str, with_closed: bool) -> Vec<String> {
    let typed = words_of(typed);
    let mut found: Vec<(bool, bool, &str)> = Vec::new();
    for one in told.values() {
        let begins = |all: &[String], word: &str| all.iter().any(|there| there.starts_with(word));
        let is_short = |word: &str| word.chars().count() < 3;
        let in_rest = |word: &str| match is_short(word) {
            true => typed.len() > 1 && one.rest.iter().any(|there| there == word),
            false => begins(&one.rest, word),
        };
        let in_names = |word: &String| begins(&one.names, word);
        if typed.iter().all(|word| in_names(word) || in_rest(word)) && (with_closed || !one.closed)
        {
            let elsewhere = !typed.iter().all(in_names);
            found.push((elsewhere, one.closed, &one.name));
        }
    }
    found.sort_unstable();
    found
        .into_iter()
        .map(|(_, _, name)| name.to_owned())
        .collect()
}

fn names(list: &HouseholdList) -> Vec<String> {
    list.rows.iter().map(|row| row.name.clone()).collect()
}

#[test]
fn a_search_finds_what_a_look_through_everything_finds_in_the_same_order() {
    let (conn, told) = caseload();
    for typed in [
        "zanzibar",
        "plum",
        "plum garden",
        "plum1000",
        "zanz",
        "kettle",
        "kett",
        "garden",
        "tea",
        "te",
        "t",
        "amber",
        "birch",
        "house",
        "house 12",
        "12 house",
        "garden kettle",
        "kettle zanzibar",
        "amber garden",
        "birch kettle",
        "house garden",
        "sian",
        "sian kettle",
        "amber birch",
        "garden nothing",
        "house nothing",
        "h a t",
        "te a",
        "amber tea kettle zanzibar",
    ] {
        for with_closed in [false, true] {
            let all = looked_through(&told, typed, with_closed);
            for (offset, limit) in [(0, 50), (0, 200), (150, 7), (2_500, 200)] {
                let call = ListHouseholds {
                    with_closed,
                    ..call(typed, offset, limit)
                };
                let list = list_households(&conn, &call).unwrap();
                let page: Vec<String> = all
                    .iter()
                    .skip(offset as usize)
                    .take(limit as usize)
                    .cloned()
                    .collect();
                assert_eq!(names(&list), page, "{typed:?}, {limit} from {offset} on");
                let shown_to = offset as usize + page.len();
                if list.more {
                    assert!(
                        (list.total as usize) > shown_to,
                        "{typed:?}: more, but not known of"
                    );
                    assert!(list.total as usize <= all.len(), "{typed:?}");
                } else {
                    assert_eq!(
                        list.total as usize,
                        all.len(),
                        "{typed:?}, {limit} from {offset}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_hit_elsewhere_says_where() {
    let (conn, told) = caseload();
    for typed in [
        "kettle",
        "garden",
        "zanzibar",
        "birch kettle",
        "house zanzibar",
    ] {
        let list = list_households(&conn, &call(typed, 0, 200)).unwrap();
        let sought = words_of(typed);
        for row in &list.rows {
            let one = told.values().find(|one| one.name == row.name).unwrap();
            let elsewhere = |word: &&String| !one.names.iter().any(|name| name.starts_with(*word));
            let elsewhere: Vec<&String> = sought.iter().filter(elsewhere).collect();
            match &row.found {
                None => assert!(elsewhere.is_empty(), "{typed:?} in {}", row.name),
                Some(found) => assert!(
                    sought
                        .iter()
                        .any(|word| found.hit.starts_with(word.as_str())),
                    "{typed:?} in {}: {found:?}",
                    row.name
                ),
            }
        }
    }
}

#[test]
fn a_slip_finds_names_and_words() {
    let (conn, told) = caseload();
    for (typed, meant) in [
        ("zanzibra", "zanzibar"),
        ("kettel", "kettle"),
        ("hoose", "house"),
    ] {
        let list = list_households(&conn, &call(typed, 0, 50)).unwrap();
        let meant: Vec<String> = looked_through(&told, meant, false)
            .into_iter()
            .take(50)
            .collect();
        assert_eq!(names(&list), meant, "{typed}");
    }
}

#[test]
fn words_are_folded_and_bounded() {
    assert_eq!(split("  Siân O'Dell \"*:"), ["sian", "o", "dell"]);
    assert_eq!(split(&"a ".repeat(50)).len(), super::MOST_WORDS);
}

/// Searches in a caseload of one household a line, with these names and notes.
fn found_in(lines: &[(bool, &str)], typed: &str) -> Vec<usize> {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate(&mut conn).unwrap();
    let tx = conn.transaction().unwrap();
    for (number, (is_name, text)) in (1_i64..).zip(lines) {
        tx.execute(
            "INSERT INTO household (household_no, doc_id, name)
             VALUES (?1, CAST(printf('%016d', ?1) AS BLOB), ?1)",
            [number],
        )
        .unwrap();
        let line = number << LINE_BITS;
        tx.execute(
            "INSERT INTO line_text (line_no, household_no, part, item, is_name, text)
             VALUES (?1, ?2, 'visit', '', ?3, ?4)",
            params![line, number, is_name, text],
        )
        .unwrap();
        changed(&tx, line, *is_name, "", text);
    }
    tx.commit().unwrap();
    let rows = list_households(&conn, &call(typed, 0, 50)).unwrap().rows;
    rows.iter().map(|row| row.name.parse().unwrap()).collect()
}

#[test]
fn names_are_found_in_every_script_with_and_without_their_marks() {
    let names = [
        "Николай Петров",
        "Фёдор",
        "Γιώργος",
        "أحمد",
        "हिन्दी",
        "한국",
        "がく",
        "Siân Ŵyn",
        "Łukasz Ørsted",
        "Nguyễn Thị",
    ];
    let lines = names.map(|name| (true, name));
    for (typed, at) in [
        ("Никол", 1),
        ("николай", 1),
        ("петров николай", 1),
        ("Федор", 2),
        ("фёд", 2),
        ("Γιώργος", 3),
        ("γιωργ", 3),
        ("أحمد", 4),
        ("احمد", 4),
        ("हिन्दी", 5),
        ("한국", 6),
        ("がく", 7),
        ("sian", 8),
        ("Ŵyn", 8),
        ("łukasz", 9),
        ("ørst", 9),
        ("nguyen", 10),
        ("Nguyễn Thị", 10),
    ] {
        assert_eq!(found_in(&lines, typed), [at], "{typed}");
        let notes = names.map(|name| (false, name));
        assert_eq!(found_in(&notes, typed), [at], "{typed} in a note");
    }
}

#[test]
fn a_very_long_word_is_hidden_by_no_shorter_one() {
    let lines = [
        (false, "Kraft"),
        (false, "Kraftfahrzeughaftpflichtversicherungsgesellschaft"),
    ];
    assert_eq!(found_in(&lines, "kraft"), [1, 2]);
    assert_eq!(found_in(&lines, "kraftfahrzeug"), [2]);
    let whole = "kraftfahrzeughaftpflichtversicherungsgesellschaft";
    assert_eq!(found_in(&lines, whole), [2]);
}

#[test]
fn the_words_around_a_hit_are_those_of_the_word_that_is_there() {
    let (conn, _) = caseload();
    let text = format!("The house was cold. {} A zebra.", "So it was. ".repeat(60));
    let line = (1 << LINE_BITS) + 500;
    conn.execute(
        "INSERT INTO line_text (line_no, household_no, part, item, is_name, text)
         VALUES (?1, 1, 'visit', 'x', 0, ?2)",
        params![line, text],
    )
    .unwrap();
    let tx = conn.unchecked_transaction().unwrap();
    changed(&tx, line, false, "", &text);
    let list = list_households(&tx, &call("house zebra", 0, 9)).unwrap();
    let found = list.rows[0].found.as_ref().unwrap();
    assert_eq!(found.hit, "zebra");
}
