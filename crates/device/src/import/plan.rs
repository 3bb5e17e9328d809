//! The dry run: reads the file and writes down what would happen to each row. The file is read and
//! sorted without the device's lock; only writing a slice of rows down holds it.

use std::collections::HashMap;
use std::io::{self, Read};

use doorstep_model::call::{ImportPage, PlanImport};
use doorstep_model::{ItemId, Problem, ProblemCode};

use super::encoding::{Survey, survey};
use super::frame::Rows;
use super::known::Known;
use super::reading::Reading;
use super::sort::{Sorter, Taken};
use super::turn::Turn;
use super::words::plain;
use super::{FORGOTTEN_AT_ONCE, MAX_BYTES, MAX_ROWS, READ_AT_ONCE};
use crate::Device;
use crate::files::Chosen;
use crate::store::table::import::{self, Import, Stage};
use crate::store::table::import_row::{self, Planned};
use crate::store::table::member_name;
use crate::unlocked::Unlocked;

impl Device {
    /// Does the dry run.
    pub(crate) fn plan_import(&self, call: PlanImport) -> Result<ImportPage, Problem> {
        let turn = self.imports.begin();
        let file = self.files.get(&call.ticket)?;
        let survey = survey_of(&file)?;
        let begun = self.with(|open, _| {
            let import = open.store.read(import::get)?;
            Ok(import.is_some_and(|import| {
                import.stage == Stage::Begun && import.digest == survey.digest
            }))
        })?;
        if !begun {
            let reading = Reading::find(&survey, call.choices, call.today, MAX_BYTES, || {
                file.open().map(|(file, _)| file)
            });
            let reading = reading.map_err(|error| unreadable(&error))?;
            let reading = reading.ok_or(ProblemCode::ImportEmpty)?;
            self.begin_plan(&turn, &file, &survey, &reading)?;
            self.sort_rows(&turn, &file, &survey, &reading)?;
        }
        drop(turn);
        self.import_page()?
            .ok_or_else(|| ProblemCode::ImportGone.into())
    }

    /// Forgets the last plan and begins a new one.
    fn begin_plan(
        &self,
        turn: &Turn<'_>,
        file: &Chosen,
        survey: &Survey,
        reading: &Reading,
    ) -> Result<(), Problem> {
        self.forget_rows(turn)?;
        let import = Import {
            digest: survey.digest,
            file_name: file.name(),
            stage: Stage::Planning,
            reading: reading.clone(),
            counts: Default::default(),
            reached: 0,
        };
        self.work(turn, |open| {
            Ok(open.store.write(|tx| import::put(tx, &import))?)
        })
    }

    fn sort_rows(
        &self,
        turn: &Turn<'_>,
        file: &Chosen,
        survey: &Survey,
        reading: &Reading,
    ) -> Result<(), Problem> {
        let known = self.known_households(turn)?;
        let (members, file_no) = self.work(turn, |open| {
            let members = open.members_by_name()?;
            Ok((
                members,
                open.store.read(|conn| import::file(conn, &survey.digest))?,
            ))
        })?;
        let (bytes, _) = file.open().map_err(|error| unreadable(&error))?;
        let mut rows = reading.rows(bytes, MAX_BYTES);
        let mut sorter = Sorter::new(reading, &members, &known);
        loop {
            let from = sorter.counts.rows + 1;
            let some = some_rows(&mut rows)?;
            let ended = some.is_empty();
            if ended && rows.digest() != survey.digest {
                return Err(ProblemCode::ImportChanged.into());
            }
            let to = from.saturating_add(READ_AT_ONCE);
            if let Some(file_no) = file_no {
                let taken = self.work(turn, |open| {
                    let taken = open
                        .store
                        .read(|conn| import::taken_before(conn, file_no, from, to))?;
                    let known = taken.into_iter().filter_map(|(row, (household, is_here))| {
                        let taken = match is_here {
                            true => Taken::Here(household),
                            false if open.was_erased(household) => Taken::Erased,
                            false => return None,
                        };
                        Some((row, taken))
                    });
                    Ok(known.collect())
                })?;
                sorter.taken = taken;
            }
            let planned: Vec<Planned> = some
                .into_iter()
                .filter_map(|row| sorter.sort(row))
                .collect();
            if sorter.counts.rows > MAX_ROWS {
                self.forget_rows(turn)?;
                return Err(Problem::with(ProblemCode::ImportTooManyRows, MAX_ROWS));
            }
            let counts = sorter.counts;
            self.work(turn, |open| {
                let mut import = open
                    .store
                    .read(import::get)?
                    .ok_or(ProblemCode::ImportGone)?;
                import.counts = counts;
                if ended {
                    import.stage = Stage::Planned;
                }
                Ok(open.store.write(|tx| {
                    for row in &planned {
                        import_row::insert(tx, row)?;
                    }
                    import::put(tx, &import)
                })?)
            })?;
            turn.has_read(rows.position(), survey.bytes);
            self.tell_of_progress();
            if ended {
                return Ok(());
            }
        }
    }

