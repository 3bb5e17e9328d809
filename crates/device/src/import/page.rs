//! How an import stands, as screens see it.

use doorstep_model::Problem;
use doorstep_model::call::{ImportPage, ImportRows, ImportState, ListImportRows};
use doorstep_model::stale::Stale;

use crate::Device;
use crate::store::table::import::{self, Import, Stage};
use crate::store::table::import_row;

/// Rows in one answer, at most.
const MOST_ROWS: u32 = 100;

impl Device {
    /// How it stands; a dry run that was broken off is none.
    pub(crate) fn import_page(&self) -> Result<Option<ImportPage>, Problem> {
        let import = self.with(|open, _| Ok(open.store.read(import::get)?))?;
        Ok(import.and_then(|import| self.page_of(import)))
    }

    /// Stops what is at work.
    pub(crate) fn stop_import(&self) -> Result<Option<ImportPage>, Problem> {
        self.imports.stop();
        let page = self.import_page()?;
        self.tell_of_import();
        Ok(page)
    }

    /// Forgets the import and what was read of the file.
    pub(crate) fn forget_import(&self) -> Result<Option<ImportPage>, Problem> {
        let turn = self.imports.begin();
        self.forget_rows(&turn)?;
        drop(turn);
        self.tell_of_import();
        Ok(None)
    }

    /// Some rows.
    pub(crate) fn import_rows(&self, call: &ListImportRows) -> Result<ImportRows, Problem> {
        let limit = call.limit.clamp(1, MOST_ROWS);
        self.with(|open, _| {
            let mut rows = open
                .store
                .read(|conn| import_row::shown(conn, call.outcome, call.from, limit + 1))?;
            let next = rows.get(limit as usize).map(|row| row.row);
            rows.truncate(limit as usize);
            Ok(ImportRows { rows, next })
        })
    }

    /// Screens that show it ask again, now and then while it is at work.
    pub(super) fn tell_of_progress(&self) {
        if self.imports.are_to_be_told() {
            self.tell_of_import();
        }
    }

    /// Screens that show it ask again.
    pub(super) fn tell_of_import(&self) {
        self.tell(&[Stale::Import]);
    }

    fn page_of(&self, import: Import) -> Option<ImportPage> {
        let at_work = self.imports.is_at_work();
        let state = match (import.stage, at_work) {
            (Stage::Planning, true) => ImportState::Planning,
            (Stage::Planning, false) => return None,
            (Stage::Planned, _) => ImportState::Planned,
            (Stage::Begun, true) => ImportState::Running,
            (Stage::Begun, false) => ImportState::Stopped,
            (Stage::Done, _) => ImportState::Done,
        };
        let counts = import.counts;
        let progress = match state {
            ImportState::Planning => self.imports.read_so_far(),
            _ => thousandths(counts.made + counts.joined, counts.make + counts.join),
        };
        Some(ImportPage {
            file_name: import.file_name,
            state,
            progress,
            encoding: import.reading.encoding,
            delimiter: char::from(import.reading.delimiter),
            columns: import.reading.columns,
            choices: import.reading.choices,
            counts,
        })
    }
}

fn thousandths(part: u32, whole: u32) -> u32 {
    let thousandths = u64::from(part) * 1_000 / u64::from(whole.max(1));
    u32::try_from(thousandths).unwrap_or(1_000)
}
