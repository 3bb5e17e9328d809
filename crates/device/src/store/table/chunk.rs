//! Sealed chunks, as they were sealed here or came: what the server holds has its place in the
//! team's sequence, what has none is the outbox. Acknowledged chunks stay, so that a server that
//! lost them can be given them again.

use doorstep_replica::chunk::Place;
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::entry::LogEnd;
use doorstep_wire::id::{ChunkId, DeviceId, DocId, LogId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};
use crate::store::table::held_back;

pub(crate) const CREATE: &str = "CREATE TABLE chunk (
    chunk_no INTEGER NOT NULL PRIMARY KEY,
    chunk_id BLOB NOT NULL UNIQUE,
    doc_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    log_id BLOB NOT NULL,
    log_seq INTEGER NOT NULL,
    -- place in the team's sequence; NULL until the server has it
    seq INTEGER,
    -- own changes in it
    changes INTEGER NOT NULL DEFAULT 0,
    bytes BLOB NOT NULL,
    UNIQUE (device_id, log_id, log_seq)
) STRICT;
CREATE INDEX chunk_outbox ON chunk (chunk_no) WHERE seq IS NULL;
CREATE INDEX chunk_unsent ON chunk (doc_id, changes) WHERE seq IS NULL";

/// A chunk that a server has lost waits again, at the place that it had among the others. Chunks
/// that never had a place come after those.
pub(crate) const ADD_FORMER: &str = "
    ALTER TABLE chunk ADD COLUMN former_seq INTEGER NOT NULL DEFAULT 9223372036854775807;
    DROP INDEX chunk_outbox;
    CREATE INDEX chunk_outbox ON chunk (former_seq, chunk_no) WHERE seq IS NULL";

/// Where a document's chunks lie in the sequence.
pub(crate) const ADD_PLACES: &str = "CREATE INDEX chunk_place ON chunk (doc_id, seq)";

/// What `former_seq` says of a chunk that never had a place.
const NO_PLACE: i64 = i64::MAX;
/// What it says of a teammate's chunk that the server does not take back.
const NOT_TAKEN: i64 = -1;

/// Takes everything after a place back into the outbox: the server may have lost it. `here` is how
/// far this device has read. What still waits from an earlier loss comes after that: whoever wrote
/// it wrote it later.
pub(crate) fn take_back(tx: &Transaction<'_>, after: u64, here: u64) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "UPDATE chunk SET former_seq = former_seq + ?1
         WHERE seq IS NULL AND former_seq BETWEEN 0 AND ?2",
    )?
    .execute(params![signed(here), NO_PLACE - 1 - signed(here)])?;
    tx.prepare_cached("UPDATE chunk SET former_seq = seq, seq = NULL WHERE seq > ?1")?
        .execute([signed(after)])?;
    Ok(())
}

/// Of a teammate's log that is to be given back, what comes with a stub which no snapshot here holds,
/// and after it, is kept and not sent: a server would take it for all there is, and whoever has the
/// bodies would not bring them.
pub(crate) fn keep_bare_stubs(tx: &Transaction<'_>, me: DeviceId) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "UPDATE chunk SET former_seq = ?2
         WHERE seq IS NULL AND log_seq >= 0 AND device_id <> ?1 AND EXISTS (
             SELECT 1 FROM held_back JOIN chunk AS stub USING (chunk_id)
             WHERE stub.seq IS NULL AND substr(stub.bytes, 1, 1) >= X'80'
               AND stub.device_id = chunk.device_id AND stub.log_id = chunk.log_id
               AND stub.log_seq <= chunk.log_seq)",
    )?
    .execute(params![me.0, NOT_TAKEN])?;
    Ok(())
}

/// Whether this chunk is here and waits to be sent.
pub(crate) fn waits(conn: &Connection, id: ChunkId) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM chunk WHERE chunk_id = ?1 AND seq IS NULL")?
        .exists([id.0])?)
}

