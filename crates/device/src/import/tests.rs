//! Odd files from end to end, without a store: every row of every file gets exactly one outcome.

use std::collections::HashMap;
use std::io::Read;

use doorstep_model::ItemId;
use doorstep_model::call::{
    ImportChoices, ImportCounts, ImportField, ImportNote, ImportOutcome, ImportWhy,
};
use doorstep_model::date::Date;
use doorstep_model::edit::Edit;
use doorstep_model::field::{Field, Value};
use doorstep_model::household::{About, WhatMatters};
use proptest::prelude::*;

use super::encoding::survey;
use super::entry::{Entry, Read as Said, RowReader};
use super::household;
use super::known::Known;
use super::reading::Reading;
use super::sort::Sorter;
use crate::store::table::import_row::Planned;

const LIMIT: u64 = 1 << 30;

fn today() -> Date {
    Date::parse("2026-11-24").unwrap()
}

fn members() -> HashMap<String, ItemId> {
    [("sam", 7), ("jo", 8), ("alun", 9)]
        .map(|(name, id)| (name.to_owned(), ItemId::from([id; 16])))
        .into()
}

/// What the dry run says of a file.
struct Dry {
    rows: Vec<Planned>,
    counts: ImportCounts,
    /// Lines of the file, as the rows claim them.
    lines: usize,
    reading: Reading,
}

impl Dry {
    fn of(file: &[u8]) -> Self {
        Self::with(file, None)
    }

    fn with(file: &[u8], choices: Option<ImportChoices>) -> Self {
        let survey = survey(file, LIMIT).unwrap();
        let open = || Ok(file);
        let reading = Reading::find(&survey, choices, today(), LIMIT, open)
            .unwrap()
            .unwrap();
        let members = members();
        let known = Known::default();
        let mut sorter = Sorter::new(&reading, &members, &known);
        let mut rows = reading.rows(file, LIMIT);
        let (mut planned, mut lines) = (Vec::new(), 0);
        while let Some(row) = rows.next().unwrap() {
            lines += row.lines as usize;
            planned.extend(sorter.sort(row));
        }
        assert_eq!(rows.digest(), survey.digest);
        Self {
            rows: planned,
            counts: sorter.counts,
            lines,
            reading: reading.clone(),
        }
    }

    /// Row, outcome and reason of each.
    fn shown(&self) -> Vec<(u32, ImportOutcome, Option<ImportWhy>)> {
        let row = |row: &Planned| (row.row, row.outcome, row.why);
        self.rows.iter().map(row).collect()
    }

    /// Every row once, none twice, none lost.
    fn is_accounted(&self) -> Result<(), String> {
        let counts = &self.counts;
        let outcomes = [counts.make, counts.join, counts.same, counts.aside];
        let sum = outcomes.iter().sum::<u32>() + counts.empty + counts.names;
        if sum != counts.rows {
            return Err(format!("{sum} of {} rows", counts.rows));
        }
        if self.rows.len() != outcomes.iter().sum::<u32>() as usize {
            return Err(format!("{} rows are kept", self.rows.len()));
        }
        let ordered = self.rows.windows(2).all(|two| two[0].row < two[1].row);
        let reasons = self
            .rows
            .iter()
            .all(|row| (row.outcome == ImportOutcome::Aside) == row.why.is_some());
        if ordered && reasons {
            Ok(())
        } else {
            Err("order or reasons".into())
        }
    }

    fn entry(&self, row: usize) -> Entry {
        let members = members();
        let mut reader = RowReader::new(&self.reading, &members);
        let row = super::frame::Row {
            text: self.rows[row].text.clone(),
            lines: 1,
            state: super::frame::Framed::Whole,
            unended: false,
        };
        match reader.read(&row) {
            Said::Entry(entry) => *entry,
            other => panic!("{other:?}"),
        }
    }
}

use ImportOutcome::{Aside, Join, Make};

