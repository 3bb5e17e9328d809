//! Teams and their membership logs.

use deadpool_postgres::{GenericClient, Transaction};
use doorstep_wire::id::{Chain, DeviceId, EntryHash, LogId, TeamId, VerifyingKeyBytes};

use super::query::{all, count, id, one, run, signed};
use crate::storage::{NewEntry, StorageFault, WriterEnd, counts_all};

pub(super) async fn create_team(
    tx: &Transaction<'_>,
    team: TeamId,
    genesis: &[u8],
) -> Result<(), StorageFault> {
    let team_id = team.0.as_slice();
    let made = run(
        tx,
        "INSERT INTO team (team_id, head, chain, membership_head, entry_count)
         VALUES ($1, 0, $2, $1, 1) ON CONFLICT DO NOTHING",
        &[&team_id, &Chain::ZERO.0.as_slice()],
    )
    .await?;
    if made > 0 {
        insert(tx, team, 0, genesis).await?;
    }
    Ok(())
}

pub(super) async fn head(
    on: &impl GenericClient,
    team: TeamId,
) -> Result<(EntryHash, u64), StorageFault> {
    let row = one(
        on,
        "SELECT membership_head, entry_count FROM team WHERE team_id = $1",
        &[&team.0.as_slice()],
    )
    .await?
    .ok_or(StorageFault::UnknownTeam)?;
    Ok((EntryHash(id(&row, 0)?), count(&row, 1)?))
}

pub(super) async fn entries(
    on: &impl GenericClient,
    team: TeamId,
    from: u64,
    limit: usize,
) -> Result<Vec<Vec<u8>>, StorageFault> {
    head(on, team).await?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = all(
        on,
        "SELECT bytes FROM membership WHERE team_id = $1 AND position >= $2
         ORDER BY position LIMIT $3",
        &[&team.0.as_slice(), &signed(from), &limit],
    )
    .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// The second byte of an entry is its kind: 7 where paper words let a device in, 9 where an admin put others
/// in their place.
pub(super) async fn teams_with_key(
    on: &impl GenericClient,
    key: &VerifyingKeyBytes,
    from: TeamId,
    limit: usize,
) -> Result<Vec<TeamId>, StorageFault> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = all(
        on,
        r"SELECT DISTINCT team_id FROM membership
         WHERE (position = 0 OR substring(bytes FROM 2 FOR 1) IN ('\x07'::bytea, '\x09'::bytea))
         AND position($1::bytea IN bytes) > 0 AND team_id >= $2
         ORDER BY team_id LIMIT $3",
        &[&key.0.as_slice(), &from.0.as_slice(), &limit],
    )
    .await?;
    rows.iter().map(|row| Ok(TeamId(id(row, 0)?))).collect()
}

/// Compare and swap on the head. Two at once wait for each other at the team's row, and the second
/// one compares again. Answers the entry's place.
pub(super) async fn append(
    tx: &Transaction<'_>,
    team: TeamId,
    new: &NewEntry,
) -> Result<u64, StorageFault> {
    let swapped = one(
        tx,
        "UPDATE team SET membership_head = $3, entry_count = entry_count + 1
         WHERE team_id = $1 AND membership_head = $2 RETURNING entry_count - 1",
        &[
            &team.0.as_slice(),
            &new.after.0.as_slice(),
            &new.hash.0.as_slice(),
        ],
    )
    .await?;
    let Some(row) = swapped else {
        head(tx, team).await?;
        return Err(StorageFault::MembershipMoved);
    };
    for removed in &new.counted {
        if !counts_all(removed, &ends(tx, team, removed.device).await?) {
            return Err(StorageFault::MembershipMoved);
        }
    }
    if let Some(read_to) = new.read_to
        && super::erased::has_more(tx, team, &new.erases, read_to).await?
    {
        return Err(StorageFault::MembershipMoved);
    }
    insert(tx, team, row.try_get(0)?, &new.bytes).await?;
    count(&row, 0)
}

/// Where each log of a device ends here.
async fn ends(
    tx: &Transaction<'_>,
    team: TeamId,
    device: DeviceId,
) -> Result<Vec<WriterEnd>, StorageFault> {
    let rows = all(
        tx,
        "SELECT log_id, next_seq FROM writer WHERE team_id = $1 AND device_id = $2",
        &[&team.0.as_slice(), &device.0.as_slice()],
    )
    .await?;
    let end = |row: &tokio_postgres::Row| {
        Ok(WriterEnd {
            log_id: LogId(id(row, 0)?),
            next_seq: count(row, 1)?,
        })
    };
    rows.iter().map(end).collect()
}

async fn insert(
    tx: &Transaction<'_>,
    team: TeamId,
    position: i64,
    bytes: &[u8],
) -> Result<(), StorageFault> {
    run(
        tx,
        "INSERT INTO membership (team_id, position, bytes) VALUES ($1, $2, $3)",
        &[&team.0.as_slice(), &position, &bytes],
    )
    .await?;
    Ok(())
}
