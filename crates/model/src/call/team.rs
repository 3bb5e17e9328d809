//! The team, who is in it, who may come in.

use serde::{Deserialize, Serialize};

use super::erasure::{Erasure, LeftOver, PastKeeping};
use super::new_words::NewWordsStand;
use crate::date::UnixMillis;
use crate::edit::Edit;
use crate::id::{DeviceKey, DocKey, InviteKey, ItemId};
use crate::team::{Role, Team};

/// The team's page. Asks the server for join requests in the background.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetTeam {}

/// The team and its devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    /// The team's record.
    pub team: Team,
    /// Every device in the signed membership log.
    pub devices: Vec<TeamDevice>,
    /// Devices that were removed from it.
    pub former: Vec<TeamDevice>,
    /// Those of them whose unsent notes wait to be looked at. Admins alone are told.
    pub handed_over: Vec<DeviceKey>,
    /// What was erased, the latest first.
    pub erasures: Vec<Erasure>,
    /// Safety notes about households that were erased, by somebody who had not heard of it.
    pub left_over: Vec<LeftOver>,
    /// Closed households that were kept for as long as the team wants, those closed longest ago first;
    /// some of them, if they are many.
    pub past_keeping: Vec<PastKeeping>,
    /// Invites this device made that are still open.
    pub invites: Vec<OpenInvite>,
    /// Who asks to come in, by an invite of this device.
    pub joins: Vec<PendingJoin>,
    /// The server's address, if one is connected.
    pub server: Option<String>,
    /// When the recovery words were last typed in from the paper, as far as anybody noted it.
    pub recovery_checked: Option<UnixMillis>,
    /// That is more than a year ago, or never was, and this device is an admin's.
    pub recovery_due: bool,
    /// New recovery words that were made on this device, until they are put away.
    pub new_words: Option<NewWordsStand>,
    /// Somebody else put new recovery words in force, and this device's person, an admin, has not been told:
    /// the name of the other's device, empty if it has none.
    pub new_words_by: Option<String>,
}

/// A device in the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamDevice {
    /// Which.
    pub device: DeviceKey,
    /// Whose, if they have said.
    pub member: Option<ItemId>,
    /// Their name.
    pub name: Option<String>,
    /// What it may do, by the membership log.
    pub role: Role,
    /// It is this one.
    pub this_device: bool,
    /// It came in by the paper words, and not by an invite.
    pub by_words: bool,
}

/// An invite nobody has used yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvite {
    /// Which.
    pub invite: InviteKey,
    /// The 26 characters.
    pub code: String,
    /// What the joiner will be.
    pub role: Role,
    /// Until when it can be used.
    pub expires: UnixMillis,
}

/// Somebody who wants to come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingJoin {
    /// By which invite.
    pub invite: InviteKey,
    /// The name they gave.
    pub name: String,
    /// What they will be.
    pub role: Role,
    /// Six words that must be the same on their screen.
    pub words: Vec<String>,
}

/// Changes the team's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditTeam {
    /// In order; all are saved, or none.
    pub edits: Vec<Edit>,
}

/// Opens a door for one device. Admins only; needs the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateInvite {
    /// What the joiner will be.
    pub role: Role,
}

/// What to hand to the joiner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteCreated {
    /// The server's address to type.
    pub address: String,
    /// The invite with its code.
    pub invite: OpenInvite,
}

/// Lets somebody in, after both screens showed the same six words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApproveJoin {
    /// By which invite.
    pub invite: InviteKey,
    /// The words that the admin saw; if they are not the joiner's, nothing happens.
    pub words: Vec<String>,
}

/// Removes a device, for good: what the team writes from then on, it can't read. Admins only; needs the
/// server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveDevice {
    /// Which.
    pub device: DeviceKey,
}

/// Says what a device may do from now on. Admins only; needs the server. Some admin is always left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRole {
    /// Which.
    pub device: DeviceKey,
    /// What it may do.
    pub role: Role,
}

/// Turns somebody away and closes the invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclineJoin {
    /// By which invite.
    pub invite: InviteKey,
}

/// Looks at what a removed device had not sent. Admins only; needs the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookAtHandedOver {
    /// Which.
    pub device: DeviceKey,
}

/// What it had not sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOverPage {
    /// By household, in the order of their names.
    pub households: Vec<HandedOverHousehold>,
    /// Changes to the team's own record and to safety notes.
    pub other_changes: u32,
    /// Photos and voice notes.
    pub photos: u32,
    /// Parts that can't be read or are not that device's, with all that follows them: they stay out.
    pub unreadable: u32,
    /// Parts about what is restricted to others: they are taken in as they are, and those read them.
    pub unseen: u32,
    /// Parts that are restricted to others: they stay at the server, with all that follows them, until an
    /// admin looks at them who can open them.
    #[serde(default)]
    pub for_others: u32,
    /// All that the device had has come. Until then it may still be handing over.
    pub complete: bool,
    /// What was looked at, to be named when it is accepted.
    pub seen: String,
}

/// What a removed device had not sent of one household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOverHousehold {
    /// Which.
    pub household: DocKey,
    /// Its name, as it would be then.
    pub name: String,
    /// The device had begun it: nobody else has it.
    pub is_new: bool,
    /// How many changes.
    pub changes: u32,
    /// Lines that it took out.
    pub taken_out: u32,
    /// Things that it set or chose: a day, who does it, that the household is closed.
    pub set: u32,
    /// What was written, newest first, each cut where it is long.
    pub texts: Vec<String>,
    /// There is more than that.
    pub more: bool,
}

/// Takes in what a removed device had not sent, for the whole team. Admins only; needs the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptHandedOver {
    /// Which.
    pub device: DeviceKey,
    /// What was looked at ([`HandedOverPage::seen`]): more than that is not accepted.
    pub seen: String,
}

/// Gives up what a removed device had not sent; nothing brings it back. Admins only; needs the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclineHandedOver {
    /// Which.
    pub device: DeviceKey,
}