    /// Every household on this device, those that arrived and were not read yet among them: a list would
    /// bring them a second time.
    pub(crate) fn known_households(&self, turn: &Turn<'_>) -> Result<Known, Problem> {
        while turn.goes_on() && self.read_some(false) {}
        let mut known = Known::default();
        while self.work(turn, |open| {
            Ok(open.store.read(|conn| known.read_some(conn))?)
        })? {}
        Ok(known)
    }

    /// Forgets the import that is kept, a slice at a time.
    pub(super) fn forget_rows(&self, turn: &Turn<'_>) -> Result<(), Problem> {
        while self.work(turn, |open| {
            Ok(open.store.write(|tx| {
                import::remove(tx)?;
                import_row::forget_some(tx, FORGOTTEN_AT_ONCE)
            })?)
        })? {}
        Ok(())
    }

    /// A slice of the work, with the store in hand.
    pub(super) fn work<T>(
        &self,
        turn: &Turn<'_>,
        work: impl FnOnce(&mut Unlocked) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        // Whoever waits for the store gets it in between.
        crate::platform::give_way();
        self.with(|open, _| {
            if turn.goes_on() {
                work(open)
            } else {
                Err(ProblemCode::ImportStopped.into())
            }
        })
    }
}

impl Unlocked {
    pub(super) fn members_by_name(&self) -> Result<HashMap<String, ItemId>, Problem> {
        let members = self.store.read(member_name::members)?;
        Ok(members
            .into_iter()
            .map(|(member, name)| (plain(&name), member))
            .collect())
    }
}

/// Reads the file once to know it again.
pub(super) fn survey_of(file: &Chosen) -> Result<Survey, Problem> {
    let (bytes, length) = file.open().map_err(|error| unreadable(&error))?;
    if length > MAX_BYTES {
        return Err(too_large());
    }
    let survey = survey(bytes, MAX_BYTES).map_err(|error| unreadable(&error))?;
    if survey.bytes == 0 {
        return Err(ProblemCode::ImportEmpty.into());
    }
    if survey.is_text {
        Ok(survey)
    } else {
        Err(ProblemCode::ImportNoTable.into())
    }
}

fn some_rows<R: Read>(rows: &mut Rows<R>) -> Result<Vec<super::frame::Row>, Problem> {
    let mut some = Vec::new();
    while some.len() < READ_AT_ONCE as usize {
        match rows.next().map_err(|error| unreadable(&error))? {
            Some(row) => some.push(row),
            None => break,
        }
    }
    Ok(some)
}

fn too_large() -> Problem {
    Problem::with(ProblemCode::FileTooLarge, MAX_BYTES / (1024 * 1024))
}

fn unreadable(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::FileTooLarge => too_large(),
        kind => Problem::with(ProblemCode::FileUnreadable, kind),
    }
}
