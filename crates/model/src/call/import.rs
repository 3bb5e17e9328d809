//! Taking in a list of households from a spreadsheet: first a dry run that says what would happen
//! to every row, then the import, which can be stopped and gone on with, then what happened.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::id::{DocKey, FileTicket};

choice! {
    /// What a column of the file holds. Several columns may hold the same: they are put together.
    pub enum ImportField {
        /// The name the team uses for the household.
        HouseholdName = "household-name",
        /// Where they live.
        Address = "address",
        /// The neighbourhood or patch.
        Locality = "locality",
        /// How to find the door.
        HowToFind = "how-to-find",
        /// A person's whole name; several, with semicolons between them.
        PersonName = "person-name",
        /// A person's first name.
        FirstName = "first-name",
        /// A person's family name.
        Surname = "surname",
        /// How the person is related to the others.
        Relation = "relation",
        /// The person's year of birth, or the day.
        BirthYear = "birth-year",
        /// The person's telephone or mail.
        Contact = "contact",
        /// The language the person likes to be spoken to in.
        PreferredLanguage = "preferred-language",
        /// The member who holds the household from end to end.
        NamedWorker = "named-worker",
        /// The day the team first met them.
        FirstMet = "first-met",
        /// Anything else, kept with the history worth knowing.
        Notes = "notes",
    }
}

choice! {
    /// What happens to a row, or happened.
    pub enum ImportOutcome {
        /// It makes a household.
        Make = "make",
        /// It adds to the household that an earlier row makes.
        Join = "join",
        /// The household is on this device already; it is left alone.
        Same = "same",
        /// It is set aside.
        Aside = "aside",
    }
}

choice! {
    /// Why a row is set aside.
    pub enum ImportWhy {
        /// Its household was taken in before, and was erased for the whole team since.
        Erased = "erased",
        /// It names no household and no person.
        NoName = "no-name",
        /// Its day is none of the calendar, or lies ahead.
        Day = "day",
        /// Its year of birth is none.
        BirthYear = "birth-year",
        /// Some of its letters could not be read.
        Letters = "letters",
        /// There are signs in it that belong to no text.
        Signs = "signs",
        /// It has a quotation mark where none can be.
        Quote = "quote",
        /// It opens a quotation mark that never ends.
        OpenQuote = "open-quote",
        /// The file ends in the middle of it.
        CutOff = "cut-off",
        /// It has more cells than there are columns.
        TooManyCells = "too-many-cells",
        /// It is too long.
        RowTooLong = "row-too-long",
        /// One of its cells is too long for its field.
        CellTooLong = "cell-too-long",
        /// Its household has too many rows.
        TooManyRows = "too-many-rows",
        /// The household could not be written.
        NotWritten = "not-written",
    }
}

choice! {
    /// Something to know about a row that is taken in.
    pub enum ImportNote {
        /// A household like it is on this device.
        Near = "near",
        /// It has fewer cells than there are columns.
        FewCells = "few-cells",
        /// The household is called after the person.
        NamedAfterPerson = "named-after-person",
        /// Nothing but the name says that it is the same household.
        NoAddress = "no-address",
        /// Nobody in the team has the named worker's name; it is kept with the history.
        WorkerUnknown = "worker-unknown",
        /// More than one worker is named: the second stands in, others are kept with the history.
        MoreWorkers = "more-workers",
        /// This row of this file was taken in before.
        TakenBefore = "taken-before",
    }
}

/// How the file is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportChoices {
    /// What each column holds, in their order; `None` leaves it out.
    pub columns: Vec<Option<ImportField>>,
    /// Whether the first row names the columns.
    pub first_row_names: bool,
    /// Whether a household without a name is called after its person.
    pub name_after_person: bool,
}

/// Reads the file and says what would happen to each row; changes no household. Answers when the
/// whole file was read; [`GetImport`] says how far it is meanwhile.
///
/// A file whose import was begun and not finished is not planned anew: the answer is where it
/// stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanImport {
    /// The file.
    pub ticket: FileTicket,
    /// How to read it; `None` finds out by the names of the columns.
    pub choices: Option<ImportChoices>,
    /// The day it is for the person.
    pub today: Date,
}

