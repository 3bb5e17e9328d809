//! Taking in changes that came from elsewhere. This is hostile ground: automerge panics on some
//! malformed input, its `Change::from_bytes` does not check the checksum, and some malformed
//! changes apply and leave a document that can't be loaded again. So changes are parsed and applied
//! inside `catch_unwind`, to a clone, which is saved and loaded before it replaces the document.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Automerge, Change, ChangeHash};
use doorstep_wire::id::DeviceId;
use rand_core::CryptoRng;

use super::alike::is_alike;
use super::{Document, device_of, new_actor};
use crate::chunk::{ChangeBytes, Snapshot};

/// What taking in did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The changes that were new, in order.
    pub new: Vec<ChangeBytes>,
}

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

impl Document {
    /// Takes in changes that `signer` signed.
    ///
    /// # Errors
    /// [`ApplyFault`]; the document is as it was.
    pub fn apply(
        &mut self,
        signer: DeviceId,
        changes: &[ChangeBytes],
        rng: &mut impl CryptoRng,
    ) -> Result<Applied, ApplyFault> {
        let (doc, new) = grow(&self.doc, signer, changes)?;
        let grown = Self::settle(doc, self.writer, rng)?;
        if grown.kind != self.kind {
            return Err(ApplyFault::UnknownKind);
        }
        *self = grown;
        Ok(Applied { new })
    }

    /// A document that begins with the changes `signer` signed.
    ///
    /// # Errors
    /// [`ApplyFault`] as for [`Document::apply`].
    pub fn begin(
        signer: DeviceId,
        changes: &[ChangeBytes],
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Applied), ApplyFault> {
        let (doc, new) = grow(&Automerge::new(), signer, changes)?;
        Ok((Self::settle(doc, writer, rng)?, Applied { new }))
    }

    /// A document from a snapshot, if it is what it says it is.
    ///
    /// # Errors
    /// [`ApplyFault::WouldBreak`] or [`ApplyFault::UnknownKind`].
    pub fn from_snapshot(
        snapshot: &Snapshot,
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, ApplyFault> {
        let doc = guarded(|| Automerge::load(&snapshot.saved).ok())?;
        let document = Self::settle(doc, writer, rng)?;
        let said: Vec<&[u8]> = snapshot.heads.iter().map(|head| head.as_slice()).collect();
        let heads = document.head_bytes();
        let has: Vec<&[u8]> = heads.iter().map(|head| &head[..]).collect();
        if said == has {
            Ok(document)
        } else {
            Err(ApplyFault::WouldBreak)
        }
    }

    /// Only what survives being saved and loaded replaces a document.
    fn settle(
        doc: Automerge,
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, ApplyFault> {
        let mut reloaded = guarded(|| {
            let reloaded = Automerge::load(&doc.save()).ok()?;
            (reloaded.get_heads() == doc.get_heads()).then_some(reloaded)
        })?;
        reloaded.set_actor(new_actor(writer, rng));
        Self::from_automerge(reloaded, writer).map_err(|_| ApplyFault::UnknownKind)
    }
}

/// A clone of `doc` with the changes in it, and those that it did not have.
fn grow(
    doc: &Automerge,
    signer: DeviceId,
    changes: &[ChangeBytes],
) -> Result<(Automerge, Vec<ChangeBytes>), ApplyFault> {
    let mut coming = HashSet::new();
    let mut parsed = Vec::with_capacity(changes.len());
    let mut new = Vec::new();
    for bytes in changes {
        let change = parse(bytes)?;
        if device_of(change.actor_id()) != signer && !is_alike_for_sure(&change) {
            return Err(ApplyFault::OtherActor);
        }
        let known = |hash: &ChangeHash| {
            coming.contains(hash) || doc.get_change_meta_by_hash(hash).is_some()
        };
        if !change.deps().iter().all(known) {
            return Err(ApplyFault::MissingChange);
        }
        if doc.get_change_meta_by_hash(&change.hash()).is_none() && coming.insert(change.hash()) {
            new.push(bytes.clone());
            parsed.push(change);
        }
    }
    let grown = guarded(|| {
        let mut grown = doc.clone();
        grown.apply_changes(parsed).ok()?;
        let all_in = coming
            .iter()
            .all(|hash| grown.get_change_meta_by_hash(hash).is_some());
        all_in.then_some(grown)
    })?;
    Ok((grown, new))
}

/// Reads one raw change: uncompressed, with the checksum and the hash it should have.
fn parse(bytes: &ChangeBytes) -> Result<Change, ApplyFault> {
    const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
    const PLAIN_CHANGE: u8 = 1;
    let (magic, rest) = bytes
        .bytes
        .split_first_chunk::<4>()
        .ok_or(ApplyFault::BadChange)?;
    let (checksum, rest) = rest.split_first_chunk::<4>().ok_or(ApplyFault::BadChange)?;
    let fits = *magic == MAGIC
        && rest.first() == Some(&PLAIN_CHANGE)
        && bytes.hash.first_chunk::<4>() == Some(checksum);
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
fn is_alike_for_sure(change: &Change) -> bool {
    guarded(|| Some(is_alike(change))).unwrap_or(false)
}

/// Runs automerge on bytes from outside; a panic counts as a refusal.
fn guarded<T>(run: impl FnOnce() -> Option<T>) -> Result<T, ApplyFault> {
    catch_unwind(AssertUnwindSafe(run))
        .ok()
        .flatten()
        .ok_or(ApplyFault::WouldBreak)
}
