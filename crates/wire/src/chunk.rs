//! A sealed chunk: all that the server sees of what one device says about one document.
//!
//! Layout: header (fixed length) ‖ ciphertext ‖ signature. The signature is over
//! label ‖ header ‖ hash(ciphertext); the chunk's id is the hash of all of it.
//!
//! What is left of one whose ciphertext nobody needs any more is a stub: the header, with the highest
//! bit of its first byte set ‖ hash(ciphertext) ‖ signature ‖ id. The signature can be checked as
//! before, and the sequence and the writer's log hold. That the id is the chunk's, the next one of
//! its log says.
//!
//! What is left of a chunk about a document that was erased is the same but for the second bit of the
//! first byte, which is set as well. It is left of any kind, keys too, and nothing ever takes its place.

use ed25519_dalek::SigningKey;

use crate::SUITE;
use crate::bytes::Reader;
use crate::cursor::Cursor;
use crate::id::VerifyingKeyBytes;
use crate::id::{Chain, ChunkId, DeviceId, DocId, EntryHash, KeyId, LogId, Signature, TeamId};
use crate::label::{Label, hash, sign, verify};
use crate::limits::{MAX_PLAINTEXT, MAX_SEALED_CHUNK};

/// What a chunk carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ChunkKind {
    /// A batch of automerge changes.
    Changes = 1,
    /// A whole document.
    Snapshot = 2,
    /// A document's key, sealed under the epoch key or wrapped to named devices.
    Grant = 3,
    /// A device's word on what it holds.
    Receipt = 4,
}

impl ChunkKind {
    fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Changes),
            2 => Some(Self::Snapshot),
            3 => Some(Self::Grant),
            4 => Some(Self::Receipt),
            _ => None,
        }
    }
}

/// Everything about a chunk that is in the clear; all of it is authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkHeader {
    /// What the ciphertext holds.
    pub kind: ChunkKind,
    /// Whose log this goes into.
    pub team_id: TeamId,
    /// Which document it is about.
    pub doc_id: DocId,
    /// Who signs it.
    pub device_id: DeviceId,
    /// Which run of the device's writing.
    pub log_id: LogId,
    /// Dense position in that run, from 0.
    pub log_seq: u64,
    /// The chunk before it in that run; zero for the first.
    pub previous: ChunkId,
    /// Epoch in force when it was written.
    pub epoch: u32,
    /// Membership head the writer knew.
    pub membership_head: EntryHash,
    /// Key it is sealed with.
    pub key_id: KeyId,
    /// XChaCha20-Poly1305 nonce.
    pub nonce: [u8; 24],
    /// What the writer had seen of the team's sequence.
    pub seen: Cursor,
    /// Length of the decompressed, unpadded payload in bytes.
    pub plaintext_len: u32,
}

impl ChunkHeader {
    /// Encoded length in bytes.
    pub const LEN: usize = 1 + 1 + 32 + 16 + 16 + 16 + 8 + 32 + 4 + 32 + 16 + 24 + 8 + 32 + 4;

    /// The fixed layout; also the associated data of the encryption.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(Self::LEN);
        out.extend([SUITE, self.kind as u8]);
        out.extend(self.team_id.0);
        out.extend(self.doc_id.0);
        out.extend(self.device_id.0);
        out.extend(self.log_id.0);
        out.extend(self.log_seq.to_be_bytes());
        out.extend(self.previous.0);
        out.extend(self.epoch.to_be_bytes());
        out.extend(self.membership_head.0);
        out.extend(self.key_id.0);
        out.extend(self.nonce);
        out.extend(self.seen.seq.to_be_bytes());
        out.extend(self.seen.chain.0);
        out.extend(self.plaintext_len.to_be_bytes());
        out
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, ChunkFault> {
        let suite = reader.u8().ok_or(ChunkFault::TooShort)?;
        let suite = match suite & IS_STUB {
            0 => suite,
            _ => suite & !(IS_STUB | IS_ERASED),
        };
        if suite != SUITE {
            return Err(ChunkFault::UnknownSuite(suite));
        }
        let kind = reader.u8().ok_or(ChunkFault::TooShort)?;
        let kind = ChunkKind::from_byte(kind).ok_or(ChunkFault::UnknownKind(kind))?;
        Self::read_rest(kind, reader).ok_or(ChunkFault::TooShort)
    }

