//! Taking in changes that came from elsewhere. This is hostile ground: automerge panics on some
//! malformed input, its `Change::from_bytes` does not check the checksum, and some malformed
//! changes apply and leave a document that can't be loaded again. So changes are parsed and applied
//! inside `catch_unwind`, to a clone, which is saved and loaded before it replaces the document.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Automerge, Change, ChangeHash, ReadDoc};
use doorstep_wire::id::DeviceId;
use rand_core::CryptoRng;

use super::alike::is_alike;
use super::{Document, KIND_KEY, Kind, device_of, new_actor};
use crate::chunk::{ChangeBytes, Snapshot};

/// What taking in did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The changes that were new, in order.
    pub new: Vec<ChangeBytes>,
}

/// Changes that one device signed together.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Who.
    pub by: DeviceId,
    /// What, in an order in which it applies.
    pub changes: Vec<ChangeBytes>,
}

/// What became of many [`Signed`] that were taken in at once.
#[derive(Debug)]
pub struct TakenIn {
    /// One for each, in order.
    pub outcomes: Vec<Result<(), ApplyFault>>,
    /// The document with all of them that could be taken in; `None` if it is as it was.
    pub grown: Option<Grown>,
}

/// A document that has grown, and is sure to be readable again.
#[derive(Debug)]
pub struct Grown {
    /// It.
    pub document: Document,
    /// Its saved form.
    pub saved: Vec<u8>,
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
        let mut batch = Batch::on(Some(&self.doc));
        batch.add(signer, changes)?;
        let grown = batch.settle(Some(self.kind), self.writer, rng)?;
        *self = grown.document;
        Ok(Applied { new: grown.new })
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
        let mut batch = Batch::on(None);
        batch.add(signer, changes)?;
        let grown = batch.settle(None, writer, rng)?;
        Ok((grown.document, Applied { new: grown.new }))
    }

    /// Takes in what many devices signed, at the cost of one where all of it is sound. What builds on
    /// something that comes later in it waits for that. `before` is the document as it is here;
    /// `None` if it begins with this.
    pub fn take_in(
        before: Option<&Self>,
        signed: &[Signed],
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> TakenIn {
        let mut batch = Batch::on(before.map(|document| &document.doc));
        let outcomes = batch.add_all(signed);
        let settled = match batch.new.is_empty() {
            true => Ok(None),
            false => {
                let kind = before.map(|document| document.kind);
                batch.settle(kind, writer, rng).map(Some)
            }
        };
        match settled {
            Ok(grown) => TakenIn { outcomes, grown },
            // One of them is not sound; alone it shows which.
            Err(_) => take_in_singly(before, signed, writer, rng),
        }
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
        let (document, _) = Self::settle(doc, writer, rng)?;
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
    ) -> Result<(Self, Vec<u8>), ApplyFault> {
        let (mut reloaded, saved) = guarded(|| {
            let saved = doc.save();
            let reloaded = Automerge::load(&saved).ok()?;
            (reloaded.get_heads() == doc.get_heads()).then_some((reloaded, saved))
        })?;
        if !has_one_kind(&reloaded) {
            return Err(ApplyFault::UnknownKind);
        }
        reloaded.set_actor(new_actor(writer, rng));
        let document =
            Self::from_automerge(reloaded, writer).map_err(|_| ApplyFault::UnknownKind)?;
        Ok((document, saved))
    }
}

/// Whether what the document is about was said once, where it began. A change that says it again,
/// and one that takes it back, would else pass together and fail one by one: two devices that took
/// in the same would not have the same.
fn has_one_kind(doc: &Automerge) -> bool {
    let said = doc.get_all(automerge::ROOT, KIND_KEY).unwrap_or_default();
    let [(_, id)] = said.as_slice() else {
        return false;
    };
    let change = doc.hash_for_opid(id);
    let meta = change.and_then(|hash| doc.get_change_meta_by_hash(&hash));
    meta.is_some_and(|meta| meta.deps.is_empty())
}

/// Changes on their way into a document, each of them read and with everything that it builds on.
struct Batch<'a> {
    doc: Option<&'a Automerge>,
    coming: HashSet<ChangeHash>,
    parsed: Vec<Change>,
    new: Vec<ChangeBytes>,
}

