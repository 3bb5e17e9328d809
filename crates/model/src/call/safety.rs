//! Safety notes: what to know before one knocks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::edit::Edit;
use crate::id::{DeviceKey, DocKey, ItemId};
use crate::safety_note::SafetyNoteDocument;

/// The safety notes about a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetSafetyNotes {
    /// Which household.
    pub household: DocKey,
}

/// Notes and the names one needs to read them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyNotes {
    /// Those that stand first, then those that were taken down; the latest incident first; at
    /// most 50.
    pub notes: Vec<SafetyNoteDocument>,
    /// Names that belong to the devices in their stamps.
    pub names: BTreeMap<DeviceKey, String>,
    /// Notes that are here and can't be read, damaged or made by a newer version: a screen must not
    /// look as if there were none.
    #[serde(default)]
    pub unreadable: u32,
    /// Records are still on their way to this device, and a note may be among them.
    #[serde(default)]
    pub on_the_way: bool,
}

/// A new note. Only what to know is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddSafetyNote {
    /// The household it is about.
    pub household: DocKey,
    /// What happened, and what to do about it.
    pub what: String,
    /// The day of the incident.
    pub incident_on: Option<Date>,
    /// The member who approved it.
    pub approved_by: Option<ItemId>,
    /// The day it is to be looked at again.
    pub review_on: Option<Date>,
}

/// It is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyNoteAdded {
    /// Its document.
    pub id: DocKey,
}

/// Changes a note. All edits are saved, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditSafetyNote {
    /// Its document.
    pub id: DocKey,
    /// In order.
    pub edits: Vec<Edit>,
}
