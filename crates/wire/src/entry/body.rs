//! What an entry says, by its kind.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::EntryFault;
use crate::device::{DevicePublic, Role};
use crate::id::{
    ChunkId, DeviceId, DocId, EntryHash, KeyCheck, LogId, SealedKey, SealedReason, Signature,
    VerifyingKeyBytes, WrappedKey,
};
use crate::{decode, encode};

const KIND_GENESIS: u8 = 1;
const KIND_INVITE: u8 = 2;
const KIND_ADD: u8 = 3;
const KIND_REMOVE: u8 = 4;
const KIND_CHANGE_ROLE: u8 = 5;
const KIND_ERASE: u8 = 6;
const KIND_RECOVER: u8 = 7;
const KIND_ACCEPT: u8 = 8;
const KIND_REPLACE_RECOVERY: u8 = 9;

/// The first entry: the founder's device, the team's recovery keys.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Genesis {
    /// The founder's device, an admin from the start.
    #[n(0)]
    pub device: DevicePublic,
    /// Public halves of the keys that the paper words derive.
    #[n(1)]
    pub recovery: DevicePublic,
    /// The first epoch's key, wrapped to recovery (HPKE: encapsulated key ‖ ciphertext).
    #[n(2)]
    pub epoch_key_for_recovery: ByteVec,
    /// Makes two teams of one device differ.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub salt: [u8; 16],
}

/// An open door for one device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Invite {
    /// Public half of the one-use key that the invite's seed derives.
    #[n(0)]
    pub key: VerifyingKeyBytes,
    /// What the joiner will be.
    #[n(1)]
    pub role: Role,
    /// Until when the server takes a join request, in milliseconds since 1970 (UTC).
    #[n(2)]
    pub expires_ms: u64,
}

/// A device let in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Add {
    /// Its keys.
    #[n(0)]
    pub device: DevicePublic,
    /// As the invite said.
    #[n(1)]
    pub role: Role,
    /// Which invite it used.
    #[n(2)]
    pub invite: EntryHash,
    /// The invite key's signature over {team, device keys}.
    #[n(3)]
    pub proof: Signature,
    /// The epoch whose key is wrapped.
    #[n(4)]
    pub epoch: u32,
    /// The epoch key wrapped to the device (HPKE: encapsulated key ‖ ciphertext).
    #[n(5)]
    pub epoch_key: ByteVec,
}

/// Devices that go, if any, and the key of what is written from here on: one entry, so that nobody is
/// ever out and still holds the key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Remove {
    /// Who goes, and how far what each wrote counts.
    #[n(0)]
    pub removed: Vec<Removed>,
    /// For those who stay.
    #[n(1)]
    pub epoch: NewEpoch,
}

/// A device that goes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Removed {
    /// Which.
    #[n(0)]
    pub device: DeviceId,
    /// The last chunk that counts of each of its logs. Of others nothing counts.
    #[n(1)]
    pub ends: Vec<LogEnd>,
}

/// The last chunk of a log that counts. It names the one before it, and so on to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct LogEnd {
    /// Which log.
    #[n(0)]
    pub log_id: LogId,
    /// Its place there.
    #[n(1)]
    pub log_seq: u64,
    /// The chunk.
    #[n(2)]
    pub chunk_id: ChunkId,
}

/// A new epoch's key, for everybody who is in the team then.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct NewEpoch {
    /// One more than the epoch in force.
    #[n(0)]
    pub epoch: u32,
    /// The key, wrapped to each device that is in the team then, in the order of their ids.
    #[n(1)]
    pub keys: Vec<KeyFor>,
    /// The key, wrapped to recovery.
    #[n(2)]
    pub for_recovery: WrappedKey,
    /// The former epoch's key, sealed under the new one: whoever comes in later reads what was before.
    #[n(3)]
    pub former: SealedKey,
    /// Derived from the key: whoever opens another one than the rest is told.
    #[n(4)]
    pub check: KeyCheck,
}

/// A key for one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct KeyFor {
    /// Whose.
    #[n(0)]
    pub device: DeviceId,
    /// The key.
    #[n(1)]
    pub key: WrappedKey,
}

/// A device may do more or less from here on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct ChangeRole {
    /// Which.
    #[n(0)]
    pub device: DeviceId,
    /// What it may do.
    #[n(1)]
    pub role: Role,
}

/// A device that comes in by the paper words; signed by them. They are used up: there are new ones.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Recover {
    /// Its keys; an admin from here on.
    #[n(0)]
    pub device: DevicePublic,
    /// Public halves of the keys that the new words derive.
    #[n(1)]
    pub recovery: DevicePublic,
    /// For everybody who was in the team, and this device.
    #[n(2)]
    pub epoch: NewEpoch,
}

/// Other paper words in the place of those in force, which were lost or seen. The key changes with them: the
/// former words opened the one before.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct ReplaceRecovery {
    /// Public halves of the keys that the new words derive.
    #[n(0)]
    pub recovery: DevicePublic,
    /// The new words' signature over {team, their keys}: they are there, and nobody put another team's here.
    #[n(1)]
    pub proof: Signature,
    /// For everybody who is in the team.
    #[n(2)]
    pub epoch: NewEpoch,
}

