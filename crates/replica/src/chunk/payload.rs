//! What a chunk carries once it is open.

use std::io::Read;

use doorstep_wire::chunk::ChunkKind;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DocId, KeyId};
use doorstep_wire::limits::MAX_PLAINTEXT;
use doorstep_wire::{decode, encode};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::padding::padme;
use crate::crypto::key::{DocumentKey, SecretKey};
use crate::restricted::RestrictedGrant;

/// One automerge change, uncompressed, with the hash it must have.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct ChangeBytes {
    /// automerge's hash of it.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub hash: [u8; 32],
    /// The raw change.
    #[n(1)]
    pub bytes: ByteVec,
}

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Snapshot {
    /// automerge's saved form.
    #[n(0)]
    pub saved: ByteVec,
    /// The heads that it must have, sorted.
    #[n(1)]
    pub heads: Vec<ByteVec>,
    /// How far in the team's sequence it holds everything about the document.
    #[n(2)]
    pub covers: Cursor,
}

/// A document's key for everybody who can open the grant.
#[derive(Debug, Encode, Decode)]
pub struct Grant {
    /// Names the key in headers.
    #[n(0)]
    pub key_id: KeyId,
    /// The key; wiped with the grant.
    #[n(1)]
    key: GrantedKey,
}

/// A key's bytes inside a grant.
#[derive(Debug)]
pub(crate) struct GrantedKey(SecretKey);

impl GrantedKey {
    /// A second owner for this key.
    pub(crate) fn of(key: &SecretKey) -> Self {
        Self(key.duplicate())
    }

    /// The key.
    pub(crate) fn key(&self) -> SecretKey {
        self.0.duplicate()
    }
}

impl<C> Encode<C> for GrantedKey {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(self.0.expose())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for GrantedKey {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        SecretKey::from_bytes(d.bytes()?)
            .map(Self)
            .ok_or_else(|| minicbor::decode::Error::message("key length"))
    }
}

impl Grant {
    /// A grant of this key.
    pub fn of(key: &DocumentKey) -> Self {
        Self {
            key_id: key.key_id,
            key: GrantedKey::of(&key.key),
        }
    }

    /// Whether its key may have that name: one for some alone is called after itself, and nobody gives another
    /// to everybody under its name.
    fn is_sound(&self) -> bool {
        !DocumentKey::is_named(&self.key_id) || DocumentKey::name_of(&self.key.0) == self.key_id
    }

    /// The key's bytes, for the encrypted store alone.
    pub fn key_bytes(&self) -> &[u8; 32] {
        self.key.0.expose()
    }

    /// The key.
    pub fn into_key(self) -> DocumentKey {
        DocumentKey {
            key_id: self.key_id,
            key: self.key.0,
        }
    }
}

/// A device's word on what it holds. How far it has read stands in the header, as in every chunk. In
/// one about a document the header says everything: it confirms the snapshot at the place that the
/// header names, and the payload is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Receipt {
    /// Documents of which it could not take in everything up to there.
    #[n(0)]
    pub lacks: Vec<DocId>,
    /// Whether there are more than are named; then it says of none that it holds it.
    #[n(1)]
    pub lacks_more: bool,
}

/// The payload of a chunk.
#[derive(Debug)]
pub enum Payload {
    /// A batch of changes, in an order in which they apply.
    Changes(Vec<ChangeBytes>),
    /// A whole document.
    Snapshot(Snapshot),
    /// A key for everybody in the team.
    Grant(Grant),
    /// Who may open the document, and keys for those alone: a grant as well.
    Restricted(RestrictedGrant),
    /// What a device holds.
    Receipt(Receipt),
}

/// Bytes that are not the payload their header promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the payload is not what the header says")]
pub(crate) struct PayloadFault;

impl Payload {
    /// The kind that stands in the header.
    pub fn kind(&self) -> ChunkKind {
        match self {
            Self::Changes(_) => ChunkKind::Changes,
            Self::Snapshot(_) => ChunkKind::Snapshot,
            Self::Grant(_) | Self::Restricted(_) => ChunkKind::Grant,
            Self::Receipt(_) => ChunkKind::Receipt,
        }
    }

    /// CBOR, without compression.
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Changes(changes) => encode(changes),
            Self::Snapshot(snapshot) => encode(snapshot),
            Self::Grant(grant) => encode(grant),
            Self::Restricted(grant) => encode(grant),
            Self::Receipt(receipt) => encode(receipt),
        }
    }

    pub(crate) fn decode(kind: ChunkKind, bytes: &[u8]) -> Result<Self, PayloadFault> {
        match kind {
            ChunkKind::Changes => decode(bytes).map(Self::Changes),
            ChunkKind::Snapshot => decode(bytes).map(Self::Snapshot),
            ChunkKind::Grant => match decode(bytes) {
                Ok(grant) if !Grant::is_sound(&grant) => return Err(PayloadFault),
                Ok(grant) => Ok(Self::Grant(grant)),
                Err(_) => return Self::restricted(bytes),
            },
            ChunkKind::Receipt => decode(bytes).map(Self::Receipt),
        }
        .map_err(|_| PayloadFault)
    }

    /// A grant whose first field names no key.
    fn restricted(bytes: &[u8]) -> Result<Self, PayloadFault> {
        let grant: RestrictedGrant = decode(bytes).map_err(|_| PayloadFault)?;
        match grant.is_sound() {
            true => Ok(Self::Restricted(grant)),
            false => Err(PayloadFault),
        }
    }
}

/// Length of compressed bytes (4) ‖ zstd frame ‖ zeros up to the padded length.
pub(crate) fn compress_and_pad(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let compressed = zstd::bulk::compress(plain, COMPRESSION_LEVEL)?;
    let len = u32::try_from(compressed.len()).map_err(std::io::Error::other)?;
    let mut out = Vec::with_capacity(padme(compressed.len() + 4));
    out.extend(len.to_be_bytes());
    out.extend(compressed);
    out.resize(padme(out.len()), 0);
    Ok(out)
}

/// The plaintext, which must have exactly `expected` bytes; never more is decompressed.
pub(crate) fn unpad_and_decompress(padded: &[u8], expected: u32) -> Result<Vec<u8>, PayloadFault> {
    let (len, rest) = padded.split_first_chunk::<4>().ok_or(PayloadFault)?;
    let len = u32::from_be_bytes(*len) as usize;
    let (compressed, padding) = rest.split_at_checked(len).ok_or(PayloadFault)?;
    let padded_as_it_should = padme(len + 4) == padded.len() && padding.iter().all(|b| *b == 0);
    let expected = expected as usize;
    if !padded_as_it_should || expected > MAX_PLAINTEXT {
        return Err(PayloadFault);
    }
    let mut decoder = zstd::stream::read::Decoder::new(compressed)
        .map_err(|_| PayloadFault)?
        .single_frame();
    decoder
        .window_log_max(MAX_WINDOW_LOG)
        .map_err(|_| PayloadFault)?;
    let mut plain = Vec::new();
    let limit = u64::try_from(expected)
        .map_err(|_| PayloadFault)?
        .saturating_add(1);
    decoder
        .take(limit)
        .read_to_end(&mut plain)
        .map_err(|_| PayloadFault)?;
    if plain.len() == expected {
        Ok(plain)
    } else {
        Err(PayloadFault)
    }
}

/// Some milliseconds for a chunk, which is sealed once and sent to every device.
const COMPRESSION_LEVEL: i32 = 9;
/// 16 MiB, the largest plaintext: bounds what a frame can make the decoder allocate.
const MAX_WINDOW_LOG: u32 = 24;
