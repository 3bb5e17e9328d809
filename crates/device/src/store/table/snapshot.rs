//! Snapshots in the team's sequence: of which document, how far each says that it holds all, and
//! whether a second device has found that it does.

use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{ChunkId, DeviceId, DocId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};
use crate::store::table::sequence;

pub(crate) const CREATE: &str = "CREATE TABLE snapshot (
    chunk_id BLOB NOT NULL PRIMARY KEY,
    doc_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    -- the place in the team's sequence up to which it says that it holds all, with the chain there
    covers INTEGER NOT NULL,
    chain BLOB NOT NULL,
    -- 0 not looked at, 1 confirmed by another device or by this one, 2 not to be confirmed here
    state INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_of_document ON snapshot (doc_id, covers);
CREATE INDEX snapshot_to_check ON snapshot (doc_id) WHERE state = 0";

/// One has come, or was written here; any other chunk, and what begins a document, is passed over.
/// Older ones of the same device that nobody has confirmed are not worth it any more.
pub(crate) fn put(
    tx: &Transaction<'_>,
    sealed: &SealedChunk,
    me: DeviceId,
) -> Result<(), StoreFault> {
    let header = sealed.header();
    if header.kind != ChunkKind::Snapshot || header.seen == Cursor::START {
        return Ok(());
    }
    // Said of another sequence, or of places that nobody has been at, it says nothing here.
    if !sequence::has(tx, header.seen)? {
        return Ok(());
    }
    // Nobody confirms their own.
    let state = if header.device_id == me { 2 } else { 0 };
    tx.prepare_cached(
        "UPDATE snapshot SET state = 2
         WHERE doc_id = ?1 AND state = 0 AND covers <= ?2 AND device_id = ?3",
    )?
    .execute(params![
        header.doc_id.0,
        signed(header.seen.seq),
        header.device_id.0
    ])?;
    tx.prepare_cached(
        "INSERT OR IGNORE INTO snapshot (chunk_id, doc_id, device_id, covers, chain, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        sealed.id().0,
        header.doc_id.0,
        header.device_id.0,
        signed(header.seen.seq),
        header.seen.chain.0,
        state
    ])?;
    Ok(())
}

/// A device says of the one at this place that all is in it which should be: another than the one
/// that wrote it. Answers which that is, if it was news.
pub(crate) fn confirm(
    tx: &Transaction<'_>,
    document: DocId,
    place: u64,
    by: DeviceId,
) -> Result<Option<ChunkId>, StoreFault> {
    let mut statement = tx.prepare_cached(
        "UPDATE snapshot SET state = 1
         WHERE doc_id = ?1 AND device_id <> ?3 AND state <> 1 AND chunk_id IN (
             SELECT chunk_id FROM chunk WHERE doc_id = ?1 AND seq = ?2)
         RETURNING chunk_id",
    )?;
    let found = statement.query_row(params![document.0, signed(place), by.0], |found| {
        row::id(found, 0)
    });
    Ok(found.optional()?)
}

/// This device has confirmed it itself.
pub(crate) fn mark_confirmed(tx: &Transaction<'_>, chunk: ChunkId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE snapshot SET state = 1 WHERE chunk_id = ?1")?
        .execute([chunk.0])?;
    Ok(())
}

/// This device will not confirm it.
pub(crate) fn pass_over(tx: &Transaction<'_>, chunk: ChunkId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE snapshot SET state = 2 WHERE chunk_id = ?1 AND state = 0")?
        .execute([chunk.0])?;
    Ok(())
}

/// Snapshots by others that are in the sequence and nobody has confirmed, of documents of which
/// everything that came is in here; each with its place.
pub(crate) fn to_check(conn: &Connection, limit: u32) -> Result<Vec<(u64, Vec<u8>)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT chunk.seq, chunk.bytes FROM snapshot INDEXED BY snapshot_to_check JOIN chunk USING (chunk_id)
         WHERE state = 0 AND seq IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM held_back WHERE held_back.doc_id = snapshot.doc_id)
           AND NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.doc_id = snapshot.doc_id)
           AND NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.doc_id IS NULL)
         LIMIT ?1",
    )?;
    let rows = statement.query_map([limit], |found| {
        Ok((row::big_count(found, 0)?, found.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The confirmed ones among the chunks of a document that wait to be read, those that cover most
/// first. What they say that they cover counts in this sequence alone.
pub(crate) fn confirmed_waiting(
    conn: &Connection,
    document: DocId,
) -> Result<Vec<ChunkId>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT chunk_id FROM snapshot JOIN chunk USING (chunk_id)
         JOIN sequence ON sequence.seq = covers AND sequence.chain = snapshot.chain
         WHERE snapshot.doc_id = ?1 AND state = 1 AND chunk.seq IS NOT NULL
           AND EXISTS (SELECT 1 FROM held_back WHERE held_back.chunk_id = snapshot.chunk_id)
         ORDER BY covers DESC",
    )?;
    let rows = statement.query_map([document.0], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many chunks about a document are in the sequence beyond what its newest snapshot covers; no
/// more than `most` are counted.
pub(crate) fn tail(conn: &Connection, document: DocId, most: u32) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT count(*) FROM (
             SELECT 1 FROM chunk INDEXED BY chunk_place WHERE doc_id = ?1 AND seq >
                 coalesce((SELECT max(covers) FROM snapshot
                           JOIN sequence ON sequence.seq = covers
                               AND sequence.chain = snapshot.chain
                           WHERE snapshot.doc_id = ?1), 0)
             LIMIT ?2)",
    )?;
    Ok(statement.query_row(params![document.0, most], |found| row::count(found, 0))?)
}

/// Whether everything about a document that came is in it. What could not even be parsed may be about
/// any: a later version wrote it.
pub(crate) fn is_whole(conn: &Connection, document: DocId) -> Result<bool, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM held_back WHERE doc_id = ?1
         UNION ALL SELECT 1 FROM quarantine WHERE doc_id = ?1
         UNION ALL SELECT 1 FROM quarantine WHERE doc_id IS NULL LIMIT 1",
    )?;
    Ok(!statement.exists([document.0])?)
}
