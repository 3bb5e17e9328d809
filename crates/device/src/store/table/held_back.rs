//! Chunks that are good but need a key or a change that has not come yet.

use doorstep_wire::id::{ChunkId, DocId};
use rusqlite::{Connection, Transaction};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE held_back (
    chunk_id BLOB NOT NULL PRIMARY KEY REFERENCES chunk (chunk_id),
    doc_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX held_back_document ON held_back (doc_id)";

pub(crate) fn put(tx: &Transaction<'_>, chunk: ChunkId, doc: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT INTO held_back (chunk_id, doc_id) VALUES (?1, ?2)")?
        .execute([&chunk.0[..], &doc.0[..]])?;
    Ok(())
}

/// Chunks of a document that wait, in the order they came.
pub(crate) fn of_document(
    conn: &Connection,
    doc: DocId,
) -> Result<Vec<(ChunkId, Vec<u8>)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT chunk.chunk_id, bytes FROM held_back JOIN chunk USING (chunk_id)
         WHERE held_back.doc_id = ?1 ORDER BY chunk_no",
    )?;
    let rows = statement.query_map([doc.0], |found| Ok((row::id(found, 0)?, found.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn remove(tx: &Transaction<'_>, chunk: ChunkId) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM held_back WHERE chunk_id = ?1")?
        .execute([chunk.0])?;
    Ok(())
}
