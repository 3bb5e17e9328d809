//! Documents that were erased: everything of them goes, in the transaction that keeps the entry which
//! says so. Of their chunks as much is left as the sequence and their writers' logs need.

use doorstep_model::DocKey;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{BlobId, DocId};
use rusqlite::{Transaction, params};

use super::StoreFault;
use super::project;
use super::row;
use super::table::quarantine;
use crate::moving;

/// Bytes of a chunk's beginning, with its document, which stay of one that can't be read.
const BEGINNING: usize = 50;

/// Everything that is kept about a document by its id, in an order in which nothing is named that is
/// gone.
const ROWS: [&str; 13] = [
    "DELETE FROM held_back WHERE doc_id = ?1",
    "DELETE FROM to_read WHERE doc_id = ?1",
    "DELETE FROM snapshot WHERE doc_id = ?1",
    "DELETE FROM lacks WHERE doc_id = ?1",
    "DELETE FROM last_look WHERE doc_id = ?1",
    "DELETE FROM change WHERE doc_id = ?1",
    "DELETE FROM document_key WHERE doc_id = ?1",
    "DELETE FROM key_holder WHERE doc_id = ?1",
    "DELETE FROM restriction WHERE doc_id = ?1",
    "DELETE FROM restricted WHERE doc_id = ?1",
    "DELETE FROM restricted_upon WHERE doc_id = ?1",
    "DELETE FROM document WHERE doc_id = ?1",
    "DELETE FROM blob WHERE doc_id = ?1",
];

/// Erases documents; answers the names of blobs whose files are to go after it.
///
/// # Errors
/// What the database says; nothing is erased then.
pub(crate) fn erase(tx: &Transaction<'_>, documents: &[DocId]) -> Result<Vec<BlobId>, StoreFault> {
    let mut files = Vec::new();
    for document in documents {
        let mut blobs = tx.prepare_cached("SELECT blob_id FROM blob WHERE doc_id = ?1")?;
        let blobs = blobs.query_map([document.0], |found| row::id(found, 0))?;
        for blob in blobs {
            files.push(blob?);
        }
        project::forget(tx, *document)?;
        recordings(tx, *document)?;
        imported(tx, *document)?;
        for sql in ROWS {
            tx.prepare_cached(sql)?.execute([document.0])?;
        }
        chunks(tx, *document)?;
        quarantine::erase(tx, *document)?;
        moving::forget(tx, *document)?;
    }
    if !documents.is_empty() {
        project::forget_shared(tx)?;
    }
    Ok(files)
}

/// Recordings that nobody has kept yet.
fn recordings(tx: &Transaction<'_>, document: DocId) -> Result<(), StoreFault> {
    let household = DocKey::from(document.0);
    for sql in [
        "DELETE FROM recording_piece WHERE recording_no IN
             (SELECT recording_no FROM recording WHERE household = ?1)",
        "DELETE FROM recording WHERE household = ?1",
    ] {
        tx.prepare_cached(sql)?.execute([household.as_str()])?;
    }
    Ok(())
}

/// What the last import read of it. That its rows were imported stays, so that the same file does not
/// bring it back.
pub(super) fn imported(tx: &Transaction<'_>, document: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "DELETE FROM import_row WHERE doc_id = ?1
             OR joins IN (SELECT row_no FROM import_row WHERE doc_id = ?1)",
    )?
    .execute([document.0])?;
    Ok(())
}

/// Of each chunk no more is left than its place needs. What was not sent is sent as that.
fn chunks(tx: &Transaction<'_>, document: DocId) -> Result<(), StoreFault> {
    let numbers: Vec<i64> = tx
        .prepare_cached("SELECT chunk_no FROM chunk WHERE doc_id = ?1")?
        .query_map([document.0], |found| found.get(0))?
        .collect::<Result<_, _>>()?;
    let mut read = tx.prepare_cached("SELECT bytes FROM chunk WHERE chunk_no = ?1")?;
    let mut write =
        tx.prepare_cached("UPDATE chunk SET bytes = ?2, changes = 0 WHERE chunk_no = ?1")?;
    for number in numbers {
        let mut bytes: Vec<u8> = read.query_row([number], |found| found.get(0))?;
        let left = match SealedChunk::parse(bytes.clone()) {
            Ok(chunk) => chunk.erased().into_bytes(),
            Err(_) => {
                bytes.truncate(BEGINNING);
                bytes
            }
        };
        write.execute(params![number, left])?;
    }
    Ok(())
}
