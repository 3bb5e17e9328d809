//! Reading a team's sequence. Nothing here waits for a writer, and nobody waits for what is read.

use std::collections::HashSet;

use deadpool_postgres::GenericClient;
use doorstep_wire::chunk::ChunkHeader;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, ChunkId, TeamId};

use super::query::{all, count, id, one, signed};
use crate::storage::{StorageFault, Synced};

/// What lies after the cursor, up to the byte limit. Of the chunks in `just_pushed` only the id.
///
/// What others commit while this reads may be in it or not; chunks become visible in the order of
/// their places, so there is no gap either way.
pub(super) async fn read_on(
    on: &impl GenericClient,
    team: TeamId,
    cursor: Cursor,
    max_bytes: usize,
    just_pushed: &[&[u8]],
) -> Result<Synced, StorageFault> {
    let head = check(on, team, cursor).await?;
    let mut read = Synced {
        pushed: Vec::new(),
        stored: 0,
        chunks: Vec::new(),
        cursor,
        left: 0,
    };
    if head.seq == cursor.seq {
        return Ok(read);
    }
    // So many fit at most; the database looks at no more of them.
    let at_most = max_bytes / ChunkHeader::LEN + just_pushed.len() + 1;
    let rows = all(
        on,
        "SELECT seq, chain, CASE WHEN known THEN chunk_id ELSE bytes END
         FROM (
             SELECT *, sum(cost) OVER (ORDER BY seq) AS total
             FROM (
                 SELECT *, CASE WHEN known THEN octet_length(chunk_id)
                           ELSE octet_length(bytes) END AS cost
                 FROM (
                     SELECT seq, chunk_id, chain, bytes, chunk_id = ANY($4) AS known FROM chunk
                     WHERE team_id = $1 AND seq > $2 ORDER BY seq LIMIT $5
                 ) AS next
             ) AS sized
         ) AS summed
         WHERE total <= $3 OR total = cost ORDER BY seq",
        &[
            &team.0.as_slice(),
            &signed(cursor.seq),
            &i64::try_from(max_bytes).unwrap_or(i64::MAX),
            &just_pushed,
            &i64::try_from(at_most).unwrap_or(i64::MAX),
        ],
    )
    .await?;
    for row in &rows {
        let (seq, chain) = (count(row, 0)?, Chain(id(row, 1)?));
        read.cursor = Cursor { seq, chain };
        read.chunks.push((seq, row.try_get(2)?));
    }
    read.left = head.seq.saturating_sub(read.cursor.seq);
    Ok(read)
}

/// The head, if the cursor lies on this team's chain.
async fn check(
    on: &impl GenericClient,
    team: TeamId,
    cursor: Cursor,
) -> Result<Cursor, StorageFault> {
    let row = one(
        on,
        "SELECT head, team.chain, chunk.chain FROM team
         LEFT JOIN chunk ON chunk.team_id = team.team_id AND chunk.seq = $2
         WHERE team.team_id = $1",
        &[&team.0.as_slice(), &signed(cursor.seq)],
    )
    .await?
    .ok_or(StorageFault::UnknownTeam)?;
    let here: Option<&[u8]> = row.try_get(2)?;
    let start = (cursor.seq == 0).then_some(Chain::ZERO.0.as_slice());
    if start.or(here) == Some(cursor.chain.0.as_slice()) {
        Ok(Cursor {
            seq: count(&row, 0)?,
            chain: Chain(id(&row, 1)?),
        })
    } else {
        Err(StorageFault::ChainDiffers)
    }
}

/// The highest of these that lies on this chain.
pub(super) async fn last_common(
    on: &impl GenericClient,
    team: TeamId,
    checkpoints: &[Cursor],
) -> Result<Cursor, StorageFault> {
    check(on, team, Cursor::START).await?;
    let places: Vec<i64> = checkpoints.iter().map(|at| signed(at.seq)).collect();
    let chains: Vec<&[u8]> = checkpoints.iter().map(|at| at.chain.0.as_slice()).collect();
    let row = one(
        on,
        "SELECT chunk.seq, chunk.chain FROM chunk
         JOIN unnest($2::bigint[], $3::bytea[]) AS asked (seq, chain)
             ON chunk.seq = asked.seq AND chunk.chain = asked.chain
         WHERE chunk.team_id = $1 ORDER BY chunk.seq DESC LIMIT 1",
        &[&team.0.as_slice(), &places, &chains],
    )
    .await?;
    row.map_or(Ok(Cursor::START), |row| {
        Ok(Cursor {
            seq: count(&row, 0)?,
            chain: Chain(id(&row, 1)?),
        })
    })
}

/// The ids of what lies after a cursor.
pub(super) async fn inventory(
    on: &impl GenericClient,
    team: TeamId,
    after: Cursor,
    limit: usize,
) -> Result<Vec<ChunkId>, StorageFault> {
    check(on, team, after).await?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = all(
        on,
        "SELECT chunk_id FROM chunk WHERE team_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        &[&team.0.as_slice(), &signed(after.seq), &limit],
    )
    .await?;
    rows.iter().map(|row| Ok(ChunkId(id(row, 0)?))).collect()
}

/// Adds what was just stored after everything that was read, as ids and up to the byte limit.
pub(super) fn read_further(
    read: &mut Synced,
    start: Cursor,
    stored: &[(Cursor, ChunkId)],
    max_bytes: usize,
) {
    let end = stored.last().map_or(start.seq, |(at, _)| at.seq);
    // Others came in between, or there was more than fits: the next request reads on from here.
    if read.cursor.seq == start.seq {
        let taken: usize = read.chunks.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut left = max_bytes.saturating_sub(taken);
        for (at, chunk) in stored {
            if !read.chunks.is_empty() && chunk.0.len() > left {
                break;
            }
            left = left.saturating_sub(chunk.0.len());
            read.chunks.push((at.seq, chunk.0.to_vec()));
            read.cursor = *at;
        }
    }
    read.left = end.saturating_sub(read.cursor.seq);
}

/// Ids as the database takes them.
pub(super) fn bytes_of(ids: &HashSet<ChunkId>) -> Vec<&[u8]> {
    ids.iter().map(|id| id.0.as_slice()).collect()
}
