//! A document that comes whole, as another device saved it: half the bytes of its changes, and read
//! in one go. Hostile ground as changes are (`guarded`): a saved form may hold columns that grow to any
//! size, so they are measured before it is loaded (`columns`).

use automerge::{Automerge, ChangeHash, ReadDoc};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::DeviceId;

use super::columns::is_plain_document;
use super::guarded::{ApplyFault, guarded, is_alike_for_sure, reloaded};
use super::{Document, device_of};
use crate::chunk::{ChangeBytes, Snapshot};

impl Document {
    /// The whole document for a chunk, which says how far in the team's sequence it holds everything;
    /// what begins a document covers nothing.
    pub fn snapshot(&self, covers: Cursor) -> Snapshot {
        let heads = self.head_bytes();
        Snapshot {
            saved: self.doc.save_nocompress().into(),
            heads: heads.iter().map(|head| head.to_vec().into()).collect(),
            covers,
        }
    }

    /// The changes that are here and not in a snapshot, if all that is in it is here.
    ///
    /// # Errors
    /// [`ApplyFault::MissingChange`] if something in it is not here, [`ApplyFault::BadChange`] or
    /// [`ApplyFault::WouldBreak`] if it can't be loaded.
    pub fn beyond(&self, snapshot: &Snapshot) -> Result<Vec<[u8; 32]>, ApplyFault> {
        let theirs = load(snapshot)?;
        let is_here = |hash: &ChangeHash| self.doc.get_change_meta_by_hash(hash).is_some();
        let metas = theirs.get_changes_meta(&[]);
        if !metas.iter().all(|meta| is_here(&meta.hash)) {
            return Err(ApplyFault::MissingChange);
        }
        let beyond = self.doc.get_changes_meta(&theirs.get_heads());
        Ok(beyond.iter().map(|meta| meta.hash.0).collect())
    }
}

impl Snapshot {
    /// Whether others take it in: they refuse what claims more than any record has.
    pub fn is_within_bounds(&self) -> bool {
        is_plain_document(&self.saved)
    }

    /// Every change in it, each after those it builds on.
    ///
    /// # Errors
    /// [`ApplyFault::BadChange`] or [`ApplyFault::WouldBreak`].
    pub fn changes(&self) -> Result<Vec<ChangeBytes>, ApplyFault> {
        self.changes_but(|_| false)
    }

    /// The same without those that are known.
    pub(super) fn changes_but(
        &self,
        is_known: impl Fn(&ChangeHash) -> bool,
    ) -> Result<Vec<ChangeBytes>, ApplyFault> {
        let doc = load(self)?;
        let metas = doc.get_changes_meta(&[]);
        if metas.iter().all(|meta| is_known(&meta.hash)) {
            return Ok(Vec::new());
        }
        let mut changes = guarded(|| Some(doc.get_changes(&[])))?;
        changes.retain(|change| !is_known(&change.hash()));
        let bytes = changes.iter().map(|change| ChangeBytes {
            hash: change.hash().0,
            bytes: change.raw_bytes().to_vec().into(),
        });
        Ok(bytes.collect())
    }
}

/// What was loaded, and bytes that are sure to load to the same again.
pub(super) struct Whole {
    pub(super) doc: Automerge,
    pub(super) saved: Vec<u8>,
}

impl Whole {
    /// # Errors
    /// [`ApplyFault::BadChange`] if it is no saved form of this format or has other heads than it
    /// says, [`ApplyFault::WouldBreak`] if automerge can't load it, or not again.
    pub(super) fn load(snapshot: &Snapshot) -> Result<Self, ApplyFault> {
        let doc = load(snapshot)?;
        // Whatever is saved of it is what was just loaded, so it can be loaded.
        let is_the_same = guarded(|| Some(doc.save_nocompress() == snapshot.saved.as_slice()))?;
        if is_the_same {
            let saved = snapshot.saved.to_vec();
            return Ok(Self { doc, saved });
        }
        let (doc, saved) = reloaded(&doc)?;
        Ok(Self { doc, saved })
    }

    /// Whether `signer` may speak for every change in it.
    pub(super) fn is_by(&self, signer: DeviceId) -> bool {
        let metas = self.doc.get_changes_meta(&[]);
        let mut others = metas
            .iter()
            .filter(|meta| device_of(&meta.actor) != signer)
            .map(|meta| meta.hash);
        others.all(|hash| {
            let change = guarded(|| self.doc.get_change_by_hash(&hash));
            change.is_ok_and(|change| is_alike_for_sure(&change))
        })
    }
}

fn load(snapshot: &Snapshot) -> Result<Automerge, ApplyFault> {
    if !is_plain_document(&snapshot.saved) {
        return Err(ApplyFault::BadChange);
    }
    let doc = guarded(|| Automerge::load(&snapshot.saved).ok())?;
    let mut heads: Vec<ChangeHash> = doc.get_heads();
    heads.sort_unstable();
    let said = snapshot.heads.iter().map(|head| head.as_slice());
    if said.eq(heads.iter().map(|head| &head.0[..])) {
        Ok(doc)
    } else {
        Err(ApplyFault::BadChange)
    }
}
