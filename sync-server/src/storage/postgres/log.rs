//! Adding to a team's sequence, whatever other processes do.
//!
//! Places are given out under the lock on the team's row, which ends when the transaction is
//! visible to others. So places are visible in their order, and a reader that goes on from a cursor
//! misses nothing. What takes long, reading for the answer, comes before the lock.
//!
//! Statements that need nothing of each other's answers are sent together: requests go out in the order
//! in which they are first polled, and the database runs them one after the other, each seeing what was
//! committed before it began. So the lock comes first and what is read under it afterwards. Every wait
//! for an answer costs as much as a small statement, and others wait at the lock meanwhile.

use std::collections::{HashMap, HashSet};

use deadpool_postgres::Transaction;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, ChunkId, DeviceId, LogId, TeamId};
use futures_util::future::{join3, join4};

use super::query::{all, count, id, one, prepare, run, signed};
use super::read::{bytes_of, read_further, read_on};
use super::{erased, snapshots};
use crate::storage::{StorageFault, Synced};

type LogKey = (DeviceId, LogId);
/// Next place in a log, and its last chunk.
type LogEnd = (u64, ChunkId);

const LOCK: &str = "SELECT head, chain FROM team WHERE team_id = $1 FOR NO KEY UPDATE";
const PLACES: &str = "SELECT chunk_id, seq FROM chunk WHERE team_id = $1 AND chunk_id = ANY($2)";
const ENDS: &str = "SELECT device_id, log_id, next_seq, last FROM writer
    JOIN unnest($2::bytea[], $3::bytea[]) AS asked (device_id, log_id) USING (device_id, log_id)
    WHERE team_id = $1";

/// Reads on from the cursor; then dedupes, allocates and inserts.
pub(super) async fn pull_and_push(
    tx: &Transaction<'_>,
    team: TeamId,
    cursor: Cursor,
    push: &[SealedChunk],
    max_bytes: usize,
) -> Result<Synced, StorageFault> {
    let ids: HashSet<ChunkId> = push.iter().map(SealedChunk::id).collect();
    let asked = bytes_of(&ids);
    let mut read = read_on(tx, team, cursor, max_bytes, &asked).await?;
    // What is not prepared yet would go out later than what is.
    prepare(tx, &[LOCK, PLACES, ENDS, erased::AMONG]).await?;
    // The first fault is the one that says why: those after it only say that the transaction is over.
    let (start, places, ends, erased) = join4(
        lock(tx, team),
        places_of(tx, team, &asked),
        ends_of(tx, team, push),
        erased::among(tx, team, push),
    )
    .await;
    let (start, mut places, mut ends, erased) = (start?, places?, ends?, erased?);
    // Of what the team's log erases no more than this is kept; the writer's log goes on with it. Where the
    // entry is lost and may not come back, what is new is kept whole: nothing is swallowed.
    let left = |chunk: &SealedChunk| match erased.contains(&chunk.header().doc_id) {
        true => chunk.erased(),
        false => chunk.clone(),
    };
    let left: Vec<SealedChunk> = match erased.is_empty() {
        true => Vec::new(),
        false => push.iter().map(left).collect(),
    };
    let push = if left.is_empty() { push } else { &left };
    let known = |chunk: &&SealedChunk| places.contains_key(&chunk.id()) && !chunk.is_stub();
    let here: Vec<&SealedChunk> = push.iter().filter(known).collect();
    if !here.is_empty() {
        fill_stubs(tx, team, &here).await?;
    }
    let mut added = Vec::new();
    let mut at = start;
    for chunk in push {
        let place = places.get(&chunk.id()).copied();
        read.pushed.push(match place {
            Some(seq) => seq,
            None => {
                extend(&mut ends, chunk)?;
                at = at.after(&chunk.id());
                places.insert(chunk.id(), at.seq);
                added.push((at, chunk));
                at.seq
            }
        });
    }
    if !added.is_empty() {
        let (inserted, written, advanced) = join3(
            insert(tx, team, &added),
            write_ends(tx, team, &ends),
            advance(tx, team, start, at),
        )
        .await;
        inserted.and(written).and(advanced)?;
        for (at, chunk) in &added {
            snapshots::note(tx, team, *at, chunk).await?;
        }
    }
    read.stored = added.len();
    let stored: Vec<_> = added.iter().map(|(at, chunk)| (*at, chunk.id())).collect();
    read_further(&mut read, start, &stored, max_bytes);
    Ok(read)
}

/// The head, which nobody else moves until this transaction ends.
async fn lock(tx: &Transaction<'_>, team: TeamId) -> Result<Cursor, StorageFault> {
    let row = one(tx, LOCK, &[&team.0.as_slice()])
        .await?
        .ok_or(StorageFault::UnknownTeam)?;
    Ok(Cursor {
        seq: count(&row, 0)?,
        chain: Chain(id(&row, 1)?),
    })
}

/// Where those of these chunks are that are here already.
async fn places_of(
    tx: &Transaction<'_>,
    team: TeamId,
    chunks: &[&[u8]],
) -> Result<HashMap<ChunkId, u64>, StorageFault> {
    let rows = all(tx, PLACES, &[&team.0.as_slice(), &chunks]).await?;
    rows.iter()
        .map(|row| Ok((ChunkId(id(row, 0)?), count(row, 1)?)))
        .collect()
}