    fn read_rest(kind: ChunkKind, reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            kind,
            team_id: TeamId(reader.array()?),
            doc_id: DocId(reader.array()?),
            device_id: DeviceId(reader.array()?),
            log_id: LogId(reader.array()?),
            log_seq: reader.u64()?,
            previous: ChunkId(reader.array()?),
            epoch: reader.u32()?,
            membership_head: EntryHash(reader.array()?),
            key_id: KeyId(reader.array()?),
            nonce: reader.array()?,
            seen: Cursor {
                seq: reader.u64()?,
                chain: Chain(reader.array()?),
            },
            plaintext_len: reader.u32()?,
        })
    }
}

/// Why bytes are not a sealed chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChunkFault {
    /// Longer than a chunk may be.
    #[error("the chunk is larger than the limit")]
    TooLong,
    /// Ends inside its header, tag or signature.
    #[error("the chunk ends too early")]
    TooShort,
    /// Made by a later version.
    #[error("the chunk has suite {0}, which this version does not know")]
    UnknownSuite(u8),
    /// Made by a later version.
    #[error("the chunk has kind {0}, which this version does not know")]
    UnknownKind(u8),
    /// Claims a plaintext beyond the limit.
    #[error("the chunk claims more plaintext than the limit")]
    PlaintextTooLong,
}

/// In a chunk's first byte.
const IS_STUB: u8 = 0b1000_0000;
/// In a stub's first byte.
const IS_ERASED: u8 = 0b0100_0000;
const HASH_LEN: usize = 32;

/// A chunk as it lies in a store and crosses the wire, or its stub; parsed, not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedChunk {
    header: ChunkHeader,
    bytes: Vec<u8>,
    id: ChunkId,
}

impl SealedChunk {
    /// Length of the authentication tag inside the ciphertext.
    const TAG_LEN: usize = 16;

    /// Puts a chunk together and signs it.
    pub fn sign(header: ChunkHeader, ciphertext: &[u8], key: &SigningKey) -> Self {
        let mut bytes = header.encode();
        let signature = sign(Label::ChunkSignature, key, &signed_part(&bytes, ciphertext));
        bytes.extend_from_slice(ciphertext);
        bytes.extend_from_slice(&signature.0);
        let id = ChunkId(hash(Label::Chunk, &[&bytes]));
        Self { header, bytes, id }
    }

