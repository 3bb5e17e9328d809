//! What happened to a record, moment by moment, for people to read.

use serde::{Deserialize, Serialize};

use crate::field::{Part, Stamp, Value};
use crate::id::ItemId;

/// One thing that somebody did. Small saves of one field within a few minutes are one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Names it; the same on every device.
    pub id: String,
    /// Who, and when it was finished. Times never run against what builds on what.
    pub stamp: Stamp,
    /// In which part.
    pub part: Part,
    /// In which line; `None` where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// What.
    pub what: Happened,
    /// It set something back that was done before.
    #[serde(default)]
    pub undid: bool,
}

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// The record was begun.
    Began,
    /// A line was added.
    Added {
        /// What it said when that moment ended; empty if it has no text.
        words: String,
        /// It is a visit that was to come.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        planned: bool,
    },
    /// A line was marked as removed.
    Removed,
    /// The mark was taken away.
    Restored,
    /// A single value was set or cleared.
    Set {
        /// The field's key.
        field: String,
        /// What stood there; several where two people had changed it and this was the choice.
        before: Vec<Value>,
        /// What stands there then; `None` if it was cleared.
        after: Option<Value>,
    },
    /// Two people's values are there again, after a choice between them was set back.
    BothAgain {
        /// The field's key.
        field: String,
    },
    /// A text was written in.
    Wrote {
        /// The field's key.
        field: String,
        /// What came and went, with a few words around.
        pieces: Vec<Piece>,
    },
    /// A value was put into a set.
    Included {
        /// The field's key.
        field: String,
        /// The value, as sets hold it.
        value: String,
    },
    /// A value was taken out of a set.
    Excluded {
        /// The field's key.
        field: String,
        /// The value, as sets hold it.
        value: String,
    },
}

/// A stretch of a text that was written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// It was there before and after.
    Kept(String),
    /// It was written.
    Came(String),
    /// It was taken out.
    Went(String),
}

/// Something that an undo left as it is, since a teammate has been there too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// In which part.
    pub part: Part,
    /// In which line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// The field's key; `None` for the line as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Who has been there, and when.
    pub stamp: Stamp,
}

impl Happened {
    /// The key of the field that it is about.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Began | Self::Added { .. } | Self::Removed | Self::Restored => None,
            Self::Set { field, .. }
            | Self::BothAgain { field }
            | Self::Wrote { field, .. }
            | Self::Included { field, .. }
            | Self::Excluded { field, .. } => Some(field),
        }
    }
}
