//! Doing what the dry run showed, a few households in each transaction. What is written and that it
//! was written stand in one transaction: after a crash it goes on with the next household.

use doorstep_model::call::{ImportOutcome, ImportPage, ImportWhy, RunImport};
use doorstep_model::{ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::document::Kind;
use doorstep_wire::id::DocId;

use super::entry::{Entry, Read, RowReader};
use super::frame::{Framed, Row};
use super::household;
use super::known::Known;
use super::plan::survey_of;
use super::reading::Reading;
use super::turn::Turn;
use super::{WRITTEN_AT_ONCE, WRITTEN_FOR_MS};
use crate::Device;
use crate::documents::Made;
use crate::platform::monotonic_ms;
use crate::random;
use crate::store::table::import::{self, Import, Stage};
use crate::store::table::import_row::{self, Text};
use crate::unlocked::Unlocked;

impl Device {
    /// Does what the dry run showed, until all is done or somebody stops it.
    pub(crate) fn run_import(&self, call: RunImport) -> Result<ImportPage, Problem> {
        let turn = self.imports.begin();
        let digest = match &call.ticket {
            Some(ticket) => Some(survey_of(&self.files.get(ticket)?)?.digest),
            None => None,
        };
        let reading = self.work(&turn, |open| {
            let mut import = open
                .store
                .read(import::get)?
                .ok_or(ProblemCode::ImportGone)?;
            match (import.stage, digest) {
                (Stage::Planning, _) => return Err(ProblemCode::ImportGone.into()),
                (_, Some(digest)) if digest != import.digest => {
                    return Err(ProblemCode::ImportChanged.into());
                }
                // What was looked at must be what is there now.
                (Stage::Planned, None) => return Err(ProblemCode::FileGone.into()),
                _ => {}
            }
            if !import.reading.names_somebody() {
                return Err(ProblemCode::ImportNoNames.into());
            }
            if import.stage == Stage::Planned {
                import.stage = Stage::Begun;
                open.store.write(|tx| import::put(tx, &import))?;
            }
            Ok(import.reading)
        })?;
        let done = self.write_households(&turn, &reading);
        let stopped = matches!(&done, Err(problem) if problem.code == ProblemCode::ImportStopped);
        drop(turn);
        self.tell_of_import();
        if !stopped {
            done?;
        }
        self.import_page()?
            .ok_or_else(|| ProblemCode::ImportGone.into())
    }

    fn write_households(&self, turn: &Turn<'_>, reading: &Reading) -> Result<(), Problem> {
        let known = self.known_households(turn)?;
        let members = self.work(turn, |open| open.members_by_name())?;
        let mut writer = Writer {
            known: &known,
            reader: RowReader::new(reading, &members),
        };
        let mut told_ms = 0;
        loop {
            let more = self.with(|open, now| {
                if !turn.goes_on() {
                    return Err(ProblemCode::ImportStopped.into());
                }
                let more = writer.write_some(open, now);
                // Screens follow a few times a second, and the exchange begins at the end.
                if monotonic_ms().saturating_sub(told_ms) > TOLD_EVERY_MS
                    || !matches!(more, Ok(true))
                {
                    open.note_saved(Kind::Household);
                    told_ms = monotonic_ms();
                }
                more
            })?;
            self.tell_of_progress();
            if !more {
                return Ok(());
            }
            crate::platform::give_way();
        }
    }
}

/// How often lists are told to ask again, in milliseconds.
const TOLD_EVERY_MS: u64 = 1_000;

/// Writes households.
struct Writer<'a> {
    known: &'a Known,
    reader: RowReader<'a>,
}

/// A household that is to be written, with its rows.
struct ToWrite {
    rows: Vec<u32>,
    what: What,
}

enum What {
    New(Box<Made>),
    /// It has come in since the dry run.
    Same(DocId),
    Aside,
}

impl Writer<'_> {
    /// Writes the next few households; answers whether there are more.
    fn write_some(&mut self, open: &mut Unlocked, now: UnixMillis) -> Result<bool, Problem> {
        let mut import = open
            .store
            .read(import::get)?
            .ok_or(ProblemCode::ImportGone)?;
        let makes = open
            .store
            .read(|conn| import_row::makes(conn, import.reached, WRITTEN_AT_ONCE))?;
        let ended = makes.is_empty();
        let begun = monotonic_ms();
        let mut all = Vec::new();
        for make in makes {
            if monotonic_ms().saturating_sub(begun) > WRITTEN_FOR_MS {
                break;
            }
            import.reached = make.row;
            let joining = open
                .store
                .read(|conn| import_row::joining(conn, make.row))?;
            all.push(self.make(open, now, make, joining)?);
        }
        if ended {
            import.stage = Stage::Done;
        }
        open.store.write(|tx| {
            let file = import::file_or_new(tx, &import.digest)?;
            for ToWrite { rows, what } in &all {
                import.count(rows, what);
                if let What::New(made) = what {
                    made.insert(tx)?;
                }
                for row in rows {
                    match what {
                        What::New(made) => {
                            import_row::done(tx, *row, made.id)?;
                            import::taken(tx, file, *row, made.id)?;
                        }
                        What::Same(household) => {
                            let same = ImportOutcome::Same;
                            import_row::instead(tx, *row, same, None, Some(*household))?;
                        }
                        What::Aside => {
                            let why = Some(ImportWhy::NotWritten);
                            import_row::instead(tx, *row, ImportOutcome::Aside, why, None)?;
                        }
                    }
                }
            }
            import::put(tx, &import)
        })?;
        Ok(!ended)
    }

    fn make(
        &mut self,
        open: &Unlocked,
        now: UnixMillis,
        make: Text,
        joining: Vec<Text>,
    ) -> Result<ToWrite, Problem> {
        let mut rows = Vec::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut whole = true;
        for text in std::iter::once(make).chain(joining) {
            rows.push(text.row);
            match self.reader.read(&as_planned(text.text)) {
                Read::Entry(entry) => entries.push(*entry),
                _ => whole = false,
            }
        }
        let first = entries.first().filter(|_| whole);
        let what = match first {
            None => What::Aside,
            Some(first) => match self.known.same(first).filter(|_| !first.is_surname_alone()) {
                Some(household) => What::Same(household),
                None => {
                    let edits = household::edits(&entries, || ItemId::from(random::bytes()));
                    match open.make_document(Kind::Household, &edits, now) {
                        Ok(made) => What::New(Box::new(made)),
                        // What one household can't hold stops no other.
                        Err(_) => What::Aside,
                    }
                }
            },
        };
        Ok(ToWrite { rows, what })
    }
}

/// A row as it was sorted.
fn as_planned(text: String) -> Row {
    Row {
        text,
        lines: 1,
        state: Framed::Whole,
        unended: false,
    }
}

impl Import {
    /// The first row makes, the others add.
    fn count(&mut self, rows: &[u32], what: &What) {
        let joining = u32::try_from(rows.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let counts = &mut self.counts;
        let instead = match what {
            What::New(_) => {
                counts.made += 1;
                counts.joined += joining;
                return;
            }
            What::Same(_) => &mut counts.same,
            What::Aside => &mut counts.aside,
        };
        *instead += 1 + joining;
        counts.make = counts.make.saturating_sub(1);
        counts.join = counts.join.saturating_sub(joining);
    }
}
