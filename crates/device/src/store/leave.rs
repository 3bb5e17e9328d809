//! A document that is not for this device any more: nothing of it is left in what screens read. Its sealed
//! chunks stay, for a server that lost them, and to be read again if the person is named again.

use doorstep_wire::id::{BlobId, DocId};
use rusqlite::{Transaction, params};

use super::StoreFault;
use super::erase::imported;
use super::project;
use super::row;
use super::table::{document_key, restriction};
use crate::moving;

/// What is kept about a document by its id, in an order in which nothing is named that is gone.
const ROWS: [&str; 4] = [
    "DELETE FROM to_read WHERE doc_id = ?1",
    "DELETE FROM last_look WHERE doc_id = ?1",
    "DELETE FROM change WHERE doc_id = ?1",
    "DELETE FROM document WHERE doc_id = ?1",
];

/// Takes it out; answers the names of photos whose files are to go after it, or `None` if nothing of it was
/// here. Those that the server does not have stay until it has.
///
/// # Errors
/// What the database says; nothing is taken out then.
pub(crate) fn leave(
    tx: &Transaction<'_>,
    document: DocId,
) -> Result<Option<Vec<BlobId>>, StoreFault> {
    if !restriction::is_here(tx, document)? {
        return Ok(None);
    }
    project::forget(tx, document)?;
    imported(tx, document)?;
    moving::forget(tx, document)?;
    for sql in ROWS {
        tx.prepare_cached(sql)?.execute([document.0])?;
    }
    // Changes, snapshots and grants; of a stub the first byte is another.
    tx.prepare_cached(
        "INSERT OR IGNORE INTO held_back (chunk_id, doc_id) SELECT chunk_id, doc_id FROM chunk
         WHERE doc_id = ?1 AND substr(bytes, 2, 1) IN (X'01', X'02', X'03')",
    )?
    .execute(params![document.0])?;
    project::forget_shared(tx)?;
    let files = sent_blobs(tx, document)?;
    // What waits may have to be sealed once more.
    let _or_later = document_key::remove_idle(tx, document)?;
    Ok(Some(files))
}

/// Photos and voice notes of it that the server has: their rows go.
///
/// # Errors
/// What the database says.
pub(crate) fn sent_blobs(tx: &Transaction<'_>, document: DocId) -> Result<Vec<BlobId>, StoreFault> {
    let mut gone =
        tx.prepare_cached("DELETE FROM blob WHERE doc_id = ?1 AND sent = 1 RETURNING blob_id")?;
    let rows = gone.query_map([document.0], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