impl<'a> Batch<'a> {
    fn on(doc: Option<&'a Automerge>) -> Self {
        Self {
            doc,
            coming: HashSet::new(),
            parsed: Vec::new(),
            new: Vec::new(),
        }
    }

    fn is_there(&self, hash: &ChangeHash) -> bool {
        self.doc
            .is_some_and(|doc| doc.get_change_meta_by_hash(hash).is_some())
    }

    /// Adds what one device signed: all of it, or nothing.
    fn add(&mut self, signer: DeviceId, changes: &[ChangeBytes]) -> Result<(), ApplyFault> {
        let (mut of_this, mut new) = (HashSet::new(), Vec::new());
        for bytes in changes {
            let change = parse(bytes)?;
            if device_of(change.actor_id()) != signer && !is_alike_for_sure(&change) {
                return Err(ApplyFault::OtherActor);
            }
            let known = |hash: &ChangeHash| {
                self.coming.contains(hash) || of_this.contains(hash) || self.is_there(hash)
            };
            if !change.deps().iter().all(known) {
                return Err(ApplyFault::MissingChange);
            }
            if !known(&change.hash()) {
                of_this.insert(change.hash());
                new.push((change, bytes.clone()));
            }
        }
        self.coming.extend(of_this);
        for (change, bytes) in new {
            self.parsed.push(change);
            self.new.push(bytes);
        }
        Ok(())
    }

    /// Adds all that can be added, in as many rounds as one makes way for another.
    fn add_all(&mut self, signed: &[Signed]) -> Vec<Result<(), ApplyFault>> {
        let mut outcomes = vec![Err(ApplyFault::MissingChange); signed.len()];
        loop {
            let mut progress = false;
            for (outcome, signed) in outcomes.iter_mut().zip(signed) {
                if *outcome == Err(ApplyFault::MissingChange) {
                    *outcome = self.add(signed.by, &signed.changes);
                    progress |= outcome.is_ok();
                }
            }
            if !progress {
                return outcomes;
            }
        }
    }

    /// The document with all of it, of the kind that it was.
    fn settle(
        self,
        kind: Option<Kind>,
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<Grown, ApplyFault> {
        let Self {
            doc,
            coming,
            parsed,
            new,
        } = self;
        let grown = guarded(|| {
            let mut grown = doc.cloned().unwrap_or_else(Automerge::new);
            grown.apply_changes(parsed).ok()?;
            let all_in = coming
                .iter()
                .all(|hash| grown.get_change_meta_by_hash(hash).is_some());
            all_in.then_some(grown)
        })?;
        let (document, saved) = Document::settle(grown, writer, rng)?;
        if kind.is_some_and(|kind| kind != document.kind) {
            return Err(ApplyFault::UnknownKind);
        }
        Ok(Grown {
            document,
            saved,
            new,
        })
    }
}

/// Takes each in by itself, so that one which is not sound stops no other.
fn take_in_singly(
    before: Option<&Document>,
    signed: &[Signed],
    writer: DeviceId,
    rng: &mut impl CryptoRng,
) -> TakenIn {
    let mut outcomes = vec![Err(ApplyFault::MissingChange); signed.len()];
    let mut grown: Option<Grown> = None;
    loop {
        let mut progress = false;
        for (outcome, signed) in outcomes.iter_mut().zip(signed) {
            if *outcome != Err(ApplyFault::MissingChange) {
                continue;
            }
            let so_far = grown.as_ref().map(|grown| &grown.document).or(before);
            let mut batch = Batch::on(so_far.map(|document| &document.doc));
            let kind = so_far.map(|document| document.kind);
            let added = batch.add(signed.by, &signed.changes);
            let nothing_new = batch.new.is_empty();
            let settled = match added {
                Ok(()) if nothing_new => Ok(None),
                Ok(()) => batch.settle(kind, writer, rng).map(Some),
                Err(fault) => Err(fault),
            };
            *outcome = settled.map(|more| {
                if let Some(mut more) = more {
                    let new = grown.take().map(|grown| grown.new).unwrap_or_default();
                    more.new.splice(..0, new);
                    grown = Some(more);
                }
            });
            progress |= outcome.is_ok();
        }
        if !progress {
            return TakenIn { outcomes, grown };
        }
    }
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
