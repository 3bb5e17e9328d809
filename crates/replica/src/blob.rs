//! Photos and voice notes: sealed in parts beside the log, opened where somebody looks.
//!
//! A blob's key comes out of its document's key and the blob's name, so that whoever can open the
//! household can open its photos, and nobody else; the record that screens see holds no key.

use doorstep_wire::blob::{BlobHead, BlobHeader};
use doorstep_wire::id::{BlobId, DeviceId, DocId, EntryHash, TeamId};
use doorstep_wire::limits::{BLOB_PART, MAX_BLOB};
use doorstep_wire::roster::Roster;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::chunk::padme;
use crate::crypto::aead;
use crate::crypto::identity::Identity;
use crate::crypto::key::{DocumentKey, SecretKey};

/// The longest content, in bytes.
pub const MAX_CONTENT: usize = MAX_BLOB - LEN;
/// The content's own length stands before it.
const LEN: usize = 4;

/// What a blob belongs to and who makes it.
pub struct Sealing<'a> {
    /// Who signs.
    pub identity: &'a Identity,
    /// Whose.
    pub team_id: TeamId,
    /// To which document it belongs.
    pub doc_id: DocId,
    /// Its name, never used before.
    pub blob_id: BlobId,
    /// The epoch now.
    pub epoch: u32,
    /// The membership head this device has seen.
    pub membership_head: EntryHash,
    /// The document's key.
    pub key: &'a DocumentKey,
}

/// A blob as it lies on disks and crosses the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBlob {
    /// Its signed head.
    pub head: BlobHead,
    /// Its sealed parts, in order.
    pub parts: Vec<Vec<u8>>,
}

/// There is more than a blob can hold, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} bytes are not what a blob can hold")]
pub struct BadSize(pub usize);

/// Why a blob is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlobFault {
    /// It belongs to another team.
    #[error("the blob belongs to another team")]
    OtherTeam,
    /// It is another blob, or another document's.
    #[error("the blob is not the one that was asked for")]
    OtherBlob,
    /// Its writer is not in the team.
    #[error("the blob's writer is not in the team")]
    NotMember,
    /// Its writer is not the device that named it in the document.
    #[error("the blob is not by the device that the document has it from")]
    OtherWriter,
    /// It speaks of an epoch that has not begun.
    #[error("the blob names an epoch that has not begun")]
    UnknownEpoch,
    /// The signature is not its writer's.
    #[error("the blob's signature is not its writer's")]
    BadSignature,
    /// A part is missing, or not what the head lists.
    #[error("a part of the blob is not what its head lists")]
    BadPart,
    /// The key does not open it.
    #[error("the key does not open the blob")]
    CannotDecrypt,
    /// What is in it is not laid out as it should be.
    #[error("the blob is not laid out as it should be")]
    BadContent,
}

/// The key of one blob.
pub fn blob_key(document: &SecretKey, blob_id: &BlobId) -> SecretKey {
    document.derive(&[&b"doorstep/1/blob"[..], blob_id.as_bytes()].concat())
}

