//! The signed membership log, entry by entry.

use doorstep_wire::id::EntryHash;
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::signed;

pub(crate) const CREATE: &str = "CREATE TABLE membership (
    position INTEGER NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    entry BLOB NOT NULL
) STRICT";

/// Every entry, from genesis on.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Vec<u8>>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT entry FROM membership ORDER BY position")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds the next entry; a position is never written twice.
pub(crate) fn append(
    tx: &Transaction<'_>,
    position: u64,
    hash: EntryHash,
    entry: &[u8],
) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT INTO membership (position, hash, entry) VALUES (?1, ?2, ?3)")?
        .execute(params![signed(position), hash.0, entry])?;
    Ok(())
}
