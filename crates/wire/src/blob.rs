//! A blob: the bytes of a photo or a voice note, sealed in parts, beside the log.
//!
//! Its head says what it belongs to and lists the digest of every part, and its writer signs that:
//! so no part can be planted, left out, put in another place or taken from another blob. Head
//! layout: header (fixed length) ‖ a digest a part ‖ signature.

use ed25519_dalek::SigningKey;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::SUITE;
use crate::bytes::Reader;
use crate::id::{BlobId, DeviceId, DocId, EntryHash, KeyId, Signature, TeamId, VerifyingKeyBytes};
use crate::label::{Label, hash, sign, verify};
use crate::limits::{BLOB_PART, MAX_BLOB};

/// The length of the tag in every sealed part, in bytes.
const TAG_LEN: usize = 16;

/// Everything about a blob that is in the clear; all of it is authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobHeader {
    /// Whose.
    pub team_id: TeamId,
    /// Which document it belongs to.
    pub doc_id: DocId,
    /// Its name in the document.
    pub blob_id: BlobId,
    /// Who signs it.
    pub device_id: DeviceId,
    /// The epoch in which it was made.
    pub epoch: u32,
    /// The membership head its writer had seen.
    pub membership_head: EntryHash,
    /// The document's key that its own key is derived from.
    pub key_id: KeyId,
    /// The beginning of every part's nonce; the part's number follows it.
    pub nonce: [u8; 20],
    /// The length of all parts together before they were sealed, padding included, in bytes.
    pub padded_len: u32,
}

impl BlobHeader {
    /// Encoded length in bytes.
    pub const LEN: usize = 1 + 32 + 16 + 16 + 16 + 4 + 32 + 16 + 20 + 4;

    /// The fixed layout; with a part's number after it, the associated data of that part.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(Self::LEN);
        out.push(SUITE);
        out.extend(self.team_id.0);
        out.extend(self.doc_id.0);
        out.extend(self.blob_id.0);
        out.extend(self.device_id.0);
        out.extend(self.epoch.to_be_bytes());
        out.extend(self.membership_head.0);
        out.extend(self.key_id.0);
        out.extend(self.nonce);
        out.extend(self.padded_len.to_be_bytes());
        out
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            team_id: TeamId(reader.array()?),
            doc_id: DocId(reader.array()?),
            blob_id: BlobId(reader.array()?),
            device_id: DeviceId(reader.array()?),
            epoch: reader.u32()?,
            membership_head: EntryHash(reader.array()?),
            key_id: KeyId(reader.array()?),
            nonce: reader.array()?,
            padded_len: reader.u32()?,
        })
    }

    /// How many parts it has.
    pub fn part_count(&self) -> u32 {
        let count = (self.padded_len as usize).div_ceil(BLOB_PART);
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The length of a part before it is sealed, in bytes: all are as long as they may be, but for
    /// the last. 0 beyond it.
    pub fn part_len(&self, number: u32) -> usize {
        let start = (number as usize).saturating_mul(BLOB_PART);
        (self.padded_len as usize)
            .saturating_sub(start)
            .min(BLOB_PART)
    }

    /// The nonce of a part.
    pub fn part_nonce(&self, number: u32) -> [u8; 24] {
        let (mut nonce, number) = ([0; 24], number.to_be_bytes());
        for (to, from) in nonce.iter_mut().zip(self.nonce.iter().chain(&number)) {
            *to = *from;
        }
        nonce
    }

    /// The associated data of a part.
    pub fn part_context(&self, number: u32) -> Vec<u8> {
        [&self.encode()[..], &number.to_be_bytes()].concat()
    }
}

/// Why bytes are not the head of a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlobFault {
    /// Ends too early.
    #[error("the head ends too early")]
    TooShort,
    /// Goes on after its signature.
    #[error("the head goes on after its end")]
    TooLong,
    /// Made by a later version.
    #[error("the blob has suite {0}, which this version does not know")]
    UnknownSuite(u8),
    /// It announces no bytes, or more than a blob may have.
    #[error("the blob announces {0} bytes")]
    BadLength(u32),
}

/// The signed head of a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobHead {
    header: BlobHeader,
    bytes: Vec<u8>,
}

impl BlobHead {
    /// The longest head, in bytes.
    pub const MAX_LEN: usize = BlobHeader::LEN + MAX_BLOB / BLOB_PART * 32 + Signature::LEN;