/// More of what a removed device wrote counts than was known when it went.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Accept {
    /// Which device.
    #[n(0)]
    pub device: DeviceId,
    /// Up to where, of each of these logs.
    #[n(1)]
    pub ends: Vec<LogEnd>,
}

/// Documents that go for good, everywhere, with their keys.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Erase {
    /// Which: each once, in the order of their ids.
    #[n(0)]
    pub documents: Vec<DocId>,
    /// The epoch in force, under whose key the reason is sealed.
    #[n(1)]
    pub epoch: u32,
    /// Why, for those who are in the team.
    #[n(2)]
    pub reason: SealedReason,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "a log has few entries, and one at a time is in memory"
)]
pub enum EntryBody {
    /// The team begins.
    Genesis(Genesis),
    /// A door is opened.
    Invite(Invite),
    /// A device comes in.
    Add(Add),
    /// Devices go, and the key changes.
    Remove(Remove),
    /// A device may do more or less.
    ChangeRole(ChangeRole),
    /// Documents go for good.
    Erase(Erase),
    /// A device comes in by the paper words, and the keys change.
    Recover(Recover),
    /// More of what a removed device wrote counts.
    Accept(Accept),
    /// Other paper words count from here on, and the key changes.
    ReplaceRecovery(ReplaceRecovery),
}

impl EntryBody {
    pub(super) fn kind(&self) -> u8 {
        match self {
            Self::Genesis(_) => KIND_GENESIS,
            Self::Invite(_) => KIND_INVITE,
            Self::Add(_) => KIND_ADD,
            Self::Remove(_) => KIND_REMOVE,
            Self::ChangeRole(_) => KIND_CHANGE_ROLE,
            Self::Erase(_) => KIND_ERASE,
            Self::Recover(_) => KIND_RECOVER,
            Self::Accept(_) => KIND_ACCEPT,
            Self::ReplaceRecovery(_) => KIND_REPLACE_RECOVERY,
        }
    }

    /// As CBOR.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Genesis(body) => encode(body),
            Self::Invite(body) => encode(body),
            Self::Add(body) => encode(body),
            Self::Remove(body) => encode(body),
            Self::ChangeRole(body) => encode(body),
            Self::Erase(body) => encode(body),
            Self::Recover(body) => encode(body),
            Self::Accept(body) => encode(body),
            Self::ReplaceRecovery(body) => encode(body),
        }
    }

    pub(super) fn decode(kind: u8, bytes: &[u8]) -> Result<Self, EntryFault> {
        let body = match kind {
            KIND_GENESIS => decode(bytes).map(Self::Genesis),
            KIND_INVITE => decode(bytes).map(Self::Invite),
            KIND_ADD => decode(bytes).map(Self::Add),
            KIND_REMOVE => decode(bytes).map(Self::Remove),
            KIND_CHANGE_ROLE => decode(bytes).map(Self::ChangeRole),
            KIND_ERASE => decode(bytes).map(Self::Erase),
            KIND_RECOVER => decode(bytes).map(Self::Recover),
            KIND_ACCEPT => decode(bytes).map(Self::Accept),
            KIND_REPLACE_RECOVERY => decode(bytes).map(Self::ReplaceRecovery),
            kind => return Err(EntryFault::UnknownKind(kind)),
        };
        body.map_err(|_| EntryFault::BadBody)
    }

    /// The new epoch that it begins, if it begins one.
    pub fn new_epoch(&self) -> Option<&NewEpoch> {
        match self {
            Self::Remove(remove) => Some(&remove.epoch),
            Self::Recover(recover) => Some(&recover.epoch),
            Self::ReplaceRecovery(replace) => Some(&replace.epoch),
            Self::Genesis(_)
            | Self::Invite(_)
            | Self::Add(_)
            | Self::ChangeRole(_)
            | Self::Erase(_)
            | Self::Accept(_) => None,
        }
    }

    /// Public keys of the paper words that it puts in the place of others, if it does.
    pub fn new_recovery(&self) -> Option<&DevicePublic> {
        match self {
            Self::Recover(recover) => Some(&recover.recovery),
            Self::ReplaceRecovery(replace) => Some(&replace.recovery),
            Self::Genesis(_)
            | Self::Invite(_)
            | Self::Add(_)
            | Self::Remove(_)
            | Self::ChangeRole(_)
            | Self::Erase(_)
            | Self::Accept(_) => None,
        }
    }

    /// The documents that it erases; none if it is no erasure.
    pub fn erased(&self) -> &[DocId] {
        match self {
            Self::Erase(erase) => &erase.documents,
            Self::Genesis(_)
            | Self::Invite(_)
            | Self::Add(_)
            | Self::Remove(_)
            | Self::ChangeRole(_)
            | Self::Recover(_)
            | Self::Accept(_)
            | Self::ReplaceRecovery(_) => &[],
        }
    }
}
