//! What happens to each row: the one place where a row of the file gets its outcome, and every row
//! gets one.

use std::collections::HashMap;

use doorstep_model::ItemId;
use doorstep_model::call::{ImportCounts, ImportNote, ImportOutcome, ImportWhy};
use doorstep_wire::id::DocId;

use super::cells::Splitter;
use super::entry::{Entry, Read, RowReader, cut};
use super::frame::{Framed, Row};
use super::known::Known;
use super::reading::Reading;
use crate::store::table::import_row::Planned;

/// Rows of one household, at most.
const MAX_ROWS: u32 = 100;

/// Sorts the rows of a file, one after the other.
pub(crate) struct Sorter<'a> {
    reader: RowReader<'a>,
    splitter: Splitter,
    known: &'a Known,
    names_to_come: bool,
    /// Households that earlier rows make, by name and address.
    made: HashMap<u64, Made>,
    pub(crate) counts: ImportCounts,
    /// Of the rows to come, those that were taken in before.
    pub(crate) taken: HashMap<u32, Taken>,
}

/// What became of a row that was taken in before.
pub(crate) enum Taken {
    /// Its household is here.
    Here(DocId),
    /// Its household was erased for the whole team, and the list does not bring it back.
    Erased,
}

/// A household that an earlier row makes.
struct Made {
    /// That row.
    first: u32,
    /// How many there are of it.
    rows: u32,
    /// The first worker that one of them names.
    worker: Option<ItemId>,
}

impl<'a> Sorter<'a> {
    pub(crate) fn new(
        reading: &'a Reading,
        members: &'a HashMap<String, ItemId>,
        known: &'a Known,
    ) -> Self {
        Self {
            reader: RowReader::new(reading, members),
            splitter: Splitter::new(reading.delimiter),
            known,
            names_to_come: reading.choices.first_row_names,
            made: HashMap::new(),
            counts: ImportCounts::default(),
            taken: HashMap::new(),
        }
    }

    /// What happens to the next row; `None` if it only names the columns, or nothing is in it.
    pub(crate) fn sort(&mut self, row: Row) -> Option<Planned> {
        self.counts.rows += 1;
        let number = self.counts.rows;
        if self.names_to_come && self.has_words(&row) {
            self.names_to_come = false;
            self.counts.names += 1;
            return None;
        }
        let mut planned = Planned {
            row: number,
            outcome: ImportOutcome::Aside,
            name: String::new(),
            people: String::new(),
            why: None,
            detail: String::new(),
            notes: Vec::new(),
            joins: None,
            household: None,
            text: String::new(),
        };
        match self.reader.read(&row) {
            Read::Empty => {
                self.counts.empty += 1;
                return None;
            }
            Read::Aside { name, why, detail } => {
                planned.name = cut(&name);
                planned.why = Some(why);
                planned.detail = detail;
            }
            Read::Entry(entry) => {
                planned.name = cut(&entry.name);
                planned.people = entry.people_line();
                planned.notes.clone_from(&entry.notes);
                self.place(&entry, &mut planned);
                if matches!(planned.outcome, ImportOutcome::Make | ImportOutcome::Join) {
                    self.counts.people += u32::try_from(entry.people.len()).unwrap_or(u32::MAX);
                    self.counts.noted += u32::from(!planned.notes.is_empty());
                }
            }
        }
        planned.text = row.text;
        self.count(&planned);
        Some(planned)
    }

    fn has_words(&mut self, row: &Row) -> bool {
        let cells = self.splitter.split(&row.text).unwrap_or_default();
        row.state == Framed::Whole && cells.iter().any(|cell| !cell.is_empty())
    }

    /// Whether it makes a household, adds to one, or there is one.
    fn place(&mut self, entry: &Entry, planned: &mut Planned) {
        match self.taken.get(&planned.row) {
            Some(Taken::Here(household)) => {
                planned.outcome = ImportOutcome::Same;
                planned.household = Some(*household);
                planned.notes = vec![ImportNote::TakenBefore];
                return;
            }
            Some(Taken::Erased) => {
                planned.outcome = ImportOutcome::Aside;
                planned.why = Some(ImportWhy::Erased);
                return;
            }
            None => {}
        }
        let no_address = entry.address.is_empty();
        let surname_alone = entry.is_surname_alone();
        if let Some(household) = self.known.same(entry).filter(|_| !surname_alone) {
            planned.outcome = ImportOutcome::Same;
            planned.household = Some(household);
            return;
        }
        if !surname_alone {
            let whole = self.known.whole(&entry.name, &entry.address);
            let made = self.made.entry(whole).or_insert(Made {
                first: planned.row,
                rows: 0,
                worker: None,
            });
            made.rows += 1;
            if made.rows > MAX_ROWS {
                planned.why = Some(ImportWhy::TooManyRows);
                planned.detail = MAX_ROWS.to_string();
                return;
            }
            let mut names = entry.workers.iter().map(|worker| &worker.member);
            if made.worker.is_none() {
                made.worker = names.next().cloned();
            }
            let is_other = names.any(|name| made.worker.as_ref() != Some(name));
            if is_other && !planned.notes.contains(&ImportNote::MoreWorkers) {
                planned.notes.push(ImportNote::MoreWorkers);
            }
            if made.first != planned.row {
                planned.outcome = ImportOutcome::Join;
                planned.joins = Some(made.first);
                planned
                    .notes
                    .extend(no_address.then_some(ImportNote::NoAddress));
                return;
            }
        }
        planned.outcome = ImportOutcome::Make;
        planned
            .notes
            .extend(self.known.near(entry).then_some(ImportNote::Near));
    }

    fn count(&mut self, planned: &Planned) {
        let counts = &mut self.counts;
        let counted = match planned.outcome {
            ImportOutcome::Make => &mut counts.make,
            ImportOutcome::Join => &mut counts.join,
            ImportOutcome::Same => &mut counts.same,
            ImportOutcome::Aside => &mut counts.aside,
        };
        *counted += 1;
    }
}
