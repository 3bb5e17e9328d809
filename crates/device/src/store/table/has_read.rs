//! How far each device has read the membership log, as it says itself in the header of every chunk that
//! it signs. Whoever has read that something was erased has erased it, in the same transaction.

use doorstep_wire::id::{DeviceId, EntryHash};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};

pub(crate) const CREATE: &str = "CREATE TABLE has_read (
    device_id BLOB NOT NULL PRIMARY KEY,
    -- the furthest entry of the membership log that it named
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID";

/// Entries by their hash, and those that erase: the second byte of an entry is its kind.
pub(crate) const CREATE_INDEXES: &str = "
    CREATE INDEX membership_hash ON membership (hash);
    CREATE INDEX membership_erasures ON membership (position) WHERE substr(entry, 2, 1) = X'06'";

/// A device named this entry in a chunk that it signed; one that is not here says nothing.
pub(crate) fn put(
    tx: &Transaction<'_>,
    device: DeviceId,
    head: EntryHash,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO has_read (device_id, position)
         SELECT ?1, position FROM membership WHERE hash = ?2
         ON CONFLICT (device_id) DO UPDATE SET position = max(position, excluded.position)",
    )?
    .execute(params![device.0, head.0])?;
    Ok(())
}

/// The furthest entry that a device named, if it named any.
pub(crate) fn of(conn: &Connection, device: DeviceId) -> Result<Option<u64>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT position FROM has_read WHERE device_id = ?1")?;
    let found = statement.query_row([device.0], |found| row::big_count(found, 0));
    Ok(found.optional()?)
}

/// Whether something was erased since this device last named an entry.
pub(crate) fn is_untold(conn: &Connection, me: DeviceId) -> Result<bool, StoreFault> {
    let told = of(conn, me)?.map_or(-1, signed);
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM membership WHERE substr(entry, 2, 1) = X'06' AND position > ?1 LIMIT 1",
    )?;
    Ok(statement.exists([told])?)
}

/// Entries that erase, with their positions.
pub(crate) fn erasures(conn: &Connection) -> Result<Vec<(u64, Vec<u8>)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT position, entry FROM membership WHERE substr(entry, 2, 1) = X'06'
         ORDER BY position DESC",
    )?;
    let rows = statement.query_map([], |found| Ok((row::big_count(found, 0)?, found.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
