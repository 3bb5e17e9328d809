//! What can't be there in the end: edits that were on one device alone which was put back to a copy,
//! or on a server alone which was. Whatever lies on any device or on the server must be everywhere.

use std::collections::HashSet;
use std::path::Path;

use doorstep_wire::id::ChunkId;

use super::device::SimDevice;
use super::team;
use super::world::{World, doc};
use crate::simulation::fault;

/// What a device's store holds, by name: changes and documents.
#[derive(Default)]
struct Held {
    steps: HashSet<String>,
    documents: HashSet<[u8; 16]>,
}

impl Held {
    /// Reads a store, whether its device runs or not.
    fn read(&mut self, home: &Path, key: &[u8; 32]) -> rusqlite::Result<()> {
        let store = team::open(home, key)?;
        let mut statement = store.prepare("SELECT lower(hex(hash)), doc_id FROM change")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for row in rows {
            let (step, document) = row?;
            self.steps.insert(step);
            self.documents.insert(document);
        }
        Ok(())
    }
}

/// The changes of one household in a store.
pub(super) fn steps_in(device: &SimDevice, document: [u8; 16]) -> Result<HashSet<String>, String> {
    let store = team::open(&device.home, &device.key).map_err(fault)?;
    let read = || {
        let mut statement =
            store.prepare("SELECT lower(hex(hash)) FROM change WHERE doc_id = ?1")?;
        let rows = statement.query_map([document], |row| row.get(0))?;
        rows.collect::<rusqlite::Result<HashSet<String>>>()
    };
    read().map_err(fault)
}

/// The chunks that a device keeps apart.
pub(super) fn kept_apart(device: &SimDevice) -> Result<Vec<ChunkId>, String> {
    let store = team::open(&device.home, &device.key).map_err(fault)?;
    let read = || {
        let mut statement = store.prepare("SELECT chunk_id FROM quarantine")?;
        let rows = statement.query_map([], |row| row.get(0).map(ChunkId))?;
        rows.collect::<rusqlite::Result<_>>()
    };
    read().map_err(fault)
}

impl World {
    /// Looks what lies nowhere any more, after something was put back.
    pub(super) fn count_losses(&mut self) -> Result<(), String> {
        let mut all = Held::default();
        for device in &self.devices {
            all.read(&device.home, &device.key).map_err(fault)?;
        }
        let ledger = &self.ledger;
        for edit in &mut self.saved {
            let there = |step: &String| all.steps.contains(step) || ledger.holds_one(step);
            edit.lost |= !edit.steps.iter().all(there);
        }
        for household in &mut self.households {
            let id = doc(&household.id);
            household.lost |= !all.documents.contains(&id.0) && !ledger.has_document(id);
        }
        Ok(())
    }
}
