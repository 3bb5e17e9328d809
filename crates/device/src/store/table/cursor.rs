//! How far this device has read the team's sequence.

use doorstep_wire::cursor::Cursor;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};
use crate::store::table::sequence;

pub(crate) const CREATE: &str = "CREATE TABLE cursor (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL
) STRICT";

/// The beginning, until something was read.
pub(crate) fn get(conn: &Connection) -> Result<Cursor, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT seq, chain FROM cursor")?;
    let cursor = statement.query_row([], |found| {
        Ok(Cursor {
            seq: row::big_count(found, 0)?,
            chain: row::id(found, 1)?,
        })
    });
    Ok(cursor.optional()?.unwrap_or(Cursor::START))
}

pub(crate) fn set(tx: &Transaction<'_>, cursor: Cursor) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT OR REPLACE INTO cursor (only_one, seq, chain) VALUES (1, ?1, ?2)")?
        .execute(params![signed(cursor.seq), cursor.chain.0])?;
    sequence::pass(tx, cursor)
}
