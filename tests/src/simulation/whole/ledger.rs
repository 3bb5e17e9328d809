//! What the server really holds, read by somebody who has every key. Whatever a device says about
//! it is compared with this.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use doorstep_replica::chunk::{ChangeBytes, Payload, Snapshot, open};
use doorstep_replica::crypto::key::{EpochKey, SecretKey};
use doorstep_replica::document::steps_of;
use doorstep_wire::chunk::{ChunkHeader, ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, ChunkId, DocId, EntryHash, KeyId, TeamId};
use rusqlite::{Connection, OptionalExtension};

use crate::simulation::fault;

/// The server's sequence, opened.
pub(super) struct Ledger {
    server: Connection,
    epoch_key: EpochKey,
    read_to: i64,
    /// A document that was begun on a device and on its clone has two.
    keys: HashMap<DocId, Vec<(KeyId, [u8; 32])>>,
    steps: HashSet<String>,
    /// What was in it at any time, before the server was put back as well.
    ever: HashSet<String>,
    documents: HashSet<DocId>,
    /// What documents were begun with.
    begun: HashMap<DocId, Snapshot>,
    /// What each place says in the clear: the chunk and its header, and the chain there.
    places: BTreeMap<u64, (ChunkId, ChunkHeader, Chain)>,
    /// The changes in each chunk that was ever in it.
    chunks: HashMap<ChunkId, Vec<String>>,
}

impl Ledger {
    pub(super) fn of(database: &Path, epoch_key: EpochKey) -> Result<Self, String> {
        Ok(Self {
            server: Connection::open(database).map_err(fault)?,
            epoch_key,
            read_to: 0,
            keys: HashMap::new(),
            steps: HashSet::new(),
            ever: HashSet::new(),
            documents: HashSet::new(),
            begun: HashMap::new(),
            places: BTreeMap::new(),
            chunks: HashMap::new(),
        })
    }

    /// Reads what has come since the last time.
    pub(super) fn read_on(&mut self) -> Result<(), String> {
        let mut statement = self
            .server
            .prepare_cached("SELECT seq, bytes, chain FROM chunk WHERE seq > ?1 ORDER BY seq")
            .map_err(fault)?;
        let rows = statement.query_map([self.read_to], |row| {
            Ok((row.get(0)?, row.get(1)?, Chain(row.get(2)?)))
        });
        let rows: Result<Vec<(i64, Vec<u8>, Chain)>, _> = rows.map_err(fault)?.collect();
        drop(statement);
        for (seq, bytes, chain) in rows.map_err(fault)? {
            self.read_to = seq;
            // What is no chunk or does not open was put there by who means harm.
            if let Ok(sealed) = SealedChunk::parse(bytes) {
                let place = (sealed.id(), *sealed.header(), chain);
                self.places.insert(seq.unsigned_abs(), place);
                self.read(&sealed);
            }
        }
        Ok(())
    }

