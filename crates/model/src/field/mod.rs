//! The three kinds of field a record has, and how a part is read out of a document.
//!
//! - **Single**: one value; two people's concurrent values are both kept ([`Single::both`]).
//! - **Words**: text that merges character by character.
//! - **Set**: values that are in or out, each on its own.

#[macro_use]
mod record;
mod content;
mod scalar;
mod single;

pub(crate) use content::Content;
pub use scalar::{Scalar, Value};
pub use single::{Said, Single, Words};

use serde::{Deserialize, Serialize};

use crate::date::UnixMillis;
use crate::id::{DeviceKey, ItemId};

/// Which part of which kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Part {
    /// The household itself; there is one.
    About,
    /// The four texts; there is one.
    WhatMatters,
    /// The people of the household.
    People,
    /// Each time they asked for something.
    Demands,
    /// Visits, planned and done.
    Visits,
    /// What they have going for them.
    Strengths,
    /// What they are worried about.
    Worries,
    /// Who does what next.
    Actions,
    /// Pulled in or handed off.
    Expertise,
    /// Services used.
    Services,
    /// What stopped us doing the right thing.
    Obstacles,
    /// What was shared with whom.
    Sharing,
    /// Photos and voice notes.
    Attachments,
    /// What the family wants on their page; there is one.
    Plan,
    /// Names that came with it from another team.
    Brought,
    /// The team itself; there is one.
    Team,
    /// Its people.
    Members,
    /// Organisations around it.
    Agencies,
    /// What services cost.
    UnitCosts,
    /// Causes of failure demand.
    FailureCauses,
    /// Kinds of obstacle.
    ObstacleKinds,
    /// A safety note; there is one in its document.
    SafetyNote,
}

/// How a field holds its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// One value.
    Single,
    /// Text that merges.
    Words,
    /// Values in or out.
    Set,
}

/// One field of a part.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The part it belongs to.
    pub part: Part,
    /// Its key in documents; never renamed.
    pub name: &'static str,
    /// How it holds its value.
    pub kind: FieldKind,
    /// Whether a value is one this field can hold.
    pub takes: fn(&Value) -> bool,
}

/// What a part is: its place in the document and its fields.
#[derive(Debug, Clone, Copy)]
pub struct PartSchema {
    /// Which part.
    pub part: Part,
    /// Its key at the document's root; never renamed.
    pub key: &'static str,
    /// Whether there are many of it, each under its own id.
    pub many: bool,
    /// Its fields.
    pub fields: &'static [Field],
}

impl PartSchema {
    /// A field by its key.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A part's view: a struct made by `record!`.
pub trait Record: Sized {
    /// Where it is and what it holds.
    const SCHEMA: PartSchema;
    /// Reads it out of a document.
    fn read(id: Option<ItemId>, source: &impl Source) -> Self;
    /// Its line's id; `None` for a part of which there is one.
    fn id(&self) -> Option<&ItemId>;
    /// Whether somebody removed the line.
    fn is_removed(&self) -> bool;
    /// How many of its fields two people changed and nobody has settled.
    fn both_changed(&self) -> u32;
    /// Everything in it that people wrote, both sides of what two people changed: what search finds.
    fn texts(&self) -> Vec<&str>;
}

/// Something a record's fields can be read from; `doorstep-replica` has the one for documents.
pub trait Source {
    /// One value, or several that were set at the same time.
    fn single<T: Scalar>(&self, field: &str) -> Single<T>;
    /// Text.
    fn words(&self, field: &str) -> Words;
    /// Values that are in.
    fn set<T: Scalar>(&self, field: &str) -> Vec<T>;
    /// Who added the line and when.
    fn added(&self) -> Stamp;
    /// Who removed it and when, unless that was undone.
    fn removed(&self) -> Option<Stamp>;
}

/// Who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The device; replies carry the names that belong to devices.
    pub by: DeviceKey,
    /// By that device's clock.
    pub at: UnixMillis,
}
