//! Sealed chunks, as they were sealed here or came: what the server holds has its place in the
//! team's sequence, what has none is the outbox. Acknowledged chunks stay, so that a server that
//! lost them can be given them again.

use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DeviceId, DocId, LogId};
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

/// A chunk that a server has lost waits again, at the place that it had among the others. Chunks
/// that never had a place come after those.
pub(crate) const ADD_FORMER: &str = "
    ALTER TABLE chunk ADD COLUMN former_seq INTEGER NOT NULL DEFAULT 9223372036854775807;
    DROP INDEX chunk_outbox;
    CREATE INDEX chunk_outbox ON chunk (former_seq, chunk_no) WHERE seq IS NULL";

/// Where a document's chunks lie in the sequence.
pub(crate) const ADD_PLACES: &str = "CREATE INDEX chunk_place ON chunk (doc_id, seq)";

/// Takes everything after a place back into the outbox: the server may have lost it.
pub(crate) fn take_back(tx: &Transaction<'_>, after: u64) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE chunk SET former_seq = seq, seq = NULL WHERE seq > ?1")?
        .execute([signed(after)])?;
    Ok(())
}

/// How many chunks wait that a server had before.
pub(crate) fn to_give_back(conn: &Connection) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT count(*) FROM chunk WHERE seq IS NULL AND former_seq < 9223372036854775807",
    )?;
    Ok(statement.query_row([], |found| row::count(found, 0))?)
}

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

/// This device's own chunks that the server does not have, in their order.
pub(crate) fn own_waiting(conn: &Connection, me: DeviceId) -> Result<Vec<Vec<u8>>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT bytes FROM chunk WHERE seq IS NULL AND device_id = ?1
         ORDER BY former_seq, chunk_no",
    )?;
    let rows = statement.query_map([me.0], |found| found.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The same changes of this device, sealed at another place of its log.
pub(crate) fn replace_own(
    tx: &Transaction<'_>,
    before: ChunkId,
    sealed: &SealedChunk,
) -> Result<(), StoreFault> {
    put_own(tx, sealed)?;
    tx.prepare_cached(
        "UPDATE chunk SET changes = (SELECT changes FROM chunk WHERE chunk_id = ?1)
         WHERE chunk_id = ?2",
    )?
    .execute(params![before.0, sealed.id().0])?;
    tx.prepare_cached("DELETE FROM chunk WHERE chunk_id = ?1")?
        .execute([before.0])?;
    Ok(())
}

/// Whether a chunk of this document, of anybody's, waits to be sent.
pub(crate) fn waits_of(conn: &Connection, doc: DocId) -> Result<bool, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT 1 FROM chunk WHERE doc_id = ?1 AND seq IS NULL LIMIT 1")?;
    Ok(statement.exists([doc.0])?)
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

/// What to send next, in the order it was sealed, or had on the server that lost it; at least one
/// chunk if any waits.
pub(crate) fn outbox(conn: &Connection, max_bytes: usize) -> Result<Vec<Vec<u8>>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT bytes FROM chunk WHERE seq IS NULL ORDER BY former_seq, chunk_no LIMIT ?1",
    )?;
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
