//! How far each teammate's device has read the team's sequence, and what it could not take in, as it
//! says itself: in the header of every chunk that it signs, and in receipts.

use doorstep_wire::id::{DeviceId, DocId};
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::signed;

pub(crate) const CREATE: &str = "CREATE TABLE seen (
    device_id BLOB NOT NULL PRIMARY KEY,
    -- it holds everything up to this place of the sequence, but for what it lacks
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE lacks (
    device_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    PRIMARY KEY (device_id, doc_id)
) STRICT, WITHOUT ROWID";

/// The device has read this far; less than it said before counts for nothing.
pub(crate) fn put(tx: &Transaction<'_>, device: DeviceId, seq: u64) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO seen (device_id, seq) VALUES (?1, ?2)
         ON CONFLICT (device_id) DO UPDATE SET seq = max(seq, excluded.seq)",
    )?
    .execute(params![device.0, signed(seq)])?;
    Ok(())
}

/// The documents of which the device could not take in everything, and no others; the one of zeros
/// stands for any.
pub(crate) fn put_lacks(
    tx: &Transaction<'_>,
    device: DeviceId,
    documents: &[DocId],
) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM lacks WHERE device_id = ?1")?
        .execute([device.0])?;
    let mut insert =
        tx.prepare_cached("INSERT OR IGNORE INTO lacks (device_id, doc_id) VALUES (?1, ?2)")?;
    for document in documents {
        insert.execute([device.0, document.0])?;
    }
    Ok(())
}

/// What was said of places after this one was said of another server's sequence.
pub(crate) fn forget_after(tx: &Transaction<'_>, seq: u64) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE seen SET seq = ?1 WHERE seq > ?1")?
        .execute([signed(seq)])?;
    Ok(())
}

/// Whether the device holds everything about a document that the server holds: it has read, or has
/// written itself, every chunk of it that is no receipt.
pub(crate) fn holds(
    conn: &Connection,
    device: DeviceId,
    document: DocId,
) -> Result<bool, StoreFault> {
    let mut missing = conn.prepare_cached(
        "SELECT 1 FROM chunk
         WHERE doc_id = ?2 AND device_id <> ?1 AND (seq IS NULL OR seq >
               coalesce((SELECT seq FROM seen WHERE device_id = ?1), 0))
           AND substr(bytes, 2, 1) <> X'04'
         UNION ALL
         SELECT 1 FROM lacks WHERE device_id = ?1 AND doc_id IN (?2, zeroblob(16)) LIMIT 1",
    )?;
    Ok(!missing.exists([&device.0[..], &document.0[..]])?)
}
