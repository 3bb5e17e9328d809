//! A household goes to another team with its history: one team writes a file, the other takes it over, and
//! tells three words by which the first knows that it is there.

use serde::{Deserialize, Serialize};

use crate::date::{Date, UnixMillis};
use crate::id::{DocKey, FileTicket, ItemId};

/// How it stands with moving a household. Leads and admins only. What is not on this device is fetched where there
/// is a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetMove {
    /// Which; with it goes everything that is shown as one with it, and the notes for safety about these.
    pub household: DocKey,
}

/// How it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// What goes.
    pub goes: InMove,
    /// Photos and voice notes that are not on this device yet: a file that is written now lacks them.
    pub lacking: u32,
    /// They are on their way from the server.
    pub fetches: bool,
    /// The team it is on its way to, or has gone to, as somebody wrote it.
    pub to: Option<String>,
    /// The file that this device wrote last; `None` if another device wrote it, or none did.
    pub written: Option<MoveWritten>,
    /// The day the other team said that it has it.
    pub moved_on: Option<Date>,
}

/// What is in a file, or will be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InMove {
    /// The household's name.
    pub name: String,
    /// Names of households that are shown as one with it.
    pub joined: Vec<String>,
    /// People in it.
    pub people: u32,
    /// Visits, planned ones too.
    pub visits: u32,
    /// Photos and voice notes.
    pub attachments: u32,
    /// Notes for safety.
    pub safety_notes: u32,
    /// Only some people could open it, or something of it: then only the person who takes it over can, until they
    /// say who else may.
    pub restricted: bool,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveWritten {
    /// What opens it: 26 characters, for the other team and on another way than the file.
    pub code: String,
    /// When it was written, by this device's clock.
    pub at: UnixMillis,
    /// Something was written about the household since, or it was restricted, and the file does not know it.
    pub written_since: bool,
    /// Photos and voice notes that are not in it.
    pub lacks: u32,
}

/// Writes the file, and marks the household as on its way. Leads and admins only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteMove {
    /// Which.
    pub household: DocKey,
    /// The team it goes to, as people call it.
    pub to: String,
    /// Where.
    pub ticket: FileTicket,
    /// Although photos or voice notes are not here, or something of it may not be; otherwise that is said, and
    /// nothing is written.
    pub without_lacking: bool,
}

/// The other team has told its three words. Leads and admins only, on the device that wrote the file. The
/// household is marked as gone, and closed; the record stays until an admin erases it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmMoved {
    /// Which.
    pub household: DocKey,
    /// As they were told.
    pub words: String,
    /// The day it is where the person is.
    pub today: Date,
}

/// It does not move after all: the marks are taken away. Leads and admins only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopMove {
    /// Which.
    pub household: DocKey,
}

/// Looks into a file that another team wrote. Nothing is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookAtMove {
    /// The file.
    pub ticket: FileTicket,
    /// As it was told.
    pub code: String,
}

/// What is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveLookedAt {
    /// What comes.
    pub comes: InMove,
    /// The team that it comes from, as it calls itself.
    pub from: String,
    /// When the file was written, by the clock of who wrote it.
    pub at: UnixMillis,
    /// Everybody in this team, by name, for choosing who holds it.
    pub members: Vec<(ItemId, String)>,
    /// Who uses this device, if they are in the team's record.
    pub me: Option<ItemId>,
    /// It was taken over on this device before, as this household. Taking it over again brings what was written
    /// there since and photos that are not here yet, and nothing twice.
    pub here: Option<DocKey>,
}

/// Takes over what is in the file: as a new household of this team, with everything that was ever written there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOver {
    /// The file.
    pub ticket: FileTicket,
    /// As it was told.
    pub code: String,
    /// The member who holds it from now on.
    pub worker: Option<ItemId>,
}

/// It is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// As which household.
    pub household: DocKey,
    /// What to tell the team that had it, so that they know.
    pub words: Vec<String>,
    /// Photos and voice notes that were not in the file.
    pub lacks: u32,
}
