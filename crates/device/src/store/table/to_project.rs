//! Documents whose projections an older version wrote; they are written anew, a few at a time.

use doorstep_wire::id::DocId;
use rusqlite::{Connection, Transaction};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE to_project (
    doc_id BLOB NOT NULL PRIMARY KEY,
    -- how often it went wrong: those that never did come first
    tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX to_project_order ON to_project (tries)";

/// Asks for every document; a migration that changes what is projected ends with it.
pub(crate) const ALL: &str =
    "INSERT OR IGNORE INTO to_project (doc_id) SELECT doc_id FROM document";

/// One that waits, and how often it went wrong; least often first.
pub(crate) fn next(conn: &Connection) -> Result<Option<(DocId, u32)>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT doc_id, tries FROM to_project ORDER BY tries LIMIT 1")?;
    let mut rows = statement.query([])?;
    match rows.next()? {
        Some(found) => Ok(Some((row::id(found, 0)?, row::count(found, 1)?))),
        None => Ok(None),
    }
}

/// It went wrong; the others go first.
pub(crate) fn put_last(tx: &Transaction<'_>, doc: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE to_project SET tries = tries + 1 WHERE doc_id = ?1")?
        .execute([doc.0])?;
    Ok(())
}

/// It is done, or can't be.
pub(crate) fn done(tx: &Transaction<'_>, doc: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM to_project WHERE doc_id = ?1")?
        .execute([doc.0])?;
    Ok(())
}
