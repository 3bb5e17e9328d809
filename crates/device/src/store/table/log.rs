//! Where this device's own log goes on. It moves in the transaction that seals a chunk, so that a
//! number is never spent twice.

use doorstep_replica::chunk::Place;
use doorstep_wire::id::LogId;
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};

pub(crate) const CREATE: &str = "CREATE TABLE log (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    log_id BLOB NOT NULL,
    log_seq INTEGER NOT NULL,
    previous BLOB NOT NULL
) STRICT";

/// A new log, from its first place.
pub(crate) fn begin(tx: &Transaction<'_>, log: LogId) -> Result<(), StoreFault> {
    set_place(tx, Place::first(log))
}

/// The place of the next chunk.
pub(crate) fn place(conn: &Connection) -> Result<Place, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT log_id, log_seq, previous FROM log")?;
    Ok(statement.query_row([], |found| {
        Ok(Place {
            log_id: row::id(found, 0)?,
            log_seq: row::big_count(found, 1)?,
            previous: row::id(found, 2)?,
        })
    })?)
}

pub(crate) fn set_place(tx: &Transaction<'_>, place: Place) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO log (only_one, log_id, log_seq, previous) VALUES (1, ?1, ?2, ?3)",
    )?
    .execute(params![
        place.log_id.0,
        signed(place.log_seq),
        place.previous.0
    ])?;
    Ok(())
}
