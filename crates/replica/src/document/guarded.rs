//! automerge on bytes from outside. This is hostile ground: it panics on some malformed input, its
//! `Change::from_bytes` does not check the checksum, and some malformed changes apply and leave a
//! document that can't be loaded again. So it runs inside `catch_unwind`, on bytes whose columns were
//! measured (`columns`), and what came of it is saved and loaded.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Automerge, Change};

use super::alike::is_alike;
use super::columns::is_plain_change;
use crate::chunk::ChangeBytes;

/// Why changes were not taken in; the document is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApplyFault {
    /// Not a plain automerge change, or not the one its hash names.
    #[error("a change is not the one its hash names")]
    BadChange,
    /// A change speaks for another device than the one that signed it.
    #[error("a change is by another device than its signer")]
    OtherActor,
    /// A change builds on one that has not arrived; worth trying again when more arrives.
    #[error("a change builds on one that has not arrived yet")]
    MissingChange,
    /// automerge could not take it in, or could not read back what came of it.
    #[error("the document would not be readable with these changes")]
    WouldBreak,
    /// The result would not be a document of ours, or another kind than it was.
    #[error("the document would not be of a known kind")]
    UnknownKind,
}

impl ApplyFault {
    /// The code under which a chunk is kept in quarantine.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadChange => "bad_change",
            Self::OtherActor => "other_actor",
            Self::MissingChange => "missing_change",
            Self::WouldBreak => "would_break",
            Self::UnknownKind => "unknown_kind",
        }
    }
}

/// What is left of a document once it is saved and loaded, and its saved form.
pub(super) fn reloaded(doc: &Automerge) -> Result<(Automerge, Vec<u8>), ApplyFault> {
    guarded(|| {
        let saved = doc.save();
        let reloaded = Automerge::load(&saved).ok()?;
        (reloaded.get_heads() == doc.get_heads()).then_some((reloaded, saved))
    })
}

/// Reads one raw change: uncompressed, with the checksum and the hash it should have.
pub(super) fn parse(bytes: &ChangeBytes) -> Result<Change, ApplyFault> {
    const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
    const PLAIN_CHANGE: u8 = 1;
    let (magic, rest) = bytes
        .bytes
        .split_first_chunk::<4>()
        .ok_or(ApplyFault::BadChange)?;
    let (checksum, rest) = rest.split_first_chunk::<4>().ok_or(ApplyFault::BadChange)?;
    let fits = *magic == MAGIC
        && rest.first() == Some(&PLAIN_CHANGE)
        && bytes.hash.first_chunk::<4>() == Some(checksum)
        && is_plain_change(&bytes.bytes);
    if !fits {
        return Err(ApplyFault::BadChange);
    }
    let change = guarded(|| Change::from_bytes(bytes.bytes.to_vec()).ok())
        .map_err(|_| ApplyFault::BadChange)?;
    let same = change.hash().0 == bytes.hash && change.raw_bytes() == bytes.bytes.as_slice();
    if same {
        Ok(change)
    } else {
        Err(ApplyFault::BadChange)
    }
}

/// As [`is_alike`], for a change from outside: one that can't be decoded is none.
pub(super) fn is_alike_for_sure(change: &Change) -> bool {
    guarded(|| Some(is_alike(change))).unwrap_or(false)
}

/// Runs automerge on bytes from outside; a panic counts as a refusal.
pub(super) fn guarded<T>(run: impl FnOnce() -> Option<T>) -> Result<T, ApplyFault> {
    catch_unwind(AssertUnwindSafe(run))
        .ok()
        .flatten()
        .ok_or(ApplyFault::WouldBreak)
}
