//! Who can open a household or a safety note: everybody in the team, or named people alone.

use serde::{Deserialize, Serialize};

use crate::id::{DocKey, ItemId};

/// Who can open it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetOpeners {
    /// A household or a safety note.
    pub document: DocKey,
}

/// Who can open it from now on. With a household go all that is shown as one with it, and the notes about
/// these; one that is restricted to fewer stays so. Whoever asks has to be able to open it, and to be among
/// those who can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetOpeners {
    /// A household or a safety note.
    pub document: DocKey,
    /// These people on all of their devices; `None` for everybody in the team.
    pub people: Option<Vec<ItemId>>,
}

/// Who can open something, and who could.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Openers {
    /// Only named people can.
    pub restricted: bool,
    /// Everybody in the team, by name.
    pub people: Vec<Opener>,
    /// Those who can and are nobody in the team's record: devices that nobody has said whose they are.
    pub unknown: u32,
    /// Not all of it has reached everybody who can: saying the same again gives it to them.
    pub some_lack: bool,
    /// An admin is among those who can: nobody else can erase it, or look at what a removed device hands over.
    pub has_admin: bool,
}

/// Somebody in the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opener {
    /// Who.
    pub person: ItemId,
    /// Their name.
    pub name: String,
    /// Whether they are among those who can.
    pub named: bool,
    /// They use this device.
    pub me: bool,
    /// Their devices that an admin has said are theirs. Without one they can't be named.
    pub devices: u32,
    /// Of somebody who is named: those that have not been named with them, and get no key until somebody says
    /// so again.
    pub new_devices: u32,
}
