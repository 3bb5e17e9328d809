//! Who is who in the team: names by member and by device, out of the team's document.

use std::collections::BTreeMap;

use doorstep_model::{DeviceKey, ItemId};
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::setting;
use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE member_name (
    item TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE member_device (
    device TEXT NOT NULL PRIMARY KEY,
    item TEXT NOT NULL REFERENCES member_name (item)
) STRICT, WITHOUT ROWID";

const TEAM_NAME: &str = "team_name";

/// Member and name behind a device.
pub(crate) fn of_device(
    conn: &Connection,
    device: &DeviceKey,
) -> Result<Option<(ItemId, String)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT item, name FROM member_device JOIN member_name USING (item) WHERE device = ?1",
    )?;
    let found = statement.query_row([device.as_str()], |found| {
        Ok((row::name(found, 0)?, found.get(1)?))
    });
    Ok(found.optional()?)
}

/// The team's name; empty until its document is here.
pub(crate) fn team_name(conn: &Connection) -> Result<String, StoreFault> {
    Ok(setting::get(conn, TEAM_NAME)?.unwrap_or_default())
}

/// Names by device.
pub(crate) fn by_device(conn: &Connection) -> Result<BTreeMap<DeviceKey, String>, StoreFault> {
    let mut statement = conn
        .prepare_cached("SELECT device, name FROM member_device JOIN member_name USING (item)")?;
    let rows = statement.query_map([], |found| Ok((row::name(found, 0)?, found.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The devices of a member.
pub(crate) fn devices_of(conn: &Connection, member: &ItemId) -> Result<Vec<DeviceKey>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT device FROM member_device WHERE item = ?1")?;
    let rows = statement.query_map([member.as_str()], |found| row::name(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every member, by name.
pub(crate) fn members(conn: &Connection) -> Result<Vec<(ItemId, String)>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT item, name FROM member_name ORDER BY name, item")?;
    let rows = statement.query_map([], |found| Ok((row::name(found, 0)?, found.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes all names anew.
pub(crate) fn replace<'a>(
    tx: &Transaction<'_>,
    team_name: &str,
    members: impl Iterator<Item = (&'a ItemId, &'a str, &'a [DeviceKey])>,
) -> Result<(), StoreFault> {
    setting::put(tx, TEAM_NAME, team_name)?;
    tx.execute_batch("DELETE FROM member_device; DELETE FROM member_name")?;
    let mut put_name = tx.prepare_cached("INSERT INTO member_name (item, name) VALUES (?1, ?2)")?;
    let mut put_device =
        tx.prepare_cached("INSERT OR IGNORE INTO member_device (device, item) VALUES (?1, ?2)")?;
    for (item, name, devices) in members {
        put_name.execute([item.as_str(), name])?;
        for device in devices {
            put_device.execute([device.as_str(), item.as_str()])?;
        }
    }
    Ok(())
}
