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
use crate::store::table::{change, chunk, cursor, log, sequence, snapshot};
use crate::unlocked::Unlocked;

/// Chunks about a document since its last snapshot, before there is another.
pub(crate) const TAIL: u32 = 32;
/// Bytes of a saved document, at most: however badly it compresses, it is a chunk.
const LARGEST: usize = 3 * 1024 * 1024;
/// Snapshots that are looked at before screens get a turn.
const CHECKED_AT_ONCE: u32 = 4;
const A_DAY_MS: i64 = 24 * 60 * 60 * 1_000;

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
        let made = self.look(id, |document| document.snapshot(seen))?;
        Ok(made.filter(|made| made.saved.len() <= LARGEST))
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
        let me = self.identity.device_id();
        let waiting = self
            .store
            .read(|conn| snapshot::to_check(conn, me, CHECKED_AT_ONCE))?;
        for (seq, bytes) in waiting {
            let sealed = SealedChunk::parse(bytes)
                .map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "chunk"))?;
            let place = self.store.read(|conn| sequence::at(conn, seq))?;
            match place {
                Some(place) if self.holds_all(&sealed)? => {
                    // A receipt says how far this device has read, so what it lacks comes first.
                    self.tell_what_is_lacking(now)?;
                    self.confirm(&sealed, place)?;
                }
                _ => self
                    .store
                    .write(|tx| snapshot::pass_over(tx, sealed.id()))?,
            }
        }
        Ok(())
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
        if beyond.is_empty() {
            return Ok(true);
        }
        // What is not in it has to have come later.
        let mut later: HashSet<[u8; 32]> = HashSet::new();
        let (unsealed, since) = self.store.read(|conn| {
            let since = chunk::of_document_since(conn, id, header.seen.seq)?;
            Ok::<_, StoreFault>((change::unsealed(conn, id)?, since))
        })?;
        later.extend(unsealed.iter().map(|change| change.hash));
        for bytes in since {
            let sealed = SealedChunk::parse(bytes)
                .map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "chunk"))?;
            if let Some(Payload::Changes(changes)) = self.opened(&sealed)? {
                later.extend(changes.iter().map(|change| change.hash));
            }
        }
        Ok(beyond.iter().all(|hash| later.contains(hash)))
    }

    /// Where only a stub came, and no snapshot that holds what was in it: a server that was set back
    /// may have got the body from somebody since, so what lies after it is read once more, once a day.
    pub(crate) fn look_for_bodies(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let since = self.looked_for_bodies.map(|at| now.0.saturating_sub(at.0));
        if since.is_some_and(|since| (0..A_DAY_MS).contains(&since)) {
            return Ok(());
        }
        let Some(seq) = self.store.read(chunk::first_stub_waiting)? else {
            return Ok(());
        };
        self.looked_for_bodies = Some(now);
        let before = seq.saturating_sub(1);
        let place = match before {
            0 => Some(Cursor::START),
            _ => self.store.read(|conn| sequence::at(conn, before))?,
        };
        if let Some(place) = place {
            self.store.write(|tx| cursor::set(tx, place))?;
            self.wants_exchange = true;
        }
        Ok(())
    }

    fn opened(&self, sealed: &SealedChunk) -> Result<Option<Payload>, Problem> {
        let key = self.key_for(sealed)?;
        Ok(key.and_then(|key| open(sealed, &key).ok()))
    }

    /// The header names the place where the snapshot stands, so that the server knows which it is.
    fn confirm(&self, confirmed: &SealedChunk, place: Cursor) -> Result<(), Problem> {
        let (id, document) = (confirmed.id(), confirmed.header().doc_id);
        let said = Receipt {
            confirms: Some(id),
            ..Receipt::default()
        };
        let sealed = self.seal_receipt(document, said, place)?;
        let me = self.identity.device_id();
        self.store.write(|tx| {
            chunk::put_own(tx, &sealed)?;
            log::set_place(tx, Place::after(&sealed))?;
            snapshot::confirm(tx, id, document, me)
        })?;
        Ok(())
    }
}
