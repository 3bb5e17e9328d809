//! Tickets and join requests.

use doorstep_wire::id::{DeviceId, EntryHash, Locator, TeamId};
use doorstep_wire::limits::MAX_OPEN_INVITES;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::storage::{StorageFault, StoredJoin, StoredTicket};

pub(super) fn put_ticket(
    tx: &Transaction<'_>,
    locator: Locator,
    ticket: &StoredTicket,
) -> Result<(), StorageFault> {
    let open: i64 = tx.query_row(
        "SELECT count(*) FROM ticket WHERE team_id = ?1",
        [ticket.team.0],
        |row| row.get(0),
    )?;
    if usize::try_from(open).unwrap_or(usize::MAX) >= MAX_OPEN_INVITES {
        return Err(StorageFault::TooManyInvites);
    }
    tx.execute(
        "INSERT INTO ticket (locator, team_id, invite, sealed) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
        params![locator.0, ticket.team.0, ticket.invite.0, ticket.sealed],
    )?;
    Ok(())
}

pub(super) fn ticket(
    connection: &Connection,
    locator: Locator,
) -> Result<StoredTicket, StorageFault> {
    connection
        .query_row(
            "SELECT team_id, invite, sealed FROM ticket WHERE locator = ?1",
            [locator.0],
            |row| {
                Ok(StoredTicket {
                    team: TeamId(row.get(0)?),
                    invite: EntryHash(row.get(1)?),
                    sealed: row.get(2)?,
                })
            },
        )
        .optional()?
        .ok_or(StorageFault::UnknownInvite)
}

pub(super) fn tickets(
    connection: &Connection,
    team: TeamId,
) -> Result<Vec<(Locator, EntryHash)>, StorageFault> {
    let mut statement =
        connection.prepare_cached("SELECT locator, invite FROM ticket WHERE team_id = ?1")?;
    let rows = statement.query_map([team.0], |row| {
        Ok((Locator(row.get(0)?), EntryHash(row.get(1)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn put_join(tx: &Transaction<'_>, join: &StoredJoin) -> Result<(), StorageFault> {
    let first: Option<[u8; 16]> = tx
        .query_row(
            "SELECT device_id FROM join_request WHERE locator = ?1",
            [join.locator.0],
            |row| row.get(0),
        )
        .optional()?;
    match first {
        Some(device) if device == join.device.0 => Ok(()),
        Some(_) => Err(StorageFault::InviteTaken),
        None => {
            tx.execute(
                "INSERT INTO join_request (locator, device_id, request) VALUES (?1, ?2, ?3)",
                params![join.locator.0, join.device.0, join.request],
            )?;
            Ok(())
        }
    }
}

pub(super) fn joins(
    connection: &Connection,
    team: TeamId,
) -> Result<Vec<StoredJoin>, StorageFault> {
    let mut statement = connection.prepare_cached(
        "SELECT join_request.locator, ticket.invite, join_request.device_id, join_request.request
         FROM join_request JOIN ticket ON ticket.locator = join_request.locator
         WHERE ticket.team_id = ?1 ORDER BY join_request.id",
    )?;
    let rows = statement.query_map([team.0], |row| {
        Ok(StoredJoin {
            locator: Locator(row.get(0)?),
            invite: EntryHash(row.get(1)?),
            device: DeviceId(row.get(2)?),
            request: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn close(
    tx: &Transaction<'_>,
    team: TeamId,
    locator: Locator,
) -> Result<(), StorageFault> {
    tx.execute(
        "DELETE FROM ticket WHERE locator = ?1 AND team_id = ?2",
        params![locator.0, team.0],
    )?;
    Ok(())
}