    /// Parses bytes from outside; checks layout and limits, not the signature.
    ///
    /// # Errors
    /// [`ChunkFault`] names the first rule that is broken.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, ChunkFault> {
        if bytes.len() > MAX_SEALED_CHUNK {
            return Err(ChunkFault::TooLong);
        }
        let mut reader = Reader::new(&bytes);
        let header = ChunkHeader::read(&mut reader)?;
        let is_stub = is_stub(&bytes);
        // Of keys and receipts a stub is left only where the document was erased.
        let is_any = is_erased(&bytes);
        if is_stub && !is_any && !matches!(header.kind, ChunkKind::Changes | ChunkKind::Snapshot) {
            return Err(ChunkFault::UnknownKind(header.kind as u8));
        }
        let rest = match is_stub {
            true => Self::STUB_LEN - ChunkHeader::LEN,
            false => Self::TAG_LEN + Signature::LEN,
        };
        if reader.remaining() < rest {
            return Err(ChunkFault::TooShort);
        }
        if is_stub && reader.remaining() > rest {
            return Err(ChunkFault::TooLong);
        }
        if header.plaintext_len as usize > MAX_PLAINTEXT {
            return Err(ChunkFault::PlaintextTooLong);
        }
        let id = match (is_stub, bytes.last_chunk::<{ ChunkId::LEN }>()) {
            (true, Some(id)) => ChunkId(*id),
            _ => ChunkId(hash(Label::Chunk, &[&bytes])),
        };
        Ok(Self { header, bytes, id })
    }

    /// Length of a stub.
    pub const STUB_LEN: usize = ChunkHeader::LEN + HASH_LEN + Signature::LEN + ChunkId::LEN;

    /// Whether only a stub is left of it.
    pub fn is_stub(&self) -> bool {
        is_stub(&self.bytes)
    }

    /// Whether it is what is left of a chunk about a document that was erased.
    pub fn is_erased(&self) -> bool {
        is_erased(&self.bytes)
    }

    /// What is left when its ciphertext goes; of a stub, itself.
    #[must_use]
    pub fn stub(&self) -> Self {
        if self.is_stub() {
            return self.clone();
        }
        self.left(IS_STUB)
    }

    /// What is left when its document is erased.
    #[must_use]
    pub fn erased(&self) -> Self {
        self.left(IS_STUB | IS_ERASED)
    }

    fn left(&self, mark: u8) -> Self {
        let mut bytes = self.header.encode();
        if let Some(first) = bytes.first_mut() {
            *first |= mark;
        }
        bytes.extend(self.ciphertext_hash().into_iter().flatten());
        bytes.extend(self.signature().into_iter().flatten());
        bytes.extend(self.id.0);
        Self {
            header: self.header,
            bytes,
            id: self.id,
        }
    }

    fn ciphertext_hash(&self) -> Option<[u8; HASH_LEN]> {
        if self.is_stub() {
            let rest = self.bytes.get(ChunkHeader::LEN..)?;
            return rest.first_chunk().copied();
        }
        Some(hash(Label::Ciphertext, &[self.ciphertext()]))
    }

    fn signature(&self) -> Option<[u8; Signature::LEN]> {
        let end = match self.is_stub() {
            true => self.bytes.len().checked_sub(ChunkId::LEN)?,
            false => self.bytes.len(),
        };
        self.bytes.get(..end)?.last_chunk().copied()
    }

    /// What a chunk that was parsed before says of the length of its open payload, without a look at
    /// the rest of it.
    pub fn plaintext_len(bytes: &[u8]) -> Option<usize> {
        let end = bytes.get(..ChunkHeader::LEN)?.last_chunk::<4>()?;
        usize::try_from(u32::from_be_bytes(*end)).ok()
    }

    /// Whether the holder of `key` signed exactly this chunk.
    pub fn is_signed_by(&self, key: &VerifyingKeyBytes) -> bool {
        let (Some(signature), Some(hash)) = (self.signature(), self.ciphertext_hash()) else {
            return false;
        };
        let message = [self.header.encode().as_slice(), &hash].concat();
        verify(Label::ChunkSignature, key, &message, &Signature(signature))
    }

    /// What is in the clear.
    pub fn header(&self) -> &ChunkHeader {
        &self.header
    }

    /// The sealed payload with its tag; empty if only a stub is left.
    pub fn ciphertext(&self) -> &[u8] {
        if self.is_stub() {
            return &[];
        }
        let end = self.bytes.len().saturating_sub(Signature::LEN);
        self.bytes.get(ChunkHeader::LEN..end).unwrap_or_default()
    }

    /// The hash of all of it; a stub only says that it is.
    pub fn id(&self) -> ChunkId {
        self.id
    }

    /// The bytes as they cross the wire.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives the bytes away.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

fn is_stub(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|first| first & IS_STUB != 0)
}

fn is_erased(bytes: &[u8]) -> bool {
    let mark = IS_STUB | IS_ERASED;
    bytes.first().is_some_and(|first| first & mark == mark)
}

fn signed_part(header: &[u8], ciphertext: &[u8]) -> Vec<u8> {
    [header, &hash(Label::Ciphertext, &[ciphertext])].concat()
}
