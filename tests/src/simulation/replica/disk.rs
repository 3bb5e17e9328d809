//! What a device has on its disk. Each method of a device that changes it is one transaction: a
//! crash falls before or after, never inside.

use std::collections::{BTreeMap, HashMap, HashSet};

use doorstep_replica::chunk::{ChangeBytes, Grant, Payload, Place, Sealing, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey, SecretKey};
use doorstep_replica::{Document, Identity};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::{ChunkId, DeviceId, DocId, KeyId, LogId};
use doorstep_wire::roster::Roster;
use rand::RngExt;
use rand::rngs::StdRng;

use super::fault;

/// A document as it is stored.
#[derive(Default)]
pub(super) struct Stored {
    /// Its key, once made here or granted.
    pub(super) key: Option<DocumentKey>,
    /// Whether the key was made here and no grant of it is sealed.
    pub(super) grant_waits: bool,
    /// Every change, each after those it builds on.
    pub(super) changes: Vec<ChangeBytes>,
    /// Changes made here that are in no chunk.
    pub(super) unsealed: Vec<ChangeBytes>,
}

/// All that survives a crash.
pub(super) struct Disk {
    pub(super) roster: Roster,
    pub(super) epoch_key: EpochKey,
    pub(super) documents: BTreeMap<DocId, Stored>,
    /// Sealed chunks that have not come back in the server's sequence.
    pub(super) outbox: Vec<SealedChunk>,
    /// Every chunk of the sequence.
    pub(super) seen: HashSet<ChunkId>,
    /// The place after the last known chunk of each log of others.
    pub(super) places: HashMap<(DeviceId, LogId), Place>,
    pub(super) cursor: Cursor,
    /// The next place in this device's own log.
    pub(super) place: Place,
}

impl Disk {
    pub(super) fn new(roster: Roster, epoch_key: EpochKey, rng: &mut StdRng) -> Self {
        Self {
            roster,
            epoch_key,
            documents: BTreeMap::new(),
            outbox: Vec::new(),
            seen: HashSet::new(),
            places: HashMap::new(),
            cursor: Cursor::START,
            place: Place::first(LogId(rng.random())),
        }
    }

    /// Whether something is to be sent.
    pub(super) fn something_waits(&self) -> bool {
        !self.outbox.is_empty()
            || self
                .documents
                .values()
                .any(|stored| stored.grant_waits || !stored.unsealed.is_empty())
    }

    /// Takes entries of the membership log in; those that an admin's own device has already, it
    /// leaves.
    pub(super) fn read_entries(&mut self, entries: &[Vec<u8>]) -> Result<(), String> {
        for bytes in entries {
            let entry = Entry::parse(bytes.clone()).map_err(fault)?;
            if entry.place.position >= self.roster.entry_count() {
                self.roster.append(&entry).map_err(fault)?;
            }
        }
        Ok(())
    }

    /// The key that a chunk names.
    pub(super) fn key_for(&self, doc_id: DocId, key_id: KeyId) -> Option<SecretKey> {
        if key_id == EpochKey::grant_key_id(&self.roster.team_id(), self.epoch_key.epoch) {
            return Some(self.epoch_key.grant_key());
        }
        let key = self.documents.get(&doc_id)?.key.as_ref()?;
        (key.key_id == key_id).then(|| key.key.duplicate())
    }

    /// Seals what waits, once; all of it is one transaction.
    pub(super) fn seal_waiting(
        &mut self,
        identity: &Identity,
        writes_a_number_twice: bool,
        rng: &mut StdRng,
    ) -> Result<(), String> {
        let waiting: Vec<DocId> = self
            .documents
            .iter()
            .filter(|(_, stored)| stored.grant_waits || !stored.unsealed.is_empty())
            .map(|(id, _)| *id)
            .collect();
        for id in waiting {
            let Some(stored) = self.documents.get_mut(&id) else {
                continue;
            };
            let key = stored
                .key
                .as_ref()
                .ok_or("a document without a key was written")?;
            let mut payloads = Vec::new();
            if std::mem::take(&mut stored.grant_waits) {
                let grant_id = EpochKey::grant_key_id(&self.roster.team_id(), self.epoch_key.epoch);
                let grant = Payload::Grant(Grant::of(key));
                payloads.push((grant, grant_id, self.epoch_key.grant_key()));
            }
            let changes = std::mem::take(&mut stored.unsealed);
            payloads.push((Payload::Changes(changes), key.key_id, key.key.duplicate()));
            for (payload, key_id, key) in payloads {
                let sealing = Sealing {
                    identity,
                    place: self.place,
                    team_id: self.roster.team_id(),
                    doc_id: id,
                    epoch: self.epoch_key.epoch,
                    membership_head: self.roster.head(),
                    key_id,
                    key: &key,
                    seen: self.cursor,
                };
                let chunk = seal(&sealing, &payload, rng).map_err(fault)?;
                if !(writes_a_number_twice && rng.random_bool(0.2)) {
                    self.place = Place::after(&chunk);
                }
                self.outbox.push(chunk);
            }
        }
        Ok(())
    }

    /// What a device that starts reads back.
    pub(super) fn load(
        &self,
        writer: DeviceId,
        rng: &mut StdRng,
    ) -> Result<BTreeMap<DocId, Document>, String> {
        let mut documents = BTreeMap::new();
        for (id, stored) in &self.documents {
            if stored.changes.is_empty() {
                continue;
            }
            let tail = stored.changes.iter().map(|change| change.bytes.as_slice());
            let document = Document::load(&[], tail, writer, rng).map_err(fault)?;
            documents.insert(*id, document);
        }
        Ok(documents)
    }
}
