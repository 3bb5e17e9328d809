//! What happened to a household, how it was on a day, what is new since one looked, and taking back
//! what one did.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Saved;
use crate::date::UnixMillis;
use crate::field::Part;
use crate::history::{Left, Moment};
use crate::household::Household;
use crate::id::{DeviceKey, DocKey, Heads, ItemId};

/// What happened to a household, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetHistory {
    /// Which.
    pub id: DocKey,
    /// Where the page begins, from [`History::earlier`]; `None` for the newest.
    #[serde(default)]
    pub until: Option<Heads>,
    /// Only what this member did.
    #[serde(default)]
    pub by: Option<ItemId>,
    /// Only in this part.
    #[serde(default)]
    pub part: Option<Part>,
    /// How many moments; at most 200.
    pub limit: u32,
}

/// Some moments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Newest first. A page can be short, or empty, while there is more.
    pub moments: Vec<Moment>,
    /// Where the next page begins; `None` at the household's beginning.
    pub earlier: Option<Heads>,
    /// Names that belong to the devices in its stamps.
    pub names: BTreeMap<DeviceKey, String>,
    /// Every member, for choosing whose moments to see.
    pub members: Vec<(ItemId, String)>,
}

/// A household as it was at a time, to be looked at only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetHouseholdThen {
    /// Which.
    pub id: DocKey,
    /// The last moment of the day, as the screen's time zone has it.
    pub until: UnixMillis,
}

/// It, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdThen {
    /// `None` if nobody had written it down yet.
    pub household: Option<Household>,
    /// When it was last changed before that.
    pub changed_at: Option<UnixMillis>,
    /// Names that belong to the devices in its stamps.
    pub names: BTreeMap<DeviceKey, String>,
}

/// What teammates did since a person last looked at this household on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetNews {
    /// Which.
    pub id: DocKey,
}

/// What is new.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// When one last looked; `None` if never, and then nothing counts as new.
    pub since: Option<UnixMillis>,
    /// Newest first; at most 50.
    pub moments: Vec<Moment>,
    /// There is more than that.
    pub more: bool,
    /// Names that belong to the devices in its stamps.
    pub names: BTreeMap<DeviceKey, String>,
}

/// A person has looked at a household as far as this state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaveLooked {
    /// Which.
    pub id: DocKey,
    /// The state that the screen showed.
    pub heads: Heads,
}

/// Takes back what edits of this device did to a household, and nothing that others did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoHousehold {
    /// Which.
    pub id: DocKey,
    /// The steps of the edits, as they were answered by [`Saved::steps`].
    pub steps: Vec<String>,
    /// A visit that they added stays; only what was written into it is taken back.
    #[serde(default)]
    pub keep_visits: bool,
}

/// As [`UndoHousehold`], for a safety note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoSafetyNote {
    /// Its document.
    pub id: DocKey,
    /// The steps of the edits, as they were answered by [`Saved::steps`].
    pub steps: Vec<String>,
}

/// As [`UndoHousehold`], for the team's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoTeam {
    /// The steps of the edits, as they were answered by [`Saved::steps`].
    pub steps: Vec<String>,
}

/// What was taken back. Its own steps can be undone in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// It is on the disk.
    pub saved: Saved,
    /// What stays as it is, since a teammate has been there since.
    pub left: Vec<Left>,
    /// Names that belong to the devices in its stamps.
    pub names: BTreeMap<DeviceKey, String>,
}
