//! When the server was found to lack what it had before: an old copy, or another server.

use doorstep_model::UnixMillis;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE server_behind (
    found_no INTEGER NOT NULL PRIMARY KEY,
    found_ms INTEGER NOT NULL,
    -- chunks of anybody's that this device holds and the server lacked
    lacked INTEGER NOT NULL
) STRICT";

/// The last time, and how many chunks were given back or are to be.
pub(crate) struct ServerBehind {
    pub(crate) found: UnixMillis,
    pub(crate) lacked: u32,
}

pub(crate) fn put(tx: &Transaction<'_>, found: UnixMillis, lacked: u32) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT INTO server_behind (found_ms, lacked) VALUES (?1, ?2)")?
        .execute(params![found.0, lacked])?;
    Ok(())
}

/// How many it was in the end, since the server held some of them.
pub(crate) fn correct(tx: &Transaction<'_>, lacked: u32) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "UPDATE server_behind SET lacked = ?1
         WHERE found_no = (SELECT max(found_no) FROM server_behind)",
    )?
    .execute([lacked])?;
    Ok(())
}

pub(crate) fn last(conn: &Connection) -> Result<Option<ServerBehind>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT found_ms, lacked FROM server_behind ORDER BY found_no DESC LIMIT 1",
    )?;
    let last = statement.query_row([], |found| {
        Ok(ServerBehind {
            found: UnixMillis(found.get(0)?),
            lacked: row::count(found, 1)?,
        })
    });
    Ok(last.optional()?)
}
