//! Small facts by name that belong to the team on this device.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::store::StoreFault;

pub(crate) const CREATE: &str = "CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID";

/// Whether the team wants it to be said that there are households for others alone: 1 if so.
pub(crate) const SHOW_RESTRICTED: &str = "show_restricted";

/// Whether the computer's keychain opens this device, and under which name it keeps what does.
pub(crate) const KEYCHAIN: &str = "keychain";

pub(crate) fn get(conn: &Connection, name: &str) -> Result<Option<String>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn remove(tx: &Transaction<'_>, name: &str) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM setting WHERE name = ?1")?
        .execute([name])?;
    Ok(())
}

pub(crate) fn put(tx: &Transaction<'_>, name: &str, value: &str) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")?
        .execute([name, value])?;
    Ok(())
}
