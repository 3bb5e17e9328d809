//! Teams and their membership logs.

use deadpool_postgres::{GenericClient, Transaction};
use doorstep_wire::id::{Chain, EntryHash, TeamId};

use super::query::{all, count, id, one, run, signed};
use crate::storage::StorageFault;

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

/// Compare and swap on the head. Two at once wait for each other at the team's row, and the second
/// one compares again.
pub(super) async fn append(
    tx: &Transaction<'_>,
    team: TeamId,
    expected: EntryHash,
    hash: EntryHash,
    entry: &[u8],
) -> Result<(), StorageFault> {
    let swapped = one(
        tx,
        "UPDATE team SET membership_head = $3, entry_count = entry_count + 1
         WHERE team_id = $1 AND membership_head = $2 RETURNING entry_count - 1",
        &[
            &team.0.as_slice(),
            &expected.0.as_slice(),
            &hash.0.as_slice(),
        ],
    )
    .await?;
    match swapped {
        Some(row) => insert(tx, team, row.try_get(0)?, entry).await,
        None => {
            head(tx, team).await?;
            Err(StorageFault::MembershipMoved)
        }
    }
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
