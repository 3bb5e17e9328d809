//! What targets call, and what has to hold of whatever comes out.

use std::collections::HashMap;
use std::io::{self, Read};

use doorstep_model::date::Date;
use doorstep_replica::crypto::key::SecretKey;
use doorstep_wire::id::{DeviceId, TeamId};
use sha2::{Digest as _, Sha256};

use crate::import::cells::{MAX_CELLS, Splitter};
use crate::import::encoding::{Survey, survey};
use crate::import::entry::{Read as Said, RowReader};
use crate::import::frame::{Framed, Row, Rows};
use crate::import::reading::Reading;
use crate::import::text::Text;
use crate::import::{day, header};
use crate::spreadsheet::{Table, unguarded};
use crate::voice::speech::{Spoken, read_ogg};
use crate::{photo as photos, slots as slot_file, token, voice};

pub use crate::voice::RATE;

/// Bytes of a list, at most.
const LIMIT: u64 = 1 << 20;
const TODAY: &str = "2026-11-24";

/// Gives a few bytes at a time, so that letters, line ends and rows are cut.
struct Dribble<'a>(&'a [u8], usize);

impl Read for Dribble<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let len = self.0.len().min(self.1).min(into.len());
        let (now, rest) = self.0.split_at(len);
        into[..len].copy_from_slice(now);
        self.0 = rest;
        Ok(len)
    }
}

fn today() -> Date {
    Date::parse(TODAY).expect("a day of the calendar")
}

/// A list of households: every line of it is in one row, and every row says something.
pub fn list(bytes: &[u8]) {
    let survey = survey(bytes, LIMIT).expect("it is short");
    assert_eq!(survey.bytes, bytes.len() as u64);
    let reading = Reading::find(&survey, None, today(), LIMIT, || Ok(bytes));
    let Some(reading) = reading.expect("memory can be read") else {
        return;
    };
    assert_eq!(reading.columns.len(), reading.choices.columns.len());
    assert!((1..=MAX_CELLS).contains(&reading.columns.len()));
    let _has_names = reading.names_somebody();
    let rows = all(reading.rows(bytes, LIMIT), &survey);
    let cut = all(reading.rows(Dribble(bytes, 7), LIMIT), &survey);
    assert_eq!(rows, cut, "how much is read at once makes a difference");
    let text = text(bytes, &survey);
    let lines: usize = rows.iter().map(|row| row.lines as usize).sum();
    assert_eq!(lines, text.split_inclusive('\n').count());
    if rows.iter().all(|row| row.state != Framed::TooLong) {
        let end = |row: &Row| if row.unended { "" } else { "\n" };
        let again = rows.iter().map(|row| format!("{}{}", row.text, end(row)));
        assert_eq!(again.collect::<String>(), text);
    }
    let members = HashMap::new();
    let mut reader = RowReader::new(&reading, &members);
    for row in &rows {
        if let Said::Entry(entry) = reader.read(row) {
            assert_eq!(row.state, Framed::Whole);
            assert!(!entry.name.is_empty());
            assert!(entry.people.iter().all(|person| !person.name.is_empty()));
            assert!(entry.first_met.is_none_or(|day| day <= today()));
            let _line = (entry.people_line(), entry.is_surname_alone());
        }
    }
}

fn all<R: Read>(mut rows: Rows<R>, survey: &Survey) -> Vec<Row> {
    let mut found = Vec::new();
    while let Some(row) = rows.next().expect("memory can be read") {
        assert!(row.lines > 0);
        found.push(row);
    }
    assert_eq!(rows.position(), survey.bytes);
    assert_eq!(rows.digest(), survey.digest);
    found
}

fn text(bytes: &[u8], survey: &Survey) -> String {
    let mut text = Text::new(bytes, survey.encoding, survey.mark, LIMIT);
    let mut held = String::new();
    while text.more(&mut held).expect("memory can be read") {}
    held
}

/// Cells as people wrote them: written for a spreadsheet none of them is computed, and what is read
/// back is what was there.
pub fn sheet(rows: &[Vec<String>]) {
    let mut written = Vec::new();
    let mut table = Table::begin(&mut written).expect("memory can be written to");
    for row in rows {
        table.row(row).expect("memory can be written to");
    }
    table.end().expect("memory can be written to");
    // The reader takes off one mark, as spreadsheets do; a cell may begin with another.
    assert!(written.starts_with(b"\xef\xbb\xbf"));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(written.as_slice());
    let read = reader.records().map(|row| row.expect("it is CSV"));
    // An empty row, and a lone empty cell, are lines that CSV passes over or quotes.
    let with_cells = rows.iter().filter(|row| !row.is_empty());
    for (row, read) in with_cells.zip(read) {
        assert_eq!(row.len(), read.len());
        for (cell, read) in row.iter().zip(&read) {
            assert_eq!(unguarded(read), cell);
            let starts = read.trim_start_matches([' ', '\u{a0}']).chars().next();
            let computed = starts.is_some_and(|first| "=+-@\t\r\n＝＋－＠".contains(first));
            assert!(!computed || read.parse::<f64>().is_ok(), "{read:?}");
        }
    }
}

/// One row with each of the delimiters.
pub fn cells(row: &str) {
    for delimiter in *b",;\t" {
        let Some(cells) = Splitter::new(delimiter).split(row) else {
            continue;
        };
        assert!((1..=MAX_CELLS).contains(&cells.len()));
        let shown = |c: char| !c.is_control() || c == '\n';
        assert!(cells.iter().all(|cell| cell.chars().all(shown)));
        let _fields = header::fields(&cells);
    }
}

