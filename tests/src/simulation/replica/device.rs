//! A device with a disk that survives and a memory that does not. When to say what to the server
//! is decided by the real [`Exchange`].

use std::collections::{BTreeMap, HashSet};

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Strength, WhatMatters};
use doorstep_model::id::Heads;
use doorstep_model::{DocKey, ItemId, UnixMillis};
use doorstep_replica::crypto::key::DocumentKey;
use doorstep_replica::document::Kind;
use doorstep_replica::exchange::{Event, Exchange, Local, Step};
use doorstep_replica::{Document, Identity};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::encode;
use doorstep_wire::id::{ChunkId, DocId};
use doorstep_wire::sync::SyncRequest;
use rand::RngExt;
use rand::rngs::StdRng;

use super::disk::{Disk, Stored};
use super::server::Ask;
use super::{Planted, fault};

/// Bytes of chunks that a device asks for: few, so that it has to ask again.
const REPLY_BYTES: u32 = 3_000;
/// Ten years: how far a clock may be off, either way.
const CLOCK_OFF_MS: i64 = 10 * 365 * 24 * 60 * 60 * 1000;

/// A request without its answer.
pub(super) struct Waiting {
    pub(super) number: u64,
    pub(super) pushed: Vec<ChunkId>,
}

/// One device of the simulated team.
pub(super) struct SimDevice {
    pub(super) identity: Identity,
    pub(super) disk: Disk,
    pub(super) documents: BTreeMap<DocId, Document>,
    pub(super) exchange: Exchange,
    pub(super) waiting: Option<Waiting>,
    /// What the server said it holds, and where.
    pub(super) acknowledged: Vec<(ChunkId, u64)>,
    pub(super) quarantined: Vec<&'static str>,
    /// Out of reach until then, by the world's clock.
    pub(super) away_until: i64,
    shown: BTreeMap<DocId, Heads>,
    clock_off_ms: i64,
}

impl SimDevice {
    pub(super) fn new(identity: Identity, disk: Disk, rng: &mut StdRng) -> Self {
        Self {
            identity,
            disk,
            documents: BTreeMap::new(),
            exchange: Exchange::default(),
            waiting: None,
            acknowledged: Vec::new(),
            quarantined: Vec::new(),
            away_until: 0,
            shown: BTreeMap::new(),
            clock_off_ms: rng.random_range(-CLOCK_OFF_MS..CLOCK_OFF_MS),
        }
    }

    /// The time as this device has it.
    pub(super) fn clock(&self, now: i64) -> u64 {
        u64::try_from(now + self.clock_off_ms).unwrap_or_default()
    }

    /// Somebody sets the clock.
    pub(super) fn set_clock(&mut self, rng: &mut StdRng) {
        self.clock_off_ms = rng.random_range(-CLOCK_OFF_MS..CLOCK_OFF_MS);
    }

    /// What the state machine wants to know.
    pub(super) fn local(&self) -> Local {
        Local {
            outbox: self.disk.something_waits(),
            wanted: false,
            blobs: false,
            membership_head: self.disk.roster.head(),
        }
    }

    /// Begins a household; the document, its key and its first change are one transaction.
    pub(super) fn create(&mut self, id: DocId, now: i64, rng: &mut StdRng) -> Result<(), String> {
        let (writer, now) = (
            self.identity.device_id(),
            UnixMillis(now + self.clock_off_ms),
        );
        let (document, changes) =
            Document::create(Kind::Household, writer, now, rng).map_err(fault)?;
        let stored = Stored {
            key: Some(DocumentKey::generate(rng)),
            grant_waits: true,
            changes: changes.clone(),
            unsealed: changes,
        };
        self.disk.documents.insert(id, stored);
        self.shown.insert(id, document.heads());
        self.documents.insert(id, document);
        Ok(())
    }

    /// A household that this device has.
    pub(super) fn any_document(&self, rng: &mut StdRng) -> Option<DocId> {
        let at = rng.random_range(0..self.documents.len().max(1));
        self.documents.keys().nth(at).copied()
    }

