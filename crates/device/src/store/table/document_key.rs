//! Keys of documents, one an epoch in which it was written. The first one of an epoch that came stays
//! the one to write with, so that two devices that made one each at the same time go on reading both.

use doorstep_wire::id::{DocId, KeyId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use zeroize::Zeroizing;

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE document_key (
    doc_id BLOB NOT NULL,
    key_id BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    key BLOB NOT NULL,
    key_no INTEGER NOT NULL PRIMARY KEY,
    UNIQUE (doc_id, key_id)
) STRICT";

/// A key as it is stored; wiped when dropped.
type KeyBytes = Zeroizing<Vec<u8>>;

/// The key to write with in an epoch: the first of it that came.
pub(crate) fn of_epoch(
    conn: &Connection,
    doc: DocId,
    epoch: u32,
) -> Result<Option<(KeyId, KeyBytes)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT key_id, key FROM document_key WHERE doc_id = ?1 AND epoch = ?2
         ORDER BY key_no LIMIT 1",
    )?;
    let found = statement
        .query_row(params![doc.0, epoch], |found| {
            Ok((row::id(found, 0)?, Zeroizing::new(found.get(1)?)))
        })
        .optional()?;
    Ok(found)
}

/// Whether the document has any key: it was sealed before.
pub(crate) fn has_any(conn: &Connection, doc: DocId) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM document_key WHERE doc_id = ?1")?
        .exists([doc.0])?)
}

/// The key that a chunk names.
pub(crate) fn by_id(
    conn: &Connection,
    doc: DocId,
    key_id: KeyId,
) -> Result<Option<KeyBytes>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT key FROM document_key WHERE doc_id = ?1 AND key_id = ?2")?;
    let key = statement
        .query_row([&doc.0[..], &key_id.0[..]], |row| row.get(0))
        .optional()?;
    Ok(key.map(Zeroizing::new))
}

/// Keeps a key; a repeat changes nothing.
pub(crate) fn put(
    tx: &Transaction<'_>,
    doc: DocId,
    key_id: KeyId,
    epoch: u32,
    key: &[u8; 32],
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO document_key (doc_id, key_id, epoch, key) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (doc_id, key_id) DO NOTHING",
    )?
    .execute(params![doc.0, key_id.0, epoch, key])?;
    Ok(())
}
