//! The team's keys, one an epoch.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use zeroize::Zeroizing;

use crate::store::StoreFault;

pub(crate) const CREATE: &str = "CREATE TABLE epoch_key (
    epoch INTEGER NOT NULL PRIMARY KEY,
    key BLOB NOT NULL
) STRICT";

pub(crate) fn get(conn: &Connection, epoch: u32) -> Result<Option<Zeroizing<Vec<u8>>>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT key FROM epoch_key WHERE epoch = ?1")?;
    let key = statement.query_row([epoch], |row| row.get(0)).optional()?;
    Ok(key.map(Zeroizing::new))
}

pub(crate) fn put(tx: &Transaction<'_>, epoch: u32, key: &[u8; 32]) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT INTO epoch_key (epoch, key) VALUES (?1, ?2)")?
        .execute(params![epoch, key])?;
    Ok(())
}
