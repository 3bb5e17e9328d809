//! Photos and voice notes that are on this device: their signed heads, and whether the server has
//! them. Their sealed parts lie in files of their own.

use doorstep_wire::id::{BlobId, DocId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use doorstep_model::UnixMillis;

use crate::store::StoreFault;
use crate::store::row::{self, signed};

pub(crate) const CREATE: &str = "CREATE TABLE blob (
    blob_no INTEGER NOT NULL PRIMARY KEY,
    blob_id BLOB NOT NULL UNIQUE,
    doc_id BLOB NOT NULL,
    head BLOB NOT NULL,
    -- what its file takes
    bytes INTEGER NOT NULL,
    -- 1 when the server has all of it
    sent INTEGER NOT NULL,
    -- 1 when it was made here, and not fetched
    own INTEGER NOT NULL,
    -- the name in the record that this one is to replace once the server has begun it
    replaces BLOB UNIQUE,
    -- how often the server said no to it
    refused INTEGER NOT NULL DEFAULT 0,
    -- when somebody last looked at it
    used_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX blob_outbox ON blob (refused, blob_no) WHERE sent = 0;
CREATE INDEX blob_used ON blob (sent, own, used_ms, bytes)";

/// One that is on this device.
pub(crate) struct Row {
    pub(crate) doc_id: DocId,
    pub(crate) head: Vec<u8>,
    pub(crate) sent: bool,
    pub(crate) own: bool,
    pub(crate) replaces: Option<BlobId>,
    pub(crate) used: UnixMillis,
}

/// How many there are, and what they take in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) count: u32,
    pub(crate) bytes: u64,
}

/// One whose file is on the disk: made here, or `fetched` from the server.
pub(crate) fn put(
    tx: &Transaction<'_>,
    blob: BlobId,
    doc: DocId,
    head: &[u8],
    bytes: u64,
    fetched: bool,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO blob (blob_id, doc_id, head, bytes, sent, own, used_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, 1 - ?5, ?6) ON CONFLICT (blob_id) DO NOTHING",
    )?
    .execute(params![blob.0, doc.0, head, signed(bytes), fetched, now.0])?;
    Ok(())
}

/// This one is to take the place of another in the record.
pub(crate) fn set_replaces(
    tx: &Transaction<'_>,
    blob: BlobId,
    before: Option<BlobId>,
) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE blob SET replaces = ?2 WHERE blob_id = ?1")?
        .execute(params![blob.0, before.map(|before| before.0)])?;
    Ok(())
}

/// Whether there is one that is to take its place.
pub(crate) fn is_replaced(conn: &Connection, blob: BlobId) -> Result<bool, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM blob WHERE replaces = ?1")?;
    Ok(statement.exists([blob.0])?)
}

/// One of them, if it is here.
pub(crate) fn get(conn: &Connection, blob: BlobId) -> Result<Option<Row>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT doc_id, head, sent, own, replaces, used_ms FROM blob WHERE blob_id = ?1",
    )?;
    let found = statement.query_row([blob.0], |found| {
        Ok(Row {
            doc_id: row::id(found, 0)?,
            head: found.get(1)?,
            sent: found.get(2)?,
            own: found.get(3)?,
            replaces: found.get::<_, Option<[u8; 16]>>(4)?.map(BlobId),
            used: UnixMillis(found.get(5)?),
        })
    });
    Ok(found.optional()?)
}

/// The next to send, with its head: the server said no to it least often, and it waits longest.
pub(crate) fn next_to_send(conn: &Connection) -> Result<Option<(BlobId, Vec<u8>)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT blob_id, head FROM blob WHERE sent = 0 ORDER BY refused, blob_no LIMIT 1",
    )?;
    let found = statement.query_row([], |found| Ok((row::id(found, 0)?, found.get(1)?)));
    Ok(found.optional()?)
}