/// A day, and a year of birth.
pub fn days(text: &str) {
    let today = today();
    if let Some(read) = day::read(text, today) {
        assert!(read <= today && read.year >= 1950);
        assert_eq!(day::read(&read.to_string(), today), Some(read));
    }
    if let Some(year) = day::birth_year(text, today) {
        assert!((1900..=2026).contains(&year));
    }
    if let Some(date) = Date::parse(text) {
        assert_eq!(Date::parse(&date.to_string()), Some(date));
    }
}

/// A slot file whose hash fits, and the keychain's.
pub fn slots(body: &[u8]) {
    let hashed = |label: &[u8]| {
        let mut hasher = Sha256::new();
        hasher.update(label);
        hasher.update(body);
        [body, hasher.finalize().as_slice()].concat()
    };
    if let Ok(slot) = slot_file::KeychainSlot::parse(&hashed(b"doorstep/1/slot-keychain\0")) {
        let read = slot_file::KeychainSlot::parse(&slot.encode());
        assert_eq!(read.as_ref(), Ok(&slot));
        let key = SecretKey::from_bytes(&[7; 32]).expect("32 bytes are a key");
        assert!(slot.open(&key).is_err());
    }
    let bytes = hashed(b"doorstep/1/slots\0");
    let Ok(slots) = slot_file::parse(&bytes) else {
        return;
    };
    let written = slots.encode();
    assert_eq!(slot_file::parse(&written).as_ref(), Ok(&slots));
    assert!(!slots.is_after(&slots));
    let _practice = slots.open_clear();
}

/// The body of a slot file with a passphrase and recovery words, of one with a passphrase and words
/// whose public half alone was there, of one for practice, and of the keychain's.
pub fn slots_seeds() -> [Vec<u8>; 4] {
    let mut words = minicbor::Encoder::new(vec![1]);
    let mut by_public_half = || {
        words.array(5)?.u64(4)?;
        words.array(3)?.bytes(&[4; 16])?;
        words.array(3)?.u32(64 * 1024)?.u32(3)?.u32(1)?;
        words.bytes(&[5; 72])?.null()?.null()?;
        words.array(2)?.bytes(&[8; 16])?.bytes(&[9; 80])?.ok()
    };
    let _infallible: Result<(), minicbor::encode::Error<_>> = by_public_half();
    let mut e = minicbor::Encoder::new(vec![1]);
    let mut both = || {
        e.array(4)?.u64(3)?;
        e.array(3)?.bytes(&[4; 16])?;
        e.array(3)?.u32(64 * 1024)?.u32(3)?.u32(1)?;
        e.bytes(&[5; 72])?.array(1)?.bytes(&[6; 72])?.null()?.ok()
    };
    let _infallible: Result<(), minicbor::encode::Error<_>> = both();
    let key = SecretKey::from_bytes(&[7; 32]).expect("32 bytes are a key");
    let mut practice = slot_file::Slots::in_clear(&key).encode();
    practice.truncate(practice.len() - 32);
    let mut keychain = minicbor::Encoder::new(vec![1]);
    let mut by_keychain = || keychain.array(2)?.bytes(&[4; 16])?.bytes(&[5; 90])?.ok();
    let _infallible: Result<(), minicbor::encode::Error<_>> = by_keychain();
    let keychain = keychain.into_writer();
    [e.into_writer(), words.into_writer(), practice, keychain]
}

/// A session's token: none that this server did not make is taken.
pub fn session(bytes: &[u8]) {
    let key = token::TokenKey([7; 32]);
    let (team, device) = (TeamId([1; 32]), DeviceId([2; 16]));
    let good = key.token(&team, &device, 1_000);
    assert_eq!(key.session(bytes, 1_000).is_some(), bytes == good);
}

/// A good token.
pub fn session_seed() -> Vec<u8> {
    let key = token::TokenKey([7; 32]);
    key.token(&TeamId([1; 32]), &DeviceId([2; 16]), 1_000)
}

/// A photo: what is kept of it, with its sides.
pub fn photo(bytes: &[u8]) -> Option<(Vec<u8>, u32, u32)> {
    let photo = photos::take_in(bytes, bytes.len() as u64).ok()?;
    Some((photo.jpeg, photo.width, photo.height))
}

/// A sound: what is kept of it, and how many samples there are.
pub fn sound(bytes: &[u8]) -> Option<(Vec<u8>, u64)> {
    let taken = voice::from_file::take_in(bytes, bytes.len() as u64).ok()?;
    let ogg = taken
        .packets
        .ogg(taken.samples)
        .expect("what was taken in can be kept");
    Some((ogg, taken.samples))
}

/// A voice note that a teammate's device kept, played from a place on: how many samples it says
/// there are, and how many are heard.
pub fn spoken(bytes: &[u8], from: u64) -> Option<(u64, u64)> {
    let (packets, samples) = read_ogg(bytes).ok()?;
    let mut spoken = Spoken::new(packets, samples, from).expect("a decoder is made");
    let mut heard = 0;
    while let Some(samples) = spoken.next_samples() {
        assert!(!samples.is_empty());
        heard += samples.len() as u64;
    }
    Some((samples, heard))
}
