//! One entry of a team's membership log.
//!
//! Layout: suite (1), kind (1), team_id (32, zero in genesis), previous entry (32, zero in
//! genesis), position (8), author device_id (16), body length (4), body (CBOR), signature (64) over
//! all before it. The entry's hash covers everything, and the genesis entry's hash names the team.

mod body;

use ed25519_dalek::SigningKey;

pub use self::body::{
    Accept, Add, ChangeRole, EntryBody, Erase, Genesis, Invite, KeyFor, LogEnd, NewEpoch, Recover,
    Remove, Removed, ReplaceRecovery,
};
use crate::SUITE;
use crate::bytes::Reader;
use crate::device::DevicePublic;
use crate::id::{DeviceId, EntryHash, Signature, TeamId, VerifyingKeyBytes};
use crate::label::{Label, hash, sign, verify};
use crate::limits::MAX_ENTRY;

/// Why bytes are not a membership entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryFault {
    /// Longer than an entry may be.
    #[error("the entry is larger than the limit")]
    TooLong,
    /// Ends too early, or goes on after its end.
    #[error("the entry's length does not fit its contents")]
    WrongLength,
    /// Made by a later version.
    #[error("the entry has suite {0}, which this version does not know")]
    UnknownSuite(u8),
    /// Not a kind at all.
    #[error("the entry has kind {0}, which this version does not know")]
    UnknownKind(u8),
    /// The body is not what its kind says.
    #[error("the entry's body does not have the shape of its kind")]
    BadBody,
}

/// Where an entry stands, and who wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryPlace {
    /// Zero in genesis.
    pub team_id: TeamId,
    /// Zero in genesis.
    pub previous: EntryHash,
    /// Dense, from 0.
    pub position: u64,
    /// Who signs.
    pub author: DeviceId,
}

/// A parsed entry; its signature and place are checked by [`crate::roster::Roster`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub place: EntryPlace,
    /// What it says.
    pub body: EntryBody,
    bytes: Vec<u8>,
    hash: EntryHash,
}

impl Entry {
    /// Puts an entry together and signs it.
    pub fn sign(place: EntryPlace, body: EntryBody, key: &SigningKey) -> Self {
        let encoded = body.encode();
        let mut bytes = vec![SUITE, body.kind()];
        bytes.extend(place.team_id.0);
        bytes.extend(place.previous.0);
        bytes.extend(place.position.to_be_bytes());
        bytes.extend(place.author.0);
        // An entry is far below 4 GiB: its parts are small and `parse` refuses more than the limit.
        bytes.extend((encoded.len() as u32).to_be_bytes());
        bytes.extend(encoded);
        let signature = sign(Label::EntrySignature, key, &bytes);
        bytes.extend(signature.0);
        let hash = EntryHash(hash(Label::Entry, &[&bytes]));
        Self {
            place,
            body,
            bytes,
            hash,
        }
    }

    /// Parses bytes from outside; checks layout and limits, not the signature.
    ///
    /// # Errors
    /// [`EntryFault`] names the first rule that is broken.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, EntryFault> {
        if bytes.len() > MAX_ENTRY {
            return Err(EntryFault::TooLong);
        }
        let (place, body) = Self::read(&bytes)?;
        let hash = EntryHash(hash(Label::Entry, &[&bytes]));
        Ok(Self {
            place,
            body,
            bytes,
            hash,
        })
    }

    fn read(bytes: &[u8]) -> Result<(EntryPlace, EntryBody), EntryFault> {
        let mut reader = Reader::new(bytes);
        let mut next = || reader.u8().ok_or(EntryFault::WrongLength);
        let (suite, kind) = (next()?, next()?);
        if suite != SUITE {
            return Err(EntryFault::UnknownSuite(suite));
        }
        let (place, body) = Self::read_rest(&mut reader).ok_or(EntryFault::WrongLength)?;
        if reader.remaining() != Signature::LEN {
            return Err(EntryFault::WrongLength);
        }
        Ok((place, EntryBody::decode(kind, body)?))
    }

    fn read_rest<'a>(reader: &mut Reader<'a>) -> Option<(EntryPlace, &'a [u8])> {
        let place = EntryPlace {
            team_id: TeamId(reader.array()?),
            previous: EntryHash(reader.array()?),
            position: reader.u64()?,
            author: DeviceId(reader.array()?),
        };
        let len = reader.u32()? as usize;
        Some((place, reader.take(len)?))
    }

    /// Whether the holder of `key` signed exactly this entry.
    pub fn is_signed_by(&self, key: &VerifyingKeyBytes) -> bool {
        match self.bytes.split_last_chunk::<64>() {
            Some((message, signature)) => {
                verify(Label::EntrySignature, key, message, &Signature(*signature))
            }
            None => false,
        }
    }

    /// The hash of all of it.
    pub fn hash(&self) -> EntryHash {
        self.hash
    }

    /// The bytes as they cross the wire.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The message a joiner signs with the invite's key: the team and its own keys.
pub fn join_proof_message(team: &TeamId, device: &DevicePublic) -> Vec<u8> {
    keys_in_team(team, device)
}

/// The message that new paper words sign: the team and their own keys.
pub fn recovery_proof_message(team: &TeamId, recovery: &DevicePublic) -> Vec<u8> {
    keys_in_team(team, recovery)
}

fn keys_in_team(team: &TeamId, keys: &DevicePublic) -> Vec<u8> {
    [&team.0[..], &keys.verifying.0, &keys.wrapping.0].concat()
}
