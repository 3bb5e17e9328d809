//! How sync stands: the chip and its panel.

use serde::{Deserialize, Serialize};

use crate::date::UnixMillis;
use crate::id::DocKey;
use crate::problem::Problem;

/// Connects the team on this device to a server at the office.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectServer {
    /// `host:port`.
    pub address: String,
    /// The 26 characters that the server prints.
    pub setup_code: String,
    /// Whether it may be another server than the one the team is connected to: the old one is gone.
    #[serde(default)]
    pub replace: bool,
}

/// How sync stands now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetSync {}

/// Syncs now and answers when it is done or has failed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncNow {}

/// Everything the chip and the panel say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncPage {
    /// In a word.
    pub state: SyncState,
    /// Changes on this device that the server does not hold yet.
    pub waiting: u32,
    /// What is on its way to this device, while it is worth telling.
    #[serde(default)]
    pub arriving: Option<Arriving>,
    /// When everything on this device was last known to be held by the server.
    pub last_synced: Option<UnixMillis>,
    /// Photos and voice notes on this device that the server does not hold yet.
    #[serde(default)]
    pub attachments_waiting: u32,
    /// Why they can't be sent now, though text can.
    #[serde(default)]
    pub attachment_problem: Option<Problem>,
    /// When the server was last found to lack what it had before, and what of that this device had.
    #[serde(default)]
    pub server_behind: Option<ServerBehind>,
    /// Pieces that teammates' devices wrote and that the server, once set back, does not take again,
    /// since they have written something else in their place. They are kept here.
    #[serde(default)]
    pub not_taken: u32,
    /// Which households have something waiting; at most 100.
    pub unsent: Vec<UnsentHousehold>,
    /// Chunks that arrived and could not be opened; they are kept.
    pub quarantined: u32,
    /// Chunks that wait for something that has not arrived yet.
    pub held_back: u32,
    /// What those are about; at most 100.
    #[serde(default)]
    pub apart: Vec<Apart>,
    /// Why the last try failed, if it did.
    pub problem: Option<Problem>,
    /// The server's address.
    pub server: Option<String>,
}

/// What is on its way to this device: a first sync, or the first after a long absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arriving {
    /// Pieces of the record that the server has and this device has not fetched yet.
    pub to_fetch: u64,
    /// Households and other records that something has arrived for, which is still being read. They
    /// are complete as soon as somebody opens them.
    pub to_read: u32,
    /// How long what is at hand will take at the pace so far, in seconds.
    pub seconds_left: Option<u32>,
}

/// A server that was restored from an old copy, wiped or replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerBehind {
    /// When this device noticed.
    pub found: UnixMillis,
    /// Pieces of the record, of anybody's, that this device holds and the server lacked.
    pub lacked: u32,
    /// How many of them have yet to be given back.
    pub to_give_back: u32,
}

/// How sync stands, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncState {
    /// No server is connected: everything is on this device only.
    NoServer,
    /// At it now.
    Syncing,
    /// The last try reached the server.
    UpToDate,
    /// The last try did not reach the server.
    Offline,
    /// The server or the team needs a look.
    Trouble,
}

/// Where everything about a household is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetHouseholdKept {
    /// Which household.
    pub id: DocKey,
}

/// Where everything about a household is, as far as this device knows: what teammates' devices hold
/// they have said themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdKept {
    /// Changes that are on this device and nowhere else.
    pub only_here: u32,
    /// Whether the server holds all that this device has.
    pub server: bool,
    /// Teammates' devices, by name.
    pub devices: Vec<KeptBy>,
}

/// A teammate's device and a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBy {
    /// Whose device; empty until the team's record tells.
    pub name: String,
    /// Whether it has said that it holds all that this device has.
    pub all: bool,
}

/// What arrived for a household and is not in its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apart {
    /// Which; `None` for the team's own record, and for one of which nothing is here yet.
    pub household: Option<DocKey>,
    /// Its name; empty where nothing of it is here yet.
    pub name: String,
    /// Pieces that can't be opened.
    pub quarantined: u32,
    /// Pieces that wait for something that has not arrived yet.
    pub held_back: u32,
}

/// A household with changes that only this device holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsentHousehold {
    /// Which; `None` for the team's own record.
    pub household: Option<DocKey>,
    /// Its name.
    pub name: String,
    /// How many changes.
    pub changes: u32,
}