#[test]
fn a_list_of_people_becomes_households() {
    let dry = Dry::of(
        "Household name,Address,Person,Relation,DOB,Phone,Language,Named worker,Date first met,Notes\n\
         Lee family,1 High Street,Ann Lee,mother,3/12/1980,07700 900001,Cymraeg,Sam,3 Dec 2024,Likes tea\n\
         LEE FAMILY,1 High Street.,Bob Lee,son,2011,,,,,\n\
         Kay,,Joe Kay;Flo Kay,,,,,Somebody,,\n"
            .as_bytes(),
    );
    assert_eq!(
        dry.shown(),
        [(2, Make, None), (3, Join, None), (4, Make, None)]
    );
    assert_eq!(dry.rows[1].joins, Some(2));
    assert_eq!((dry.counts.people, dry.counts.names), (4, 1));
    let lee = dry.entry(0);
    assert_eq!(lee.workers[0].member, ItemId::from([7; 16]));
    assert_eq!(lee.first_met, Date::parse("2024-12-03"));
    assert_eq!(lee.history, ["Likes tea"]);
    let ann = &lee.people[0];
    assert_eq!((ann.name.as_str(), ann.birth_year), ("Ann Lee", Some(1980)));
    assert_eq!(
        (ann.contact.as_str(), ann.language.as_str()),
        ("07700 900001", "Cymraeg")
    );
    let kay = dry.entry(2);
    assert_eq!(kay.people.len(), 2);
    assert_eq!(kay.history, ["Named worker: Somebody"]);
    let edits = household::edits(&[lee, dry.entry(1)], || ItemId::from([1; 16]));
    assert_eq!(edits.len(), 7, "{edits:?}");
    dry.is_accounted().unwrap();
}

/// The first worker holds it, the second stands in, a third is told of in words: none is lost.
#[test]
fn every_worker_that_is_named_is_kept_and_the_dry_run_says_so() {
    let dry = Dry::of(
        b"Household name,Address,Named worker,Key worker\n\
          Lee family,1 High Street,,\n\
          Lee family,1 High Street,Sam,sam\n\
          Lee family,1 High Street,Jo,\n\
          Lee family,1 High Street,Sam,\n\
          Lee family,1 High Street,Alun,\n\
          Kay,2 High Street,Jo,Alun\n",
    );
    let noted: Vec<bool> = dry
        .rows
        .iter()
        .map(|row| row.notes.contains(&ImportNote::MoreWorkers))
        .collect();
    assert_eq!(noted, [false, false, true, false, true, true]);
    let set = |rows: &[Entry], field: Field| {
        let edits = household::edits(rows, || ItemId::from([1; 16]));
        edits.into_iter().find_map(|edit| match edit {
            Edit::Set { at, value, .. } if at == field.only() => value,
            Edit::Write { at, text, .. } if at == field.only() => Some(Value::Text(text)),
            _ => None,
        })
    };
    let member = |id: u8| Some(Value::Text(ItemId::from([id; 16]).to_string()));
    let lee: Vec<Entry> = (0..5).map(|row| dry.entry(row)).collect();
    assert_eq!(set(&lee, About::named_worker), member(7));
    assert_eq!(set(&lee, About::second_worker), member(8));
    let history = Some(Value::Text("Named worker: Alun".to_owned()));
    assert_eq!(set(&lee, WhatMatters::history), history);
    let kay = [dry.entry(5)];
    assert_eq!(set(&kay, About::named_worker), member(8));
    assert_eq!(set(&kay, About::second_worker), member(9));
    assert_eq!(set(&kay, WhatMatters::history), None);
}

#[test]
fn a_household_without_a_name_is_called_after_its_person_or_set_aside() {
    let file = "Aelwyd;Cyfeiriad;Enw cyntaf;Cyfenw\n;1 Stryd Fawr;Siân;Prŷs\n;;;\n;2 Stryd Fawr;;\n;;Ann;Lee\n;;Bob;Lee\n";
    let dry = Dry::of(file.as_bytes());
    assert_eq!(
        dry.shown(),
        [
            (2, Make, None),
            (4, Aside, Some(ImportWhy::NoName)),
            (5, Make, None),
            // A surname alone tells no two families apart.
            (6, Make, None),
        ]
    );
    assert_eq!((dry.rows[0].name.as_str(), dry.counts.empty), ("Prŷs", 1));
    let mut choices = dry.reading.choices.clone();
    choices.name_after_person = false;
    assert_eq!(Dry::with(file.as_bytes(), Some(choices)).counts.aside, 4);
}

