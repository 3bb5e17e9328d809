//! How a file is read: what was found out about it, and what the person chose.

use std::io::{self, Read};

use doorstep_model::call::{ImportChoices, ImportColumn};
use doorstep_model::date::Date;
use encoding_rs::{Encoding, UTF_8};
use serde::{Deserialize, Serialize};

use super::cells::{MAX_CELLS, Splitter};
use super::delimiter::{self, first_rows};
use super::encoding::Survey;
use super::entry::cut;
use super::frame::{Row, Rows};
use super::header;
use super::text::Text;

/// Kept with the import, so that it can be gone on with after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// By its WHATWG name.
    pub(crate) encoding: String,
    /// Bytes of the byte order mark.
    pub(crate) mark: usize,
    pub(crate) delimiter: u8,
    pub(crate) columns: Vec<ImportColumn>,
    pub(crate) choices: ImportChoices,
    pub(crate) today: Date,
}

impl Reading {
    /// Finds out how to read a file by its first rows; `chosen` overrules what the names of the
    /// columns say. `None` if there is nothing in it.
    ///
    /// # Errors
    /// What the file says.
    pub(crate) fn find<R: Read>(
        survey: &Survey,
        chosen: Option<ImportChoices>,
        today: Date,
        limit: u64,
        mut open: impl FnMut() -> io::Result<R>,
    ) -> io::Result<Option<Self>> {
        let mut rows = |delimiter| {
            let text = Text::new(open()?, survey.encoding, survey.mark, limit);
            Ok::<_, io::Error>(Rows::new(text, delimiter))
        };
        let delimiter = delimiter::find(&mut rows)?;
        let first = first_rows(&mut rows(delimiter)?)?;
        let cells = split(&first, delimiter);
        let Some(names) = cells
            .iter()
            .find(|row| row.iter().any(|cell| !cell.is_empty()))
        else {
            return Ok(None);
        };
        let guessed = header::fields(names);
        let chosen = chosen.unwrap_or(ImportChoices {
            columns: guessed,
            first_row_names: true,
            name_after_person: true,
        });
        // Empty columns that a spreadsheet left at the end are none.
        let wide = if chosen.first_row_names {
            names.iter().rposition(|name| !name.is_empty())
        } else {
            cells
                .iter()
                .filter_map(|row| row.iter().rposition(|cell| !cell.is_empty()))
                .max()
        };
        let width = wide.map_or(1, |last| last + 1).min(MAX_CELLS);
        let examples = if chosen.first_row_names { 1 } else { 0 };
        let columns = (0..width)
            .map(|column| {
                let cell = |row: &Vec<String>| row.get(column).cloned().unwrap_or_default();
                let named =
                    Some(cell(names)).filter(|name| chosen.first_row_names && !name.is_empty());
                let example = cells
                    .iter()
                    .skip(examples)
                    .map(cell)
                    .find(|cell| !cell.is_empty());
                ImportColumn {
                    name: cut(&named.unwrap_or_else(|| header::letter(column))),
                    example: cut(&example.unwrap_or_default()),
                }
            })
            .collect();
        let mut choices = chosen;
        choices.columns.resize(width, None);
        Ok(Some(Self {
            encoding: survey.encoding.name().to_owned(),
            mark: survey.mark,
            delimiter,
            columns,
            choices,
            today,
        }))
    }

    /// The rows of the file.
    pub(crate) fn rows<R: Read>(&self, file: R, limit: u64) -> Rows<R> {
        let encoding = Encoding::for_label(self.encoding.as_bytes()).unwrap_or(UTF_8);
        Rows::new(Text::new(file, encoding, self.mark, limit), self.delimiter)
    }

    /// Whether any column can give a household a name.
    pub(crate) fn names_somebody(&self) -> bool {
        use doorstep_model::call::ImportField::{FirstName, HouseholdName, PersonName, Surname};
        let has = |field| self.choices.columns.contains(&Some(field));
        let person = has(PersonName) || has(FirstName) || has(Surname);
        has(HouseholdName) || (self.choices.name_after_person && person)
    }
}

fn split(rows: &[Row], delimiter: u8) -> Vec<Vec<String>> {
    let mut splitter = Splitter::new(delimiter);
    rows.iter()
        .filter_map(|row| splitter.split(&row.text))
        .collect()
}
