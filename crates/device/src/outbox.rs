//! From changes that were saved here to sealed chunks that wait for the server.
//!
//! A chunk is sealed once, in the transaction that spends its place in this device's log, and kept
//! as it is until the server has it.

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::chunk::{ChangeBytes, Grant, Payload, Place, Sealing, Snapshot, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey, SecretKey};
use doorstep_replica::restricted::StatementRef;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DeviceId, DocId, KeyId, LogId};
use rusqlite::{Connection, Transaction};

use crate::Device;
use crate::platform;
use crate::restricting::Audience;
use crate::store::StoreFault;
use crate::store::table::{
    change, chunk, cursor, document_key, key_holder, log, receipt, restriction, snapshot,
};
use crate::unlocked::Unlocked;

/// Bytes of changes in one chunk, at most; far below the limit of a sealed chunk.
const BATCH_BYTES: usize = 1024 * 1024;
/// Documents sealed before one exchange, so that a long absence does not hold up the first one.
const DOCUMENTS_AT_ONCE: usize = 200;
/// Documents that are sealed while nobody else has the device.
const IN_ONE_HOLD: usize = 4;

impl Device {
    /// Seals what waits of some documents, a few at a time, so that a screen waits for those: one with a
    /// long tail is loaded. Answers how many [`Unlocked::seal_waiting`] is to seal together with what is
    /// sent: the last few, with what was saved meanwhile.
    ///
    /// # Errors
    /// If the device was locked. What can't be sealed waits on, and stops nothing else.
    pub(crate) fn seal_ahead(&self) -> Result<usize, Problem> {
        let waiting = |conn: &Connection| change::waiting(conn, DOCUMENTS_AT_ONCE);
        let waiting = self.with(|open, _| Ok(open.store.read(waiting)?))?;
        let last = waiting.len().saturating_sub(IN_ONE_HOLD);
        for few in waiting.get(..last).unwrap_or_default().chunks(IN_ONE_HOLD) {
            self.with(|open, now| {
                // Each chunk says what this device has seen; what it lacks of that is told before.
                open.tell_what_is_lacking(now)?;
                for id in few {
                    let _waits_on = open.seal_document(*id);
                }
                Ok(())
            })?;
            platform::give_way();
        }
        Ok(match waiting.len() {
            DOCUMENTS_AT_ONCE.. => IN_ONE_HOLD,
            _ => DOCUMENTS_AT_ONCE,
        })
    }
}

impl Unlocked {
    /// Seals what waits of so many documents.
    ///
    /// # Errors
    /// The last of what went wrong; it stops no other document.
    pub(crate) fn seal_waiting(&mut self, most: usize) -> Result<(), Problem> {
        let waiting = self.store.read(|conn| change::waiting(conn, most))?;
        let mut failed = None;
        for id in waiting {
            failed = self.seal_document(id).err().or(failed);
        }
        failed.map_or(Ok(()), Err)
    }

    /// Seals one document's changes for those who may open it; makes its key of this epoch and grants it
    /// first if it has none. What has come about who that is counts before.
    pub(crate) fn seal_document(&mut self, id: DocId) -> Result<(), Problem> {
        if !self.settle_grants(id)? {
            let said = self.store.read(|conn| restriction::of_document(conn, id))?;
            let standing = self.standing_by(id, &said)?;
            return self.hand_in(id, &standing, &said);
        }
        self.restrict_before_first_seal(id)?;
        let audience = self.audience(id)?;
        self.seal_for(id, audience.as_ref(), false)
    }

    /// As [`Unlocked::seal_document`], for these or for everybody; whether it is handed in by somebody who
    /// may not open it any more.
    pub(crate) fn seal_for(
        &mut self,
        id: DocId,
        audience: Option<&Audience>,
        handed_in: bool,
    ) -> Result<(), Problem> {
        let changes = self.store.read(|conn| change::unsealed(conn, id))?;
        self.seal_changes(id, changes, audience, handed_in)
    }