/// Does what the dry run showed. Answers when it is done or was stopped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunImport {
    /// The file, to see that it is the one of the dry run; not needed to go on with an import that
    /// was begun.
    pub ticket: Option<FileTicket>,
}

/// Stops an import, or a dry run. What was written stays, and [`RunImport`] goes on with the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopImport {}

/// How the import stands; `None` if there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetImport {}

/// Some rows with what happens to them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListImportRows {
    /// Only those with this outcome.
    pub outcome: Option<ImportOutcome>,
    /// Only from this row of the file on.
    pub from: u32,
    /// How many to give; at most 100.
    pub limit: u32,
}

/// Writes what happened to the rows into a file that the person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveImportReport {
    /// The file to write.
    pub ticket: FileTicket,
    /// Only rows that are set aside, so that they can be mended and taken in.
    pub only_aside: bool,
    /// What the words of outcomes (`make`, `made` …), reasons and the report's own columns (`row`,
    /// `outcome`, `why`) are in the person's language; a word that is missing stands for itself.
    pub words: BTreeMap<String, String>,
}

/// It is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSaved {
    /// How many rows are in it.
    pub rows: u32,
}

/// Forgets the import and what was read of the file; the households it made stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgetImport {}

/// How an import stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    /// The file's name.
    pub file_name: String,
    /// Where it stands.
    pub state: ImportState,
    /// How far, in thousandths: of the file while it is read, of the households while they are
    /// written.
    pub progress: u32,
    /// How the letters of the file are written, by its usual name.
    pub encoding: String,
    /// What stands between its cells.
    pub delimiter: char,
    /// The columns of the file.
    pub columns: Vec<ImportColumn>,
    /// How it is read.
    pub choices: ImportChoices,
    /// How many rows of each kind.
    pub counts: ImportCounts,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The file is being read.
    Planning,
    /// It is known what would happen.
    Planned,
    /// Households are being written.
    Running,
    /// It was stopped, or the device was closed in the middle; it can be gone on with.
    Stopped,
    /// All is written.
    Done,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportColumn {
    /// What the first row calls it; its letter where there are no names.
    pub name: String,
    /// What the first rows have in it, to recognise it by.
    pub example: String,
}

/// How many. Every row of the file is in exactly one of `names`, `empty`, `make`, `join`, `same`
/// and `aside`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportCounts {
    /// Rows of the file.
    pub rows: u32,
    /// The row that names the columns: one or none.
    pub names: u32,
    /// Rows with nothing in them.
    pub empty: u32,
    /// Rows that make a household.
    pub make: u32,
    /// Rows that add to one.
    pub join: u32,
    /// Rows left alone.
    pub same: u32,
    /// Rows set aside.
    pub aside: u32,
    /// People in the rows that are taken in.
    pub people: u32,
    /// Rows of `make` that are written.
    pub made: u32,
    /// Rows of `join` that are written.
    pub joined: u32,
    /// Rows of `make` and `join` with something to know.
    pub noted: u32,
}

/// Some rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRows {
    /// In the order of the file.
    pub rows: Vec<ImportRow>,
    /// The row to go on from; `None` at the end.
    pub next: Option<u32>,
}

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its number, as a spreadsheet counts: the first row of the file is 1.
    pub row: u32,
    /// What happens to it.
    pub outcome: ImportOutcome,
    /// Whether it is written.
    pub done: bool,
    /// The household's name, or the person's.
    pub name: String,
    /// The people in it.
    pub people: String,
    /// Why it is set aside.
    pub why: Option<ImportWhy>,
    /// The words in it that are wrong, or how many cells it has.
    pub detail: String,
    /// What to know about it.
    pub notes: Vec<ImportNote>,
    /// The row that makes its household.
    pub joins: Option<u32>,
    /// The household, once there is one.
    pub household: Option<DocKey>,
    /// The row as it stands in the file, cut after 300 characters.
    pub text: String,
}
