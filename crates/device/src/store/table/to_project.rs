//! Documents whose projections an older version wrote; they are written anew, a few at a time.

use doorstep_wire::id::DocId;
use rusqlite::{Connection, Transaction};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE to_project (
    doc_id BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID";

/// Asks for every document; a migration that changes what is projected ends with it.
pub(crate) const ALL: &str =
    "INSERT OR IGNORE INTO to_project (doc_id) SELECT doc_id FROM document";

/// One that waits.
pub(crate) fn next(conn: &Connection) -> Result<Option<DocId>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT doc_id FROM to_project LIMIT 1")?;
    let mut rows = statement.query([])?;
    Ok(rows.next()?.map(|found| row::id(found, 0)).transpose()?)
}

/// It is done, or can't be.
pub(crate) fn done(tx: &Transaction<'_>, doc: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM to_project WHERE doc_id = ?1")?
        .execute([doc.0])?;
    Ok(())
}
