//! Documents: a saved form, and the changes since (`change`) as its tail.

use doorstep_wire::id::DocId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE document (
    doc_id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    saved BLOB NOT NULL
) STRICT;
CREATE INDEX document_kind ON document (kind)";

/// What makes a document again.
#[derive(PartialEq, Eq)]
pub(crate) struct Stored {
    /// automerge's saved form; empty while everything is in the tail.
    pub(crate) saved: Vec<u8>,
    /// Changes since, in an order in which they apply.
    pub(crate) tail: Vec<Vec<u8>>,
}

/// A new document.
pub(crate) fn insert(
    tx: &Transaction<'_>,
    doc: DocId,
    kind: &str,
    saved: &[u8],
    schema_version: u32,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO document (doc_id, kind, schema_version, saved) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![doc.0, kind, schema_version, saved])?;
    Ok(())
}

/// How long what makes a document again is; 0 if it is not here.
pub(crate) fn bytes(conn: &Connection, doc: DocId) -> Result<usize, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT coalesce((SELECT length(saved) FROM document WHERE doc_id = ?1), 0)
              + coalesce((SELECT sum(length(bytes)) FROM change
                          WHERE doc_id = ?1 AND folded = 0), 0)",
    )?;
    let bytes: i64 = statement.query_row([doc.0], |found| found.get(0))?;
    Ok(usize::try_from(bytes).unwrap_or_default())
}

/// Everything of one document; `None` if it is not here.
pub(crate) fn load(conn: &Connection, doc: DocId) -> Result<Option<Stored>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT saved FROM document WHERE doc_id = ?1")?;
    let saved: Option<Vec<u8>> = statement.query_row([doc.0], |row| row.get(0)).optional()?;
    let Some(saved) = saved else { return Ok(None) };
    let mut statement = conn.prepare_cached(
        "SELECT bytes FROM change WHERE doc_id = ?1 AND folded = 0 ORDER BY change_no",
    )?;
    let tail = statement
        .query_map([doc.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(Stored { saved, tail }))
}

/// Replaces the saved form by one that holds the tail too. Changes that are not sealed yet stay
/// until they are.
pub(crate) fn compact(tx: &Transaction<'_>, doc: DocId, saved: &[u8]) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE document SET saved = ?2 WHERE doc_id = ?1")?
        .execute(params![doc.0, saved])?;
    tx.prepare_cached("DELETE FROM change WHERE doc_id = ?1 AND unsealed = 0")?
        .execute([doc.0])?;
    tx.prepare_cached("UPDATE change SET folded = 1 WHERE doc_id = ?1")?
        .execute([doc.0])?;
    Ok(())
}

/// All of them.
pub(crate) fn ids(conn: &Connection) -> Result<Vec<DocId>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT doc_id FROM document")?;
    let rows = statement.query_map([], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many households are on this device.
pub(crate) fn count_households(conn: &Connection) -> Result<u32, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT count(*) FROM document WHERE kind = 'household'")?;
    Ok(statement.query_row([], |found| found.get(0))?)
}

/// The household after this one, in the order of their ids.
pub(crate) fn next_household(
    conn: &Connection,
    after: Option<DocId>,
) -> Result<Option<DocId>, StoreFault> {
    let after = after.map_or_else(Vec::new, |id| id.0.to_vec());
    let mut statement = conn.prepare_cached(
        "SELECT doc_id FROM document WHERE doc_id > ?1 AND kind = 'household' \
         ORDER BY doc_id LIMIT 1",
    )?;
    Ok(statement
        .query_row([after], |found| row::id(found, 0))
        .optional()?)
}

/// The team's own document, once it is here.
pub(crate) fn team(conn: &Connection) -> Result<Option<DocId>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT doc_id FROM document WHERE kind = 'team' LIMIT 1")?;
    Ok(statement
        .query_row([], |found| row::id(found, 0))
        .optional()?)
}

/// What a document that is here is about.
pub(crate) fn kind(conn: &Connection, doc: DocId) -> Result<Option<String>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT kind FROM document WHERE doc_id = ?1")?;
    Ok(statement
        .query_row([doc.0], |found| found.get(0))
        .optional()?)
}
