//! The chunks that wait for one document, opened and taken in one after another in the order of the
//! sequence; after each that brought something, those that waited for it come first. So it ends the
//! same in whatever portions they arrive.

use std::collections::HashMap;

use doorstep_replica::chunk::{ChangeBytes, Grant, OpenFault, Payload, open};
use doorstep_replica::crypto::key::{EpochKey, SecretKey};
use doorstep_replica::document::{ApplyFault, Growing, Grown, Voucher};
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{ChunkId, DeviceId, KeyId};
use rand_core::CryptoRng;

/// A chunk that waits, and its place in the team's sequence if it has one.
pub(super) struct Waiting {
    pub(super) chunk: SealedChunk,
    pub(super) seq: Option<u64>,
}

/// What became of a chunk.
pub(super) enum Fate {
    /// It waits for something that has not come.
    Waits(For),
    /// It is a document's key.
    Key(Grant),
    /// It is in the document.
    TakenIn,
    /// It is a member's and in its place, but can't be opened or believed.
    SetAside(&'static str),
}

/// What a chunk waits for.
pub(super) enum For {
    /// The key that it names.
    Key,
    /// A change, by its hash; with what it carries, so that it is opened once.
    Change([u8; 32], Vec<ChangeBytes>),
    /// A second device's word on it, or on what holds what only a stub is left of.
    Confirming,
}

/// Whether a grant is sealed with the key of the epoch that its header names.
fn is_of_its_epoch(chunk: &SealedChunk) -> bool {
    let header = chunk.header();
    header.key_id == EpochKey::grant_key_id(&header.team_id, header.epoch)
}

/// What a document was begun with.
struct Begun {
    snapshot: ChunkId,
    covers: u64,
}

impl Begun {
    /// Whether all that a chunk brings is in it.
    fn covers(&self, waiting: &Waiting) -> bool {
        let is_content = matches!(
            waiting.chunk.header().kind,
            ChunkKind::Changes | ChunkKind::Snapshot
        );
        let is_before = waiting.seq.is_some_and(|seq| seq <= self.covers);
        waiting.chunk.id() == self.snapshot || (is_content && is_before)
    }
}

/// Keys that chunks of one document name, by what they are called.
pub(super) type Keys = HashMap<KeyId, SecretKey>;

/// The work on one document.
pub(super) struct Reading<'a> {
    growing: Growing<'a>,
    /// Those that were here before.
    stored: &'a Keys,
    /// Those that came with these chunks.
    granted: Keys,
    fates: Vec<Fate>,
    /// Whether any of them may wait.
    any_waits: bool,
}

impl<'a> Reading<'a> {
    /// Reads chunks in their order. `stored` are the keys that they name and that were here before.
    /// `confirmed` are snapshots that two devices answer for: the first of them that is among the
    /// chunks and can be read comes before all, and what it covers is in it.
    pub(super) fn of(
        chunks: &[Waiting],
        confirmed: &[ChunkId],
        growing: Growing<'a>,
        stored: &'a Keys,
    ) -> Self {
        let mut reading = Self {
            growing,
            stored,
            granted: HashMap::new(),
            fates: Vec::with_capacity(chunks.len()),
            any_waits: false,
        };
        let mut begun_by = None;
        for id in confirmed {
            let found = chunks.iter().find(|waiting| waiting.chunk.id() == *id);
            if let Some(snapshot) = found {
                begun_by = reading.begin_with(snapshot, chunks);
            }
            if begun_by.is_some() {
                break;
            }
        }
        for waiting in chunks {
            let chunk = &waiting.chunk;
            let is_covered = begun_by.as_ref().is_some_and(|begun| begun.covers(waiting));
            let fate = match is_covered {
                true => Fate::TakenIn,
                false => {
                    let key = reading.key(chunk);
                    reading.judge(chunk, key)
                }
            };
            let brought = matches!(fate, Fate::Key(_) | Fate::TakenIn) && !is_covered;
            reading.any_waits |= matches!(fate, Fate::Waits(_));
            reading.fates.push(fate);
            if brought && reading.any_waits {
                while reading.retry(chunks) {}
            }
        }
        while reading.any_waits && reading.retry_snapshots(chunks) {}
        reading
    }

    /// Snapshots that held more than had come, once all else is in. Answers whether one of them
    /// brought something for others.
    fn retry_snapshots(&mut self, chunks: &[Waiting]) -> bool {
        for (at, Waiting { chunk, .. }) in chunks.iter().enumerate() {
            let waits = matches!(self.fates.get(at), Some(Fate::Waits(For::Confirming)));
            if !waits || chunk.is_stub() {
                continue;
            }
            let key = self.key(chunk);
            let fate = self.judge(chunk, key);
            if matches!(fate, Fate::TakenIn) {
                if let Some(place) = self.fates.get_mut(at) {
                    *place = fate;
                }
                while self.retry(chunks) {}
                return true;
            }
        }
        false
    }