    fn read(&mut self, sealed: &SealedChunk) {
        let header = sealed.header();
        let grants = EpochKey::grant_key_id(&header.team_id, self.epoch_key.epoch);
        let key = if header.key_id == grants {
            Some(self.epoch_key.grant_key())
        } else {
            self.key_named(header.doc_id, header.key_id)
        };
        match key.map(|key| open(sealed, &key)) {
            Some(Ok(Payload::Grant(grant))) => {
                let key = (grant.key_id, *grant.key_bytes());
                self.keys.entry(header.doc_id).or_default().push(key);
            }
            Some(Ok(Payload::Changes(changes))) => self.note(sealed, &changes),
            Some(Ok(Payload::Snapshot(snapshot))) => {
                // What can't be loaded was put there by who means harm.
                if let Ok(changes) = snapshot.changes() {
                    self.note(sealed, &changes);
                    let begun = self.begun.entry(header.doc_id);
                    begun.or_insert(snapshot);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, sealed: &SealedChunk, changes: &[ChangeBytes]) {
        let steps = steps_of(changes);
        self.ever.extend(steps.iter().cloned());
        self.steps.extend(steps.iter().cloned());
        self.chunks.insert(sealed.id(), steps);
        self.documents.insert(sealed.header().doc_id);
    }

    /// Whether all of these changes are in the sequence.
    pub(super) fn holds(&self, steps: &[String]) -> bool {
        steps.iter().all(|step| self.steps.contains(step))
    }

    /// Whether this change is in the sequence.
    pub(super) fn holds_one(&self, step: &str) -> bool {
        self.steps.contains(step)
    }

    /// Whether all of these changes were in the sequence at some time: a device can't know before it
    /// asks that the server was put back.
    pub(super) fn held(&self, steps: &[String]) -> bool {
        steps.iter().all(|step| self.held_one(step))
    }

    /// Whether this change was in the sequence at some time.
    pub(super) fn held_one(&self, step: &str) -> bool {
        self.ever.contains(step)
    }

    /// The changes in a chunk that was in the sequence at some time.
    pub(super) fn steps_in(&self, chunk: ChunkId) -> &[String] {
        self.chunks.get(&chunk).map_or(&[], Vec::as_slice)
    }

    /// Whether anything of this document is in the sequence.
    pub(super) fn has_document(&self, doc: DocId) -> bool {
        self.documents.contains(&doc)
    }

    /// What a document was as it began, if it came whole.
    pub(super) fn begun(&self, doc: DocId) -> Option<&Snapshot> {
        self.begun.get(&doc)
    }

    /// Whether no device has confirmed a snapshot which lacks a change that stands in the sequence
    /// before the place up to which it says that it holds all.
    pub(super) fn is_confirmed_rightly(&self) -> Result<(), String> {
        let about = |document: DocId| {
            let of_it = move |header: &ChunkHeader| header.doc_id == document;
            self.places
                .iter()
                .filter(move |(_, (_, header, _))| of_it(header))
        };
        // What is said of another sequence, such as one that was lost, counts nowhere.
        let at = |said: Cursor| {
            let place = self.places.get(&said.seq);
            place.filter(|(_, _, chain)| *chain == said.chain)
        };
        for (_, receipt, _) in self.places.values() {
            if receipt.kind != ChunkKind::Receipt || receipt.doc_id == DocId::ZERO {
                continue;
            }
            let Some((snapshot, header, _)) = at(receipt.seen) else {
                continue;
            };
            if at(header.seen).is_none() {
                continue;
            }
            let held: HashSet<&String> = self.steps_in(*snapshot).iter().collect();
            let covers = header.seen.seq;
            let covered = about(receipt.doc_id).take_while(|(seq, _)| **seq <= covers);
            for (_, (chunk, _, _)) in covered {
                if let Some(step) = self
                    .steps_in(*chunk)
                    .iter()
                    .find(|step| !held.contains(step))
                {
                    return Err(format!(
                        "a device confirmed a snapshot of {} that lacks {step}",
                        receipt.doc_id
                    ));
                }
            }
        }
        Ok(())
    }

    fn key_named(&self, doc: DocId, id: KeyId) -> Option<SecretKey> {
        let mut keys = self.keys.get(&doc)?.iter();
        let (_, bytes) = keys.find(|(key_id, _)| *key_id == id)?;
        SecretKey::from_bytes(bytes)
    }

    /// A key of a document.
    pub(super) fn key(&self, doc: DocId) -> Option<(KeyId, SecretKey)> {
        let (key_id, bytes) = self.keys.get(&doc)?.first()?;
        Some((*key_id, SecretKey::from_bytes(bytes)?))
    }

    /// The team, and where its membership log ends.
    pub(super) fn team(&self) -> Result<(TeamId, EntryHash), String> {
        let team = self
            .server
            .query_row("SELECT team_id, membership_head FROM team", [], |row| {
                Ok((TeamId(row.get(0)?), EntryHash(row.get(1)?)))
            });
        team.map_err(fault)
    }

    /// The epoch that everything is sealed in.
    pub(super) fn epoch(&self) -> u32 {
        self.epoch_key.epoch
    }

    /// Whether the server knows the team.
    pub(super) fn has_team(&self) -> Result<bool, String> {
        let team = self.server.prepare("SELECT 1 FROM team");
        team.and_then(|mut team| team.exists([])).map_err(fault)
    }

    /// Where the sequence ends; at its start where the server knows no team.
    pub(super) fn end(&self) -> Result<(i64, Chain), String> {
        let end = self
            .server
            .query_row("SELECT head, chain FROM team", [], |row| {
                Ok((row.get(0)?, Chain(row.get(1)?)))
            })
            .optional();
        Ok(end.map_err(fault)?.unwrap_or((0, Chain([0; 32]))))
    }

    /// Makes the server forget its newest chunk, as if it had never been kept.
    pub(super) fn forget_newest(&mut self) -> Result<(), String> {
        let (head, _) = self.end()?;
        let chain_before = self
            .server
            .query_row(
                "SELECT chain FROM chunk WHERE seq = ?1",
                [head - 1],
                |row| row.get::<_, [u8; 32]>(0),
            )
            .optional()
            .map_err(fault)?;
        let Some(chain) = chain_before else {
            return Ok(());
        };
        let changed = self.server.execute_batch(&format!(
            "BEGIN IMMEDIATE; DELETE FROM chunk WHERE seq = {head};
             UPDATE team SET head = {head} - 1, chain = x'{}'; COMMIT",
            data_encoding::HEXLOWER.encode(&chain)
        ));
        changed.map_err(fault)?;
        self.read_again()?;
        self.ever.clone_from(&self.steps);
        Ok(())
    }

    /// Lets go of the server's files, which are about to be replaced.
    pub(super) fn close(&mut self) -> Result<(), String> {
        self.server = Connection::open_in_memory().map_err(fault)?;
        Ok(())
    }

    /// Goes on with a server's files that were put in the place of those before.
    pub(super) fn reopen(&mut self, database: &Path) -> Result<(), String> {
        self.server = Connection::open(database).map_err(fault)?;
        self.read_again()
    }

    /// Reads all of it anew.
    fn read_again(&mut self) -> Result<(), String> {
        self.read_to = 0;
        self.keys.clear();
        self.steps.clear();
        self.documents.clear();
        self.places.clear();
        self.read_on()
    }

    /// How many of these chunks are in the sequence.
    pub(super) fn count(&self, chunks: &[ChunkId]) -> Result<u32, String> {
        let mut held = 0;
        for chunk in chunks {
            let mut statement = self
                .server
                .prepare_cached("SELECT 1 FROM chunk WHERE chunk_id = ?1")
                .map_err(fault)?;
            held += u32::from(statement.exists([chunk.0]).map_err(fault)?);
        }
        Ok(held)
    }
}
