//! How far a person has looked at each household on this device.

use doorstep_model::{Heads, UnixMillis};
use doorstep_wire::id::DocId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;

pub(crate) const CREATE: &str = "CREATE TABLE last_look (
    doc_id BLOB NOT NULL PRIMARY KEY REFERENCES document (doc_id),
    -- the document's newest changes then, as hex, parted by spaces
    heads TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID";

/// Up to where and when somebody last looked; `None` if nobody did.
pub(crate) fn get(
    conn: &Connection,
    doc: DocId,
) -> Result<Option<(Heads, UnixMillis)>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT heads, at_ms FROM last_look WHERE doc_id = ?1")?;
    let found = statement.query_row([doc.0], |row| {
        let heads: String = row.get(0)?;
        let heads = heads.split(' ').map(str::to_owned).collect();
        Ok((Heads(heads), UnixMillis(row.get(1)?)))
    });
    Ok(found.optional()?)
}

/// Somebody looked.
pub(crate) fn put(
    tx: &Transaction<'_>,
    doc: DocId,
    heads: &Heads,
    at: UnixMillis,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO last_look (doc_id, heads, at_ms) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![doc.0, heads.0.join(" "), at.0])?;
    Ok(())
}
