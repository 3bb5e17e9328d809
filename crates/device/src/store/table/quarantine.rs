//! What could not be believed or opened: kept with the reason, for a later version to try again.

use doorstep_model::UnixMillis;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DocId};
use rusqlite::{Transaction, params};

use crate::store::StoreFault;

pub(crate) const CREATE: &str = "CREATE TABLE quarantine (
    chunk_id BLOB NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    -- the bytes of what is not in the table of chunks
    bytes BLOB
) STRICT";

/// Which document it says it is about, where it says so at all.
pub(crate) const ADD_DOCUMENT: &str = "
    ALTER TABLE quarantine ADD COLUMN doc_id BLOB;
    UPDATE quarantine SET doc_id =
        (SELECT doc_id FROM chunk WHERE chunk.chunk_id = quarantine.chunk_id)";

/// Of which documents something is set aside is asked before a snapshot.
pub(crate) const INDEX_DOCUMENT: &str = "CREATE INDEX quarantine_document ON quarantine (doc_id)";

/// A member's chunk, in its place, that can't be opened; its bytes are with the other chunks.
pub(crate) fn put(
    tx: &Transaction<'_>,
    sealed: &SealedChunk,
    reason: &str,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    let document = Some(sealed.header().doc_id);
    write(tx, sealed.id(), document, None, reason, now)
}

/// Bytes that are no member's chunk or out of place.
pub(crate) fn put_refused(
    tx: &Transaction<'_>,
    chunk: ChunkId,
    document: Option<DocId>,
    bytes: &[u8],
    reason: &str,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    write(tx, chunk, document, Some(bytes), reason, now)
}

/// What was refused before came again and can be believed now.
pub(crate) fn take_out(tx: &Transaction<'_>, chunk: ChunkId) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM quarantine WHERE chunk_id = ?1")?
        .execute([chunk.0])?;
    Ok(())
}

fn write(
    tx: &Transaction<'_>,
    chunk: ChunkId,
    document: Option<DocId>,
    bytes: Option<&[u8]>,
    reason: &str,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO quarantine (chunk_id, doc_id, reason, at_ms, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (chunk_id) DO NOTHING",
    )?
    .execute(params![
        chunk.0,
        document.map(|document| document.0),
        reason,
        now.0,
        bytes
    ])?;
    Ok(())
}
