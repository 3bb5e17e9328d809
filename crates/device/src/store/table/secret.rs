//! Secrets of this device by name: its identity, what joining needs.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use zeroize::Zeroizing;

use crate::store::StoreFault;

pub(crate) const CREATE: &str = "CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID";

pub(crate) fn get(conn: &Connection, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT value FROM secret WHERE name = ?1")?;
    let value = statement.query_row([name], |row| row.get(0)).optional()?;
    Ok(value.map(Zeroizing::new))
}

pub(crate) fn put(tx: &Transaction<'_>, name: &str, value: &[u8]) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT OR REPLACE INTO secret (name, value) VALUES (?1, ?2)")?
        .execute(params![name, value])?;
    Ok(())
}

pub(crate) fn remove(tx: &Transaction<'_>, name: &str) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM secret WHERE name = ?1")?
        .execute([name])?;
    Ok(())
}
