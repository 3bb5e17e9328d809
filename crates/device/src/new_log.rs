//! What waits of this device's own is sealed once more, in a log of its own: where another device went on
//! from the same store, and where the team's key has changed since.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::chunk::{ChangeBytes, Payload, Place, Sealing, open, seal};
use doorstep_replica::crypto::key::{EpochKey, SecretKey};
use doorstep_wire::chunk::{ChunkHeader, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{ChunkId, DocId, KeyId, LogId};

use crate::outbox::WritingKey;
use crate::store::table::chunk::OwnWaiting;
use crate::store::table::{
    blob, change, chunk, document_key, held_back, log, restriction, snapshot,
};
use crate::unlocked::Unlocked;

/// Which chunks go into the new log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moves {
    /// All that the server does not have.
    All,
    /// Those that no server ever had: of the others teammates may have the same bytes.
    NeverHeld,
}

/// A chunk as it stands in the new log.
struct Moved {
    /// What it takes the place of; none for a grant that others need first.
    before: Option<ChunkId>,
    sealed: SealedChunk,
}

/// What is to be written.
#[derive(Default)]
struct Moving {
    again: Vec<Moved>,
    /// Keys of this epoch; those that were here already are not put again.
    keys: BTreeMap<DocId, WritingKey>,
    /// What stays without a place: stubs, since what was in them is in snapshots, and what can't be read.
    apart: Vec<ChunkId>,
    /// Grants of keys that nothing is sealed with any more.
    needless: Vec<ChunkId>,
    /// Where nobody can tell for whom: these changes wait to be sealed once that is known.
    unsealed: Vec<(ChunkId, DocId, Vec<ChangeBytes>)>,
}

impl Moving {
    /// Takes content out of the log: nobody can tell for whom its document is now. It waits until that is
    /// known, and holds nothing else up.
    fn leave(&mut self, sealed: &SealedChunk, content: Payload) {
        let (id, document) = (sealed.id(), sealed.header().doc_id);
        match content {
            Payload::Changes(changes) => self.unsealed.push((id, document, changes)),
            // What is in it goes by itself, but for what began the document.
            Payload::Snapshot(whole) if whole.covers != Cursor::START => self.needless.push(id),
            _ => self.apart.push(id),
        }
    }
}

fn is_content(payload: &Payload) -> bool {
    matches!(payload, Payload::Changes(_) | Payload::Snapshot(_))
}

impl Unlocked {
    /// What was sealed before the team's key changed, or for everybody before its document was for some alone, and
    /// reached no server as far as is known, is sealed anew under keys that nobody else has.
    ///
    /// # Errors
    /// If this device has no key of the epoch in force: then it can't write at all.
    pub(crate) fn leave_former_keys(&mut self) -> Result<(), Problem> {
        let (me, epoch) = (
            self.identity.device_id(),
            self.membership()?.epoch_key()?.epoch,
        );
        let first = self.store.read(|conn| chunk::first_never_held(conn, me))?;
        let first = first.and_then(|bytes| SealedChunk::parse(bytes).ok());
        let is_former = first.is_some_and(|first| first.header().epoch < epoch);
        match is_former || self.is_any_sealed_openly()? {
            true => self.take_new_log(Moves::NeverHeld),
            false => Ok(()),
        }
    }

