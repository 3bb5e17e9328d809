//! Sealing: once, before the first sending, so that every retry is the same bytes.

use doorstep_wire::chunk::{ChunkHeader, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DocId, EntryHash, KeyId, TeamId};
use doorstep_wire::limits::{MAX_PLAINTEXT, MAX_SEALED_CHUNK};
use rand_core::CryptoRng;

use super::open::Place;
use super::payload::{Payload, compress_and_pad};
use crate::crypto::aead;
use crate::crypto::identity::Identity;
use crate::crypto::key::SecretKey;

/// Everything a chunk's header says besides what it carries.
pub struct Sealing<'a> {
    /// Who signs.
    pub identity: &'a Identity,
    /// Where in its log.
    pub place: Place,
    /// Whose.
    pub team_id: TeamId,
    /// About which document.
    pub doc_id: DocId,
    /// The epoch in force.
    pub epoch: u32,
    /// The membership head this device knows.
    pub membership_head: EntryHash,
    /// Names the key.
    pub key_id: KeyId,
    /// The key: the document's, or the epoch's grant key for a grant.
    pub key: &'a SecretKey,
    /// What this device has seen of the team's sequence.
    pub seen: Cursor,
}

/// Why a chunk can't be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealFault {
    /// The payload is beyond the limit; the caller sends it in smaller batches.
    #[error("{bytes} bytes are more than a chunk may carry")]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// Compression failed.
    #[error("compression failed")]
    Compression(#[from] std::io::Error),
}

/// Encodes, compresses, pads, encrypts and signs.
///
/// # Errors
/// [`SealFault`]; nothing is spent of the log then.
pub fn seal(
    sealing: &Sealing<'_>,
    payload: &Payload,
    rng: &mut impl CryptoRng,
) -> Result<SealedChunk, SealFault> {
    let plain = zeroize::Zeroizing::new(payload.encode());
    let plaintext_len = u32::try_from(plain.len()).unwrap_or(u32::MAX);
    if plain.len() > MAX_PLAINTEXT {
        return Err(SealFault::TooLarge { bytes: plain.len() });
    }
    let padded = zeroize::Zeroizing::new(compress_and_pad(&plain)?);
    let mut nonce = [0; 24];
    rng.fill_bytes(&mut nonce);
    let header = ChunkHeader {
        kind: payload.kind(),
        team_id: sealing.team_id,
        doc_id: sealing.doc_id,
        device_id: sealing.identity.device_id(),
        log_id: sealing.place.log_id,
        log_seq: sealing.place.log_seq,
        previous: sealing.place.previous,
        epoch: sealing.epoch,
        membership_head: sealing.membership_head,
        key_id: sealing.key_id,
        nonce,
        seen: sealing.seen,
        plaintext_len,
    };
    let ciphertext = aead::seal(sealing.key, &nonce, &header.encode(), &padded);
    let chunk = SealedChunk::sign(header, &ciphertext, sealing.identity.signing());
    if chunk.bytes().len() > MAX_SEALED_CHUNK {
        return Err(SealFault::TooLarge {
            bytes: chunk.bytes().len(),
        });
    }
    Ok(chunk)
}
