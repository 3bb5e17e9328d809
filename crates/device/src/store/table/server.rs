//! The server that this team is connected to.

use doorstep_wire::id::Pin;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE server (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    address TEXT NOT NULL,
    pin BLOB NOT NULL
) STRICT";

/// Where it is and which certificate it must show.
pub(crate) struct ServerRow {
    /// `host:port`.
    pub(crate) address: String,
    pub(crate) pin: Pin,
}

pub(crate) fn get(conn: &Connection) -> Result<Option<ServerRow>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT address, pin FROM server")?;
    let server = statement.query_row([], |found| {
        Ok(ServerRow {
            address: found.get(0)?,
            pin: row::id(found, 1)?,
        })
    });
    Ok(server.optional()?)
}

pub(crate) fn put(tx: &Transaction<'_>, address: &str, pin: Pin) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT OR REPLACE INTO server (only_one, address, pin) VALUES (1, ?1, ?2)")?
        .execute(params![address, pin.0])?;
    Ok(())
}