    /// Whether anything that no server ever had was sealed for everybody, and its document is for some alone by
    /// now.
    fn is_any_sealed_openly(&mut self) -> Result<bool, Problem> {
        let me = self.identity.device_id();
        for id in self
            .store
            .read(|conn| chunk::never_held_before_a_grant(conn, me))?
        {
            // One that can't be settled holds up no other; it is tried again.
            let _tried_again = self.settle_grants(id);
        }
        let waiting = self
            .store
            .read(|conn| chunk::never_held_of_restricted(conn, me))?;
        for bytes in waiting {
            if let Ok(sealed) = SealedChunk::parse(bytes)
                && self.is_sealed_openly(sealed.header())?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a chunk about a document that is for some alone is sealed with a key that everybody has.
    fn is_sealed_openly(&self, header: &ChunkHeader) -> Result<bool, Problem> {
        let (document, key) = (header.doc_id, header.key_id);
        Ok(self.store.read(|conn| {
            Ok::<_, crate::store::StoreFault>(
                restriction::is_mine(conn, document)?.is_some()
                    && document_key::is_open(conn, document, key)?,
            )
        })?)
    }

    /// Seals this device's chunks that the server does not have once more, in a new log and in the
    /// same order. Whoever got one of them nevertheless finds the same changes in it.
    pub(crate) fn take_new_log(&mut self, moves: Moves) -> Result<(), Problem> {
        let me = self.identity.device_id();
        self.waiting_changed();
        let mut waiting = self.store.read(|conn| chunk::own_waiting(conn, me))?;
        waiting.retain(|chunk| moves == Moves::All || !chunk.was_held);
        // Their keys may have come back and not have been read yet.
        for chunk in &waiting {
            let _as_far_as_it_goes = self.read_arrived(chunk.document);
        }
        let epoch_key = self.membership()?.epoch_key()?;
        let mut place = Place::first(LogId(self.random.bytes()));
        let mut moving = Moving::default();
        let mut failed = None;
        for chunk in waiting {
            let id = chunk.id;
            match self.move_one(chunk, &epoch_key, &mut place, &mut moving) {
                // It is kept, and said once; it goes nowhere as it is, and the rest is sent.
                Err(problem) if problem.code == ProblemCode::StoreUnreadable => {
                    moving.apart.push(id);
                    failed = Some(problem);
                }
                moved => moved?,
            }
        }
        self.store.write(|tx| {
            for (document, key) in &moving.keys {
                key.keep(tx, *document, epoch_key.epoch)?;
            }
            for Moved { before, sealed } in &moving.again {
                match before {
                    Some(before) => {
                        chunk::replace_own(tx, *before, sealed)?;
                        restriction::moved(tx, *before, sealed.id(), sealed.header().epoch)?;
                    }
                    None => {
                        chunk::put_waiting(tx, sealed)?;
                        let document = sealed.header().doc_id;
                        // Read again together with what is sealed with its key.
                        if restriction::is_mine(tx, document)? == Some(false) {
                            held_back::put(tx, sealed.id(), document)?;
                        }
                    }
                }
                snapshot::put(tx, sealed, me)?;
            }
            for id in &moving.apart {
                chunk::put_apart(tx, *id)?;
            }
            for grant in &moving.needless {
                chunk::remove_own(tx, *grant)?;
            }
            // The last is the first to go before all that wait already.
            for (id, document, changes) in moving.unsealed.iter().rev() {
                change::wait_again(tx, *document, changes)?;
                chunk::remove_own(tx, *id)?;
            }
            log::set_place(tx, place)
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn move_one(
        &self,
        chunk: OwnWaiting,
        epoch_key: &EpochKey,
        place: &mut Place,
        moving: &mut Moving,
    ) -> Result<(), Problem> {
        let sealed = SealedChunk::parse(chunk.bytes)
            .map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "chunk"))?;
        if sealed.is_erased() {
            // A new log has no place for it, and nobody needs the old one's.
            moving.needless.push(sealed.id());
            return Ok(());
        }
        if sealed.is_stub() {
            moving.apart.push(sealed.id());
            return Ok(());
        }
        let key = self.key_for(&sealed)?;
        let key = key.ok_or_else(|| Problem::with(ProblemCode::StoreUnreadable, "key"))?;
        let payload = open(&sealed, &key)
            .map_err(|fault| Problem::with(ProblemCode::StoreUnreadable, fault.code()))?;
        let header = sealed.header();
        // Where a server had it, the key that it was sealed with is no secret any more to be kept.
        let is_former = header.epoch != epoch_key.epoch
            || (is_content(&payload) && self.is_sealed_openly(header)?);
        let stays = chunk.was_held || !is_former;
        if !stays && is_content(&payload) && !self.knows_for_whom(header.doc_id)? {
            moving.leave(&sealed, payload);
            return Ok(());
        }
        let mut add = |before, header: &ChunkHeader, key: &SecretKey, payload: &Payload| {
            let sealed = self.seal_again(header, *place, key, payload)?;
            *place = Place::after(&sealed);
            moving.again.push(Moved { before, sealed });
            Ok::<(), Problem>(())
        };
        let before = Some(sealed.id());
        if stays {
            return add(before, header, &key, &payload);
        }
        let anew = |key_id: KeyId| ChunkHeader {
            epoch: epoch_key.epoch,
            key_id,
            ..*header
        };
        let grants = EpochKey::grant_key_id(&header.team_id, epoch_key.epoch);
        match payload {
            // A photo that waits names its document's key, and others need that then.
            Payload::Grant(_)
                if self
                    .store
                    .read(|conn| blob::waits_of(conn, header.doc_id))? =>
            {
                add(before, header, &key, &payload)?;
            }
            Payload::Grant(_) => moving.needless.push(sealed.id()),
            // It says who may open a document, or keys that others need for what they have.
            Payload::Receipt(_) | Payload::Restricted(_) => {
                add(before, &anew(grants), &epoch_key.grant_key(), &payload)?
            }
            Payload::Changes(_) | Payload::Snapshot(_) => {
                let WritingKey { key, .. } = match moving.keys.entry(header.doc_id) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => {
                        let writing = self.writing_key(header.doc_id, epoch_key.epoch)?;
                        if let Some(grant) = &writing.grant {
                            add(None, &anew(grants), &epoch_key.grant_key(), grant)?;
                        }
                        place.insert(writing)
                    }
                };
                add(before, &anew(key.key_id), &key.key, &payload)?;
            }
        }
        Ok(())
    }

    /// Content at another place, by what a header says besides that.
    pub(crate) fn seal_again(
        &self,
        header: &ChunkHeader,
        place: Place,
        key: &SecretKey,
        payload: &Payload,
    ) -> Result<SealedChunk, Problem> {
        let sealing = Sealing {
            identity: &self.identity,
            place,
            team_id: header.team_id,
            doc_id: header.doc_id,
            epoch: header.epoch,
            membership_head: self.membership()?.roster.head(),
            key_id: header.key_id,
            key,
            // What it said that was read was read when it was written.
            seen: header.seen,
        };
        seal(&sealing, payload, &mut self.random.clone())
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "seal"))
    }
}
