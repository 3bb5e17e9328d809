//! The signed membership log, entry by entry.

use doorstep_wire::id::EntryHash;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

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

/// Entries after the one with this hash, in order; `None` if it is none of these.
pub(crate) fn beyond(
    conn: &Connection,
    hash: EntryHash,
) -> Result<Option<Vec<Vec<u8>>>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT position FROM membership WHERE hash = ?1")?;
    let position: Option<i64> = statement
        .query_row([hash.0], |found| found.get(0))
        .optional()?;
    let Some(position) = position else {
        return Ok(None);
    };
    let mut statement =
        conn.prepare_cached("SELECT entry FROM membership WHERE position > ?1 ORDER BY position")?;
    let rows = statement.query_map([position], |found| found.get(0))?;
    Ok(Some(rows.collect::<Result<_, _>>()?))
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