/// Those to send that were made here, with their heads.
pub(crate) fn own_to_send(conn: &Connection) -> Result<Vec<(BlobId, Vec<u8>)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT blob_id, head FROM blob WHERE sent = 0 AND own = 1 ORDER BY blob_no",
    )?;
    let rows = statement.query_map([], |found| Ok((row::id(found, 0)?, found.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Those that were made here and that the server said it has, after this number; with their numbers.
pub(crate) fn own_sent(
    conn: &Connection,
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, BlobId)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT blob_no, blob_id FROM blob WHERE sent = 1 AND own = 1 AND blob_no > ?1
         ORDER BY blob_no LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![after, limit], |found| {
        Ok((found.get(0)?, row::id(found, 1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether one that was made here is to be sent.
pub(crate) fn own_waits(conn: &Connection) -> Result<bool, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT 1 FROM blob WHERE sent = 0 AND own = 1 LIMIT 1")?;
    Ok(statement.exists([])?)
}

/// Whether there is one to send that the server has not refused yet.
pub(crate) fn another_to_send(conn: &Connection) -> Result<bool, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT 1 FROM blob WHERE sent = 0 AND refused = 0 LIMIT 1")?;
    Ok(statement.exists([])?)
}

/// Whether any is to be sent.
pub(crate) fn something_waits(conn: &Connection) -> Result<bool, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM blob WHERE sent = 0 LIMIT 1")?;
    Ok(statement.exists([])?)
}

/// Whether one of this document waits.
pub(crate) fn waits_of(conn: &Connection, doc: DocId) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM blob WHERE sent = 0 AND doc_id = ?1")?
        .exists([doc.0])?)
}

/// The server has all of it.
pub(crate) fn mark_sent(tx: &Transaction<'_>, blob: BlobId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE blob SET sent = 1 WHERE blob_id = ?1")?
        .execute([blob.0])?;
    Ok(())
}

/// The server has it no longer: it is sent again.
pub(crate) fn mark_lost(tx: &Transaction<'_>, blob: BlobId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE blob SET sent = 0, refused = 0 WHERE blob_id = ?1")?
        .execute([blob.0])?;
    Ok(())
}

/// Those that the server had, `limit` of them from this number on, and the number after the last.
pub(crate) fn sent_from(
    conn: &Connection,
    from: i64,
    limit: usize,
) -> Result<(Vec<BlobId>, i64), StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT blob_no, blob_id FROM blob WHERE sent = 1 AND blob_no >= ?1
         ORDER BY blob_no LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![from, limit], |found| {
        Ok((found.get::<_, i64>(0)?, row::id(found, 1)?))
    })?;
    let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
    let next = rows.last().map_or(from, |(no, _)| no.saturating_add(1));
    Ok((rows.into_iter().map(|(_, id)| id).collect(), next))
}

/// The server said no to it: others go first from now on.
pub(crate) fn mark_refused(tx: &Transaction<'_>, blob: BlobId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE blob SET refused = refused + 1 WHERE blob_id = ?1")?
        .execute([blob.0])?;
    Ok(())
}

/// Somebody looked at it.
pub(crate) fn used(tx: &Transaction<'_>, blob: BlobId, now: UnixMillis) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE blob SET used_ms = ?2 WHERE blob_id = ?1")?
        .execute(params![blob.0, now.0])?;
    Ok(())
}

/// It is no longer here.
pub(crate) fn remove(tx: &Transaction<'_>, blob: BlobId) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM blob WHERE blob_id = ?1")?
        .execute([blob.0])?;
    Ok(())
}

/// What those that the server has take (`sent`), or those that it has not.
pub(crate) fn room(conn: &Connection, sent: bool) -> Result<Room, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT count(*), coalesce(sum(bytes), 0) FROM blob WHERE sent = ?1")?;
    Ok(statement.query_row([sent], |found| {
        Ok(Room {
            count: row::count(found, 0)?,
            bytes: row::big_count(found, 1)?,
        })
    })?)
}

/// What those take that never go by themselves, in bytes.
pub(crate) fn stays(conn: &Connection) -> Result<u64, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT coalesce(sum(bytes), 0) FROM blob WHERE sent = 0 OR own = 1")?;
    Ok(statement.query_row([], |found| row::big_count(found, 0))?)
}

/// Those that the server has too, with their bytes, the one nobody looked at for longest first;
/// those that were made here only where `own` says so.
pub(crate) fn to_let_go(conn: &Connection, own: bool) -> Result<Vec<(BlobId, u64)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT blob_id, bytes FROM blob WHERE sent = 1 AND own <= ?1 ORDER BY used_ms",
    )?;
    let rows = statement.query_map([own], |found| {
        Ok((row::id(found, 0)?, row::big_count(found, 1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every one.
pub(crate) fn all(conn: &Connection) -> Result<Vec<BlobId>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT blob_id FROM blob")?;
    let rows = statement.query_map([], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
