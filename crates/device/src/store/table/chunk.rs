//! Sealed chunks, as they were sealed here or came: what the server holds has its place in the
//! team's sequence, what has none is the outbox. Acknowledged chunks stay, so that a server that
//! lost them can be given them again.

use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DeviceId, LogId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};

pub(crate) const CREATE: &str = "CREATE TABLE chunk (
    chunk_no INTEGER NOT NULL PRIMARY KEY,
    chunk_id BLOB NOT NULL UNIQUE,
    doc_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    log_id BLOB NOT NULL,
    log_seq INTEGER NOT NULL,
    -- place in the team's sequence; NULL until the server has it
    seq INTEGER,
    -- own changes in it
    changes INTEGER NOT NULL DEFAULT 0,
    bytes BLOB NOT NULL,
    UNIQUE (device_id, log_id, log_seq)
) STRICT;
CREATE INDEX chunk_outbox ON chunk (chunk_no) WHERE seq IS NULL;
CREATE INDEX chunk_unsent ON chunk (doc_id, changes) WHERE seq IS NULL";

/// Whether this chunk is here.
pub(crate) fn has(conn: &Connection, id: ChunkId) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM chunk WHERE chunk_id = ?1")?
        .exists([id.0])?)
}

/// The server has it, at this place.
pub(crate) fn acknowledge(tx: &Transaction<'_>, id: ChunkId, seq: u64) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE chunk SET seq = ?2 WHERE chunk_id = ?1")?
        .execute(params![id.0, signed(seq)])?;
    Ok(())
}

/// A chunk that this device sealed.
pub(crate) fn put_own(tx: &Transaction<'_>, sealed: &SealedChunk) -> Result<(), StoreFault> {
    put(tx, sealed, None)
}

/// A chunk that came, at its place in the team's sequence.
pub(crate) fn put_arrived(
    tx: &Transaction<'_>,
    sealed: &SealedChunk,
    seq: u64,
) -> Result<(), StoreFault> {
    put(tx, sealed, Some(seq))
}

fn put(tx: &Transaction<'_>, sealed: &SealedChunk, seq: Option<u64>) -> Result<(), StoreFault> {
    let header = sealed.header();
    tx.prepare_cached(
        "INSERT INTO chunk (chunk_id, doc_id, device_id, log_id, log_seq, seq, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        sealed.id().0,
        header.doc_id.0,
        header.device_id.0,
        header.log_id.0,
        signed(header.log_seq),
        seq.map(signed),
        sealed.bytes(),
    ])?;
    Ok(())
}

/// Where a device's log ends, as far as it is here.
pub(crate) fn last_of_log(
    conn: &Connection,
    device: DeviceId,
    log: LogId,
) -> Result<Option<(u64, ChunkId)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT log_seq, chunk_id FROM chunk WHERE device_id = ?1 AND log_id = ?2
         ORDER BY log_seq DESC LIMIT 1",
    )?;
    let last = statement.query_row([device.0, log.0], |found| {
        Ok((row::big_count(found, 0)?, row::id(found, 1)?))
    });
    Ok(last.optional()?)
}

/// What to send next, in the order it was sealed; at least one chunk if any waits.
pub(crate) fn outbox(conn: &Connection, max_bytes: usize) -> Result<Vec<Vec<u8>>, StoreFault> {
    let mut statement = conn
        .prepare_cached("SELECT bytes FROM chunk WHERE seq IS NULL ORDER BY chunk_no LIMIT ?1")?;
    let most = i64::try_from(doorstep_wire::limits::MAX_PUSH_COUNT).unwrap_or(i64::MAX);
    let mut rows = statement.query([most])?;
    let mut chosen = Vec::new();
    let mut total = 0usize;
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(0)?;
        total = total.saturating_add(bytes.len());
        if total > max_bytes && !chosen.is_empty() {
            break;
        }
        chosen.push(bytes);
    }
    Ok(chosen)
}

/// Whether anything is to be sealed or sent.
pub(crate) fn something_waits(conn: &Connection) -> Result<bool, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM chunk WHERE seq IS NULL UNION ALL
         SELECT 1 FROM change WHERE unsealed = 1 LIMIT 1",
    )?;
    Ok(statement.exists([])?)
}