    /// Makes the key of this epoch that a document is written with, if there is none, and tells others of it. What
    /// waits of a document that was sealed before waits on: who may read that is known once all has been fetched.
    pub(crate) fn make_key(&mut self, id: DocId) -> Result<(), Problem> {
        if !self.store.read(|conn| document_key::has_any(conn, id))? {
            return self.seal_document(id);
        }
        let audience = self.audience(id)?;
        self.seal_changes(id, Vec::new(), audience.as_ref(), true)
    }

    fn seal_changes(
        &mut self,
        id: DocId,
        changes: Vec<ChangeBytes>,
        audience: Option<&Audience>,
        handed_in: bool,
    ) -> Result<(), Problem> {
        let epoch_key = self.writing_epoch()?;
        let epoch = epoch_key.epoch;
        let is_first = !self.store.read(|conn| document_key::has_any(conn, id))?;
        let writing = self.writing_key_for(id, epoch, audience)?;
        let WritingKey { key, grant, .. } = &writing;
        let (place, seen) = self
            .store
            .read(|conn| Ok((self.next_place(conn)?, cursor::get(conn)?)))?;
        // What begins it, or what holds all of it so far.
        let (begins, due) = match is_first {
            _ if handed_in => (None, None),
            true => (self.beginning(id, changes.len())?, None),
            // What is in it came under keys that may not be for all who read it then.
            false if audience.is_some() && !self.all_keys_reach(id)? => (None, None),
            false => (None, self.snapshot_due(id, seen)?),
        };
        let membership = self.membership()?;
        let grant_key = epoch_key.grant_key();
        let grant_id = EpochKey::grant_key_id(&membership.roster.team_id(), epoch);
        let mut place = place;
        let mut sealed: Vec<(SealedChunk, Vec<[u8; 32]>)> = Vec::new();
        let mut add = |payload: &Payload, key_id: KeyId, key: &SecretKey, hashes| {
            let sealing = Sealing {
                identity: &self.identity,
                place,
                team_id: membership.roster.team_id(),
                doc_id: id,
                epoch,
                membership_head: membership.roster.head(),
                key_id,
                key,
                // A snapshot's says what it covers; for what begins a document that is nothing.
                seen: match payload {
                    Payload::Snapshot(whole) => whole.covers,
                    _ => seen,
                },
            };
            let chunk = seal(&sealing, payload, &mut self.random.clone())
                .map_err(|_| Problem::with(ProblemCode::Unexpected, "seal"))?;
            place = Place::after(&chunk);
            sealed.push((chunk, hashes));
            Ok::<(), Problem>(())
        };
        if let Some(grant) = grant {
            add(grant, grant_id, &grant_key, Vec::new())?;
        }
        let payloads = match begins {
            Some(whole) => vec![(hashes_of(&changes), Payload::Snapshot(whole))],
            None => batches(changes)
                .into_iter()
                .map(|batch| (hashes_of(&batch), Payload::Changes(batch)))
                .collect(),
        };
        let behind = due.map(|whole| (Vec::new(), Payload::Snapshot(whole)));
        for (hashes, payload) in payloads.into_iter().chain(behind) {
            add(&payload, key.key_id, &key.key, hashes)?;
        }
        let me = self.identity.device_id();
        self.store.write(|tx| {
            writing.keep(tx, id, epoch)?;
            for (sealed, hashes) in &sealed {
                chunk::put_waiting(tx, sealed)?;
                change::mark_sealed(tx, id, hashes, sealed.id())?;
                snapshot::put(tx, sealed, me)?;
            }
            log::set_place(tx, place)?;
            receipt::tell_seq(tx, seen.seq)
        })?;
        Ok(())
    }

    /// The key that a document is written with in an epoch; made now if it has none of that epoch.
    pub(crate) fn writing_key(&self, id: DocId, epoch: u32) -> Result<WritingKey, Problem> {
        let audience = self.audience(id)?;
        self.writing_key_for(id, epoch, audience.as_ref())
    }

