//! The home screen.

use serde::{Deserialize, Serialize};

use super::HouseholdRow;
use crate::date::{Date, UnixMillis};
use crate::id::{DocKey, ItemId};

/// What a worker needs to see first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetHome {
    /// The day, as the screen's time zone has it.
    pub today: Date,
    /// How many promises are given at most of those that are due, and as many of those for later;
    /// 0 stands for 20, and no more than 500 are given.
    #[serde(default)]
    pub promises: u32,
}

/// Everything is read from projections; nothing here grows with the caseload.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Visits planned for today, by time; at most 100.
    pub visits_today: Vec<PlannedVisit>,
    /// Visits that were planned within the last four weeks and that nobody has noted, the latest
    /// first; at most 20.
    pub visits_not_noted: Vec<PlannedVisit>,
    /// Visits planned for the seven days after today, the next first; at most 50.
    pub visits_coming: Vec<PlannedVisit>,
    /// What we promised for this day or an earlier one and is still open: first what is mine, then
    /// the others', each by its day.
    pub promised_due: Vec<Promise>,
    /// How many of these there are; counted up to 1,000.
    pub promised_due_count: u32,
    /// What we promised for a later day, or for none: in the same order.
    pub promised_later: Vec<Promise>,
    /// How many of these there are; counted up to 1,000.
    pub promised_later_count: u32,
    /// Households opened last on this device; at most 8.
    pub recently_seen: Vec<HouseholdRow>,
    /// Both-changed, quarantined, newly arrived; at most 20.
    pub needs_a_look: Vec<NeedsALook>,
    /// How many demands the team has not yet looked at together; counted up to 1,000.
    pub asked_for_count: u32,
    /// How many households there are in all.
    pub household_count: u32,
}

/// A visit to come.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PlannedVisit {
    /// Whose.
    pub household: DocKey,
    /// Its name.
    pub household_name: String,
    /// The visit.
    pub visit: ItemId,
    /// The day.
    pub date: Date,
    /// The time, as people say it.
    pub time: Option<String>,
    /// Who of the team goes: members and their names.
    pub members: Vec<(ItemId, String)>,
    /// There is a safety note to read before one knocks.
    pub safety_note: bool,
}

/// Something a worker said they would do.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Promise {
    /// For whom.
    pub household: DocKey,
    /// Its name.
    pub household_name: String,
    /// The action.
    pub action: ItemId,
    /// What.
    pub what: String,
    /// Who does it.
    pub who: Option<String>,
    /// Which of us does it, where that was chosen.
    pub member: Option<ItemId>,
    /// By when.
    pub by_when: Option<Date>,
}

/// A household that changed while one was not looking.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NeedsALook {
    /// Which; `None` for something that could not be opened at all.
    pub household: Option<DocKey>,
    /// Its name.
    pub household_name: String,
    /// What.
    pub why: Look,
    /// When it arrived on this device.
    pub at: UnixMillis,
}

/// Why something needs a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// A teammate's changes arrived.
    Arrived,
    /// Two people set the same field; the number of fields.
    BothChanged(u32),
    /// A teammate wrote in a line that was removed, without knowing of it. The words are kept; no
    /// page shows them until the line is brought back.
    WroteInRemoved,
    /// Something arrived that could not be opened; it is kept.
    Quarantined,
    /// Two people set the same field of a safety note; the number of fields.
    SafetyBothChanged(u32),
    /// A safety note is to be looked at again; it was to be on this day.
    SafetyReview(Date),
}
