//! What removed devices had not sent.

use doorstep_wire::handed_over::WaitingOf;
use doorstep_wire::id::{DeviceId, TeamId};
use doorstep_wire::label::{Label, hash};
use doorstep_wire::limits::MAX_HANDED_OVER;
use rusqlite::{Connection, Transaction, params};

use super::log::{signed, unsigned};
use crate::storage::{HandedOver, StorageFault, up_to};

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
    let bytes: i64 = tx.query_row(
        "SELECT coalesce(sum(length(bytes)), 0) FROM handed_over
         WHERE team_id = ?1 AND device_id = ?2",
        params![team.0, device.0],
        |row| row.get(0),
    )?;
    match unsigned(bytes) > MAX_HANDED_OVER {
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
        if !up_to(&mut page, unsigned(row.get(0)?), row.get(1)?, max_bytes) {
            break;
        }
    }
    Ok(page)
}

pub(super) fn clear(
    tx: &Transaction<'_>,
    team: TeamId,
    device: DeviceId,
) -> Result<(), StorageFault> {
    tx.execute(
        "DELETE FROM handed_over WHERE team_id = ?1 AND device_id = ?2",
        params![team.0, device.0],
    )?;
    Ok(())
}