/// The ends of the logs that these chunks go on with.
async fn ends_of(
    tx: &Transaction<'_>,
    team: TeamId,
    push: &[SealedChunk],
) -> Result<HashMap<LogKey, LogEnd>, StorageFault> {
    let keys: HashSet<LogKey> = push.iter().map(log_of).collect();
    let devices: Vec<&[u8]> = keys.iter().map(|(device, _)| device.0.as_slice()).collect();
    let logs: Vec<&[u8]> = keys.iter().map(|(_, log)| log.0.as_slice()).collect();
    let rows = all(tx, ENDS, &[&team.0.as_slice(), &devices, &logs]).await?;
    rows.iter()
        .map(|row| {
            let key = (DeviceId(id(row, 0)?), LogId(id(row, 1)?));
            Ok((key, (count(row, 2)?, ChunkId(id(row, 3)?))))
        })
        .collect()
}

fn log_of(chunk: &SealedChunk) -> LogKey {
    (chunk.header().device_id, chunk.header().log_id)
}

/// Bodies that are here as stubs alone come back to their places.
async fn fill_stubs(
    tx: &Transaction<'_>,
    team: TeamId,
    bodies: &[&SealedChunk],
) -> Result<(), StorageFault> {
    let ids: Vec<ChunkId> = bodies.iter().map(|chunk| chunk.id()).collect();
    let ids: Vec<&[u8]> = ids.iter().map(|id| id.0.as_slice()).collect();
    let bytes: Vec<&[u8]> = bodies.iter().map(|chunk| chunk.bytes()).collect();
    run(
        tx,
        "UPDATE chunk SET bytes = came.bytes
         FROM unnest($2::bytea[], $3::bytea[]) AS came (chunk_id, bytes)
         WHERE team_id = $1 AND chunk.chunk_id = came.chunk_id AND get_byte(chunk.bytes, 0) >= 128
           AND NOT EXISTS (SELECT 1 FROM erased
               WHERE erased.team_id = $1 AND erased.doc_id = substring(came.bytes FROM 35 FOR 16))",
        &[&team.0.as_slice(), &ids, &bytes],
    )
    .await?;
    Ok(())
}

/// A device's log goes on from its last chunk and from no other.
fn extend(ends: &mut HashMap<LogKey, LogEnd>, chunk: &SealedChunk) -> Result<(), StorageFault> {
    let header = chunk.header();
    let (next, last) = ends.entry(log_of(chunk)).or_insert((0, ChunkId::ZERO));
    if header.log_seq != *next || header.previous != *last {
        return Err(StorageFault::LogForked);
    }
    (*next, *last) = (next.saturating_add(1), chunk.id());
    Ok(())
}

async fn insert(
    tx: &Transaction<'_>,
    team: TeamId,
    added: &[(Cursor, &SealedChunk)],
) -> Result<(), StorageFault> {
    let places: Vec<i64> = added.iter().map(|(at, _)| signed(at.seq)).collect();
    let ids: Vec<ChunkId> = added.iter().map(|(_, chunk)| chunk.id()).collect();
    let ids: Vec<&[u8]> = ids.iter().map(|id| id.0.as_slice()).collect();
    let chains: Vec<&[u8]> = added.iter().map(|(at, _)| at.chain.0.as_slice()).collect();
    let bytes: Vec<&[u8]> = added.iter().map(|(_, chunk)| chunk.bytes()).collect();
    run(
        tx,
        "INSERT INTO chunk (team_id, seq, chunk_id, chain, bytes)
         SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[])",
        &[&team.0.as_slice(), &places, &ids, &chains, &bytes],
    )
    .await?;
    Ok(())
}

async fn write_ends(
    tx: &Transaction<'_>,
    team: TeamId,
    ends: &HashMap<LogKey, LogEnd>,
) -> Result<(), StorageFault> {
    let devices: Vec<&[u8]> = ends.keys().map(|(device, _)| device.0.as_slice()).collect();
    let logs: Vec<&[u8]> = ends.keys().map(|(_, log)| log.0.as_slice()).collect();
    let next: Vec<i64> = ends.values().map(|(next, _)| signed(*next)).collect();
    let last: Vec<&[u8]> = ends.values().map(|(_, last)| last.0.as_slice()).collect();
    run(
        tx,
        "INSERT INTO writer (team_id, device_id, log_id, next_seq, last)
         SELECT $1, * FROM unnest($2::bytea[], $3::bytea[], $4::bigint[], $5::bytea[])
         ON CONFLICT (team_id, device_id, log_id)
             DO UPDATE SET next_seq = excluded.next_seq, last = excluded.last",
        &[&team.0.as_slice(), &devices, &logs, &next, &last],
    )
    .await?;
    Ok(())
}

/// Moves the head on from where it was when the row was locked.
async fn advance(
    tx: &Transaction<'_>,
    team: TeamId,
    from: Cursor,
    to: Cursor,
) -> Result<(), StorageFault> {
    let moved = run(
        tx,
        "UPDATE team SET head = head + $3, chain = $4 WHERE team_id = $1 AND head = $2",
        &[
            &team.0.as_slice(),
            &signed(from.seq),
            &signed(to.seq.saturating_sub(from.seq)),
            &to.chain.0.as_slice(),
        ],
    )
    .await?;
    if moved == 1 {
        Ok(())
    } else {
        Err(StorageFault::Unusable(
            "a team's head moved although its row was locked".into(),
        ))
    }
}
