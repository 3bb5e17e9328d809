//! What people asked for and the team has not yet looked at together.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::household::Door;
use crate::id::{DocKey, ItemId};

/// Demand that nobody has classified, or that is not clear yet, in every household.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListAskedFor {
    /// How many rows to skip.
    pub offset: u32,
    /// How many rows to give; at most 100.
    pub limit: u32,
}

/// Some of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedForList {
    /// What nobody has looked at first, then what was not clear yet; the latest first.
    pub rows: Vec<AskedFor>,
    /// How many there are in all, counted up to 1,000.
    pub total: u32,
}

/// One demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedFor {
    /// Whose.
    pub household: DocKey,
    /// Its name.
    pub household_name: String,
    /// Which line.
    pub demand: ItemId,
    /// The exact words.
    pub exact_words: String,
    /// The day.
    pub date: Option<Date>,
    /// Who asked.
    pub who_asked: String,
    /// Through what door.
    pub door: Option<Door>,
    /// The team has looked at it before, and it was not clear yet.
    pub not_yet_clear: bool,
}