/// How many chunks wait that a server had before.
pub(crate) fn to_give_back(conn: &Connection) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT count(*) FROM chunk INDEXED BY chunk_outbox
         WHERE seq IS NULL AND former_seq >= 0 AND former_seq < ?1",
    )?;
    Ok(statement.query_row([NO_PLACE], |found| row::count(found, 0))?)
}

/// How many chunks of teammates' the server does not take back.
pub(crate) fn not_taken(conn: &Connection) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT count(*) FROM chunk INDEXED BY chunk_outbox
         WHERE seq IS NULL AND former_seq = ?1",
    )?;
    Ok(statement.query_row([NOT_TAKEN], |found| row::count(found, 0))?)
}

/// A teammate's log goes on otherwise at the server: what waits of it is kept, and sent no more.
pub(crate) fn give_up(tx: &Transaction<'_>, (device, log): Writing) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "UPDATE chunk SET former_seq = ?3 WHERE device_id = ?1 AND log_id = ?2 AND seq IS NULL",
    )?
    .execute(params![device.0, log.0, NOT_TAKEN])?;
    Ok(())
}

/// Whether this chunk is here.
pub(crate) fn has(conn: &Connection, id: ChunkId) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM chunk WHERE chunk_id = ?1")?
        .exists([id.0])?)
}

/// The server has it, at this place.
pub(crate) fn acknowledge(tx: &Transaction<'_>, id: ChunkId, seq: u64) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE chunk SET seq = ?2 WHERE chunk_id = ?1")?
        .execute(params![id.0, signed(seq)])?;
    Ok(())
}

/// A chunk to be sent: this device's own, or a removed device's that an admin has accepted, which goes in
/// that one's name.
pub(crate) fn put_waiting(tx: &Transaction<'_>, sealed: &SealedChunk) -> Result<(), StoreFault> {
    put(tx, sealed, None)
}

/// A chunk that came, at its place in the team's sequence.
pub(crate) fn put_arrived(
    tx: &Transaction<'_>,
    sealed: &SealedChunk,
    seq: u64,
) -> Result<(), StoreFault> {
    put(tx, sealed, Some(seq))
}

fn put(tx: &Transaction<'_>, sealed: &SealedChunk, seq: Option<u64>) -> Result<(), StoreFault> {
    let header = sealed.header();
    tx.prepare_cached(
        "INSERT INTO chunk (chunk_id, doc_id, device_id, log_id, log_seq, seq, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        sealed.id().0,
        header.doc_id.0,
        header.device_id.0,
        header.log_id.0,
        signed(header.log_seq),
        seq.map(signed),
        sealed.bytes(),
    ])?;
    Ok(())
}

/// A chunk of this device's own that the server does not have.
pub(crate) struct OwnWaiting {
    pub(crate) id: ChunkId,
    pub(crate) document: DocId,
    pub(crate) bytes: Vec<u8>,
    /// A server had it before, and lost it.
    pub(crate) was_held: bool,
}

