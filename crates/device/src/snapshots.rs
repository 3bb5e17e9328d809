//! Snapshots: a document as it is, so that a new device need not take in every change of years one by
//! one, and the server need not keep them.
//!
//! The device that finds that a document's tail has grown writes one behind its own changes. Another
//! looks whether every change is in it that it has read itself, and no other, and says so in a receipt
//! about that document. Two devices have to be wrong, or lie, before anything is missing from what a
//! third one begins with.

use std::collections::HashSet;

use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::chunk::{Payload, Place, Receipt, Snapshot, open};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::DocId;

use crate::documents::load;
use crate::store::StoreFault;
use crate::store::table::{change, chunk, log, sequence, snapshot};
use crate::unlocked::Unlocked;

/// Chunks about a document since its last snapshot, before there is another.
pub(crate) const TAIL: u32 = 32;
/// Bytes of a saved document, at most: however badly it compresses, it is a chunk.
const LARGEST: usize = 3 * 1024 * 1024;
/// Snapshots that are looked at before screens get a turn.
const CHECKED_AT_ONCE: u32 = 4;

impl Unlocked {
    /// A document's snapshot, if its tail has grown and everything that came of it is in it.
    pub(crate) fn snapshot_due(
        &self,
        id: DocId,
        seen: Cursor,
    ) -> Result<Option<Snapshot>, Problem> {
        let most = self.snapshot_after;
        let due = self.store.read(|conn| {
            Ok::<_, StoreFault>(
                snapshot::tail(conn, id, most)? >= most && snapshot::is_whole(conn, id)?,
            )
        })?;
        if !due {
            return Ok(None);
        }
        // A document that can't be read goes on without; its changes are sealed as they are.
        let made = self.look(id, |document| document.snapshot(seen));
        let made = made.ok().flatten();
        Ok(made.filter(|made| made.saved.len() <= LARGEST && made.is_within_bounds()))
    }

    /// Looks at a document without keeping it in memory; `None` if it is not here.
    pub(crate) fn look<T>(
        &self,
        id: DocId,
        at: impl FnOnce(&Document) -> T,
    ) -> Result<Option<T>, Problem> {
        if let Some(document) = self.documents.loaded(id) {
            return Ok(Some(at(document)));
        }
        let loaded = load(&self.store, id, &self.identity)?;
        Ok(loaded.as_ref().map(at))
    }

    /// Looks at snapshots that nobody has confirmed, and confirms what is as it should be.
    pub(crate) fn confirm_snapshots(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let waiting = self
            .store
            .read(|conn| snapshot::to_check(conn, CHECKED_AT_ONCE))?;
        for (seq, bytes) in waiting {
            let Ok(sealed) = SealedChunk::parse(bytes) else {
                continue;
            };
            match self.confirm_if_whole(&sealed, seq, now) {
                Ok(true) => {}
                Err(problem) if problem.code == ProblemCode::DiskFull => return Err(problem),
                // One that can't be looked at stops nothing else.
                Ok(false) | Err(_) => self
                    .store
                    .write(|tx| snapshot::pass_over(tx, sealed.id()))?,
            }
        }
        Ok(())
    }

    fn confirm_if_whole(
        &mut self,
        sealed: &SealedChunk,
        seq: u64,
        now: UnixMillis,
    ) -> Result<bool, Problem> {
        let Some(place) = self.store.read(|conn| sequence::at(conn, seq))? else {
            return Ok(false);
        };
        if !self.holds_all(sealed)? {
            return Ok(false);
        }
        // A receipt says how far this device has read, so what it lacks comes first.
        self.tell_what_is_lacking(now)?;
        self.confirm(sealed, place)?;
        Ok(true)
    }

    /// Whether every change that this device has read of the document, up to where a snapshot says
    /// that it covers, is in it, and none that this device has not read.
    fn holds_all(&self, sealed: &SealedChunk) -> Result<bool, Problem> {
        let header = sealed.header();
        let Some(Payload::Snapshot(theirs)) = self.opened(sealed)? else {
            return Ok(false);
        };
        let is_here = self.store.read(|conn| sequence::has(conn, header.seen))?;
        if theirs.covers != header.seen || !is_here {
            return Ok(false);
        }
        let id = header.doc_id;
        let Some(Ok(beyond)) = self.look(id, |document| document.beyond(&theirs))? else {
            return Ok(false);
        };
        // What is not in it has to have come later, or not be sent yet.
        let mut beyond: HashSet<[u8; 32]> = beyond.into_iter().collect();
        for change in self.store.read(|conn| change::unsealed(conn, id))? {
            beyond.remove(&change.hash);
        }
        let later = self
            .store
            .read(|conn| chunk::of_document_since(conn, id, header.seen.seq))?;
        for number in later {
            if beyond.is_empty() {
                break;
            }
            let bytes = self.store.read(|conn| chunk::bytes(conn, number))?;
            let Ok(later) = SealedChunk::parse(bytes) else {
                continue;
            };
            if let Some(Payload::Changes(changes)) = self.opened(&later)? {
                for change in changes {
                    beyond.remove(&change.hash);
                }
            }
        }
        Ok(beyond.is_empty())
    }

    fn opened(&self, sealed: &SealedChunk) -> Result<Option<Payload>, Problem> {
        let key = self.key_for(sealed)?;
        Ok(key.and_then(|key| open(sealed, &key).ok()))
    }

    /// The header alone says it, with the document and the place where the snapshot stands, so that
    /// the server and every device take the same for confirmed.
    fn confirm(&self, confirmed: &SealedChunk, place: Cursor) -> Result<(), Problem> {
        let (id, document) = (confirmed.id(), confirmed.header().doc_id);
        let sealed = self.seal_receipt(document, Receipt::default(), place)?;
        self.store.write(|tx| {
            chunk::put_waiting(tx, &sealed)?;
            log::set_place(tx, Place::after(&sealed))?;
            snapshot::mark_confirmed(tx, id)
        })?;
        Ok(())
    }
}
