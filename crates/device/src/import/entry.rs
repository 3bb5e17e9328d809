//! What a row says: a household with its people, or why it can't be taken in.

use std::collections::HashMap;

use doorstep_model::ItemId;
use doorstep_model::call::{ImportField, ImportNote, ImportWhy};
use doorstep_model::date::Date;

use super::cells::Splitter;
use super::day;
use super::frame::{Framed, Row};
use super::reading::Reading;
use super::words::plain;

/// Letters in one field, at most (as documents take them).
const MAX_FIELD: usize = 4_000;
/// People in one row, at most.
const MAX_PEOPLE: usize = 50;

/// A household as one row tells of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) locality: String,
    pub(crate) how_to_find: String,
    pub(crate) languages: Vec<String>,
    /// Each member once, in the order of the file.
    pub(crate) workers: Vec<Worker>,
    pub(crate) first_met: Option<Date>,
    pub(crate) people: Vec<PersonEntry>,
    /// What belongs to no field: notes, and words that a field could not take.
    pub(crate) history: Vec<String>,
    pub(crate) notes: Vec<ImportNote>,
}

/// A member of the team whom a row names as the household's worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Worker {
    pub(crate) member: ItemId,
    /// "Column: name", for where no field can take them.
    pub(crate) said: String,
}

/// A person in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PersonEntry {
    pub(crate) name: String,
    pub(crate) relation: String,
    pub(crate) birth_year: Option<i64>,
    pub(crate) contact: String,
    pub(crate) language: String,
}

/// What came of reading a row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Read {
    Entry(Box<Entry>),
    /// Nothing is in it.
    Empty,
    Aside {
        /// What can be told of whom it is about.
        name: String,
        why: ImportWhy,
        /// The words that are wrong.
        detail: String,
    },
}

/// Reads rows in the way that was chosen for the file.
pub(crate) struct RowReader<'a> {
    reading: &'a Reading,
    /// Members by their names in [`plain`] letters.
    members: &'a HashMap<String, ItemId>,
    splitter: Splitter,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(reading: &'a Reading, members: &'a HashMap<String, ItemId>) -> Self {
        Self {
            reading,
            members,
            splitter: Splitter::new(reading.delimiter),
        }
    }

    /// What a row says.
    pub(crate) fn read(&mut self, row: &Row) -> Read {
        let aside = |why| Read::Aside {
            name: String::new(),
            why,
            detail: String::new(),
        };
        match row.state {
            Framed::Whole => {}
            Framed::Quote => return aside(ImportWhy::Quote),
            Framed::OpenQuote => return aside(ImportWhy::OpenQuote),
            Framed::TooLong => return aside(ImportWhy::RowTooLong),
        }
        if row.text.contains('\u{fffd}') {
            return aside(ImportWhy::Letters);
        }
        if row.text.contains('\0') {
            return aside(ImportWhy::Signs);
        }
        let columns = self.reading.choices.columns.len();
        let Some(mut cells) = self.splitter.split(&row.text) else {
            return aside(ImportWhy::TooManyCells);
        };
        if cells.iter().all(String::is_empty) {
            return Read::Empty;
        }
        let beyond = cells.get(columns..).unwrap_or_default();
        if beyond.iter().any(|cell| !cell.is_empty()) {
            return Read::Aside {
                name: String::new(),
                why: ImportWhy::TooManyCells,
                detail: cells.len().to_string(),
            };
        }
        let few = cells.len() < columns;
        if few && row.unended {
            return Read::Aside {
                name: String::new(),
                why: ImportWhy::CutOff,
                detail: cells.len().to_string(),
            };
        }
        cells.resize(columns, String::new());
        let read = self.fields(&cells);
        match read {
            Read::Entry(mut entry) if few => {
                entry.notes.push(ImportNote::FewCells);
                Read::Entry(entry)
            }
            read => read,
        }
    }

    fn fields(&self, cells: &[String]) -> Read {
        let all = Cells {
            reading: self.reading,
            cells,
        };
        let mut entry = Entry {
            name: all.joined(ImportField::HouseholdName, " "),
            address: all.joined(ImportField::Address, ", "),
            locality: all.joined(ImportField::Locality, ", "),
            how_to_find: all.joined(ImportField::HowToFind, "\n"),
            people: people(&all),
            ..Entry::default()
        };
        let first_person = entry.people.first().map(|person| person.name.clone());
        let known_as = if entry.name.is_empty() {
            first_person.clone().unwrap_or_default()
        } else {
            entry.name.clone()
        };
        let aside = |why, detail: &str| Read::Aside {
            name: known_as.clone(),
            why,
            detail: cut(detail),
        };
        if entry.name.is_empty()
            && self.reading.choices.name_after_person
            && let Some(person) = &first_person
        {
            entry.name = family_name(&all, person);
            entry.notes.push(ImportNote::NamedAfterPerson);
        }
        if entry.name.is_empty() {
            return aside(ImportWhy::NoName, "");
        }
        let today = self.reading.today;
        let first_met = all.joined(ImportField::FirstMet, " ");
        if !first_met.is_empty() {
            entry.first_met = day::read(&first_met, today);
            if entry.first_met.is_none() {
                return aside(ImportWhy::Day, &first_met);
            }
        }
        let born = all.joined(ImportField::BirthYear, " ");
        let birth_year = day::birth_year(&born, today);
        if !born.is_empty() && birth_year.is_none() {
            return aside(ImportWhy::BirthYear, &born);
        }
        self.about_the_first_person(&all, &mut entry, birth_year);
        for (name, worker) in all.each(ImportField::NamedWorker) {
            let said = format!("{name}: {worker}");
            match self.members.get(&plain(worker)) {
                Some(member) => entry.add_worker(member, said),
                None => {
                    entry.notes.push(ImportNote::WorkerUnknown);
                    entry.history.push(said);
                }
            }
        }
        if entry.workers.len() > 1 {
            entry.notes.push(ImportNote::MoreWorkers);
        }
        let notes = all
            .each(ImportField::Notes)
            .map(|(_, note)| note.to_owned());
        entry.history.splice(0..0, notes);
        match entry.too_long() {
            Some(text) => aside(ImportWhy::CellTooLong, &text),
            None => Read::Entry(Box::new(entry)),
        }
    }

    /// Where nobody is named, what is said of a person is kept with the household.
    fn about_the_first_person(&self, all: &Cells<'_>, entry: &mut Entry, birth_year: Option<i64>) {
        let relation = all.joined(ImportField::Relation, ", ");
        let contact = all.joined(ImportField::Contact, ", ");
        let language = all.joined(ImportField::PreferredLanguage, ", ");
        if let Some(person) = entry.people.first_mut() {
            person.relation = relation;
            person.birth_year = birth_year;
            person.contact = contact;
            person.language = language;
            return;
        }
        entry
            .languages
            .extend(Some(language).filter(|words| !words.is_empty()));
        for field in [
            ImportField::Relation,
            ImportField::BirthYear,
            ImportField::Contact,
        ] {
            for (name, words) in all.each(field) {
                entry.history.push(format!("{name}: {words}"));
            }
        }
    }
}

