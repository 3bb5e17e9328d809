//! Teams and their membership logs.

use doorstep_wire::id::{Chain, DeviceId, EntryHash, LogId, TeamId, VerifyingKeyBytes};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::storage::{NewEntry, StorageFault, WriterEnd, counts_all};

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

/// The second byte of an entry is its kind: 7 where paper words let a device in, 9 where an admin put others
/// in their place.
pub(super) fn teams_with_key(
    connection: &Connection,
    key: &VerifyingKeyBytes,
    from: TeamId,
    limit: usize,
) -> Result<Vec<TeamId>, StorageFault> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT team_id FROM membership
         WHERE (position = 0 OR substr(bytes, 2, 1) IN (x'07', x'09')) AND instr(bytes, ?1) > 0
         AND team_id >= ?2
         ORDER BY team_id LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![key.0, from.0, limit], |row| Ok(TeamId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Compare and swap on the head. Answers the entry's place.
pub(super) fn append(
    tx: &Transaction<'_>,
    team: TeamId,
    new: &NewEntry,
) -> Result<u64, StorageFault> {
    let (current, count) = head(tx, team)?;
    if current != new.after {
        return Err(StorageFault::MembershipMoved);
    }
    for removed in &new.counted {
        if !counts_all(removed, &ends(tx, team, removed.device)?) {
            return Err(StorageFault::MembershipMoved);
        }
    }
    if let Some(read_to) = new.read_to
        && super::erased::has_more(tx, team, &new.erases, read_to)?
    {
        return Err(StorageFault::MembershipMoved);
    }
    let position = i64::try_from(count).unwrap_or(i64::MAX);
    insert(tx, team, position, &new.bytes)?;
    tx.execute(
        "UPDATE team SET membership_head = ?2, entry_count = entry_count + 1 WHERE team_id = ?1",
        params![team.0, new.hash.0],
    )?;
    Ok(count)
}

/// Where each log of a device ends here.
fn ends(
    connection: &Connection,
    team: TeamId,
    device: DeviceId,
) -> Result<Vec<WriterEnd>, StorageFault> {
    let mut statement = connection.prepare_cached(
        "SELECT log_id, next_seq FROM writer WHERE team_id = ?1 AND device_id = ?2",
    )?;
    let rows = statement.query_map(params![team.0, device.0], |row| {
        Ok(WriterEnd {
            log_id: LogId(row.get(0)?),
            next_seq: u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
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
