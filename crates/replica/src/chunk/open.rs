//! Opening what arrived. Everything is checked before it is believed, in this order: length (when
//! parsed), team, signature and membership, log position, decryption, bounded decompression. What
//! automerge then makes of the changes is checked in [`crate::document`].

use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, LogId};
use doorstep_wire::roster::{Roster, WriterFault};

use super::payload::{Payload, unpad_and_decompress};
use crate::crypto::aead;
use crate::crypto::key::SecretKey;

/// A place in a device's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which run.
    pub log_id: LogId,
    /// Dense, from 0.
    pub log_seq: u64,
    /// The chunk before it; zero for the first.
    pub previous: ChunkId,
}

impl Place {
    /// The first place of a run.
    pub fn first(log_id: LogId) -> Self {
        Self {
            log_id,
            log_seq: 0,
            previous: ChunkId::ZERO,
        }
    }

    /// The place after `chunk`.
    pub fn after(chunk: &SealedChunk) -> Self {
        let header = chunk.header();
        Self {
            log_id: header.log_id,
            log_seq: header.log_seq.saturating_add(1),
            previous: chunk.id(),
        }
    }
}

/// Why a chunk is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// It belongs to another team.
    #[error("the chunk belongs to another team")]
    OtherTeam,
    /// Its writer is not in the team.
    #[error("the chunk's writer is not in the team")]
    NotMember,
    /// Its writer was removed from the team, and it is beyond what was accepted.
    #[error("the chunk's writer was removed before it")]
    Removed,
    /// The signature is not its writer's.
    #[error("the chunk's signature is not its writer's")]
    BadSignature,
    /// It does not follow the last chunk of its writer's log.
    #[error("the chunk does not follow the last one of its writer")]
    OutOfPlace,
    /// It speaks of an epoch that has not begun.
    #[error("the chunk names an epoch that has not begun")]
    UnknownEpoch,
    /// The key does not open it.
    #[error("the key does not open the chunk")]
    CannotDecrypt,
    /// The payload is not what the header says.
    #[error("the payload is not what the header says")]
    BadPayload,
}

impl OpenFault {
    /// The code under which it is kept in quarantine.
    pub fn code(self) -> &'static str {
        match self {
            Self::OtherTeam => "other_team",
            Self::NotMember => "not_member",
            Self::Removed => "removed",
            Self::BadSignature => "bad_signature",
            Self::OutOfPlace => "out_of_place",
            Self::UnknownEpoch => "unknown_epoch",
            Self::CannotDecrypt => "cannot_decrypt",
            Self::BadPayload => "bad_payload",
        }
    }
}

impl From<WriterFault> for OpenFault {
    fn from(fault: WriterFault) -> Self {
        match fault {
            WriterFault::NotMember => Self::NotMember,
            WriterFault::Removed => Self::Removed,
            WriterFault::BadSignature => Self::BadSignature,
        }
    }
}

/// Whether a chunk is from a member of the team and stands where it should. `expected` is the place
/// after the last chunk known of that run; a first chunk stands at [`Place::first`].
///
/// # Errors
/// [`OpenFault`] names the first rule that is broken.
pub fn check(chunk: &SealedChunk, roster: &Roster, expected: Place) -> Result<(), OpenFault> {
    let header = chunk.header();
    if header.team_id != roster.team_id() {
        return Err(OpenFault::OtherTeam);
    }
    roster.check_writer(chunk)?;
    let place = Place {
        log_id: header.log_id,
        log_seq: header.log_seq,
        previous: header.previous,
    };
    if place != expected {
        return Err(OpenFault::OutOfPlace);
    }
    if header.epoch > roster.epoch() {
        return Err(OpenFault::UnknownEpoch);
    }
    Ok(())
}

/// Decrypts and decompresses a chunk that [`check`] let pass.
///
/// # Errors
/// [`OpenFault::CannotDecrypt`] or [`OpenFault::BadPayload`].
pub fn open(chunk: &SealedChunk, key: &SecretKey) -> Result<Payload, OpenFault> {
    let header = chunk.header();
    let padded = aead::open(key, &header.nonce, &header.encode(), chunk.ciphertext())
        .map_err(|_| OpenFault::CannotDecrypt)?;
    let padded = zeroize::Zeroizing::new(padded);
    let plain =
        unpad_and_decompress(&padded, header.plaintext_len).map_err(|_| OpenFault::BadPayload)?;
    let plain = zeroize::Zeroizing::new(plain);
    match Payload::decode(header.kind, &plain) {
        Ok(Payload::Restricted(grant)) if !grant.fits(header) => Err(OpenFault::BadPayload),
        Ok(payload) => Ok(payload),
        Err(_) => Err(OpenFault::BadPayload),
    }
}
