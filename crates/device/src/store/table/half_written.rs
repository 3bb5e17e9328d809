//! Files outside of the store that are being written: what a crash leaves of them can be read by
//! anybody who has the disk.

use rusqlite::{Connection, Transaction};

use crate::store::StoreFault;

pub(crate) const CREATE: &str = "CREATE TABLE half_written (
    -- as the system writes it
    path BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID";

/// Writing begins.
pub(crate) fn note(tx: &Transaction<'_>, path: &[u8]) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT INTO half_written (path) VALUES (?1) ON CONFLICT DO NOTHING")?
        .execute([path])?;
    Ok(())
}

/// It is whole, or gone.
pub(crate) fn forget(tx: &Transaction<'_>, path: &[u8]) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM half_written WHERE path = ?1")?
        .execute([path])?;
    Ok(())
}

/// Every one.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Vec<u8>>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT path FROM half_written")?;
    let rows = statement.query_map([], |found| found.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
