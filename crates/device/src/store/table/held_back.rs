//! Chunks that are good and were not read into their document: it is its turn yet (`to_read`), or they
//! need a key or a change that has not come.

use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DocId};
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreFault;

pub(crate) const CREATE: &str = "CREATE TABLE held_back (
    chunk_id BLOB NOT NULL PRIMARY KEY REFERENCES chunk (chunk_id),
    doc_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX held_back_document ON held_back (doc_id)";

pub(crate) fn put(tx: &Transaction<'_>, chunk: ChunkId, doc: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached("INSERT INTO held_back (chunk_id, doc_id) VALUES (?1, ?2)")?
        .execute([&chunk.0[..], &doc.0[..]])?;
    Ok(())
}

/// Whether this one waits.
pub(crate) fn has(conn: &Connection, chunk: ChunkId) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM held_back WHERE chunk_id = ?1")?
        .exists([chunk.0])?)
}

/// Some of a document's chunks that wait, in the order they came.
pub(crate) struct Page {
    /// Their places in the sequence, where they have one, and their bytes.
    pub(crate) chunks: Vec<(Option<u64>, Vec<u8>)>,
    /// The number of the last of them; `None` if there are none.
    pub(crate) last: Option<i64>,
    /// Whether there are more after it.
    pub(crate) more: bool,
    /// Bytes of these, sealed and open together.
    pub(crate) bytes: usize,
}

/// Those after a number, of so many bytes together; at least one if any is left.
pub(crate) fn page(
    conn: &Connection,
    doc: DocId,
    after: i64,
    most: usize,
) -> Result<Page, StoreFault> {
    // Numbers are sorted first and bytes read one by one: sorted together, all of them would be in
    // memory before the first.
    let mut numbers = conn.prepare_cached(
        "SELECT chunk_no FROM held_back JOIN chunk USING (chunk_id)
         WHERE held_back.doc_id = ?1 AND chunk_no > ?2 ORDER BY chunk_no",
    )?;
    let mut read = conn.prepare_cached("SELECT seq, bytes FROM chunk WHERE chunk_no = ?1")?;
    let mut rows = numbers.query(params![doc.0, after])?;
    let (mut chunks, mut last, mut more, mut total) = (Vec::new(), None, false, 0usize);
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let (seq, bytes): (Option<i64>, Vec<u8>) =
            read.query_row([number], |found| Ok((found.get(0)?, found.get(1)?)))?;
        // Each says what it takes when it is open, and is not opened into more than that.
        let claimed = SealedChunk::plaintext_len(&bytes).unwrap_or_default();
        let with_it = total.saturating_add(bytes.len()).saturating_add(claimed);
        if with_it > most && !chunks.is_empty() {
            more = true;
            break;
        }
        total = with_it;
        last = Some(number);
        chunks.push((seq.and_then(|seq| u64::try_from(seq).ok()), bytes));
    }
    Ok(Page {
        chunks,
        last,
        more,
        bytes: total,
    })
}

/// As much as is opened in memory at once: sealed and open together.
pub(crate) const PAGE_BYTES: usize = 32 * 1024 * 1024;

/// Whether a grant is among a document's chunks that wait.
pub(crate) fn has_grant(conn: &Connection, doc: DocId) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached(
            "SELECT 1 FROM held_back JOIN chunk USING (chunk_id)
             WHERE held_back.doc_id = ?1 AND substr(bytes, 2, 1) = X'03' LIMIT 1",
        )?
        .exists([doc.0])?)
}

pub(crate) fn remove(tx: &Transaction<'_>, chunk: ChunkId) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM held_back WHERE chunk_id = ?1")?
        .execute([chunk.0])?;
    Ok(())
}

/// The same content stands in another chunk now.
pub(crate) fn replace(
    tx: &Transaction<'_>,
    before: ChunkId,
    now: ChunkId,
) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE held_back SET chunk_id = ?2 WHERE chunk_id = ?1")?
        .execute([before.0, now.0])?;
    Ok(())
}