    fn writing_key_for(
        &self,
        id: DocId,
        epoch: u32,
        audience: Option<&Audience>,
    ) -> Result<WritingKey, Problem> {
        if let Some(key) = self.stored_key_for(id, epoch, audience)? {
            return Ok(WritingKey::known(key));
        }
        if let Some(audience) = audience {
            return self.new_key_for(id, epoch, audience);
        }
        let key = DocumentKey::generate(&mut self.random.clone());
        let grant = Some(Payload::Grant(Grant::of(&key)));
        Ok(WritingKey {
            key,
            grant,
            holders: Vec::new(),
            upon: Vec::new(),
        })
    }

    /// The key that a document is written with in an epoch, if it has one.
    pub(crate) fn stored_key(&self, id: DocId, epoch: u32) -> Result<Option<DocumentKey>, Problem> {
        let audience = self.audience(id)?;
        self.stored_key_for(id, epoch, audience.as_ref())
    }

    /// What begins a document goes whole: half the bytes of its changes, and others read it in one
    /// go. So it needs no confirming, as every change in it is by who signs it.
    fn beginning(&self, id: DocId, changes: usize) -> Result<Option<Snapshot>, Problem> {
        // A document that can't be read goes as the changes that wait.
        let whole = self.look(id, |document| {
            (document.change_count() == changes).then(|| document.snapshot(Cursor::START))
        });
        let whole = whole.ok().flatten().flatten();
        Ok(whole.filter(|whole| whole.saved.len() <= BATCH_BYTES && whole.is_within_bounds()))
    }

    /// Where this device's log goes on.
    pub(crate) fn next_place(&self, conn: &Connection) -> Result<Place, StoreFault> {
        let place = log::place(conn)?;
        let spent = chunk::last_of_log(conn, self.identity.device_id(), place.log_id)?;
        if spent.is_some_and(|(last, _)| last >= place.log_seq) {
            // This store was restored from a copy, and its own later chunks came back to it: no
            // number is written twice.
            return Ok(Place::first(LogId(self.random.bytes())));
        }
        Ok(place)
    }
}

/// What a document is written with.
pub(crate) struct WritingKey {
    pub(crate) key: DocumentKey,
    /// What tells others of it, if it was made just now.
    pub(crate) grant: Option<Payload>,
    /// Who has it then, if not everybody.
    pub(crate) holders: Vec<DeviceId>,
    /// What it was made upon.
    pub(crate) upon: Vec<StatementRef>,
}

impl WritingKey {
    /// One that is here.
    fn known(key: DocumentKey) -> Self {
        Self {
            key,
            grant: None,
            holders: Vec::new(),
            upon: Vec::new(),
        }
    }

    /// Keeps one that was made just now; of others nothing changes.
    pub(crate) fn keep(
        &self,
        tx: &Transaction<'_>,
        id: DocId,
        epoch: u32,
    ) -> Result<(), StoreFault> {
        let (key_id, key) = (self.key.key_id, self.key.key.expose());
        match &self.grant {
            None => Ok(()),
            Some(Payload::Grant(_)) => document_key::put(tx, id, key_id, epoch, key),
            Some(_) => {
                let named = document_key::Named {
                    key: &self.key,
                    epoch,
                    open: false,
                    upon: &self.upon,
                };
                document_key::put_named(tx, id, &named)?;
                key_holder::put(tx, id, key_id, self.holders.iter().copied())
            }
        }
    }
}

fn hashes_of(changes: &[ChangeBytes]) -> Vec<[u8; 32]> {
    changes.iter().map(|change| change.hash).collect()
}

/// Splits changes so that no chunk is too large; a single large change stands alone.
fn batches(changes: Vec<ChangeBytes>) -> Vec<Vec<ChangeBytes>> {
    let mut batches: Vec<Vec<ChangeBytes>> = Vec::new();
    let mut bytes = usize::MAX;
    for change in changes {
        let len = change.bytes.len();
        if bytes.saturating_add(len) > BATCH_BYTES {
            batches.push(Vec::new());
            bytes = 0;
        }
        bytes += len;
        if let Some(batch) = batches.last_mut() {
            batch.push(change);
        }
    }
    batches
}
