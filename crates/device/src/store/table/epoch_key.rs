//! The team's keys, one an epoch.

use doorstep_replica::crypto::key::{EpochKey, EpochKeys, SecretKey};
use rusqlite::{Connection, Transaction, params};
use zeroize::Zeroizing;

use crate::store::StoreFault;

pub(crate) const CREATE: &str = "CREATE TABLE epoch_key (
    epoch INTEGER NOT NULL PRIMARY KEY,
    key BLOB NOT NULL
) STRICT";

/// All of them.
pub(crate) fn all(conn: &Connection) -> Result<EpochKeys, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT epoch, key FROM epoch_key")?;
    let rows = statement.query_map([], |row| {
        let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(row.get(1)?);
        let epoch = row.get(0)?;
        Ok(SecretKey::from_bytes(&bytes).map(|key| EpochKey { epoch, key }))
    })?;
    rows.filter_map(Result::transpose)
        .collect::<Result<_, _>>()
        .map_err(StoreFault::from)
}

pub(crate) fn put(tx: &Transaction<'_>, epoch: u32, key: &SecretKey) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT INTO epoch_key (epoch, key) VALUES (?1, ?2)")?
        .execute(params![epoch, key.expose()])?;
    Ok(())
}
