//! The dense sequence of a team, and the chain over it.

use std::collections::HashSet;

use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, ChunkId, TeamId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{erased, snapshots};
use crate::storage::{StorageFault, Synced};

/// Dedupes, allocates, inserts; then reads on from the cursor.
pub(super) fn push_and_pull(
    tx: &Transaction<'_>,
    team: TeamId,
    cursor: Cursor,
    push: &[SealedChunk],
    max_bytes: usize,
) -> Result<Synced, StorageFault> {
    let start = head(tx, team)?;
    check_chain(tx, team, start, cursor)?;
    let mut at = start;
    let mut pushed = Vec::with_capacity(push.len());
    for chunk in push {
        // Of what the team's log erases no more than this is kept; the writer's log goes on with it. Where
        // the entry is lost and may not come back, what is new is kept whole: nothing is swallowed.
        let left = erased::is_erased(tx, team, chunk.header().doc_id)?.then(|| chunk.erased());
        let chunk = left.as_ref().unwrap_or(chunk);
        pushed.push(match place_of(tx, team, chunk.id())? {
            Some(seq) => {
                fill_stub(tx, team, chunk)?;
                seq
            }
            None => {
                extend_log(tx, team, chunk)?;
                at = at.after(&chunk.id());
                insert(tx, team, at, chunk)?;
                snapshots::note(tx, team, at, chunk)?;
                at.seq
            }
        });
    }
    if at != start {
        tx.prepare_cached("UPDATE team SET head = ?2, chain = ?3 WHERE team_id = ?1")?
            .execute(params![team.0, signed(at.seq), at.chain.0])?;
    }
    let stored = usize::try_from(at.seq - start.seq).unwrap_or(usize::MAX);
    let just_pushed = push.iter().map(SealedChunk::id).collect();
    Ok(Synced {
        pushed,
        stored,
        ..read_on(tx, team, cursor, at, max_bytes, &just_pushed)?
    })
}

/// Reads on from the cursor.
pub(super) fn pull(
    tx: &Transaction<'_>,
    team: TeamId,
    cursor: Cursor,
    max_bytes: usize,
) -> Result<Synced, StorageFault> {
    let head = head(tx, team)?;
    check_chain(tx, team, head, cursor)?;
    read_on(tx, team, cursor, head, max_bytes, &HashSet::new())
}

fn head(tx: &Connection, team: TeamId) -> Result<Cursor, StorageFault> {
    tx.prepare_cached("SELECT head, chain FROM team WHERE team_id = ?1")?
        .query_row([team.0], |row| {
            Ok(Cursor {
                seq: unsigned(row.get(0)?),
                chain: Chain(row.get(1)?),
            })
        })
        .optional()?
        .ok_or(StorageFault::UnknownTeam)
}

/// The last of these places that the team's chain has.
pub(super) fn last_common(
    tx: &Transaction<'_>,
    team: TeamId,
    mut checkpoints: Vec<Cursor>,
) -> Result<Cursor, StorageFault> {
    let head = head(tx, team)?;
    checkpoints.sort_by_key(|at| std::cmp::Reverse(at.seq));
    for at in checkpoints {
        if is_in_chain(tx, team, head, at)? {
            return Ok(at);
        }
    }
    Ok(Cursor::START)
}