/// Those that the server does not have, in their order.
pub(crate) fn own_waiting(conn: &Connection, me: DeviceId) -> Result<Vec<OwnWaiting>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT chunk_id, doc_id, bytes, former_seq < ?2 FROM chunk INDEXED BY chunk_outbox
         WHERE seq IS NULL AND former_seq >= 0 AND device_id = ?1 ORDER BY former_seq, chunk_no",
    )?;
    let rows = statement.query_map(params![me.0, NO_PLACE], |found| {
        Ok(OwnWaiting {
            id: row::id(found, 0)?,
            document: row::id(found, 1)?,
            bytes: found.get(2)?,
            was_held: found.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A waiting chunk's place among the others: where it stood before, and its number.
pub(crate) type Waiting = (i64, i64);

/// The next of this device's own that the server does not have, after this place and in their order; at least
/// one if any waits.
pub(crate) fn own_outbox(
    conn: &Connection,
    me: DeviceId,
    after: Option<Waiting>,
    max_bytes: usize,
) -> Result<Vec<(Waiting, Vec<u8>)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT former_seq, chunk_no, bytes FROM chunk INDEXED BY chunk_outbox
         WHERE seq IS NULL AND former_seq >= 0 AND (former_seq, chunk_no) > (?2, ?3)
           AND device_id = ?1
         ORDER BY former_seq, chunk_no LIMIT ?4",
    )?;
    let (former, number) = after.unwrap_or((-1, 0));
    let rows = statement.query_map(params![me.0, former, number, MOST], |found| {
        Ok(((found.get(0)?, found.get(1)?), found.get(2)?))
    })?;
    up_to(rows, max_bytes, |(_, bytes): &(Waiting, Vec<u8>)| {
        bytes.len()
    })
}

/// Whether any of this device's own waits after this place, or was put apart with what only it says.
pub(crate) fn own_waits(
    conn: &Connection,
    me: DeviceId,
    after: Option<Waiting>,
) -> Result<bool, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM chunk INDEXED BY chunk_outbox
         WHERE seq IS NULL AND device_id = ?1 AND substr(bytes, 1, 1) < X'80'
           AND ((former_seq, chunk_no) > (?2, ?3) OR former_seq < 0) LIMIT 1",
    )?;
    let (former, number) = after.unwrap_or((-1, 0));
    Ok(statement.exists(params![me.0, former, number])?)
}

/// This device was removed, and the server has it for an admin to look at: its changes are not told any more
/// as what was not sent.
pub(crate) fn counts_as_gone(tx: &Transaction<'_>, (_, number): Waiting) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE chunk SET changes = 0 WHERE chunk_no = ?1 AND seq IS NULL")?
        .execute([number])?;
    Ok(())
}

