//! What could not be believed or opened: kept with the reason, for a later version to try again.

use doorstep_model::UnixMillis;
use doorstep_replica::chunk::OpenFault;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DocId};
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::signed;

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

/// Where it stands in the team's sequence, as far as that is known: what was refused because of who wrote
/// it may count later.
pub(crate) const ADD_SEQ: &str = "ALTER TABLE quarantine ADD COLUMN seq INTEGER";

/// The reason of what an admin has declined.
pub(crate) const DECLINED: &str = "declined";
/// Refused chunks that are looked at together.
const MOST_REFUSED: i64 = 2_000;

/// A member's chunk, in its place, that can't be opened; its bytes are with the other chunks.
pub(crate) fn put(
    tx: &Transaction<'_>,
    sealed: &SealedChunk,
    reason: &str,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    let document = Some(sealed.header().doc_id);
    let refused = Refused {
        chunk: sealed.id(),
        document,
        reason,
    };
    write(tx, &refused, None, None, now)
}

/// What was refused, and why.
pub(crate) struct Refused<'a> {
    pub(crate) chunk: ChunkId,
    /// Which document it says it is about, where it says so at all.
    pub(crate) document: Option<DocId>,
    pub(crate) reason: &'a str,
}

/// Bytes that are no member's chunk or out of place, and where they stand in the sequence.
pub(crate) fn put_refused(
    tx: &Transaction<'_>,
    refused: &Refused<'_>,
    bytes: &[u8],
    seq: u64,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    write(tx, refused, Some(bytes), Some(signed(seq)), now)
}

/// A chunk's place in the team's sequence, if it has one, and its bytes.
pub(crate) type Placed = (Option<u64>, Vec<u8>);

/// What was refused for this reason, with its place if it has one, in the order of the sequence; at most so
/// much.
pub(crate) fn refused_for(conn: &Connection, reason: &str) -> Result<Vec<Placed>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, bytes FROM quarantine
         WHERE reason = ?1 AND bytes IS NOT NULL ORDER BY seq IS NULL, seq LIMIT ?2",
    )?;
    let rows = statement.query_map(params![reason, MOST_REFUSED], |found| {
        let seq: Option<i64> = found.get(0)?;
        Ok((seq.and_then(|seq| u64::try_from(seq).ok()), found.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The server may not have what came after this place any more, or at another.
pub(crate) fn forget_places(tx: &Transaction<'_>, after: u64) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE quarantine SET seq = NULL WHERE seq > ?1")?
        .execute([signed(after)])?;
    Ok(())
}

/// An admin has declined it: it is not offered again.
pub(crate) fn decline(tx: &Transaction<'_>, chunk: ChunkId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE quarantine SET reason = ?2 WHERE chunk_id = ?1")?
        .execute(params![chunk.0, DECLINED])?;
    Ok(())
}

/// Nothing of a document is kept for another time. Of what may count once its writer's removal is looked at
/// anew its place stays: what follows it in its log goes on from there.
pub(crate) fn erase(tx: &Transaction<'_>, document: DocId) -> Result<(), StoreFault> {
    let rows: Vec<(Vec<u8>, Vec<u8>)> = tx
        .prepare_cached(
            "SELECT chunk_id, bytes FROM quarantine
             WHERE doc_id = ?1 AND reason IN (?2, ?3) AND bytes IS NOT NULL",
        )?
        .query_map(
            params![document.0, OpenFault::Removed.code(), DECLINED],
            |found| Ok((found.get(0)?, found.get(1)?)),
        )?
        .collect::<Result<_, _>>()?;
    let mut leave =
        tx.prepare_cached("UPDATE quarantine SET bytes = ?2, doc_id = NULL WHERE chunk_id = ?1")?;
    for (chunk, bytes) in rows {
        if let Ok(sealed) = SealedChunk::parse(bytes) {
            leave.execute(params![chunk, sealed.erased().bytes()])?;
        }
    }
    tx.prepare_cached("DELETE FROM quarantine WHERE doc_id = ?1")?
        .execute([document.0])?;
    Ok(())
}

/// What was refused before came again and can be believed now.
pub(crate) fn take_out(tx: &Transaction<'_>, chunk: ChunkId) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM quarantine WHERE chunk_id = ?1")?
        .execute([chunk.0])?;
    Ok(())
}

fn write(
    tx: &Transaction<'_>,
    refused: &Refused<'_>,
    bytes: Option<&[u8]>,
    seq: Option<i64>,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO quarantine (chunk_id, doc_id, reason, at_ms, bytes, seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (chunk_id) DO UPDATE SET seq = excluded.seq",
    )?
    .execute(params![
        refused.chunk.0,
        refused.document.map(|document| document.0),
        refused.reason,
        now.0,
        bytes,
        seq
    ])?;
    Ok(())
}
