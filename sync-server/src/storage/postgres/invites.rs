//! Tickets and join requests.

use deadpool_postgres::{GenericClient, Transaction};
use doorstep_wire::id::{DeviceId, EntryHash, Locator, TeamId};
use doorstep_wire::limits::MAX_OPEN_INVITES;

use super::query::{all, count, id, one, run};
use crate::storage::{StorageFault, StoredJoin, StoredTicket};

pub(super) async fn put_ticket(
    tx: &Transaction<'_>,
    locator: Locator,
    ticket: &StoredTicket,
) -> Result<(), StorageFault> {
    let team_id = ticket.team.0.as_slice();
    // Two at once would each count without the other.
    one(
        tx,
        "SELECT 1 FROM team WHERE team_id = $1 FOR NO KEY UPDATE",
        &[&team_id],
    )
    .await?;
    let open = one(
        tx,
        "SELECT count(*) FROM ticket WHERE team_id = $1",
        &[&team_id],
    )
    .await?;
    let open = open.map_or(Ok(0), |row| count(&row, 0))?;
    if usize::try_from(open).unwrap_or(usize::MAX) >= MAX_OPEN_INVITES {
        return Err(StorageFault::TooManyInvites);
    }
    run(
        tx,
        "INSERT INTO ticket (locator, team_id, invite, sealed) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        &[
            &locator.0.as_slice(),
            &team_id,
            &ticket.invite.0.as_slice(),
            &ticket.sealed,
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn ticket(
    on: &impl GenericClient,
    locator: Locator,
) -> Result<StoredTicket, StorageFault> {
    let row = one(
        on,
        "SELECT team_id, invite, sealed FROM ticket WHERE locator = $1",
        &[&locator.0.as_slice()],
    )
    .await?
    .ok_or(StorageFault::UnknownInvite)?;
    Ok(StoredTicket {
        team: TeamId(id(&row, 0)?),
        invite: EntryHash(id(&row, 1)?),
        sealed: row.try_get(2)?,
    })
}

pub(super) async fn tickets(
    on: &impl GenericClient,
    team: TeamId,
) -> Result<Vec<(Locator, EntryHash)>, StorageFault> {
    let rows = all(
        on,
        "SELECT locator, invite FROM ticket WHERE team_id = $1 ORDER BY locator",
        &[&team.0.as_slice()],
    )
    .await?;
    rows.iter()
        .map(|row| Ok((Locator(id(row, 0)?), EntryHash(id(row, 1)?))))
        .collect()
}

/// Of two devices that ask at once, the one whose row is in has it; the other one waits for it.
pub(super) async fn put_join(tx: &Transaction<'_>, join: &StoredJoin) -> Result<(), StorageFault> {
    let locator = join.locator.0.as_slice();
    let first = run(
        tx,
        "INSERT INTO join_request (locator, device_id, request) VALUES ($1, $2, $3)
         ON CONFLICT (locator) DO NOTHING",
        &[&locator, &join.device.0.as_slice(), &join.request],
    )
    .await?;
    if first > 0 {
        return Ok(());
    }
    let row = one(
        tx,
        "SELECT device_id FROM join_request WHERE locator = $1",
        &[&locator],
    )
    .await?;
    match row {
        Some(row) if id::<16>(&row, 0)? == join.device.0 => Ok(()),
        Some(_) => Err(StorageFault::InviteTaken),
        // Its invite was closed in between.
        None => Err(StorageFault::UnknownInvite),
    }
}

pub(super) async fn joins(
    on: &impl GenericClient,
    team: TeamId,
) -> Result<Vec<StoredJoin>, StorageFault> {
    let rows = all(
        on,
        "SELECT join_request.locator, ticket.invite, join_request.device_id, join_request.request
         FROM join_request JOIN ticket ON ticket.locator = join_request.locator
         WHERE ticket.team_id = $1 ORDER BY join_request.id",
        &[&team.0.as_slice()],
    )
    .await?;
    rows.iter()
        .map(|row| {
            Ok(StoredJoin {
                locator: Locator(id(row, 0)?),
                invite: EntryHash(id(row, 1)?),
                device: DeviceId(id(row, 2)?),
                request: row.try_get(3)?,
            })
        })
        .collect()
}

pub(super) async fn close(
    on: &impl GenericClient,
    team: TeamId,
    locator: Locator,
) -> Result<(), StorageFault> {
    run(
        on,
        "DELETE FROM ticket WHERE locator = $1 AND team_id = $2",
        &[&locator.0.as_slice(), &team.0.as_slice()],
    )
    .await?;
    Ok(())
}
