//! Documents for which something has arrived that was not read into them yet, in the order in which
//! it came.

use doorstep_model::UnixMillis;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE to_read (
    read_no INTEGER NOT NULL PRIMARY KEY,
    doc_id BLOB NOT NULL UNIQUE,
    -- when the first of it arrived
    at_ms INTEGER NOT NULL,
    -- how often it went wrong: those that never did come first
    tries INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX to_read_order ON to_read (tries, read_no)";

/// Something has arrived for a document.
pub(crate) fn add(tx: &Transaction<'_>, doc: DocId, now: UnixMillis) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO to_read (doc_id, at_ms) VALUES (?1, ?2)
         ON CONFLICT (doc_id) DO UPDATE SET tries = 0",
    )?
    .execute(params![doc.0, now.0])?;
    Ok(())
}

/// Something may have come that chunks of all these documents wait for.
pub(crate) fn add_all_held_back(tx: &Transaction<'_>, now: UnixMillis) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO to_read (doc_id, at_ms) SELECT DISTINCT doc_id, ?1 FROM held_back
         WHERE doc_id <> ?2 ON CONFLICT (doc_id) DO UPDATE SET tries = 0",
    )?
    .execute(params![now.0, DocId::ZERO.0])?;
    Ok(())
}

/// The next to read, and how often it went wrong.
pub(crate) fn next(conn: &Connection) -> Result<Option<(DocId, u32)>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT doc_id, tries FROM to_read ORDER BY tries, read_no LIMIT 1")?;
    let found = statement.query_row([], |found| Ok((row::id(found, 0)?, row::count(found, 1)?)));
    Ok(found.optional()?)
}

/// A document that waits.
pub(crate) struct Next {
    pub(crate) number: i64,
    pub(crate) id: DocId,
    /// When the first of what waits for it arrived.
    pub(crate) since: UnixMillis,
}

/// Some of those that never went wrong, after a number and in their order.
pub(crate) fn some(conn: &Connection, after: i64, count: u32) -> Result<Vec<Next>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT read_no, doc_id, at_ms FROM to_read WHERE tries = 0 AND read_no > ?1
         ORDER BY read_no LIMIT ?2",
    )?;
    let rows = statement.query_map(params![after, count], |found| {
        Ok(Next {
            number: found.get(0)?,
            id: row::id(found, 1)?,
            since: UnixMillis(found.get(2)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// When the first of what waits for a document arrived; `None` if nothing does.
pub(crate) fn since(conn: &Connection, doc: DocId) -> Result<Option<UnixMillis>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT at_ms FROM to_read WHERE doc_id = ?1")?;
    let found = statement.query_row([doc.0], |found| Ok(UnixMillis(found.get(0)?)));
    Ok(found.optional()?)
}

/// Whether any document waits that has not gone wrong.
pub(crate) fn any(conn: &Connection) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM to_read WHERE tries = 0 LIMIT 1")?
        .exists([])?)
}

/// Whether any document waits, whether or not it went wrong.
pub(crate) fn is_left(conn: &Connection) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM to_read LIMIT 1")?
        .exists([])?)
}

/// Whether a safety note, or a document that is not here yet and may be one, waits to be read.
pub(crate) fn may_be_safety_note(conn: &Connection) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached(
            "SELECT 1 FROM to_read LEFT JOIN document USING (doc_id)
             WHERE coalesce(kind, 'safety') = 'safety' LIMIT 1",
        )?
        .exists([])?)
}

/// How many documents wait.
pub(crate) fn count(conn: &Connection) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT count(*) FROM to_read WHERE tries = 0")?;
    Ok(statement.query_row([], |found| row::count(found, 0))?)
}

/// It went wrong; the others go first.
pub(crate) fn put_last(tx: &Transaction<'_>, doc: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE to_read SET tries = tries + 1 WHERE doc_id = ?1")?
        .execute([doc.0])?;
    Ok(())
}

/// All that could be read of it was.
pub(crate) fn done(tx: &Transaction<'_>, doc: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM to_read WHERE doc_id = ?1")?
        .execute([doc.0])?;
    Ok(())
}