#[test]
fn odd_rows_are_set_aside_with_the_reason_and_stop_no_good_one() {
    let long = "x".repeat(70_000);
    let cell = "y".repeat(5_000);
    let file = format!(
        "Name,Address,First met,DOB\n\
         Good One,1 High Street,,\n\
         Bad Day,,31/02/2024,\n\
         Future,,3/12/2030,\n\
         Bad Year,,,soon\n\
         Nul\0l,,,\n\
         Broken \u{fffd},,,\n\
         Open,\"1 High Street,,\n\
         Quote,\"1 \"High\" Street\",,\n\
         Many,a,,,b,c\n\
         {long},,,\n\
         {cell},,,\n\
         Few\n\
         Good Two,\"2 High\nStreet\",=1+1,\n\
         =cmd|' /C calc'!A0,2 High Street,,\n\
         Cut of"
    );
    let dry = Dry::of(file.as_bytes());
    assert_eq!(
        dry.shown(),
        [
            (2, Make, None),
            (3, Aside, Some(ImportWhy::Day)),
            (4, Aside, Some(ImportWhy::Day)),
            (5, Aside, Some(ImportWhy::BirthYear)),
            (6, Aside, Some(ImportWhy::Signs)),
            (7, Aside, Some(ImportWhy::Letters)),
            (8, Aside, Some(ImportWhy::Quote)),
            (9, Aside, Some(ImportWhy::Quote)),
            (10, Aside, Some(ImportWhy::TooManyCells)),
            (11, Aside, Some(ImportWhy::RowTooLong)),
            (12, Aside, Some(ImportWhy::CellTooLong)),
            (13, Make, None),
            (14, Aside, Some(ImportWhy::Day)),
            // A formula is words.
            (15, Make, None),
            (16, Aside, Some(ImportWhy::CutOff)),
        ]
    );
    assert_eq!(dry.rows[2].detail, "3/12/2030");
    assert_eq!(dry.rows[12].detail, "=1+1");
    assert_eq!(dry.entry(13).people[0].name, "=cmd|' /C calc'!A0");
    dry.is_accounted().unwrap();
    let cut = Dry::of(b"Name,Address\nAnn Lee,\"1 High");
    assert_eq!(cut.shown(), [(2, Aside, Some(ImportWhy::OpenQuote))]);
}

#[test]
fn every_encoding_says_the_same() {
    let text = "Household,Area\r\nTŷ Siân,Y Bont\r\n";
    let mut wide: Vec<u8> = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let mut big: Vec<u8> = vec![0xfe, 0xff];
    big.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for file in [text.as_bytes(), &marked, &wide, &big] {
        let dry = Dry::of(file);
        assert_eq!(dry.shown(), [(2, Make, None)]);
        assert_eq!(dry.entry(0).name, "Tŷ Siân");
        assert_eq!(dry.entry(0).locality, "Y Bont");
    }
    let old = Dry::of(b"Household\tArea\rCaf\xe9\tY Bont\r");
    assert_eq!(old.entry(0).name, "Café");
    // One letter that is none spoils its own row.
    let mut broken = "Household\nTŷ Ŵyn\nSiân Tŷ\n".as_bytes().to_vec();
    broken.extend(b"Bro\xffken\nGood\n");
    let dry = Dry::of(&broken);
    assert_eq!(dry.counts.make, 3);
    assert_eq!(dry.rows[2].why, Some(ImportWhy::Letters));
}

#[test]
fn the_person_says_what_the_columns_are() {
    let file = b"Ann Lee,1 High Street\nBob Kay,2 High Street\n";
    let guessed = Dry::of(file);
    assert_eq!(guessed.reading.choices.columns, [None, None]);
    assert!(!guessed.reading.names_somebody());
    assert_eq!(guessed.counts.aside, 1);
    let choices = ImportChoices {
        columns: vec![Some(ImportField::PersonName), Some(ImportField::Address)],
        first_row_names: false,
        name_after_person: true,
    };
    let dry = Dry::with(file, Some(choices));
    assert_eq!(dry.shown(), [(1, Make, None), (2, Make, None)]);
    assert_eq!(dry.reading.columns[0].name, "A");
    assert_eq!(dry.reading.columns[1].example, "1 High Street");
}

#[test]
fn one_household_has_only_so_many_rows() {
    let file = format!("Household\n{}", "Lee\n".repeat(150));
    let dry = Dry::of(file.as_bytes());
    assert_eq!(
        (dry.counts.make, dry.counts.join, dry.counts.aside),
        (1, 99, 50)
    );
    dry.is_accounted().unwrap();
}

