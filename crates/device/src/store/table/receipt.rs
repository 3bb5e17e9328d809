//! What this device has told its teammates about what it holds.

use doorstep_model::UnixMillis;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};

/// Documents that a receipt names, at most. With more it says of none that it holds them all, which
/// errs on the side of care.
pub(crate) const MOST_LACKS: usize = 1_000;

pub(crate) const CREATE: &str = "CREATE TABLE receipt (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    -- the last place at which a teammate said something about a document
    others_seq INTEGER NOT NULL,
    -- how far this device has said that it has read, and when
    told_seq INTEGER NOT NULL,
    told_ms INTEGER NOT NULL,
    -- the documents that it then could not take in: their ids, one after another
    told_lacks BLOB NOT NULL
) STRICT;
INSERT INTO receipt (only_one, others_seq, told_seq, told_ms, told_lacks) VALUES (1, 0, 0, 0, X'')";

/// What was told last.
pub(crate) struct Told {
    pub(crate) others_seq: u64,
    pub(crate) seq: u64,
    pub(crate) at: UnixMillis,
    pub(crate) lacks: Vec<u8>,
}

pub(crate) fn told(conn: &Connection) -> Result<Told, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT others_seq, told_seq, told_ms, told_lacks FROM receipt")?;
    Ok(statement.query_row([], |found| {
        Ok(Told {
            others_seq: row::big_count(found, 0)?,
            seq: row::big_count(found, 1)?,
            at: UnixMillis(found.get(2)?),
            lacks: found.get(3)?,
        })
    })?)
}

/// A teammate said something about a document.
pub(crate) fn others_wrote(tx: &Transaction<'_>, seq: u64) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE receipt SET others_seq = max(others_seq, ?1)")?
        .execute([signed(seq)])?;
    Ok(())
}

/// A chunk of this device says how far it has read.
pub(crate) fn tell_seq(tx: &Transaction<'_>, seq: u64) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE receipt SET told_seq = ?1")?
        .execute([signed(seq)])?;
    Ok(())
}

/// A receipt says that, and what could not be taken in.
pub(crate) fn tell(
    tx: &Transaction<'_>,
    seq: u64,
    now: UnixMillis,
    lacks: &[u8],
) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE receipt SET told_seq = ?1, told_ms = ?2, told_lacks = ?3")?
        .execute(params![signed(seq), now.0, lacks])?;
    Ok(())
}

/// Documents of which something came and could not be taken in, at most [`MOST_LACKS`] and one. What
/// waits to be read is here; a receipt is about no document, and what is restricted to others is not lacked.
pub(crate) fn lacks(conn: &Connection) -> Result<Vec<DocId>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT doc_id FROM (
             SELECT doc_id FROM held_back
             WHERE doc_id NOT IN (SELECT doc_id FROM to_read WHERE tries = 0)
             UNION SELECT doc_id FROM quarantine WHERE doc_id IS NOT NULL)
         WHERE doc_id <> zeroblob(16)
           AND doc_id NOT IN (SELECT doc_id FROM restricted WHERE mine = 0)
         ORDER BY doc_id LIMIT ?1",
    )?;
    let most = i64::try_from(MOST_LACKS.saturating_add(1)).unwrap_or(i64::MAX);
    let rows = statement.query_map([most], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
