//! A note for the safety of workers: a document of its own with a key of its own.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::field::{PartSchema, Record};
use crate::id::{DocKey, Heads, ItemId};

record! {
    /// What happened, who stands behind the note, and until when.
    pub struct SafetyNote in one SafetyNote "safety_note" {
        /// The household it is about.
        single household: DocKey,
        /// The day of the incident.
        single incident_on: Date,
        /// What happened, and what to do about it.
        words what,
        /// The member who approved it.
        single approved_by: ItemId,
        /// The day it is to be looked at again.
        single review_on: Date,
        /// The day it was taken down; it is not shown before a visit while this is set.
        single lifted_on: Date,
        /// It came from a team where fewer people could open it than its household: it does not follow when that
        /// is opened to more.
        single kept_apart: bool,
    }
}

impl SafetyNote {
    /// Whether it stands. Where one took it down and another did not, it stands until somebody
    /// chooses: the person at the door is worth more than the calm of a page.
    pub fn stands(&self) -> bool {
        let lifted = &self.lifted_on;
        if lifted.is_both_changed() {
            lifted.both.iter().any(|said| said.value.is_none())
        } else {
            lifted.value.is_none()
        }
    }
}

/// A safety note's document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyNoteDocument {
    /// The document.
    pub id: DocKey,
    /// The state that this view shows.
    pub heads: Heads,
    /// Made by a newer version: it can be read, not changed.
    pub read_only: bool,
    /// The note.
    pub note: SafetyNote,
}

impl SafetyNoteDocument {
    /// The parts of a safety note's document.
    pub const PARTS: &'static [PartSchema] = &[SafetyNote::SCHEMA];
}
