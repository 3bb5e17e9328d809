//! Keys of documents, one an epoch in which it was written. The first one of an epoch that came stays
//! the one to write with, so that two devices that made one each at the same time go on reading both.

use doorstep_replica::crypto::key::{DocumentKey, SecretKey};
use doorstep_replica::restricted::StatementRef;
use doorstep_wire::id::{DocId, KeyId};
use doorstep_wire::{decode, encode};
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

/// 0 of a key that is for named devices alone (`key_holder`).
pub(crate) const ADD_OPEN: &str =
    "ALTER TABLE document_key ADD COLUMN open INTEGER NOT NULL DEFAULT 1;
     ALTER TABLE document_key ADD COLUMN upon BLOB NOT NULL DEFAULT X'80'";

/// A key as it is stored; wiped when dropped.
type KeyBytes = Zeroizing<Vec<u8>>;

/// A key that is here.
pub(crate) struct Stored {
    pub(crate) key_id: KeyId,
    pub(crate) epoch: u32,
    pub(crate) bytes: KeyBytes,
    /// It is for everybody in the team.
    pub(crate) open: bool,
    /// The statements that it was made upon; none of one that was made for everybody.
    pub(crate) upon: Vec<StatementRef>,
}

/// All keys of a document, in the order in which they came.
pub(crate) fn all(conn: &Connection, doc: DocId) -> Result<Vec<Stored>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT key_id, epoch, key, open, upon FROM document_key WHERE doc_id = ?1 ORDER BY key_no",
    )?;
    let rows = statement.query_map([doc.0], |found| {
        Ok(Stored {
            key_id: row::id(found, 0)?,
            epoch: row::count(found, 1)?,
            bytes: Zeroizing::new(found.get(2)?),
            open: found.get(3)?,
            upon: decode(&found.get::<_, Vec<u8>>(4)?).unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The key to write with in an epoch, where everybody may read: the first of it that came.
pub(crate) fn of_epoch(
    conn: &Connection,
    doc: DocId,
    epoch: u32,
) -> Result<Option<(KeyId, KeyBytes)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT key_id, key FROM document_key WHERE doc_id = ?1 AND epoch = ?2 AND open = 1
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

/// Keeps a key that everybody may have. One that is here under its name is nobody's alone any more if it is
/// the very same; otherwise it stays as it is.
pub(crate) fn put(
    tx: &Transaction<'_>,
    doc: DocId,
    key_id: KeyId,
    epoch: u32,
    key: &[u8; 32],
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO document_key (doc_id, key_id, epoch, key) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (doc_id, key_id) DO UPDATE SET open = 1
             WHERE document_key.key = excluded.key",
    )?
    .execute(params![doc.0, key_id.0, epoch, key])?;
    Ok(())
}

/// Keeps a key whose name was worked out of it, for some alone or for everybody: no other bytes are right under
/// that name. One that is everybody's stays so.
pub(crate) fn put_named(
    tx: &Transaction<'_>,
    doc: DocId,
    key: &Named<'_>,
) -> Result<(), StoreFault> {
    // What else stands under its name came before it was known whose that is. Two that have the same name by their
    // maker's doing do no harm to what the first opens.
    let (name, bytes) = (key.key.key_id, key.key.key.expose());
    if let Some(kept) = by_id(tx, doc, name)?.and_then(|kept| SecretKey::from_bytes(&kept))
        && DocumentKey::name_of(&kept) != name
    {
        tx.prepare_cached("DELETE FROM document_key WHERE doc_id = ?1 AND key_id = ?2")?
            .execute([&doc.0[..], &name.0[..]])?;
    }
    tx.prepare_cached(
        "INSERT INTO document_key (doc_id, key_id, epoch, key, open, upon)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (doc_id, key_id) DO UPDATE SET open = open OR excluded.open",
    )?
    .execute(params![
        doc.0,
        name.0,
        key.epoch,
        bytes,
        key.open,
        encode(&key.upon.to_vec())
    ])?;
    Ok(())
}

/// A key whose name was worked out of it, as a grant hands it on.
pub(crate) struct Named<'a> {
    pub(crate) key: &'a DocumentKey,
    pub(crate) epoch: u32,
    pub(crate) open: bool,
    pub(crate) upon: &'a [StatementRef],
}

/// Whether any key of the document is for some alone.
pub(crate) fn any_restricted(conn: &Connection, doc: DocId) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM document_key WHERE doc_id = ?1 AND open = 0")?
        .exists([doc.0])?)
}

/// Whether a key is for everybody.
pub(crate) fn is_open(conn: &Connection, doc: DocId, key_id: KeyId) -> Result<bool, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM document_key WHERE doc_id = ?1 AND key_id = ?2 AND open = 1",
    )?;
    Ok(statement.exists([&doc.0[..], &key_id.0[..]])?)
}

/// It is for everybody now.
pub(crate) fn lift(tx: &Transaction<'_>, doc: DocId, key_id: KeyId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE document_key SET open = 1 WHERE doc_id = ?1 AND key_id = ?2")?
        .execute([&doc.0[..], &key_id.0[..]])?;
    Ok(())
}

/// Of a document that is not for this device: keys go once nothing of it waits. Answers whether they have.
pub(crate) fn remove_idle(tx: &Transaction<'_>, doc: DocId) -> Result<bool, StoreFault> {
    tx.prepare_cached(
        "DELETE FROM document_key WHERE doc_id = ?1
         AND NOT EXISTS (SELECT 1 FROM chunk WHERE doc_id = ?1 AND seq IS NULL AND former_seq >= 0)
         AND NOT EXISTS (SELECT 1 FROM blob WHERE doc_id = ?1)",
    )?
    .execute([doc.0])?;
    Ok(!has_any(tx, doc)?)
}
