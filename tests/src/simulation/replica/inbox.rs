//! How a device takes answers in: a chunk at a time, each one transaction with the cursor.

use doorstep_replica::Document;
use doorstep_replica::chunk::{ChangeBytes, Payload, Place, check, open};
use doorstep_replica::exchange::Event;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::decode;
use doorstep_wire::id::{ChunkId, DeviceId, DocId};
use doorstep_wire::membership::Entries;
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::sync::{Pushed, SyncReply};
use rand::RngExt;
use rand::rngs::StdRng;

use super::device::{SimDevice, Waiting};
use super::server::Answer;
use super::{Planted, fault};

impl SimDevice {
    /// Takes in the answer to the request with this number, unless it waits for another or for
    /// none; returns whether the device crashed over it.
    pub(super) fn take(
        &mut self,
        number: u64,
        answer: Answer,
        now: i64,
        crashes: bool,
        planted: Option<Planted>,
        rng: &mut StdRng,
    ) -> Result<bool, String> {
        let Some(waiting) = self.waiting.take_if(|waiting| waiting.number == number) else {
            return Ok(false);
        };
        let event = match answer {
            Answer::Session => Event::SessionOpened,
            Answer::Refused(RefusalCode::NoSession) => Event::SessionEnded,
            Answer::Refused(code) => return Err(format!("the server refused: {}", code.name())),
            Answer::Entries(body) => match self.take_entries(&body)? {
                true => return Ok(false),
                false => Event::MembershipRead,
            },
            Answer::Sync(body) => match self.take_sync(&waiting, &body, crashes, planted, rng)? {
                Some(event) => event,
                None => return Ok(true),
            },
        };
        let local = self.local();
        self.exchange.handle(self.clock(now), event, local);
        Ok(false)
    }

    /// Returns whether there is more to read.
    fn take_entries(&mut self, body: &[u8]) -> Result<bool, String> {
        let reply: Entries = decode(body).map_err(fault)?;
        let entries: Vec<Vec<u8>> = reply.entries.iter().map(|bytes| bytes.to_vec()).collect();
        self.disk.read_entries(&entries)?;
        Ok(reply.more)
    }

    /// Returns what to tell the state machine, or nothing if the device crashed.
    fn take_sync(
        &mut self,
        waiting: &Waiting,
        body: &[u8],
        crashes: bool,
        planted: Option<Planted>,
        rng: &mut StdRng,
    ) -> Result<Option<Event>, String> {
        let reply: SyncReply = decode(body).map_err(fault)?;
        if reply.pushed.len() != waiting.pushed.len() {
            return Err("not every pushed chunk was answered".to_owned());
        }
        for (id, Pushed::Stored { seq }) in waiting.pushed.iter().zip(&reply.pushed) {
            self.acknowledged.push((*id, *seq));
        }
        let event = Event::Synced {
            more: reply.more,
            membership_head: reply.membership_head,
        };
        let stale = reply.membership_head != self.disk.roster.head();
        if stale && planted != Some(Planted::JudgesByOldMembership) {
            // Some of these may be by a device that was added a moment ago: first read who is in
            // the team, then ask again.
            return Ok(Some(event));
        }
        let stop = match crashes {
            true => rng.random_range(0..reply.chunks.len().max(1)),
            false => usize::MAX,
        };
        if planted == Some(Planted::CursorTooEarly) {
            self.disk.cursor = reply.cursor;
        }
        for (index, bytes) in reply.chunks.iter().enumerate() {
            if index == stop {
                self.crash(rng)?;
                return Ok(None);
            }
            let id = self.take_item(&waiting.pushed, bytes, rng)?;
            if planted != Some(Planted::CursorTooEarly) {
                self.disk.cursor = self.disk.cursor.after(&id);
            }
        }
        if self.disk.cursor != reply.cursor {
            return Err("the chunks received do not make the server's chain".to_owned());
        }
        Ok(Some(event))
    }

    /// An item of 32 bytes is the id of a chunk that the same request pushed.
    fn take_item(
        &mut self,
        pushed: &[ChunkId],
        bytes: &[u8],
        rng: &mut StdRng,
    ) -> Result<ChunkId, String> {
        let id = match ChunkId::try_from(bytes) {
            Ok(id) if pushed.contains(&id) => id,
            Ok(_) => return Err("an id came that was not pushed".to_owned()),
            Err(_) => {
                let chunk = SealedChunk::parse(bytes.to_vec()).map_err(fault)?;
                if chunk.header().device_id != self.identity.device_id() {
                    self.take_chunk(&chunk, rng)?;
                }
                chunk.id()
            }
        };
        self.disk.outbox.retain(|own| own.id() != id);
        self.disk.seen.insert(id);
        Ok(id)
    }

    fn take_chunk(&mut self, chunk: &SealedChunk, rng: &mut StdRng) -> Result<(), String> {
        let header = *chunk.header();
        let log = (header.device_id, header.log_id);
        let expected = self.disk.places.get(&log).copied();
        let expected = expected.unwrap_or(Place::first(header.log_id));
        if let Err(fault) = check(chunk, &self.disk.roster, expected) {
            self.quarantined.push(fault.code());
            return Ok(());
        }
        self.disk.places.insert(log, Place::after(chunk));
        let Some(key) = self.disk.key_for(header.doc_id, header.key_id) else {
            self.quarantined.push("no_key");
            return Ok(());
        };
        match open(chunk, &key) {
            Ok(Payload::Grant(grant)) => {
                let stored = self.disk.documents.entry(header.doc_id).or_default();
                stored.key = Some(grant.into_key());
            }
            Ok(Payload::Changes(changes)) => {
                self.grow(header.doc_id, header.device_id, &changes, rng);
            }
            Ok(Payload::Receipt(_) | Payload::Restricted(_)) => {}
            Ok(Payload::Snapshot(snapshot)) => match snapshot.changes() {
                Ok(changes) => self.grow(header.doc_id, header.device_id, &changes, rng),
                Err(fault) => self.quarantined.push(fault.code()),
            },
            Err(fault) => self.quarantined.push(fault.code()),
        }
        Ok(())
    }

    fn grow(&mut self, id: DocId, signer: DeviceId, changes: &[ChangeBytes], rng: &mut StdRng) {
        let grown = match self.documents.get_mut(&id) {
            Some(document) => document.apply(signer, changes, rng),
            None => Document::begin(signer, changes, self.identity.device_id(), rng).map(
                |(document, applied)| {
                    self.documents.insert(id, document);
                    applied
                },
            ),
        };
        match grown {
            Ok(applied) => {
                let stored = self.disk.documents.entry(id).or_default();
                stored.changes.extend(applied.new);
            }
            Err(fault) => self.quarantined.push(fault.code()),
        }
    }
}
