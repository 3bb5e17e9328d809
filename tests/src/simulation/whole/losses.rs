//! What can't be there in the end: edits that were on one device alone which was put back to a copy,
//! or on a server alone which was. Whatever lies on any device or on the server must be everywhere.

use std::collections::HashSet;

use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, ChunkId, DocId};
use rusqlite::OptionalExtension;

use super::device::SimDevice;
use super::ledger::Ledger;
use super::team;
use super::world::{World, doc};
use crate::simulation::fault;

/// What a device has taken in or written, by name. Changes that were folded into the saved form are
/// known by the chunks that they are in.
const HELD: &str = "
    SELECT doc_id, lower(hex(hash)), NULL FROM change
    UNION ALL
    SELECT doc_id, NULL, chunk_id FROM chunk
    WHERE chunk_id NOT IN (SELECT chunk_id FROM quarantine)
    AND chunk_id NOT IN (SELECT chunk_id FROM held_back)";

/// Changes and documents.
#[derive(Default)]
struct Held {
    steps: HashSet<String>,
    documents: HashSet<DocId>,
}

impl Held {
    /// Reads a store, whether its device runs or not: all of it, or what is of one document.
    fn read(
        &mut self,
        device: &SimDevice,
        ledger: &Ledger,
        only: Option<DocId>,
    ) -> Result<(), String> {
        let rows = rows_of(device).map_err(fault)?;
        for (document, step, chunk) in rows {
            if only.is_some_and(|only| only != document) {
                continue;
            }
            self.documents.insert(document);
            self.steps.extend(step);
            let steps = chunk.map_or(&[][..], |chunk| ledger.steps_in(chunk));
            self.steps.extend(steps.iter().cloned());
        }
        Ok(())
    }
}

type Row = (DocId, Option<String>, Option<ChunkId>);

fn rows_of(device: &SimDevice) -> rusqlite::Result<Vec<Row>> {
    let store = team::open(&device.home, &device.key)?;
    let mut statement = store.prepare(HELD)?;
    let rows = statement.query_map([], |row| {
        let chunk: Option<[u8; 32]> = row.get(2)?;
        Ok((DocId(row.get(0)?), row.get(1)?, chunk.map(ChunkId)))
    })?;
    rows.collect()
}

/// The changes of one household on a device.
pub(super) fn steps_in(
    device: &SimDevice,
    ledger: &Ledger,
    document: DocId,
) -> Result<HashSet<String>, String> {
    let mut held = Held::default();
    held.read(device, ledger, Some(document))?;
    Ok(held.steps)
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

/// How far a device has read the sequence.
pub(super) fn read_to(device: &SimDevice) -> Result<Cursor, String> {
    let store = team::open(&device.home, &device.key).map_err(fault)?;
    let read = store.query_row("SELECT seq, chain FROM cursor", [], |row| {
        Ok(Cursor {
            seq: row.get::<_, i64>(0)?.unsigned_abs(),
            chain: Chain(row.get(1)?),
        })
    });
    Ok(read.optional().map_err(fault)?.unwrap_or(Cursor::START))
}

impl World {
    /// Looks what lies nowhere any more, after something was put back.
    pub(super) fn count_losses(&mut self) -> Result<(), String> {
        let mut all = Held::default();
        for device in &self.devices {
            all.read(device, &self.ledger, None)?;
        }
        let ledger = &self.ledger;
        for edit in &mut self.saved {
            let there = |step: &String| all.steps.contains(step) || ledger.holds_one(step);
            edit.lost |= !edit.steps.iter().all(there);
        }
        for household in &mut self.households {
            let id = doc(&household.id);
            household.lost |= !all.documents.contains(&id) && !ledger.has_document(id);
        }
        Ok(())
    }
}
