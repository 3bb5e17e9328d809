//! The slot file's bytes: a version, CBOR, and a hash over both that shows a torn write.

use doorstep_wire::id::{DeviceId, WrappedKey};
use doorstep_wire::{decode, encode};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use super::passphrase::{Cost, PassphraseSlot};

/// Bytes of a slot file, at most; checked before it is read.
pub(crate) const MAX_SLOT_FILE: usize = 4 * 1024;

const VERSION: u8 = 1;
const HASH: usize = 32;
const LABEL: &[u8] = b"doorstep/1/slots\0";

/// A key under another: nonce, ciphertext, tag.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub(super) struct Sealed(#[cbor(with = "minicbor::bytes")] pub(super) Vec<u8>);

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) struct RecoverySlot {
    #[n(0)]
    pub(super) sealed: Sealed,
}

/// The store's key, wrapped to the public half of paper words: whoever has no words can write it, and
/// only the words open it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) struct WordsSlot {
    /// Of which words.
    #[n(0)]
    pub(super) recovery: DeviceId,
    #[n(1)]
    pub(super) wrapped: WrappedKey,
}

/// The ways of opening one store.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Slots {
    /// Grows with each writing.
    #[n(0)]
    pub(super) generation: u64,
    #[n(1)]
    pub(super) passphrase: Option<PassphraseSlot>,
    #[n(2)]
    pub(super) recovery: Option<RecoverySlot>,
    /// Practice only.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub(super) clear: Option<[u8; 32]>,
    /// Takes the place of `recovery` as soon as this device knows the team.
    #[n(4)]
    pub(super) words: Option<WordsSlot>,
}

impl std::fmt::Debug for Slots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Slots(generation {})", self.generation)
    }
}

/// Why bytes are no slot file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SlotFault {
    /// Longer than any slot file.
    #[error("the slot file is too long")]
    TooLong,
    /// Cut short or changed.
    #[error("the slot file is damaged")]
    Damaged,
    /// Made by a newer version.
    #[error("the slot file has version {0}, which this version does not know")]
    UnknownVersion(u8),
    /// Asks for more memory or time than any version of Doorstep does.
    #[error("the slot file asks for too much work")]
    TooCostly,
}

impl Slots {
    /// Whether these were written later than `other`.
    pub(crate) fn is_after(&self, other: &Self) -> bool {
        self.generation > other.generation
    }

    /// The file's bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        frame(LABEL, self)
    }
}

/// Reads a slot file.
///
/// # Errors
/// [`SlotFault`]; nothing is derived or allocated beyond [`MAX_SLOT_FILE`] before it is known.
pub(crate) fn parse(bytes: &[u8]) -> Result<Slots, SlotFault> {
    let slots: Slots = unframe(LABEL, bytes)?;
    let cost = slots.passphrase.as_ref().map(|slot| &slot.cost);
    if cost.is_some_and(Cost::is_too_much) {
        Err(SlotFault::TooCostly)
    } else {
        Ok(slots)
    }
}

/// A file of this kind: version, CBOR, hash.
pub(super) fn frame(label: &[u8], value: &impl Encode<()>) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    bytes.extend(encode(value));
    let hash = hash(label, &bytes);
    bytes.extend(hash);
    bytes
}

/// What is in one.
///
/// # Errors
/// [`SlotFault`], as [`parse`].
pub(super) fn unframe<'b, T: Decode<'b, ()>>(
    label: &[u8],
    bytes: &'b [u8],
) -> Result<T, SlotFault> {
    if bytes.len() > MAX_SLOT_FILE {
        return Err(SlotFault::TooLong);
    }
    let at = bytes.len().checked_sub(HASH).ok_or(SlotFault::Damaged)?;
    let (body, kept) = bytes.split_at(at);
    if hash(label, body) != kept {
        return Err(SlotFault::Damaged);
    }
    let (version, body) = body.split_first().ok_or(SlotFault::Damaged)?;
    if *version != VERSION {
        return Err(SlotFault::UnknownVersion(*version));
    }
    decode(body).map_err(|_| SlotFault::Damaged)
}

fn hash(label: &[u8], body: &[u8]) -> [u8; HASH] {
    let mut hasher = Sha256::new();
    hasher.update(label);
    hasher.update(body);
    hasher.finalize().into()
}
