//! How a joiner and an admin find each other: a ticket is left, a joiner asks, the admin answers.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use doorstep_wire::entry::join_proof_message;
use doorstep_wire::id::{EntryHash, TeamId};
use doorstep_wire::invite::{JoinRequest, Joins, PendingJoin, Ticket, TicketReply};
use doorstep_wire::label::{Label, verify};
use doorstep_wire::limits::{MAX_OPEN_INVITES, MAX_SEALED_NAME, MAX_TICKET};
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::roster::{InviteState, Roster};
use doorstep_wire::{decode, encode};

use super::answer::{Done, No, Yes};
use super::asker::{Admin, At, Member, Stranger};
use super::{Here, Office, body, now_seconds};
use crate::storage::{Storage, StoredJoin, StoredTicket};

/// `PUT /v1/teams/{team}/invites/{locator}`
pub(super) async fn leave<S: Storage>(
    State(office): Here<S>,
    Admin(member): Admin,
    At(locator): At,
    headers: HeaderMap,
    body: Body,
) -> Result<Done, No> {
    let ticket: Ticket = body::from_member(&office, &headers, body).await?;
    if ticket.sealed.len() > MAX_TICKET {
        return Err(No::new(RefusalCode::TooLarge, "The ticket is too large."));
    }
    let own = member
        .roster
        .invite(&ticket.invite)
        .is_some_and(|state| state.by == member.device);
    if !own {
        return Err(No::new(
            RefusalCode::NotAllowed,
            "This is no invite of this device.",
        ));
    }
    clear_away(&office, &member).await?;
    let stored = StoredTicket {
        team: member.team,
        invite: ticket.invite,
        sealed: ticket.sealed.into(),
    };
    office.storage.put_ticket(locator, stored).await?;
    Ok(Done)
}

/// Takes away tickets that open nothing any more, once there are many. Until then whoever types an
/// old code is told that it was used, or that its time is over.
async fn clear_away<S: Storage>(office: &Arc<Office<S>>, member: &Member) -> Result<(), No> {
    let tickets = office.storage.tickets(member.team).await?;
    if tickets.len() < MAX_OPEN_INVITES / 2 {
        return Ok(());
    }
    for (locator, invite) in tickets {
        if open_invite(&member.roster, &invite).is_err() {
            office.storage.close_invite(member.team, locator).await?;
        }
    }
    Ok(())
}

/// `GET /v1/invites/{locator}`
pub(super) async fn find<S: Storage>(
    State(office): Here<S>,
    _: Stranger,
    At(locator): At,
) -> Result<Yes<TicketReply>, No> {
    let ticket = office.storage.ticket(locator).await?;
    let roster = office.rosters.of(&office.storage, ticket.team).await?;
    open_invite(&roster, &ticket.invite)?;
    Ok(Yes(TicketReply {
        sealed: ticket.sealed.into(),
    }))
}

/// `POST /v1/invites/{locator}/join`
pub(super) async fn ask<S: Storage>(
    State(office): Here<S>,
    _: Stranger,
    At(locator): At,
    headers: HeaderMap,
    body: Body,
) -> Result<Done, No> {
    let asked: JoinRequest = body::from_stranger(&office, &headers, body).await?;
    if asked.sealed_name.len() > MAX_SEALED_NAME {
        return Err(No::new(RefusalCode::TooLarge, "The name is too large."));
    }
    let ticket = office.storage.ticket(locator).await?;
    let roster = office.rosters.of(&office.storage, ticket.team).await?;
    let state = open_invite(&roster, &ticket.invite)?;
    if !proves(&ticket.team, state, &asked) {
        return Err(No::new(
            RefusalCode::BadSignature,
            "The joiner does not hold the invite's key.",
        ));
    }
    let join = StoredJoin {
        locator,
        invite: ticket.invite,
        device: asked.device.device_id(),
        request: encode(&asked),
    };
    office.storage.put_join(join).await?;
    Ok(Done)
}

/// `GET /v1/teams/{team}/joins`
pub(super) async fn joins<S: Storage>(
    State(office): Here<S>,
    Admin(member): Admin,
) -> Result<Yes<Joins>, No> {
    let stored = office.storage.joins(member.team).await?;
    let waiting = stored.into_iter().filter(|join| {
        member
            .roster
            .invite(&join.invite)
            .is_some_and(|state| state.used_by.is_none())
    });
    let pending = waiting.filter_map(|join| {
        let request = decode(&join.request).ok()?;
        Some(PendingJoin {
            locator: join.locator,
            invite: join.invite,
            request,
        })
    });
    Ok(Yes(Joins {
        pending: pending.collect(),
    }))
}

/// `DELETE /v1/teams/{team}/joins/{locator}`
pub(super) async fn decline<S: Storage>(
    State(office): Here<S>,
    Admin(member): Admin,
    At(locator): At,
) -> Result<Done, No> {
    office.storage.close_invite(member.team, locator).await?;
    Ok(Done)
}

/// The invite, unless it was used or its time is over by the server's clock.
fn open_invite<'a>(roster: &'a Roster, invite: &EntryHash) -> Result<&'a InviteState, No> {
    let state = roster
        .invite(invite)
        .ok_or_else(|| No::new(RefusalCode::InviteUnknown, "No invite has this code."))?;
    if state.used_by.is_some() {
        return Err(No::new(RefusalCode::InviteUsed, "This invite was used."));
    }
    if state.invite.expires_ms / 1_000 < now_seconds() {
        return Err(No::new(
            RefusalCode::InviteExpired,
            "This invite's time is over.",
        ));
    }
    Ok(state)
}

fn proves(team: &TeamId, state: &InviteState, asked: &JoinRequest) -> bool {
    let message = join_proof_message(team, &asked.device);
    verify(Label::JoinProof, &state.invite.key, &message, &asked.proof)
}
