//! Which devices are known to have a key that is not for everybody: a device writes with one only as long as
//! none of these is somebody else than who may open the document.

use std::collections::BTreeSet;

use doorstep_wire::id::{DeviceId, DocId, KeyId};
use rusqlite::{Connection, Transaction};

use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE key_holder (
    doc_id BLOB NOT NULL,
    key_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    PRIMARY KEY (doc_id, key_id, device_id)
) STRICT, WITHOUT ROWID";

/// Stands for all of the team: who had the document's open keys, or one that was handed to everybody.
pub(crate) const EVERYBODY: DeviceId = DeviceId::ZERO;

pub(crate) fn put(
    tx: &Transaction<'_>,
    doc: DocId,
    key: KeyId,
    holders: impl IntoIterator<Item = DeviceId>,
) -> Result<(), StoreFault> {
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO key_holder (doc_id, key_id, device_id) VALUES (?1, ?2, ?3)",
    )?;
    for device in holders {
        insert.execute([&doc.0[..], &key.0[..], &device.0[..]])?;
    }
    Ok(())
}

/// Everybody who is known to have it, by what counts of grants.
pub(crate) fn of(
    conn: &Connection,
    doc: DocId,
    key: KeyId,
) -> Result<BTreeSet<DeviceId>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT device_id FROM key_holder WHERE doc_id = ?1 AND key_id = ?2")?;
    let rows = statement.query_map([&doc.0[..], &key.0[..]], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