impl Entry {
    fn add_worker(&mut self, member: &ItemId, said: String) {
        if self.workers.iter().all(|known| known.member != *member) {
            let member = member.clone();
            self.workers.push(Worker { member, said });
        }
    }

    /// Whether nothing but a surname says who they are, which tells no two families apart.
    pub(crate) fn is_surname_alone(&self) -> bool {
        self.address.is_empty() && self.notes.contains(&ImportNote::NamedAfterPerson)
    }

    /// Names of its people, in a line.
    pub(crate) fn people_line(&self) -> String {
        let names: Vec<&str> = self
            .people
            .iter()
            .map(|person| person.name.as_str())
            .collect();
        cut(&names.join(", "))
    }

    /// A text that its field can't take.
    fn too_long(&self) -> Option<String> {
        let about = [&self.name, &self.address, &self.locality];
        let person = |person: &PersonEntry| {
            [
                &person.name,
                &person.relation,
                &person.contact,
                &person.language,
            ]
            .map(String::clone)
        };
        let people = self.people.iter().flat_map(person);
        let mut all = about
            .into_iter()
            .chain(&self.languages)
            .cloned()
            .chain(people);
        let long = all.find(|text| text.chars().count() > MAX_FIELD);
        let many = || {
            self.people
                .get(MAX_PEOPLE)
                .map(|person| person.name.clone())
        };
        long.or_else(many)
    }
}

/// The cells of a row by what they hold.
struct Cells<'a> {
    reading: &'a Reading,
    cells: &'a [String],
}

impl<'a> Cells<'a> {
    /// Filled cells of a field, with their column's name.
    fn each(&self, field: ImportField) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (reading, cells) = (self.reading, self.cells);
        let columns = reading.choices.columns.iter().zip(&reading.columns);
        columns
            .zip(cells)
            .filter(move |((held, _), cell)| **held == Some(field) && !cell.is_empty())
            .map(|((_, column), cell)| (column.name.as_str(), cell.as_str()))
    }

    fn joined(&self, field: ImportField, between: &str) -> String {
        let cells: Vec<&str> = self.each(field).map(|(_, cell)| cell).collect();
        cells.join(between)
    }
}

/// Everybody the row names: one by first name and surname, others with semicolons between.
fn people(all: &Cells<'_>) -> Vec<PersonEntry> {
    let first = all.joined(ImportField::FirstName, " ");
    let surname = all.joined(ImportField::Surname, " ");
    let by_parts = format!("{first} {surname}").trim().to_owned();
    let whole = all
        .each(ImportField::PersonName)
        .flat_map(|(_, cell)| cell.split([';', '\n']));
    let mut people: Vec<PersonEntry> = Vec::new();
    for name in std::iter::once(by_parts.as_str()).chain(whole) {
        let name = name.trim();
        let known = people
            .iter()
            .any(|person| plain(&person.name) == plain(name));
        if !name.is_empty() && !known && people.len() <= MAX_PEOPLE {
            people.push(PersonEntry {
                name: name.to_owned(),
                ..PersonEntry::default()
            });
        }
    }
    people
}

/// The name a family goes by: the surname, or the last word of the whole name; `Lee, Ann` has it
/// first.
fn family_name(all: &Cells<'_>, person: &str) -> String {
    let surname = all.joined(ImportField::Surname, " ");
    if !surname.is_empty() {
        return surname;
    }
    let last = |name: &str| {
        name.split_whitespace()
            .next_back()
            .unwrap_or_default()
            .to_owned()
    };
    match person.split_once(',') {
        Some((family, _)) if !family.trim().is_empty() => family.trim().to_owned(),
        _ => last(person),
    }
}

/// The beginning of a text, to show.
pub(crate) fn cut(text: &str) -> String {
    const SHOWN: usize = 300;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
