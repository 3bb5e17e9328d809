//! Files outside of Doorstep: the person chooses one in the system's own dialog, and a later call
//! reads or writes it by its ticket. A screen never names a place on the disk.

use serde::{Deserialize, Serialize};

use crate::id::FileTicket;

/// Lets the person choose a file. Answers `None` when they chose none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChooseFile {
    /// One to write; a file that is there already is replaced, which the dialog asks about.
    ToWrite {
        /// The name to begin with, with its ending.
        name: String,
    },
    /// One to read.
    ToRead {
        /// Endings of names to offer, without the dot (`csv`); empty offers every file.
        endings: Vec<String>,
    },
}

/// The file that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChosen {
    /// Names it in later calls, until the device is locked.
    pub ticket: FileTicket,
    /// Its name, without the folder, to show.
    pub name: String,
}