/// Those of this device's own that the server said it has, after this number; with their numbers. Of those that
/// are covered a snapshot holds what was in them; the places of what was erased nobody else would bring.
pub(crate) fn own_held(
    conn: &Connection,
    me: DeviceId,
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, ChunkId)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT chunk_no, chunk_id FROM chunk
         WHERE chunk_no > ?2 AND device_id = ?1 AND seq IS NOT NULL
           AND substr(bytes, 1, 1) NOT BETWEEN X'80' AND X'BF'
         ORDER BY chunk_no LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![me.0, after, limit], |found| {
        Ok((found.get(0)?, row::id(found, 1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The server has it no longer.
pub(crate) fn waits_again(tx: &Transaction<'_>, id: ChunkId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE chunk SET seq = NULL, former_seq = ?2 WHERE chunk_id = ?1")?
        .execute(params![id.0, NO_PLACE])?;
    Ok(())
}

/// Whether another chunk is here for the same place of the same log.
pub(crate) fn other_is_at(conn: &Connection, sealed: &SealedChunk) -> Result<bool, StoreFault> {
    let header = sealed.header();
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM chunk
         WHERE device_id = ?1 AND log_id = ?2 AND log_seq = ?3 AND chunk_id <> ?4",
    )?;
    Ok(statement.exists(params![
        header.device_id.0,
        header.log_id.0,
        signed(header.log_seq),
        sealed.id().0
    ])?)
}

/// The first of this device's own that no server ever had, as far as is known, but for grants.
pub(crate) fn first_never_held(
    conn: &Connection,
    me: DeviceId,
) -> Result<Option<Vec<u8>>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT bytes FROM chunk INDEXED BY chunk_outbox
         WHERE seq IS NULL AND former_seq = ?2 AND device_id = ?1 AND substr(bytes, 2, 1) <> ?3
         ORDER BY chunk_no LIMIT 1",
    )?;
    let grant = [ChunkKind::Grant as u8];
    let first = statement.query_row(params![me.0, NO_PLACE, grant], |found| found.get(0));
    Ok(first.optional()?)
}

/// Whether any changes or snapshot of a document are among these.
pub(crate) fn is_any_never_held(
    conn: &Connection,
    me: DeviceId,
    doc: DocId,
) -> Result<bool, StoreFault> {
    Ok(conn
        .prepare_cached(
            "SELECT 1 FROM chunk INDEXED BY chunk_outbox
             WHERE seq IS NULL AND former_seq = ?2 AND device_id = ?1 AND doc_id = ?3
             AND substr(bytes, 2, 1) IN (X'01', X'02')",
        )?
        .exists(params![me.0, NO_PLACE, doc.0])?)
}

/// Documents of changes and snapshots among these about which a grant has come that is not read yet.
pub(crate) fn never_held_before_a_grant(
    conn: &Connection,
    me: DeviceId,
) -> Result<Vec<DocId>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT own.doc_id FROM chunk AS own INDEXED BY chunk_outbox
         JOIN held_back ON held_back.doc_id = own.doc_id
         JOIN chunk AS came ON came.chunk_id = held_back.chunk_id
         WHERE own.seq IS NULL AND own.former_seq = ?2 AND own.device_id = ?1
         AND substr(own.bytes, 2, 1) IN (X'01', X'02') AND substr(came.bytes, 2, 1) = X'03'",
    )?;
    let rows = statement.query_map(params![me.0, NO_PLACE], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Changes and snapshots among these that are about documents which not everybody may open.
pub(crate) fn never_held_of_restricted(
    conn: &Connection,
    me: DeviceId,
) -> Result<Vec<Vec<u8>>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT bytes FROM chunk INDEXED BY chunk_outbox
         WHERE seq IS NULL AND former_seq = ?2 AND device_id = ?1
         AND substr(bytes, 2, 1) IN (X'01', X'02')
         AND doc_id IN (SELECT doc_id FROM restricted) ORDER BY chunk_no",
    )?;
    let rows = statement.query_map(params![me.0, NO_PLACE], |found| found.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One of this device's own that no server has, and that nobody needs any more.
pub(crate) fn remove_own(tx: &Transaction<'_>, id: ChunkId) -> Result<(), StoreFault> {
    held_back::remove(tx, id)?;
    tx.prepare_cached("DELETE FROM chunk WHERE chunk_id = ?1 AND seq IS NULL")?
        .execute([id.0])?;
    Ok(())
}

/// Logs of a device that are counted when it goes. No honest one has more than a few, and an entry has to
/// have room for them.
const ENDS: i64 = 200;

/// The last chunk here of each log of a device; of very many, those that were last gone on with.
pub(crate) fn ends_of(conn: &Connection, device: DeviceId) -> Result<Vec<LogEnd>, StoreFault> {
    // The one with the greatest number is the one whose id SQLite answers beside it.
    let mut statement = conn.prepare_cached(
        "SELECT log_id, max(log_seq), chunk_id FROM chunk
         WHERE device_id = ?1 AND log_seq >= 0 GROUP BY log_id
         ORDER BY max(chunk_no) DESC LIMIT ?2",
    )?;
    let rows = statement.query_map(params![device.0, ENDS], |found| {
        Ok(LogEnd {
            log_id: row::id(found, 0)?,
            log_seq: row::big_count(found, 1)?,
            chunk_id: row::id(found, 2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The same changes of this device, sealed at another place of its log.
pub(crate) fn replace_own(
    tx: &Transaction<'_>,
    before: ChunkId,
    sealed: &SealedChunk,
) -> Result<(), StoreFault> {
    put_waiting(tx, sealed)?;
    tx.prepare_cached(
        "UPDATE chunk SET (changes, former_seq) = (
             SELECT changes, iif(former_seq >= 0, former_seq, ?3) FROM chunk WHERE chunk_id = ?1)
         WHERE chunk_id = ?2",
    )?
    .execute(params![before.0, sealed.id().0, NO_PLACE])?;
    held_back::replace(tx, before, sealed.id())?;
    tx.prepare_cached("DELETE FROM chunk WHERE chunk_id = ?1")?
        .execute([before.0])?;
    Ok(())
}

/// Whether another chunk for the same place of the same log waits to be sent.
pub(crate) fn other_waits_at(conn: &Connection, sealed: &SealedChunk) -> Result<bool, StoreFault> {
    let header = sealed.header();
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM chunk WHERE device_id = ?1 AND log_id = ?2 AND log_seq = ?3
         AND seq IS NULL AND chunk_id <> ?4",
    )?;
    Ok(statement.exists(params![
        header.device_id.0,
        header.log_id.0,
        signed(header.log_seq),
        sealed.id().0
    ])?)
}

/// What waits for this place of its log, and after it, has no place any more. It is kept with the
/// numbers below zero, which no log has.
pub(crate) fn displace(tx: &Transaction<'_>, sealed: &SealedChunk) -> Result<(), StoreFault> {
    let header = sealed.header();
    tx.prepare_cached(
        "UPDATE chunk SET log_seq = -chunk_no, former_seq = ?4
         WHERE device_id = ?1 AND log_id = ?2 AND log_seq >= ?3 AND seq IS NULL",
    )?
    .execute(params![
        header.device_id.0,
        header.log_id.0,
        signed(header.log_seq),
        NOT_TAKEN
    ])?;
    Ok(())
}

/// This one has no place any more, as after [`displace`].
pub(crate) fn put_apart(tx: &Transaction<'_>, id: ChunkId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE chunk SET log_seq = -chunk_no, former_seq = ?2 WHERE chunk_id = ?1")?
        .execute(params![id.0, NOT_TAKEN])?;
    Ok(())
}

/// Of a chunk that is here as a stub alone the whole came. Answers whether it was one.
pub(crate) fn fill(tx: &Transaction<'_>, whole: &SealedChunk) -> Result<bool, StoreFault> {
    let filled = tx
        .prepare_cached(
            "UPDATE chunk SET bytes = ?4 WHERE chunk_id = ?1 AND (bytes = ?2 OR bytes = ?3)",
        )?
        .execute(params![
            whole.id().0,
            whole.stub().bytes(),
            whole.erased().bytes(),
            whole.bytes()
        ])?;
    Ok(filled > 0)
}

/// Whether a chunk of this document, of anybody's, waits to be sent.
pub(crate) fn waits_of(conn: &Connection, doc: DocId) -> Result<bool, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT 1 FROM chunk WHERE doc_id = ?1 AND seq IS NULL LIMIT 1")?;
    Ok(statement.exists([doc.0])?)
}

/// A grant with its place in the sequence, if it has one.
pub(crate) type PlacedGrant = (Option<u64>, Vec<u8>);

/// All grants about a document that have a place in their writers' logs, in the order of the sequence.
pub(crate) fn grants_of(conn: &Connection, doc: DocId) -> Result<Vec<PlacedGrant>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, bytes FROM chunk
         WHERE doc_id = ?1 AND log_seq >= 0 AND substr(bytes, 2, 1) = X'03'
         ORDER BY seq IS NULL, coalesce(seq, former_seq), chunk_no",
    )?;
    let rows = statement.query_map([doc.0], |found| {
        let seq: Option<i64> = found.get(0)?;
        Ok((seq.and_then(|seq| u64::try_from(seq).ok()), found.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Numbers of a document's chunks after a place of the sequence, and of those that have none yet.
pub(crate) fn of_document_since(
    conn: &Connection,
    doc: DocId,
    after: u64,
) -> Result<Vec<i64>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT chunk_no FROM chunk WHERE doc_id = ?1 AND (seq > ?2 OR seq IS NULL)",
    )?;
    let rows = statement.query_map(params![doc.0, signed(after)], |found| found.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The bytes of a chunk by its number.
pub(crate) fn bytes(conn: &Connection, number: i64) -> Result<Vec<u8>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT bytes FROM chunk WHERE chunk_no = ?1")?;
    Ok(statement.query_row([number], |found| found.get(0))?)
}

/// Where a device's log ends, as far as it is here.
pub(crate) fn last_of_log(
    conn: &Connection,
    device: DeviceId,
    log: LogId,
) -> Result<Option<(u64, ChunkId)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT log_seq, chunk_id FROM chunk
         WHERE device_id = ?1 AND log_id = ?2 AND log_seq >= 0 ORDER BY log_seq DESC LIMIT 1",
    )?;
    let last = statement.query_row([device.0, log.0], |found| {
        Ok((row::big_count(found, 0)?, row::id(found, 1)?))
    });
    Ok(last.optional()?)
}

/// Where a device's log goes on, as far as it is here.
pub(crate) fn next_of_log(
    conn: &Connection,
    device: DeviceId,
    log_id: LogId,
) -> Result<Place, StoreFault> {
    let last = last_of_log(conn, device, log_id)?;
    Ok(
        last.map_or(Place::first(log_id), |(log_seq, previous)| Place {
            log_id,
            log_seq: log_seq.saturating_add(1),
            previous,
        }),
    )
}

/// What to send next, in the order it was sealed, or had on the server that lost it; at least one
/// chunk if any waits.
pub(crate) fn outbox(conn: &Connection, max_bytes: usize) -> Result<Batch, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT bytes FROM chunk INDEXED BY chunk_outbox WHERE seq IS NULL AND former_seq >= 0
         ORDER BY former_seq, chunk_no LIMIT ?1",
    )?;
    Ok(Batch {
        writing: None,
        chunks: up_to(
            statement.query_map([MOST], |found| found.get(0))?,
            max_bytes,
            Vec::len,
        )?,
    })
}

/// A device's run of writing.
pub(crate) type Writing = (DeviceId, LogId);

/// What goes out in one request.
#[derive(Default)]
pub(crate) struct Batch {
    /// Whose it is, where it is out of one log alone.
    pub(crate) writing: Option<Writing>,
    /// Sealed chunks in their order.
    pub(crate) chunks: Vec<Vec<u8>>,
}

/// The same out of one log alone, this device's own before others': where one was refused, it is
/// found in this way which.
pub(crate) fn outbox_of_one_log(
    conn: &Connection,
    me: DeviceId,
    max_bytes: usize,
) -> Result<Batch, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT device_id, log_id FROM chunk INDEXED BY chunk_outbox
         WHERE seq IS NULL AND former_seq >= 0
         ORDER BY device_id = ?1 DESC, former_seq, chunk_no LIMIT 1",
    )?;
    let first = statement.query_row([me.0], |found| Ok((row::id(found, 0)?, row::id(found, 1)?)));
    let first: Option<Writing> = first.optional()?;
    let Some((device, log)) = first else {
        return Ok(Batch::default());
    };
    let mut statement = conn.prepare_cached(
        "SELECT bytes FROM chunk
         WHERE device_id = ?1 AND log_id = ?2 AND seq IS NULL AND log_seq >= 0
         ORDER BY log_seq LIMIT ?3",
    )?;
    let rows = statement.query_map(params![device.0, log.0, MOST], |found| found.get(0))?;
    Ok(Batch {
        writing: first,
        chunks: up_to(rows, max_bytes, Vec::len)?,
    })
}

/// Chunks in one request, at most.
const MOST: i64 = 1_000;
const _: () = assert!(MOST as usize == doorstep_wire::limits::MAX_PUSH_COUNT);

/// The first of these that are no more than so many bytes together; one at least.
fn up_to<T>(
    rows: impl Iterator<Item = rusqlite::Result<T>>,
    max_bytes: usize,
    len: impl Fn(&T) -> usize,
) -> Result<Vec<T>, StoreFault> {
    let (mut chosen, mut total) = (Vec::new(), 0_usize);
    for row in rows {
        let row = row?;
        total = total.saturating_add(len(&row));
        if total > max_bytes && !chosen.is_empty() {
            break;
        }
        chosen.push(row);
    }
    Ok(chosen)
}

/// Whether anything is to be sealed or sent.
pub(crate) fn something_waits(conn: &Connection) -> Result<bool, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT 1 FROM chunk INDEXED BY chunk_outbox WHERE seq IS NULL AND former_seq >= 0
         UNION ALL SELECT 1 FROM change WHERE unsealed = 1 LIMIT 1",
    )?;
    Ok(statement.exists([])?)
}
