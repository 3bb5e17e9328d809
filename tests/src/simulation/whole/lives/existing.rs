//! What can't be there in the end: edits that were only on a device which was lost, or on a server which was
//! restored to before. Whatever lies on any device that somebody has, or at the server, must be there.

use std::collections::{BTreeMap, HashSet};

use doorstep_replica::Identity;
use doorstep_replica::chunk::Payload;
use doorstep_replica::crypto::key::SecretKey;
use doorstep_replica::document::steps_of;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::ChunkId;

use super::keyring::{Keyring, Opener};
use super::seat::Fate;
use super::sequence::{Sequence, rows};
use super::world::Life;
use crate::simulation::fault;
use crate::simulation::whole::team;

impl Life {
    /// Looks what lies nowhere any more, after something was lost.
    pub(super) fn count_what_is_nowhere(&mut self) -> Result<(), String> {
        let there = self.steps_there()?;
        for edit in &mut self.saved {
            edit.nowhere |= !edit.steps.iter().all(|step| there.contains(step));
        }
        Ok(())
    }

    /// Every change that lies on a device that somebody has, or at the server.
    fn steps_there(&mut self) -> Result<HashSet<String>, String> {
        let mut all = Keyring::default();
        for who in 0..self.seats.len() {
            self.note_keys(who)?;
        }
        let (mut steps, mut chunks) = (HashSet::new(), BTreeMap::<ChunkId, SealedChunk>::new());
        for seat in &self.seats {
            all.add(&seat.ring);
            all.seed = seat.ring.seed;
            if seat.fate != Fate::Here || !seat.device.has_store() {
                continue;
            }
            let store = team::open(&seat.device.home, &seat.device.key).map_err(fault)?;
            let changes = "SELECT lower(hex(hash)) FROM change";
            steps.extend(rows(&store, changes, |row| row.get::<_, String>(0))?);
            let sealed = "SELECT bytes FROM chunk
                UNION ALL SELECT bytes FROM quarantine WHERE bytes IS NOT NULL";
            for bytes in rows(&store, sealed, |row| row.get::<_, Vec<u8>>(0))? {
                if let Ok(chunk) = SealedChunk::parse(bytes) {
                    chunks.insert(chunk.id(), chunk);
                }
            }
        }
        let server = Sequence::of(&self.office.database())?;
        for (_, _, chunk) in &server.chunks {
            chunks.insert(chunk.id(), chunk.clone());
        }
        for chunk in &server.handed_over {
            chunks.insert(chunk.id(), chunk.clone());
        }
        let seed = SecretKey::from_bytes(&all.seed).ok_or("no identity")?;
        let identity = Identity::from_seed(seed);
        let log = (&server.team, server.log.as_slice());
        let opener = Opener::of((&identity, &all), log, chunks.values());
        for chunk in chunks.values() {
            match opener.open(chunk) {
                Some(Payload::Changes(changes)) => steps.extend(steps_of(&changes)),
                Some(Payload::Snapshot(snapshot)) => {
                    if let Ok(changes) = snapshot.changes() {
                        steps.extend(steps_of(&changes));
                    }
                }
                _ => {}
            }
        }
        Ok(steps)
    }
}
