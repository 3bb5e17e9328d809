//! Finding, opening and changing households.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::JoinedHousehold;
use crate::date::{Date, UnixMillis};
use crate::edit::Edit;
use crate::field::{Part, Value};
use crate::household::Household;
use crate::id::{DeviceKey, DocKey, Heads, ItemId};

/// Lists or searches everything on this device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListHouseholds {
    /// What was typed; empty lists all by name.
    pub search: String,
    /// Only those held by this member (named or second worker).
    pub worker: Option<ItemId>,
    /// Only those in this locality.
    pub locality: Option<String>,
    /// Only those not visited since this day.
    pub not_seen_since: Option<Date>,
    /// Also those that are closed.
    pub with_closed: bool,
    /// How many rows to skip.
    pub offset: u32,
    /// How many rows to give; at most 200.
    pub limit: u32,
    /// The day it is where the person is: what is planned next is planned from this day on. Without
    /// it, any planned visit counts as the next.
    #[serde(default)]
    pub today: Option<Date>,
}

/// Some rows of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdList {
    /// In the order to show.
    pub rows: Vec<HouseholdRow>,
    /// How many match in all, or of how many it is known so far.
    pub total: u32,
    /// There may be more than `total`: words stand nearly everywhere, and counting would take long.
    #[serde(default)]
    pub more: bool,
    /// Every locality there is, for the filter; at most 50.
    pub localities: Vec<String>,
    /// Households that are for others alone; 0 unless the team wants that to be said.
    #[serde(default)]
    pub for_others: u32,
}

/// A household in a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HouseholdRow {
    /// Which.
    pub id: DocKey,
    /// The name the team uses.
    pub name: String,
    /// Where.
    pub address: String,
    /// The patch.
    pub locality: String,
    /// The named worker's name.
    pub worker: Option<String>,
    /// Names of its people, in a line.
    pub people: String,
    /// The last visit that took place.
    pub last_visit: Option<Date>,
    /// The next one planned, from today on.
    pub next_visit: Option<Date>,
    /// Where none is: the last one that was planned for a day before today and that nobody noted.
    #[serde(default)]
    pub was_planned: Option<Date>,
    /// Actions still open.
    pub open_actions: u32,
    /// Fields that two people changed and nobody has settled.
    pub both_changed: u32,
    /// Changes on this device that the server does not hold yet.
    pub unsent: u32,
    /// Closed.
    pub closed: bool,
    /// Where the search found something, if not in the name: the words around it.
    pub found: Option<Found>,
}

/// Words around a hit, and what they are part of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Found {
    /// The part of the record.
    pub part: Part,
    /// The line; `None` where there is only one.
    pub item: Option<ItemId>,
    /// The day of a visit.
    pub date: Option<Date>,
    /// Before the hit.
    pub before: String,
    /// The hit.
    pub hit: String,
    /// After it.
    pub after: String,
}

/// A new household. Nothing but a name is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddHousehold {
    /// The name the team uses.
    pub name: String,
    /// Other fields of [`crate::household::About`] to begin with.
    pub about: Vec<(String, Value)>,
}

/// It is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdAdded {
    /// Which.
    pub id: DocKey,
}

/// The whole record, with the lines of households that are joined into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenHousehold {
    /// Which.
    pub id: DocKey,
    /// Whether a person is looking (counts as seen) or a screen only refreshes itself.
    pub seen: bool,
}

/// The record and the names one needs to read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdOpened {
    /// The record.
    pub household: Household,
    /// Names that belong to the devices in its stamps.
    pub names: BTreeMap<DeviceKey, String>,
    /// Every member: id and name, for choosing a worker.
    pub members: Vec<(ItemId, String)>,
    /// Changes on this device that the server does not hold yet.
    pub unsent: u32,
    /// Households whose lines are among this one's.
    #[serde(default)]
    pub joined: Vec<JoinedHousehold>,
    /// The household that shows this one's lines among its own.
    #[serde(default)]
    pub shown_in: Option<DocKey>,
    /// Names of the households that marks of joining lead to.
    #[serde(default)]
    pub households: BTreeMap<DocKey, String>,
    /// Who alone can open it; `None` where everybody in the team can.
    #[serde(default)]
    pub openers: Option<OpenersByName>,
}

/// Who alone can open a household, for its page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenersByName {
    /// People, by the names that an admin gave them.
    pub names: Vec<String>,
    /// Those of whom no admin has said who they are, or whose devices these are.
    pub unknown: u32,
    /// Not all of it has reached everybody who can, until one of them says so again ([`SetOpeners`](super::SetOpeners)).
    #[serde(default)]
    pub some_lack: bool,
}

/// Changes a household. All edits are saved, or none. An edit of a line that another household
/// brought in goes there; new lines are the household's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditHousehold {
    /// Which.
    pub id: DocKey,
    /// In order.
    pub edits: Vec<Edit>,
}

/// It is on the disk of this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// When.
    pub at: UnixMillis,
    /// The document's state now; the base for the next text edit of what this screen shows.
    pub heads: Heads,
    /// Whether others' changes are in the document that the screen has not seen: ask for it again.
    pub more_arrived: bool,
    /// What was written, by name, for taking it back; empty when nothing differs from before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
}
