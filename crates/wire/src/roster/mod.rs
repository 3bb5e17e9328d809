//! Who is in a team, worked out from its membership log and from nothing else.
//!
//! The server runs this to refuse what is plainly wrong; every device runs it from genesis on and
//! believes nobody. Invite expiry is not checked here: no clock is trusted for access, so the
//! server refuses late join requests and the approving admin looks at the date.

mod append;
mod writer;

use std::collections::{BTreeMap, BTreeSet};

pub use self::writer::WriterFault;
use crate::device::{DevicePublic, Role};
use crate::entry::{Entry, EntryBody, Genesis, Invite, LogEnd};
use crate::id::{DeviceId, DocId, EntryHash, KeyCheck, LogId, TeamId};

/// A device that is in the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Its keys.
    pub device: DevicePublic,
    /// What it may do.
    pub role: Role,
}

/// An invite and whether a device came in by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteState {
    /// As signed.
    pub invite: Invite,
    /// Who signed it.
    pub by: DeviceId,
    /// Which device used it.
    pub used_by: Option<DeviceId>,
}

/// A device that was in the team and was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// What it was at last.
    pub member: Member,
    /// The last epoch that it was in.
    pub epoch: u32,
    /// The last chunk that counts of each of its logs.
    pub ends: BTreeMap<LogId, LogEnd>,
}

/// Why an entry can't stand where it claims to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RosterFault {
    /// A log begins with genesis, once.
    #[error("the membership log must begin with the team's first entry, and hold it once")]
    MisplacedGenesis,
    /// It names another team.
    #[error("the entry belongs to another team")]
    OtherTeam,
    /// It does not follow the last entry.
    #[error("the entry does not follow the last one")]
    NotNext,
    /// The author is not an admin of the team.
    #[error("the entry's author may not change the team")]
    NotAdmin,
    /// The signature is not the author's.
    #[error("the entry's signature is not its author's")]
    BadSignature,
    /// The invite is not in the log.
    #[error("the invite is not in the log")]
    UnknownInvite,
    /// The invite was used before.
    #[error("the invite was used before")]
    UsedInvite,
    /// The joiner's proof is not the invite's.
    #[error("the joiner's proof does not fit the invite")]
    BadProof,
    /// The role or epoch differs from what was agreed.
    #[error("the entry gives another role or epoch than agreed")]
    OtherTerms,
    /// The device is in the team already, or was once: whoever was removed comes back with new keys.
    #[error("the device is in the team already, or was removed from it")]
    KnownDevice,
    /// It names a device that is not there, or one twice.
    #[error("the entry names a device that is not there, or one twice")]
    UnknownDevice,
    /// Nobody removes the device that signs: it would know the new key.
    #[error("a device can't remove itself")]
    RemovesItself,
    /// Some admin must be left.
    #[error("no admin would be left")]
    NoAdminLeft,
    /// An epoch follows the one before it.
    #[error("the epoch does not follow the one in force")]
    NotNextEpoch,
    /// The new key is for all who are in the team then, and for nobody else.
    #[error("the new key is not for exactly those who are in the team then")]
    KeysForOthers,
    /// The author is not who the paper words stand for.
    #[error("the entry is not by the recovery words in force")]
    NotRecovery,
    /// Words that were used, or that others took the place of, are used up.
    #[error("the recovery words have to be new")]
    SameRecovery,
    /// The new words did not sign.
    #[error("the new recovery words have not signed for themselves in this team")]
    BadRecoveryProof,
    /// A log has one end, and it only moves on.
    #[error("a log has one end, and it can't go back")]
    EndsDiffer,
    /// What is erased is named once, in order, and no more at once than is allowed.
    #[error("an erasure names some documents, each once, in the order of their ids")]
    DocumentsOutOfOrder,
    /// What is erased stays so.
    #[error("the document was erased before")]
    ErasedBefore,
}

/// The state of a team after some entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    team_id: TeamId,
    head: EntryHash,
    len: u64,
    epoch: u32,
    genesis: Genesis,
    /// Of the paper words in force.
    recovery: DevicePublic,
    /// The device that put them in force.
    recovery_by: DeviceId,
    /// Of paper words that others took the place of, and are used up.
    used_recovery: Vec<DevicePublic>,
    /// Devices that paper words let in.
    by_words: BTreeMap<DeviceId, u32>,
    /// Of the epoch key in force; the first one has none.
    check: Option<KeyCheck>,
    members: BTreeMap<DeviceId, Member>,
    former: BTreeMap<DeviceId, Former>,
    invites: BTreeMap<EntryHash, InviteState>,
    erased: BTreeSet<DocId>,
}