    /// Takes in a confirmed snapshot, whose key may be among the chunks as well. If that is not
    /// possible, it is one of many.
    fn begin_with(&mut self, snapshot: &Waiting, chunks: &[Waiting]) -> Option<Begun> {
        for Waiting { chunk, .. } in chunks {
            if chunk.header().kind == ChunkKind::Grant {
                let key = self.key(chunk);
                let _it_is_judged_in_its_turn = self.judge(chunk, key);
            }
        }
        let header = snapshot.chunk.header();
        let key = self.key(&snapshot.chunk)?;
        let Ok(Payload::Snapshot(whole)) = open(&snapshot.chunk, &key) else {
            return None;
        };
        let is_in =
            whole.covers == header.seen && self.growing.add_whole(Voucher::Two, &whole).is_ok();
        is_in.then(|| Begun {
            snapshot: snapshot.chunk.id(),
            covers: header.seen.seq,
        })
    }

    /// The key that was here first counts: names of keys are not bound to them, and a later one under
    /// the same name opens nothing.
    fn key(&self, chunk: &SealedChunk) -> Option<SecretKey> {
        let stored = self.stored.get(&chunk.header().key_id);
        stored
            .map(SecretKey::duplicate)
            .or_else(|| self.granted(chunk))
    }

    fn granted(&self, chunk: &SealedChunk) -> Option<SecretKey> {
        let key = self.granted.get(&chunk.header().key_id);
        key.map(SecretKey::duplicate)
    }

    fn judge(&mut self, chunk: &SealedChunk, key: Option<SecretKey>) -> Fate {
        if chunk.is_stub() {
            return Fate::Waits(For::Confirming);
        }
        let Some(key) = key else {
            return Fate::Waits(For::Key);
        };
        match open(chunk, &key) {
            Err(fault) => Fate::SetAside(fault.code()),
            // A key of an epoch comes from somebody who was in it: sealed with anything else, it would be
            // taken for what this document is written with now.
            Ok(Payload::Grant(_)) if !is_of_its_epoch(chunk) => {
                Fate::SetAside(OpenFault::BadPayload.code())
            }
            Ok(Payload::Grant(grant)) => {
                if let Some(key) = SecretKey::from_bytes(grant.key_bytes()) {
                    self.granted.entry(grant.key_id).or_insert(key);
                }
                Fate::Key(grant)
            }
            Ok(Payload::Changes(changes)) => self.take_in(chunk.header().device_id, changes),
            Ok(Payload::Snapshot(snapshot)) if snapshot.covers != chunk.header().seen => {
                Fate::SetAside(OpenFault::BadPayload.code())
            }
            Ok(Payload::Snapshot(snapshot)) => {
                let signer = Voucher::Signer(chunk.header().device_id);
                match self.growing.add_whole(signer, &snapshot) {
                    Ok(()) => Fate::TakenIn,
                    // More is in it than came here, signed by who wrote it.
                    Err(ApplyFault::OtherActor) if snapshot.covers != Cursor::START => {
                        Fate::Waits(For::Confirming)
                    }
                    Err(fault) => Fate::SetAside(fault.code()),
                }
            }
            // What it says, and keys for this device, were taken up before.
            Ok(Payload::Restricted(_)) => Fate::TakenIn,
            // They are read as they arrive. One that had to wait for an epoch's key says nothing any more.
            Ok(Payload::Receipt(_)) => Fate::TakenIn,
        }
    }

    fn take_in(&mut self, signer: DeviceId, changes: Vec<ChangeBytes>) -> Fate {
        match self.growing.add(signer, &changes) {
            Ok(()) => Fate::TakenIn,
            Err(ApplyFault::MissingChange) => match self.growing.missing() {
                Some(hash) => Fate::Waits(For::Change(hash, changes)),
                None => Fate::SetAside(ApplyFault::MissingChange.code()),
            },
            Err(fault) => Fate::SetAside(fault.code()),
        }
    }

    /// The first of those that wait for something which is here now. Answers whether it brought
    /// something for others.
    fn retry(&mut self, chunks: &[Waiting]) -> bool {
        for (at, Waiting { chunk, .. }) in chunks.iter().enumerate().take(self.fates.len()) {
            let fate = match self.fates.get_mut(at) {
                Some(Fate::Waits(For::Change(hash, changes))) if self.growing.has(*hash) => {
                    let changes = std::mem::take(changes);
                    self.take_in(chunk.header().device_id, changes)
                }
                Some(Fate::Waits(For::Key)) => match self.granted(chunk) {
                    Some(key) => self.judge(chunk, Some(key)),
                    None => continue,
                },
                _ => continue,
            };
            let brought = matches!(fate, Fate::Key(_) | Fate::TakenIn);
            if let Some(place) = self.fates.get_mut(at) {
                *place = fate;
            }
            if brought {
                return true;
            }
        }
        false
    }

    /// What became of each, and the document if it has grown.
    ///
    /// # Errors
    /// If what came of it can't be read again: none of it counts then.
    pub(super) fn finish(
        self,
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<(Vec<Fate>, Option<Grown>), ApplyFault> {
        let grown = self.growing.finish(writer, rng)?;
        Ok((self.fates, grown))
    }
}