/// Names of the chunks after a place.
pub(super) fn inventory(
    tx: &Transaction<'_>,
    team: TeamId,
    after: Cursor,
    limit: usize,
) -> Result<Vec<ChunkId>, StorageFault> {
    check_chain(tx, team, head(tx, team)?, after)?;
    let mut statement = tx.prepare_cached(
        "SELECT chunk_id FROM chunk WHERE team_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![team.0, signed(after.seq), limit], |row| {
        Ok(ChunkId(row.get(0)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn check_chain(
    tx: &Connection,
    team: TeamId,
    head: Cursor,
    cursor: Cursor,
) -> Result<(), StorageFault> {
    if is_in_chain(tx, team, head, cursor)? {
        Ok(())
    } else {
        Err(StorageFault::ChainDiffers)
    }
}

pub(super) fn is_in_chain(
    tx: &Connection,
    team: TeamId,
    head: Cursor,
    cursor: Cursor,
) -> Result<bool, StorageFault> {
    let here = if cursor.seq == 0 {
        Some(Chain::ZERO)
    } else if cursor.seq == head.seq {
        Some(head.chain)
    } else {
        tx.prepare_cached("SELECT chain FROM chunk WHERE team_id = ?1 AND seq = ?2")?
            .query_row(params![team.0, signed(cursor.seq)], |row| {
                Ok(Chain(row.get(0)?))
            })
            .optional()?
    };
    Ok(here == Some(cursor.chain))
}

fn place_of(tx: &Connection, team: TeamId, chunk: ChunkId) -> Result<Option<u64>, StorageFault> {
    Ok(tx
        .prepare_cached("SELECT seq FROM chunk WHERE team_id = ?1 AND chunk_id = ?2")?
        .query_row(params![team.0, chunk.0], |row| Ok(unsigned(row.get(0)?)))
        .optional()?)
}

/// A body that is here as a stub alone comes back to its place.
fn fill_stub(tx: &Connection, team: TeamId, chunk: &SealedChunk) -> Result<(), StorageFault> {
    if chunk.is_stub() {
        return Ok(());
    }
    tx.prepare_cached(
        "UPDATE chunk SET bytes = ?3
         WHERE team_id = ?1 AND chunk_id = ?2 AND substr(bytes, 1, 1) >= X'80'
           AND NOT EXISTS (SELECT 1 FROM erased WHERE team_id = ?1 AND doc_id = ?4)",
    )?
    .execute(params![
        team.0,
        chunk.id().0,
        chunk.bytes(),
        chunk.header().doc_id.0
    ])?;
    Ok(())
}

/// A device's log goes on from its last chunk and from no other.
fn extend_log(tx: &Connection, team: TeamId, chunk: &SealedChunk) -> Result<(), StorageFault> {
    let header = chunk.header();
    let key = params![team.0, header.device_id.0, header.log_id.0];
    let end: Option<(i64, [u8; 32])> = tx
        .prepare_cached(
            "SELECT next_seq, last FROM writer
             WHERE team_id = ?1 AND device_id = ?2 AND log_id = ?3",
        )?
        .query_row(key, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (next_seq, last) = end.unwrap_or((0, ChunkId::ZERO.0));
    if signed(header.log_seq) != next_seq || header.previous.0 != last {
        return Err(StorageFault::LogForked);
    }
    tx.prepare_cached(
        "INSERT INTO writer (team_id, device_id, log_id, next_seq, last)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET next_seq = excluded.next_seq, last = excluded.last",
    )?
    .execute(params![
        team.0,
        header.device_id.0,
        header.log_id.0,
        next_seq.saturating_add(1),
        chunk.id().0
    ])?;
    Ok(())
}

fn insert(
    tx: &Connection,
    team: TeamId,
    at: Cursor,
    chunk: &SealedChunk,
) -> Result<(), StorageFault> {
    tx.prepare_cached(
        "INSERT INTO chunk (team_id, seq, chunk_id, chain, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        team.0,
        signed(at.seq),
        chunk.id().0,
        at.chain.0,
        chunk.bytes()
    ])?;
    Ok(())
}

/// What lies after the cursor. What this request pushed comes back as its id alone.
fn read_on(
    tx: &Connection,
    team: TeamId,
    cursor: Cursor,
    head: Cursor,
    max_bytes: usize,
    just_pushed: &HashSet<ChunkId>,
) -> Result<Synced, StorageFault> {
    let mut statement = tx.prepare_cached(
        "SELECT seq, chunk_id, chain, bytes FROM chunk
         WHERE team_id = ?1 AND seq > ?2 ORDER BY seq",
    )?;
    let mut rows = statement.query(params![team.0, signed(cursor.seq)])?;
    let (mut chunks, mut at, mut bytes_left) = (Vec::new(), cursor, max_bytes);
    while let Some(row) = rows.next()? {
        let chunk_id = ChunkId(row.get(1)?);
        let bytes: Vec<u8> = if just_pushed.contains(&chunk_id) {
            chunk_id.0.to_vec()
        } else {
            row.get(3)?
        };
        if !chunks.is_empty() && bytes.len() > bytes_left {
            break;
        }
        bytes_left = bytes_left.saturating_sub(bytes.len());
        at = Cursor {
            seq: unsigned(row.get(0)?),
            chain: Chain(row.get(2)?),
        };
        chunks.push((at.seq, bytes));
    }
    Ok(Synced {
        pushed: Vec::new(),
        stored: 0,
        chunks,
        cursor: at,
        left: head.seq.saturating_sub(at.seq),
    })
}

/// SQLite has signed integers; sequences never come near their end.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
