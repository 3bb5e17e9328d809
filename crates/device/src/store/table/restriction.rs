//! What was said about who may open a document, in the order of the team's sequence, and what it comes to
//! for this device.

use doorstep_replica::restricted::{About, Said, Statement, StatementRef};
use doorstep_wire::id::{ChunkId, DeviceId, DocId};
use doorstep_wire::{decode, encode};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE restriction (
    doc_id BLOB NOT NULL,
    -- the chunk that says it
    chunk_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    said BLOB NOT NULL,
    PRIMARY KEY (doc_id, chunk_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX restriction_chunk ON restriction (chunk_id);
CREATE TABLE restricted (
    doc_id BLOB NOT NULL PRIMARY KEY,
    is_household INTEGER NOT NULL,
    -- whether this device may open it
    mine INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- what stood when all that is written here was sealed, or it was said here: what waits is for those and whom they
-- let in
CREATE TABLE restricted_upon (
    doc_id BLOB NOT NULL PRIMARY KEY,
    statements BLOB NOT NULL
) STRICT, WITHOUT ROWID";

/// Grants that an earlier version could not read are read again: they may say who may open a document, and
/// nothing of it is written openly then.
pub(crate) const READ_AGAIN: &str = "
    INSERT OR IGNORE INTO held_back (chunk_id, doc_id)
        SELECT chunk.chunk_id, chunk.doc_id FROM quarantine JOIN chunk USING (chunk_id)
        WHERE reason = 'bad_payload' AND substr(chunk.bytes, 2, 1) = X'03';
    INSERT OR IGNORE INTO to_read (doc_id, at_ms)
        SELECT DISTINCT chunk.doc_id, 0 FROM quarantine JOIN chunk USING (chunk_id)
        WHERE reason = 'bad_payload' AND substr(chunk.bytes, 2, 1) = X'03';
    DELETE FROM quarantine
        WHERE reason = 'bad_payload' AND chunk_id IN (SELECT chunk_id FROM held_back)";

/// A statement in this chunk; a repeat changes nothing.
pub(crate) fn put(
    tx: &Transaction<'_>,
    doc: DocId,
    chunk: ChunkId,
    said: &Said,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT OR IGNORE INTO restriction (doc_id, chunk_id, device_id, epoch, said)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        doc.0,
        chunk.0,
        said.by.0,
        said.epoch,
        encode(&said.statement)
    ])?;
    Ok(())
}

/// A statement with its chunk, and the place of that in the sequence, if it has one.
#[derive(Clone)]
pub(crate) struct Placed {
    pub(crate) seq: Option<u64>,
    pub(crate) chunk: ChunkId,
    pub(crate) said: Said,
}

/// What was said about a document, in the order of the sequence; what was not sent comes last.
pub(crate) fn of_document(conn: &Connection, doc: DocId) -> Result<Vec<Said>, StoreFault> {
    let placed = placed(conn, doc)?;
    Ok(placed.into_iter().map(|one| one.said).collect())
}

/// As [`of_document`], with their places.
pub(crate) fn placed(conn: &Connection, doc: DocId) -> Result<Vec<Placed>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT restriction.device_id, said, seq, restriction.epoch, chunk_id
         FROM restriction LEFT JOIN chunk USING (chunk_id)
         WHERE restriction.doc_id = ?1
         ORDER BY seq IS NULL, coalesce(seq, former_seq), chunk_no",
    )?;
    let rows = statement.query_map([doc.0], |found| {
        let by: DeviceId = row::id(found, 0)?;
        let said: Vec<u8> = found.get(1)?;
        let seq: Option<i64> = found.get(2)?;
        let seq = seq.and_then(|seq| u64::try_from(seq).ok());
        let epoch = row::count(found, 3)?;
        let chunk: ChunkId = row::id(found, 4)?;
        let statement = decode::<Statement>(&said).ok();
        Ok(statement.map(|statement| {
            let said = Said {
                by,
                epoch,
                statement,
            };
            Placed { seq, chunk, said }
        }))
    })?;
    let all: Vec<Option<Placed>> = rows.collect::<Result<_, _>>()?;
    Ok(all.into_iter().flatten().collect())
}

/// Documents about which something was said.
pub(crate) fn documents(conn: &Connection) -> Result<Vec<DocId>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT DISTINCT doc_id FROM restriction")?;
    let rows = statement.query_map([], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The same words in another chunk: it was sealed at another place, perhaps in a later epoch.
pub(crate) fn moved(
    tx: &Transaction<'_>,
    before: ChunkId,
    now: ChunkId,
    epoch: u32,
) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE restriction SET chunk_id = ?2, epoch = ?3 WHERE chunk_id = ?1")?
        .execute(params![before.0, now.0, epoch])?;
    Ok(())
}

/// Not everybody may open it; whether this device may.
pub(crate) fn restrict(
    tx: &Transaction<'_>,
    doc: DocId,
    about: Option<About>,
    mine: bool,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO restricted (doc_id, is_household, mine) VALUES (?1, ?2, ?3)
         ON CONFLICT (doc_id) DO UPDATE SET is_household = ?2, mine = ?3",
    )?
    .execute(params![doc.0, about != Some(About::SAFETY_NOTE), mine])?;
    Ok(())
}

/// What waits from here on is written upon these statements.
pub(crate) fn put_upon(
    tx: &Transaction<'_>,
    doc: DocId,
    statements: &[StatementRef],
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO restricted_upon (doc_id, statements) VALUES (?1, ?2)",
    )?
    .execute(params![doc.0, encode(&statements.to_vec())])?;
    Ok(())
}

/// The statements that what waits was written upon; none if it was written for everybody.
pub(crate) fn upon(conn: &Connection, doc: DocId) -> Result<Vec<StatementRef>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT statements FROM restricted_upon WHERE doc_id = ?1")?;
    let kept: Option<Vec<u8>> = statement
        .query_row([doc.0], |found| found.get(0))
        .optional()?;
    Ok(kept.and_then(|kept| decode(&kept).ok()).unwrap_or_default())
}

/// Everybody may.
pub(crate) fn lift(tx: &Transaction<'_>, doc: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM restricted WHERE doc_id = ?1")?
        .execute([doc.0])?;
    Ok(())
}

/// Whether this device may open a restricted document; `None` if it is not restricted.
pub(crate) fn is_mine(conn: &Connection, doc: DocId) -> Result<Option<bool>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT mine FROM restricted WHERE doc_id = ?1")?;
    Ok(statement
        .query_row([doc.0], |found| found.get(0))
        .optional()?)
}

/// Whether anything of a document is in what screens read.
pub(crate) fn is_here(conn: &Connection, doc: DocId) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached(
            "SELECT 1 FROM document WHERE doc_id = ?1
             UNION ALL SELECT 1 FROM household WHERE doc_id = ?1
             UNION ALL SELECT 1 FROM safety_note WHERE doc_id = ?1 LIMIT 1",
        )?
        .exists([doc.0])?)
}

/// How many households this device can't open.
pub(crate) fn households_not_mine(conn: &Connection) -> Result<u32, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT count(*) FROM restricted WHERE mine = 0 AND is_household = 1")?;
    Ok(statement.query_row([], |found| row::count(found, 0))?)
}
