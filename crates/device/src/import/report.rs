//! What happened to the rows, as a table in a file. Rows that were set aside stand in it in their
//! own words under the names of their columns, so that they can be mended and taken in.

use std::collections::BTreeMap;
use std::io;

use doorstep_model::call::{ImportOutcome, ImportRow, ImportWhy, ReportSaved, SaveImportReport};
use doorstep_model::{Problem, ProblemCode};

use super::cells::Splitter;
use super::reading::Reading;
use crate::Device;
use crate::spreadsheet::Table;
use crate::store::table::{import, import_row};

/// Rows read in one go.
const AT_ONCE: u32 = 500;

/// Why there is no report.
enum Fault {
    Problem(Problem),
    File(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Device {
    /// Writes the report.
    pub(crate) fn save_import_report(
        &self,
        call: &SaveImportReport,
    ) -> Result<ReportSaved, Problem> {
        let file = self.files.get(&call.ticket)?;
        let reading = self.with(|open, _| {
            let import = open
                .store
                .read(import::get)?
                .ok_or(ProblemCode::ImportGone)?;
            Ok(import.reading)
        })?;
        let mut saved = 0;
        let written = self.write_chosen(&file, |file| -> Result<(), Fault> {
            let mut table = Table::begin(file)?;
            let words = Words(&call.words);
            let names = reading.columns.iter().map(|column| column.name.as_str());
            table.row(
                ["row", "outcome", "why"]
                    .map(|word| words.say(word))
                    .into_iter()
                    .chain(names),
            )?;
            let mut splitter = Splitter::new(reading.delimiter);
            let outcome = call.only_aside.then_some(ImportOutcome::Aside);
            let mut from = 0;
            loop {
                let rows = self.with(|open, _| {
                    Ok(open
                        .store
                        .read(|conn| import_row::whole(conn, outcome, from, AT_ONCE))?)
                })?;
                for row in &rows {
                    table.row(cells(row, &words, &reading, &mut splitter))?;
                    saved += 1;
                }
                match rows.last() {
                    Some(last) => from = last.row.saturating_add(1),
                    None => break,
                }
            }
            Ok(table.end()?)
        });
        match written {
            Ok(()) => Ok(ReportSaved { rows: saved }),
            Err(Fault::Problem(problem)) => Err(problem),
            Err(Fault::File(error)) => {
                Err(Problem::with(ProblemCode::FileNotWritten, error.kind()))
            }
        }
    }
}

/// A row of the report: its number, what happened, why, and its own cells.
fn cells(
    row: &ImportRow,
    words: &Words<'_>,
    reading: &Reading,
    splitter: &mut Splitter,
) -> Vec<String> {
    let outcome = match (row.outcome, row.done) {
        (ImportOutcome::Make, true) => "made",
        (ImportOutcome::Join, true) => "joined",
        (outcome, _) => outcome.word(),
    };
    let mut why: Vec<String> = row
        .why
        .map(|why| words.say(why.word()).to_owned())
        .into_iter()
        .collect();
    why.extend(Some(row.detail.clone()).filter(|detail| !detail.is_empty()));
    why.extend(
        row.notes
            .iter()
            .map(|note| words.say(note.word()).to_owned()),
    );
    let mut cells = vec![
        row.row.to_string(),
        words.say(outcome).to_owned(),
        why.join(": "),
    ];
    let broken = matches!(
        row.why,
        Some(ImportWhy::Quote | ImportWhy::OpenQuote | ImportWhy::RowTooLong)
    );
    match splitter.split(&row.text).filter(|_| !broken) {
        Some(own) => cells.extend(own),
        // It could not be taken apart, so that it stands there whole.
        None => cells.push(row.text.clone()),
    }
    let width = reading.columns.len() + 3;
    if cells.len() < width {
        cells.resize(width, String::new());
    }
    cells
}

/// The person's own words.
struct Words<'a>(&'a BTreeMap<String, String>);

impl<'a> Words<'a> {
    fn say<'w>(&self, word: &'w str) -> &'w str
    where
        'a: 'w,
    {
        self.0.get(word).map_or(word, String::as_str)
    }
}
