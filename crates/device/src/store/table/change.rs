//! Changes of documents since their last saved form, this device's own and arrived ones.

use doorstep_replica::chunk::ChangeBytes;
use doorstep_wire::id::{ChunkId, DocId};
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE change (
    change_no INTEGER NOT NULL PRIMARY KEY,
    doc_id BLOB NOT NULL REFERENCES document (doc_id),
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    -- 1 while no chunk carries this device's own change
    unsealed INTEGER NOT NULL,
    -- 1 when the saved form holds it and it waits only to be sealed
    folded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX change_hash ON change (doc_id, hash);
CREATE INDEX change_tail ON change (doc_id, change_no) WHERE folded = 0;
CREATE INDEX change_unsealed ON change (doc_id, change_no) WHERE unsealed = 1";

/// A document's changes are found by `change_hash` as well, and are few enough to be sorted: each
/// index is a page that every save writes.
pub(crate) const DROP_TAIL: &str = "DROP INDEX change_tail";

/// Adds a change at the end of the tail.
pub(crate) fn append(
    tx: &Transaction<'_>,
    doc: DocId,
    hash: &[u8; 32],
    bytes: &[u8],
    own: bool,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO change (doc_id, hash, bytes, unsealed) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![doc.0, hash, bytes, own])?;
    Ok(())
}

/// Documents with changes to seal, those that waited longest first.
pub(crate) fn waiting(conn: &Connection, limit: usize) -> Result<Vec<DocId>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT doc_id FROM change INDEXED BY change_unsealed WHERE unsealed = 1
         GROUP BY doc_id ORDER BY min(change_no) LIMIT ?1",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map([limit], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Changes of a document that no chunk carries yet, in order.
pub(crate) fn unsealed(conn: &Connection, doc: DocId) -> Result<Vec<ChangeBytes>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT hash, bytes FROM change WHERE doc_id = ?1 AND unsealed = 1 ORDER BY change_no",
    )?;
    let rows = statement.query_map([doc.0], |row| {
        let bytes: Vec<u8> = row.get(1)?;
        Ok(ChangeBytes {
            hash: row.get(0)?,
            bytes: bytes.into(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A chunk carries these now.
pub(crate) fn mark_sealed(
    tx: &Transaction<'_>,
    doc: DocId,
    hashes: &[[u8; 32]],
    chunk: ChunkId,
) -> Result<(), StoreFault> {
    let mut drop_folded =
        tx.prepare_cached("DELETE FROM change WHERE doc_id = ?1 AND hash = ?2 AND folded = 1")?;
    let mut mark =
        tx.prepare_cached("UPDATE change SET unsealed = 0 WHERE doc_id = ?1 AND hash = ?2")?;
    for hash in hashes {
        if drop_folded.execute(params![doc.0, hash])? == 0 {
            mark.execute(params![doc.0, hash])?;
        }
    }
    tx.prepare_cached("UPDATE chunk SET changes = ?2 WHERE chunk_id = ?1")?
        .execute(params![
            chunk.0,
            i64::try_from(hashes.len()).unwrap_or(i64::MAX)
        ])?;
    Ok(())
}

/// No chunk carries these any more, and they wait to be sealed again: before all others, as they were made.
pub(crate) fn wait_again(
    tx: &Transaction<'_>,
    doc: DocId,
    changes: &[ChangeBytes],
) -> Result<(), StoreFault> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO change (change_no, doc_id, hash, bytes, unsealed, folded)
         VALUES ((SELECT coalesce(min(change_no), 1) - 1 FROM change), ?1, ?2, ?3, 1, 1)
         ON CONFLICT (doc_id, hash) DO UPDATE SET unsealed = 1",
    )?;
    for change in changes.iter().rev() {
        let bytes: &[u8] = &change.bytes;
        insert.execute(params![doc.0, change.hash, bytes])?;
    }
    Ok(())
}

/// How many changes of a document the server does not hold yet.
pub(crate) fn unsent(conn: &Connection, doc: DocId) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT (SELECT count(*) FROM change WHERE doc_id = ?1 AND unsealed = 1)
              + (SELECT coalesce(sum(changes), 0) FROM chunk WHERE doc_id = ?1 AND seq IS NULL)",
    )?;
    Ok(statement.query_row([doc.0], |found| row::count(found, 0))?)
}
