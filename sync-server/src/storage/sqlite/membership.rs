//! Teams and their membership logs.

use doorstep_wire::id::{Chain, EntryHash, TeamId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::storage::StorageFault;

pub(super) fn create_team(
    tx: &Transaction<'_>,
    team: TeamId,
    genesis: &[u8],
) -> Result<(), StorageFault> {
    let made = tx.execute(
        "INSERT INTO team (team_id, head, chain, membership_head, entry_count)
         VALUES (?1, 0, ?2, ?1, 1) ON CONFLICT DO NOTHING",
        params![team.0, Chain::ZERO.0],
    )?;
    if made > 0 {
        insert(tx, team, 0, genesis)?;
    }
    Ok(())
}

pub(super) fn head(
    connection: &Connection,
    team: TeamId,
) -> Result<(EntryHash, u64), StorageFault> {
    connection
        .prepare_cached("SELECT membership_head, entry_count FROM team WHERE team_id = ?1")?
        .query_row([team.0], |row| {
            Ok((
                EntryHash(row.get(0)?),
                u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
            ))
        })
        .optional()?
        .ok_or(StorageFault::UnknownTeam)
}

pub(super) fn entries(
    connection: &Connection,
    team: TeamId,
    from: u64,
    limit: usize,
) -> Result<Vec<Vec<u8>>, StorageFault> {
    head(connection, team)?;
    let mut statement = connection.prepare_cached(
        "SELECT bytes FROM membership WHERE team_id = ?1 AND position >= ?2
         ORDER BY position LIMIT ?3",
    )?;
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![team.0, from, limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Compare and swap on the head.
pub(super) fn append(
    tx: &Transaction<'_>,
    team: TeamId,
    expected: EntryHash,
    hash: EntryHash,
    entry: &[u8],
) -> Result<(), StorageFault> {
    let (current, count) = head(tx, team)?;
    if current != expected {
        return Err(StorageFault::MembershipMoved);
    }
    insert(tx, team, i64::try_from(count).unwrap_or(i64::MAX), entry)?;
    tx.execute(
        "UPDATE team SET membership_head = ?2, entry_count = entry_count + 1 WHERE team_id = ?1",
        params![team.0, hash.0],
    )?;
    Ok(())
}

fn insert(
    tx: &Transaction<'_>,
    team: TeamId,
    position: i64,
    bytes: &[u8],
) -> Result<(), StorageFault> {
    tx.execute(
        "INSERT INTO membership (team_id, position, bytes) VALUES (?1, ?2, ?3)",
        params![team.0, position, bytes],
    )?;
    Ok(())
}
