//! Erasing a household for good, on every device and on the server; and what the team keeps, and for how
//! long.

use serde::{Deserialize, Serialize};

use crate::date::{Date, UnixMillis};
use crate::id::DocKey;

/// What would go if a household was erased. Admins only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetErasure {
    /// Which; with it goes everything that is shown as one with it.
    pub household: DocKey,
}

/// What would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureAhead {
    /// The household's name.
    pub name: String,
    /// Names of households that are shown as one with it, and go too.
    pub joined: Vec<String>,
    /// Notes for safety.
    pub safety_notes: u32,
    /// Changes to it that are on this device alone.
    pub only_here: u32,
    /// Other devices in the team: what they have not sent is not known.
    pub other_devices: u32,
    /// Why it has to be kept, if somebody said so: then it is not erased.
    pub hold: Option<String>,
    /// What is shown here, to be named when it is erased.
    pub shown: ErasureShown,
}

/// What an admin was shown, and agrees to: no more than this is erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureShown {
    /// Households and notes, in the order of their ids.
    pub documents: Vec<DocKey>,
    /// People in them.
    pub people: u32,
    /// Visits, planned ones too.
    pub visits: u32,
    /// Photos and voice notes.
    pub attachments: u32,
    /// Parts about them that this device has and can't read: they may say that it has to be kept.
    pub unread: u32,
}

/// Erases a household for good. Admins only; needs the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseHousehold {
    /// Which; with it goes everything that is shown as one with it.
    pub household: DocKey,
    /// Why; for the team to read.
    pub reason: String,
    /// What was shown; if it is not what there is now, nothing is erased.
    pub shown: ErasureShown,
}

/// Erases what was written about households that had been erased, by somebody who had not heard of it.
/// Admins only; needs the server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseLeftOver {
    /// Which, as they were shown.
    pub notes: Vec<DocKey>,
}

/// A safety note about a household that had been erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOver {
    /// Which.
    pub id: DocKey,
    /// What it says.
    pub what: String,
}

/// Something that was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Its number: the entry's place in the membership log.
    pub number: u64,
    /// When, by the clock of the admin's device; unknown where the key of that time is not here.
    pub at: Option<UnixMillis>,
    /// Who did it, if they have said who they are.
    pub by: Option<String>,
    /// Why, in their words.
    pub reason: Option<String>,
    /// The devices that were in the team then, and are still.
    pub devices: Vec<ErasedOn>,
}

/// A device, and whether it has erased something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedOn {
    /// Whose, if they have said.
    pub name: Option<String>,
    /// It is this one.
    pub this_device: bool,
    /// It has; otherwise it has not been heard of since.
    pub erased: bool,
}

/// A closed household that the team has kept for as long as it wanted to. Nothing happens to it by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastKeeping {
    /// Which.
    pub id: DocKey,
    /// Its name.
    pub name: String,
    /// Since when it is closed.
    pub closed: Date,
}