impl Roster {
    /// A team from its first entry, which founds and names it.
    ///
    /// # Errors
    /// [`RosterFault`] if it is not a well-signed genesis.
    pub fn begin(entry: &Entry) -> Result<Self, RosterFault> {
        let EntryBody::Genesis(genesis) = &entry.body else {
            return Err(RosterFault::MisplacedGenesis);
        };
        let place = &entry.place;
        if place.team_id != TeamId::ZERO || place.previous != EntryHash::ZERO || place.position != 0
        {
            return Err(RosterFault::MisplacedGenesis);
        }
        let founder = genesis.device.device_id();
        if place.author != founder || !entry.is_signed_by(&genesis.device.verifying) {
            return Err(RosterFault::BadSignature);
        }
        let member = Member {
            device: genesis.device,
            role: Role::Admin,
        };
        Ok(Self {
            team_id: TeamId(entry.hash().0),
            head: entry.hash(),
            len: 1,
            epoch: 0,
            genesis: genesis.clone(),
            recovery: genesis.recovery,
            recovery_by: founder,
            used_recovery: Vec::new(),
            by_words: BTreeMap::new(),
            check: None,
            members: BTreeMap::from([(founder, member)]),
            former: BTreeMap::new(),
            invites: BTreeMap::new(),
            erased: BTreeSet::new(),
        })
    }

    /// The hash of the genesis entry.
    pub fn team_id(&self) -> TeamId {
        self.team_id
    }

    /// The hash of the last entry.
    pub fn head(&self) -> EntryHash {
        self.head
    }

    /// How many entries the log has; always at least 1.
    pub fn entry_count(&self) -> u64 {
        self.len
    }

    /// The epoch in force.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Tells whether a key is the one of the epoch in force; nothing does of the first epoch's.
    pub fn epoch_check(&self) -> Option<KeyCheck> {
        self.check
    }

    /// Public halves of the keys that the paper words in force derive.
    pub fn recovery(&self) -> &DevicePublic {
        &self.recovery
    }

    /// The device that put the paper words in force: the founder's, one that came in by the words before them, or an
    /// admin's.
    pub fn recovery_by(&self) -> DeviceId {
        self.recovery_by
    }

    /// Whether these are public keys of paper words that others took the place of.
    pub fn was_recovery(&self, keys: &DevicePublic) -> bool {
        *keys != self.recovery && self.used_recovery.contains(keys)
    }

    /// Whether paper words with this id are in force, or once were.
    pub fn knows_recovery(&self, id: &DeviceId) -> bool {
        let mut all = self.used_recovery.iter().chain([&self.recovery]);
        all.any(|keys| keys.device_id() == *id)
    }

    /// Whether paper words let this device in.
    pub fn came_by_words(&self, device: &DeviceId) -> bool {
        self.recovered_in(device).is_some()
    }

    /// Devices that paper words let in, each with the epoch that it began.
    pub fn recovered(&self) -> impl Iterator<Item = (DeviceId, u32)> {
        self.by_words
            .iter()
            .map(|(device, epoch)| (*device, *epoch))
    }

    /// Of a device that paper words let in: the epoch that it began.
    pub fn recovered_in(&self, device: &DeviceId) -> Option<u32> {
        self.by_words.get(device).copied()
    }

    /// The first entry's body.
    pub fn genesis(&self) -> &Genesis {
        &self.genesis
    }

    /// A device, if it is in the team.
    pub fn member(&self, device: &DeviceId) -> Option<&Member> {
        self.members.get(device)
    }

    /// Every device in the team, in the order of their ids.
    pub fn members(&self) -> impl Iterator<Item = (&DeviceId, &Member)> {
        self.members.iter()
    }

    /// A device, if it was removed.
    pub fn former(&self, device: &DeviceId) -> Option<&Former> {
        self.former.get(device)
    }

    /// Every device that was removed, in the order of their ids.
    pub fn all_former(&self) -> impl Iterator<Item = (&DeviceId, &Former)> {
        self.former.iter()
    }

    /// An invite, used or not.
    pub fn invite(&self, invite: &EntryHash) -> Option<&InviteState> {
        self.invites.get(invite)
    }

    /// Every invite with its entry's hash.
    pub fn invites(&self) -> impl Iterator<Item = (&EntryHash, &InviteState)> {
        self.invites.iter()
    }

    /// Whether a document was erased: nothing that is said about it is kept any more.
    pub fn is_erased(&self, document: &DocId) -> bool {
        self.erased.contains(document)
    }

    /// Every document that was erased, in the order of their ids.
    pub fn erased(&self) -> impl Iterator<Item = &DocId> {
        self.erased.iter()
    }
}