    /// Makes an edit; returns whether the screen said "saved".
    pub(super) fn edit(
        &mut self,
        id: DocId,
        marker: &str,
        now: i64,
        crashes: bool,
        planted: Option<Planted>,
        rng: &mut StdRng,
    ) -> Result<bool, String> {
        let edits = self.edits(id, marker, rng);
        let now = UnixMillis(now + self.clock_off_ms);
        let document = self.documents.get_mut(&id).ok_or("no such document")?;
        let edited = document.edit(&edits, now, rng).map_err(fault)?;
        if crashes {
            self.crash(rng)?;
            return Ok(planted == Some(Planted::SaysSavedTooEarly));
        }
        // Screens are behind as often as not.
        if rng.random_bool(0.5) {
            self.shown.insert(id, document.heads());
        }
        let stored = self
            .disk
            .documents
            .get_mut(&id)
            .ok_or("no such document on the disk")?;
        stored.changes.extend(edited.changes.iter().cloned());
        stored.unsealed.extend(edited.changes);
        Ok(true)
    }

    fn edits(&self, id: DocId, marker: &str, rng: &mut StdRng) -> Vec<Edit> {
        let line = ItemRef {
            part: Part::Strengths,
            item: ItemId::from(rng.random::<[u8; 16]>()),
        };
        let strength = Edit::Add {
            line,
            fields: vec![Strength::what.with(marker.to_owned())],
        };
        let shown = self.shown.get(&id).cloned();
        let base = shown.or_else(|| self.documents.get(&id).map(Document::heads));
        let other = match rng.random_range(0..3) {
            0 => About::address.only().set(Some(marker.to_owned())),
            1 => WhatMatters::history
                .only()
                .write(&base.unwrap_or_default(), marker),
            _ => About::opened.only().set(None::<String>),
        };
        vec![strength, other]
    }

    /// What to ask the server now, if anything.
    pub(super) fn ask(
        &mut self,
        number: u64,
        now: i64,
        planted: Option<Planted>,
        rng: &mut StdRng,
    ) -> Result<Option<Ask>, String> {
        let (ask, pushed) = match self.exchange.next(self.clock(now), self.local()) {
            // No photos are taken here.
            Step::Rest { .. } | Step::GoBack | Step::FetchPart | Step::SendPart => return Ok(None),
            Step::OpenSession => (Ask::Session, Vec::new()),
            Step::ReadMembership => {
                let from = self.disk.roster.entry_count();
                (Ask::Entries { from }, Vec::new())
            }
            Step::Sync => self.sync_request(planted, rng)?,
        };
        self.waiting = Some(Waiting { number, pushed });
        Ok(Some(ask))
    }

    fn sync_request(
        &mut self,
        planted: Option<Planted>,
        rng: &mut StdRng,
    ) -> Result<(Ask, Vec<ChunkId>), String> {
        let twice = planted == Some(Planted::WritesANumberTwice);
        self.disk.seal_waiting(&self.identity, twice, rng)?;
        let outbox = &self.disk.outbox;
        let request = SyncRequest {
            cursor: self.disk.cursor,
            push: outbox
                .iter()
                .map(|chunk| chunk.bytes().to_vec().into())
                .collect(),
            max_bytes: REPLY_BYTES,
        };
        let pushed = outbox.iter().map(SealedChunk::id).collect();
        if planted == Some(Planted::ForgetsUnacknowledged) {
            self.disk.outbox.clear();
        }
        Ok((Ask::Sync(encode(&request)), pushed))
    }

    /// Waits no longer for an answer.
    pub(super) fn give_up(&mut self, now: i64) {
        if self.waiting.take().is_some() {
            let local = self.local();
            self.exchange.handle(self.clock(now), Event::Failed, local);
        }
    }

    /// Everything but the disk is gone.
    pub(super) fn crash(&mut self, rng: &mut StdRng) -> Result<(), String> {
        self.documents = self.disk.load(self.identity.device_id(), rng)?;
        self.shown.clear();
        self.exchange = Exchange::default();
        self.waiting = None;
        Ok(())
    }

    /// The words of every strength of a document.
    pub(super) fn words(&self, id: DocId) -> Result<HashSet<String>, String> {
        let document = self
            .documents
            .get(&id)
            .ok_or_else(|| format!("it lacks document {id}"))?;
        let view = document
            .household(DocKey::from(id.0))
            .ok_or("it is no household")?;
        Ok(view
            .strengths
            .into_iter()
            .map(|strength| strength.what.0)
            .collect())
    }
}
