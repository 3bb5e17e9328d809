//! The team, who is in it, who may come in.

use serde::{Deserialize, Serialize};

use super::erasure::{Erasure, LeftOver, PastKeeping};
use crate::date::UnixMillis;
use crate::edit::Edit;
use crate::id::{DeviceKey, InviteKey, ItemId};
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
