//! The chunks that wait for one document, opened and taken in one after another in the order of the
//! sequence; after each that brought something, those that waited for it come first. So it ends the
//! same in whatever portions they arrive.

use std::collections::HashMap;

use doorstep_model::Problem;
use doorstep_replica::chunk::{ChangeBytes, Grant, Payload, open};
use doorstep_replica::crypto::key::SecretKey;
use doorstep_replica::document::{ApplyFault, Growing, Grown};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{DeviceId, KeyId};
use rand_core::CryptoRng;

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
}

/// The work on one document.
pub(super) struct Reading<'a> {
    growing: Growing<'a>,
    keys: HashMap<KeyId, SecretKey>,
    fates: Vec<Fate>,
    /// Whether any of them may wait.
    any_waits: bool,
}

impl<'a> Reading<'a> {
    /// Reads chunks in their order. `stored` finds the key that one names, where it was here before.
    pub(super) fn of(
        chunks: &[SealedChunk],
        growing: Growing<'a>,
        stored: &impl Fn(&SealedChunk) -> Result<Option<SecretKey>, Problem>,
    ) -> Result<Self, Problem> {
        let mut reading = Self {
            growing,
            keys: HashMap::new(),
            fates: Vec::with_capacity(chunks.len()),
            any_waits: false,
        };
        for chunk in chunks {
            // The key that was here first counts: names of keys are not bound to them, and a later
            // one under the same name opens nothing.
            let key = match stored(chunk)? {
                Some(key) => Some(key),
                None => reading.granted(chunk),
            };
            let fate = reading.judge(chunk, key);
            let brought = matches!(fate, Fate::Key(_) | Fate::TakenIn);
            reading.any_waits |= matches!(fate, Fate::Waits(_));
            reading.fates.push(fate);
            if brought && reading.any_waits {
                while reading.retry(chunks) {}
            }
        }
        Ok(reading)
    }

    fn granted(&self, chunk: &SealedChunk) -> Option<SecretKey> {
        let key = self.keys.get(&chunk.header().key_id);
        key.map(SecretKey::duplicate)
    }

    fn judge(&mut self, chunk: &SealedChunk, key: Option<SecretKey>) -> Fate {
        let Some(key) = key else {
            return Fate::Waits(For::Key);
        };
        match open(chunk, &key) {
            Err(fault) => Fate::SetAside(fault.code()),
            Ok(Payload::Grant(grant)) => {
                if let Some(key) = SecretKey::from_bytes(grant.key_bytes()) {
                    self.keys.entry(grant.key_id).or_insert(key);
                }
                Fate::Key(grant)
            }
            Ok(Payload::Changes(changes)) => self.take_in(chunk.header().device_id, changes),
            Ok(Payload::Snapshot(snapshot)) => {
                match self.growing.add_whole(chunk.header().device_id, &snapshot) {
                    Ok(()) => Fate::TakenIn,
                    Err(fault) => Fate::SetAside(fault.code()),
                }
            }
            // They are read as they arrive, and are about no document.
            Ok(Payload::Receipt(_)) => Fate::SetAside("receipt"),
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
    fn retry(&mut self, chunks: &[SealedChunk]) -> bool {
        for (at, chunk) in chunks.iter().enumerate().take(self.fates.len()) {
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
