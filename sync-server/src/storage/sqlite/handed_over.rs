//! What removed devices had not sent.

use doorstep_wire::handed_over::WaitingOf;
use doorstep_wire::id::{ChunkId, DeviceId, TeamId};
use doorstep_wire::label::{Label, hash};
use doorstep_wire::limits::{MAX_HANDED_OVER, MAX_HANDED_OVER_ITEMS};
use rusqlite::{Connection, Transaction, params};

use super::log::{signed, unsigned};
use crate::storage::{HandedOver, LackingOfFormer, StorageFault, up_to as fits};

pub(super) fn put(
    tx: &Transaction<'_>,
    team: TeamId,
    device: DeviceId,
    items: &[Vec<u8>],
) -> Result<(), StorageFault> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO handed_over (team_id, device_id, number, name, bytes)
         SELECT ?1, ?2, 1 + coalesce(max(number), 0), ?3, ?4 FROM handed_over
         WHERE team_id = ?1 AND device_id = ?2
         ON CONFLICT (team_id, device_id, name) DO NOTHING",
    )?;
    for item in items {
        let name = hash(Label::HandedOver, &[item]);
        insert.execute(params![team.0, device.0, name, item])?;
    }
    let (count, bytes): (i64, i64) = tx.query_row(
        "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM handed_over
         WHERE team_id = ?1 AND device_id = ?2",
        params![team.0, device.0],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match unsigned(bytes) > MAX_HANDED_OVER || unsigned(count) > MAX_HANDED_OVER_ITEMS {
        true => Err(StorageFault::HandedOverFull),
        false => Ok(()),
    }
}

pub(super) fn waiting(
    connection: &Connection,
    team: TeamId,
) -> Result<Vec<WaitingOf>, StorageFault> {
    let mut statement = connection.prepare_cached(
        "SELECT device_id, count(*), sum(length(bytes)) FROM handed_over
         WHERE team_id = ?1 GROUP BY device_id ORDER BY device_id",
    )?;
    let rows = statement.query_map([team.0], |row| {
        Ok(WaitingOf {
            device: DeviceId(row.get(0)?),
            count: unsigned(row.get(1)?),
            bytes: unsigned(row.get(2)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn by(
    connection: &Connection,
    team: TeamId,
    device: DeviceId,
    after: u64,
    max_bytes: usize,
) -> Result<HandedOver, StorageFault> {
    let mut statement = connection.prepare_cached(
        "SELECT number, bytes FROM handed_over
         WHERE team_id = ?1 AND device_id = ?2 AND number > ?3 ORDER BY number",
    )?;
    let mut rows = statement.query(params![team.0, device.0, signed(after)])?;
    let mut page = HandedOver::default();
    while let Some(row) = rows.next()? {
        if !fits(&mut page, unsigned(row.get(0)?), row.get(1)?, max_bytes) {
            break;
        }
    }
    Ok(page)
}

pub(super) fn clear(
    tx: &Transaction<'_>,
    team: TeamId,
    device: DeviceId,
    up_to: u64,
) -> Result<(), StorageFault> {
    tx.execute(
        "DELETE FROM handed_over WHERE team_id = ?1 AND device_id = ?2 AND number <= ?3",
        params![team.0, device.0, signed(up_to)],
    )?;
    Ok(())
}

pub(super) fn lacking(
    connection: &Connection,
    team: TeamId,
    device: DeviceId,
    items: Vec<[u8; 32]>,
    chunks: Vec<ChunkId>,
) -> Result<LackingOfFormer, StorageFault> {
    let mut item = connection.prepare_cached(
        "SELECT 1 FROM handed_over WHERE team_id = ?1 AND device_id = ?2 AND name = ?3",
    )?;
    let mut chunk =
        connection.prepare_cached("SELECT 1 FROM chunk WHERE team_id = ?1 AND chunk_id = ?2")?;
    let mut lacking = LackingOfFormer::default();
    for name in items {
        if !item.exists(params![team.0, device.0, name])? {
            lacking.0.push(name);
        }
    }
    for id in chunks {
        if !chunk.exists(params![team.0, id.0])? {
            lacking.1.push(id);
        }
    }
    Ok(lacking)
}