/// Pads, encrypts part by part, and signs.
///
/// # Errors
/// [`BadSize`] if there is nothing, or more than [`MAX_CONTENT`].
pub fn seal(
    sealing: &Sealing<'_>,
    content: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<SealedBlob, BadSize> {
    if content.is_empty() || content.len() > MAX_CONTENT {
        return Err(BadSize(content.len()));
    }
    let len = u32::try_from(content.len()).map_err(|_| BadSize(content.len()))?;
    let mut padded = Zeroizing::new(Vec::with_capacity(padme(content.len() + LEN)));
    padded.extend(len.to_be_bytes());
    padded.extend_from_slice(content);
    let padded_len = padme(padded.len());
    padded.resize(padded_len, 0);
    let mut nonce = [0; 20];
    rng.fill_bytes(&mut nonce);
    let header = BlobHeader {
        team_id: sealing.team_id,
        doc_id: sealing.doc_id,
        blob_id: sealing.blob_id,
        device_id: sealing.identity.device_id(),
        epoch: sealing.epoch,
        membership_head: sealing.membership_head,
        key_id: sealing.key.key_id,
        nonce,
        padded_len: u32::try_from(padded_len).map_err(|_| BadSize(content.len()))?,
    };
    let key = blob_key(&sealing.key.key, &sealing.blob_id);
    let parts: Vec<Vec<u8>> = (0u32..)
        .zip(padded.chunks(BLOB_PART))
        .map(|(number, part)| {
            let (nonce, context) = (header.part_nonce(number), header.part_context(number));
            aead::seal(&key, &nonce, &context, part)
        })
        .collect();
    let listed = parts.iter().map(Vec::as_slice);
    let head = BlobHead::sign(header, listed, sealing.identity.signing());
    Ok(SealedBlob { head, parts })
}

/// Whether a head that arrived is the one that was asked for, by a member of the team, and by the
/// device that named it in the document: its name is known to others before its bytes are there,
/// and one of them could send bytes of their own under it. Membership is judged as for chunks.
///
/// # Errors
/// [`BlobFault`] names the first rule that is broken.
pub fn check(
    head: &BlobHead,
    roster: &Roster,
    doc_id: DocId,
    blob_id: BlobId,
    named_by: DeviceId,
) -> Result<(), BlobFault> {
    let header = head.header();
    if header.team_id != roster.team_id() {
        return Err(BlobFault::OtherTeam);
    }
    if header.doc_id != doc_id || header.blob_id != blob_id {
        return Err(BlobFault::OtherBlob);
    }
    // Of one who went too: what counts of their words names it.
    let key = roster
        .verifying(&header.device_id)
        .ok_or(BlobFault::NotMember)?;
    if header.device_id != named_by {
        return Err(BlobFault::OtherWriter);
    }
    if !head.is_signed_by(&key) {
        return Err(BlobFault::BadSignature);
    }
    if header.epoch > roster.epoch() {
        return Err(BlobFault::UnknownEpoch);
    }
    Ok(())
}

/// Opens a blob whose head [`check`] let pass, with the document's key that its header names.
///
/// # Errors
/// [`BlobFault::BadPart`], [`BlobFault::CannotDecrypt`] or [`BlobFault::BadContent`].
pub fn open<'a>(
    head: &BlobHead,
    document_key: &SecretKey,
    parts: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Zeroizing<Vec<u8>>, BlobFault> {
    let header = head.header();
    let key = blob_key(document_key, &header.blob_id);
    let mut padded = Zeroizing::new(Vec::with_capacity(header.padded_len as usize));
    let mut count = 0;
    for (number, sealed) in (0u32..).zip(parts) {
        if !head.is_part(number, sealed) {
            return Err(BlobFault::BadPart);
        }
        let (nonce, context) = (header.part_nonce(number), header.part_context(number));
        let part = aead::open(&key, &nonce, &context, sealed);
        let part = Zeroizing::new(part.map_err(|_| BlobFault::CannotDecrypt)?);
        padded.extend_from_slice(&part);
        count = number + 1;
    }
    if count != header.part_count() {
        return Err(BlobFault::BadPart);
    }
    content(&padded)
}

/// Takes length and padding off.
fn content(padded: &[u8]) -> Result<Zeroizing<Vec<u8>>, BlobFault> {
    let (len, rest) = padded
        .split_first_chunk::<LEN>()
        .ok_or(BlobFault::BadContent)?;
    let len = u32::from_be_bytes(*len) as usize;
    let (content, padding) = rest.split_at_checked(len).ok_or(BlobFault::BadContent)?;
    let as_it_should = padme(len + LEN) == padded.len() && padding.iter().all(|byte| *byte == 0);
    if as_it_should && !content.is_empty() {
        Ok(Zeroizing::new(content.to_vec()))
    } else {
        Err(BlobFault::BadContent)
    }
}
