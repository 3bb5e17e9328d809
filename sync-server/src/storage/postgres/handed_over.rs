//! What removed devices had not sent.

use std::collections::HashSet;

use deadpool_postgres::{GenericClient, Transaction};
use doorstep_wire::handed_over::WaitingOf;
use doorstep_wire::id::{ChunkId, DeviceId, TeamId};
use doorstep_wire::label::{Label, hash};
use doorstep_wire::limits::{MAX_HANDED_OVER, MAX_HANDED_OVER_ITEMS};

use super::query::{all, count, id, one, run, signed};
use crate::storage::{HandedOver, LackingOfFormer, StorageFault, up_to as fits};

/// Rows that are asked for at once; a page may end before.
const ROWS: i64 = 64;

pub(super) async fn put(
    tx: &Transaction<'_>,
    team: TeamId,
    device: DeviceId,
    items: &[Vec<u8>],
) -> Result<(), StorageFault> {
    let (team, device) = (team.0.as_slice(), device.0.as_slice());
    // Two requests at once would each count without the other.
    one(
        tx,
        "SELECT 1 FROM team WHERE team_id = $1 FOR NO KEY UPDATE",
        &[&team],
    )
    .await?;
    for item in items {
        let name = hash(Label::HandedOver, &[item]);
        run(
            tx,
            "INSERT INTO handed_over (team_id, device_id, number, name, bytes)
             SELECT $1, $2, 1 + coalesce(max(number), 0), $3, $4 FROM handed_over
             WHERE team_id = $1 AND device_id = $2
             ON CONFLICT (team_id, device_id, name) DO NOTHING",
            &[&team, &device, &name.as_slice(), item],
        )
        .await?;
    }
    let taken = one(
        tx,
        "SELECT count(*), CAST(coalesce(sum(octet_length(bytes)), 0) AS bigint) FROM handed_over
         WHERE team_id = $1 AND device_id = $2",
        &[&team, &device],
    )
    .await?;
    let (items, bytes) = match taken {
        Some(row) => (count(&row, 0)?, count(&row, 1)?),
        None => (0, 0),
    };
    match bytes > MAX_HANDED_OVER || items > MAX_HANDED_OVER_ITEMS {
        true => Err(StorageFault::HandedOverFull),
        false => Ok(()),
    }
}

pub(super) async fn waiting(
    on: &impl GenericClient,
    team: TeamId,
) -> Result<Vec<WaitingOf>, StorageFault> {
    let rows = all(
        on,
        "SELECT device_id, count(*), CAST(sum(octet_length(bytes)) AS bigint) FROM handed_over
         WHERE team_id = $1 GROUP BY device_id ORDER BY device_id",
        &[&team.0.as_slice()],
    )
    .await?;
    rows.iter()
        .map(|row| {
            Ok(WaitingOf {
                device: DeviceId(id(row, 0)?),
                count: count(row, 1)?,
                bytes: count(row, 2)?,
            })
        })
        .collect()
}

pub(super) async fn by(
    on: &impl GenericClient,
    team: TeamId,
    device: DeviceId,
    after: u64,
    max_bytes: usize,
) -> Result<HandedOver, StorageFault> {
    let rows = all(
        on,
        "SELECT number, bytes FROM (
             SELECT number, bytes,
                    sum(octet_length(bytes)) OVER (ORDER BY number) - octet_length(bytes) AS before
             FROM (SELECT number, bytes FROM handed_over
                   WHERE team_id = $1 AND device_id = $2 AND number > $3
                   ORDER BY number LIMIT $4) AS next) AS sized
         WHERE before < $5 ORDER BY number",
        &[
            &team.0.as_slice(),
            &device.0.as_slice(),
            &signed(after),
            &ROWS,
            &i64::try_from(max_bytes).unwrap_or(i64::MAX),
        ],
    )
    .await?;
    let mut page = HandedOver::default();
    for row in &rows {
        if !fits(&mut page, count(row, 0)?, row.try_get(1)?, max_bytes) {
            return Ok(page);
        }
    }
    // Whether there is more than was asked for is known when it is asked again.
    page.more = !rows.is_empty();
    Ok(page)
}

pub(super) async fn clear(
    on: &impl GenericClient,
    team: TeamId,
    device: DeviceId,
    up_to: u64,
) -> Result<(), StorageFault> {
    run(
        on,
        "DELETE FROM handed_over WHERE team_id = $1 AND device_id = $2 AND number <= $3",
        &[&team.0.as_slice(), &device.0.as_slice(), &signed(up_to)],
    )
    .await?;
    Ok(())
}

pub(super) async fn lacking(
    on: &impl GenericClient,
    team: TeamId,
    device: DeviceId,
    mut items: Vec<[u8; 32]>,
    mut chunks: Vec<ChunkId>,
) -> Result<LackingOfFormer, StorageFault> {
    let (team, device) = (team.0.as_slice(), device.0.as_slice());
    let asked: Vec<&[u8]> = items.iter().map(<[u8; 32]>::as_slice).collect();
    let here = all(
        on,
        "SELECT name FROM handed_over
         WHERE team_id = $1 AND device_id = $2 AND name = ANY($3)",
        &[&team, &device, &asked],
    )
    .await?;
    let here = here.iter().map(|row| id::<32>(row, 0));
    let here: HashSet<[u8; 32]> = here.collect::<Result<_, _>>()?;
    items.retain(|name| !here.contains(name));
    let asked: Vec<&[u8]> = chunks.iter().map(|chunk| chunk.0.as_slice()).collect();
    let here = all(
        on,
        "SELECT chunk_id FROM chunk WHERE team_id = $1 AND chunk_id = ANY($2)",
        &[&team, &asked],
    )
    .await?;
    let here = here.iter().map(|row| id::<32>(row, 0));
    let here: HashSet<[u8; 32]> = here.collect::<Result<_, _>>()?;
    chunks.retain(|chunk| !here.contains(&chunk.0));
    Ok((items, chunks))
}