/// The control: a row that is dropped, or counted twice, is found out.
#[test]
fn a_lost_row_is_noticed() {
    let mut dry = Dry::of(b"Name\nAnn\nBob\nCat\n");
    dry.is_accounted().unwrap();
    let lost = dry.rows.remove(1);
    assert!(dry.is_accounted().is_err());
    dry.rows.insert(0, lost);
    assert!(dry.is_accounted().is_err());
    dry.rows.swap(0, 1);
    dry.is_accounted().unwrap();
    dry.counts.empty += 1;
    assert!(dry.is_accounted().is_err());
}

/// Lines of a file by another way than ours.
fn lines(file: &[u8], is_utf8: bool) -> usize {
    let text = if is_utf8 {
        String::from_utf8_lossy(file).into_owned()
    } else {
        file.iter().copied().map(char::from).collect()
    };
    let one_end = text.replace("\r\n", "\n").replace('\r', "\n");
    one_end.matches('\n').count() + usize::from(!one_end.is_empty() && !one_end.ends_with('\n'))
}

proptest! {
    #[test]
    fn every_line_of_any_list_is_accounted_for(
        head in prop::sample::select(vec!["Name,Address,First met", "Household;Person", "x\ty", "Enw"]),
        body in "(Ann|Lee|,|;|\t|\"|\n|\r\n|\r|\0|ŵ|=|1/2/2024|31/2/2024| ){0,120}",
    ) {
        let file = format!("{head}\n{body}");
        let dry = Dry::of(file.as_bytes());
        prop_assert_eq!(dry.is_accounted(), Ok(()));
        prop_assert_eq!(dry.lines, lines(file.as_bytes(), true));
    }

    #[test]
    fn any_bytes_at_all_are_accounted_for(file in prop::collection::vec(any::<u8>(), 1..2_000)) {
        let survey = survey(file.as_slice(), LIMIT).unwrap();
        let open = || Ok(file.as_slice());
        let reading = Reading::find(&survey, None, today(), LIMIT, open).unwrap();
        if reading.is_some() {
            let dry = Dry::of(&file);
            prop_assert_eq!(dry.is_accounted(), Ok(()));
            let wide = survey.mark == 2;
            if !wide {
                let rest = &file[survey.mark..];
                prop_assert_eq!(dry.lines, lines(rest, survey.encoding == encoding_rs::UTF_8));
            }
            prop_assert!(dry.rows.iter().all(|row| row.text.len() <= super::frame::MAX_ROW));
        }
    }
}

/// A list that is never whole in memory.
struct Endless {
    rows: u32,
    at: u32,
    held: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.held.len() < into.len() && self.at < self.rows {
            let at = self.at;
            let row = match at {
                0 => "Household,Address,Person,Date first met\n".to_owned(),
                at if at % 1_000 == 0 => format!("Family {at},,Ann,31/2/2024\n"),
                at => format!(
                    "Family {},{} High Street,Ann {at},3/12/2024\n",
                    at / 3,
                    at / 3
                ),
            };
            self.held.extend(row.as_bytes());
            self.at += 1;
        }
        let length = into.len().min(self.held.len());
        into[..length].copy_from_slice(&self.held[..length]);
        self.held.drain(..length);
        Ok(length)
    }
}

/// `DOORSTEP_ROWS=1000000` for a million; fewer otherwise, since this is a debug build.
#[test]
fn a_very_long_list_is_read_row_by_row() {
    let rows = std::env::var("DOORSTEP_ROWS")
        .ok()
        .and_then(|rows| rows.parse().ok());
    let rows: u32 = rows.unwrap_or(30_000);
    let file = || Endless {
        rows,
        at: 0,
        held: Vec::new(),
    };
    let survey = survey(file(), LIMIT).unwrap();
    let reading = Reading::find(&survey, None, today(), LIMIT, || Ok(file()))
        .unwrap()
        .unwrap();
    let (members, known) = (HashMap::new(), Known::default());
    let mut sorter = Sorter::new(&reading, &members, &known);
    let mut read = reading.rows(file(), LIMIT);
    let mut kept = 0;
    while let Some(row) = read.next().unwrap() {
        kept += u32::from(sorter.sort(row).is_some());
    }
    let counts = sorter.counts;
    assert_eq!((counts.rows, counts.names, kept), (rows, 1, rows - 1));
    assert_eq!(counts.aside, (rows - 1) / 1_000);
    assert_eq!(counts.make + counts.join + counts.aside, rows - 1);
}