    /// Puts a head together over the sealed parts and signs it.
    pub fn sign<'a>(
        header: BlobHeader,
        sealed_parts: impl IntoIterator<Item = &'a [u8]>,
        key: &SigningKey,
    ) -> Self {
        let mut bytes = header.encode();
        for part in sealed_parts {
            bytes.extend(digest(part));
        }
        let signature = sign(Label::BlobSignature, key, &bytes);
        bytes.extend_from_slice(&signature.0);
        Self { header, bytes }
    }

    /// Parses bytes from outside; checks layout and limits, not the signature.
    ///
    /// # Errors
    /// [`BlobFault`] names the first rule that is broken.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, BlobFault> {
        let mut reader = Reader::new(&bytes);
        let suite = reader.u8().ok_or(BlobFault::TooShort)?;
        if suite != SUITE {
            return Err(BlobFault::UnknownSuite(suite));
        }
        let header = BlobHeader::read(&mut reader).ok_or(BlobFault::TooShort)?;
        if header.padded_len == 0 || header.padded_len as usize > MAX_BLOB {
            return Err(BlobFault::BadLength(header.padded_len));
        }
        let rest = header.part_count() as usize * 32 + Signature::LEN;
        match reader.remaining().cmp(&rest) {
            std::cmp::Ordering::Less => Err(BlobFault::TooShort),
            std::cmp::Ordering::Greater => Err(BlobFault::TooLong),
            std::cmp::Ordering::Equal => Ok(Self { header, bytes }),
        }
    }

    /// Parses a head that has something after it; checks as [`BlobHead::parse`], and answers the
    /// rest.
    ///
    /// # Errors
    /// [`BlobFault`] names the first rule that is broken.
    pub fn parse_front(bytes: &[u8]) -> Result<(Self, &[u8]), BlobFault> {
        let mut reader = Reader::new(bytes);
        let suite = reader.u8().ok_or(BlobFault::TooShort)?;
        if suite != SUITE {
            return Err(BlobFault::UnknownSuite(suite));
        }
        let header = BlobHeader::read(&mut reader).ok_or(BlobFault::TooShort)?;
        let parts = (header.part_count() as usize).min(MAX_BLOB / BLOB_PART);
        let len = BlobHeader::LEN + parts * 32 + Signature::LEN;
        let (head, rest) = bytes.split_at_checked(len).ok_or(BlobFault::TooShort)?;
        Ok((Self::parse(head.to_vec())?, rest))
    }

    /// Whether the holder of `key` signed exactly this head.
    pub fn is_signed_by(&self, key: &VerifyingKeyBytes) -> bool {
        let Some((message, signature)) = self.bytes.split_last_chunk::<64>() else {
            return false;
        };
        verify(Label::BlobSignature, key, message, &Signature(*signature))
    }

    /// Whether these bytes are this sealed part: its length and its digest fit.
    pub fn is_part(&self, number: u32, sealed: &[u8]) -> bool {
        let at = BlobHeader::LEN.saturating_add((number as usize).saturating_mul(32));
        let listed = self.bytes.get(at..at.saturating_add(32));
        number < self.header.part_count()
            && sealed.len() == self.header.part_len(number) + TAG_LEN
            && listed == Some(&digest(sealed))
    }

    /// What is in the clear.
    pub fn header(&self) -> &BlobHeader {
        &self.header
    }

    /// The bytes as they cross the wire.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many bytes the sealed parts have together.
    pub fn sealed_len(&self) -> u64 {
        let tags = u64::from(self.header.part_count()) * TAG_LEN as u64;
        u64::from(self.header.padded_len) + tags
    }
}

fn digest(sealed: &[u8]) -> [u8; 32] {
    hash(Label::BlobPart, &[sealed])
}

/// The head of a blob, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BeginBlob {
    /// The signed head.
    #[n(0)]
    pub head: ByteVec,
}

/// What the server has of a blob.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BlobState {
    /// The signed head.
    #[n(0)]
    pub head: ByteVec,
    /// Numbers of the parts that are there, ascending.
    #[n(1)]
    pub parts: Vec<u32>,
}

/// Blobs by name: those that a device asks after, and those of them that the server has not whole.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BlobNames {
    /// Their names.
    #[n(0)]
    pub blobs: Vec<BlobId>,
}

/// A sealed part, in either direction.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BlobPart {
    /// The sealed bytes.
    #[n(0)]
    pub sealed: ByteVec,
}
