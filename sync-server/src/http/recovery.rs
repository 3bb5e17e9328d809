//! Paper words and no device: the team that they belong to is found, and they let one device in.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use doorstep_wire::entry::{Entry, EntryBody};
use doorstep_wire::id::TeamId;
use doorstep_wire::label::{Label, verify};
use doorstep_wire::limits::{MAX_ENTRY, MAX_RECOVERY_TEAMS};
use doorstep_wire::membership::Append;
use doorstep_wire::recovery::{RecoveryReply, RecoveryRequest, RecoveryTeam, recovery_message};
use doorstep_wire::refusal::RefusalCode;

use super::answer::{Done, No, Yes};
use super::asker::{Recovering, Stranger};
use super::{Here, body, now_seconds};
use crate::storage::{NewEntry, News, Storage, StorageFault};

/// `POST /v1/recovery`
pub(super) async fn find<S: Storage>(
    State(office): Here<S>,
    _: Stranger,
    headers: HeaderMap,
    body: Body,
) -> Result<Yes<RecoveryReply>, No> {
    let asked: RecoveryRequest = body::from_stranger(&office, &headers, body).await?;
    let RecoveryRequest {
        recovery,
        challenge,
        signature,
    } = asked;
    let (id, now) = (recovery.device_id(), now_seconds());
    if !office
        .tokens
        .is_challenge(&challenge, &TeamId::ZERO, &id, now)
    {
        return Err(No::new(
            RefusalCode::NoSession,
            "This challenge is over. Ask for another.",
        ));
    }
    let message = recovery_message(&recovery, &challenge);
    if !verify(Label::Session, &recovery.verifying, &message, &signature) {
        return Err(No::new(
            RefusalCode::BadSignature,
            "The answer is not signed by these recovery words.",
        ));
    }
    let Ok(_alone) = office.looks_for_teams.try_acquire() else {
        return Err(No::new(
            RefusalCode::TooMany,
            "Another team is being looked for. Wait a moment.",
        ));
    };
    let found = office
        .storage
        .teams_with_key(recovery.verifying, MAX_RECOVERY_TEAMS)
        .await?;
    let mut teams = Vec::new();
    for team_id in found {
        let roster = office.rosters.of(&office.storage, team_id).await?;
        if roster.knows_recovery(&id) {
            let token = office.tokens.token(&team_id, &id, now).into();
            teams.push(RecoveryTeam { team_id, token });
        }
    }
    if teams.is_empty() {
        return Err(No::new(
            RefusalCode::NotFound,
            "No team here has these recovery words.",
        ));
    }
    Ok(Yes(RecoveryReply { teams }))
}

/// `POST /v1/teams/{team}/recovery`
pub(super) async fn append<S: Storage>(
    State(office): Here<S>,
    recovering: Recovering,
    headers: HeaderMap,
    body: Body,
) -> Result<Done, No> {
    let asked: Append = body::from_member(&office, &headers, body).await?;
    if asked.entry.len() > MAX_ENTRY {
        return Err(No::new(RefusalCode::TooLarge, "The entry is too large."));
    }
    let bad = |reason: String| No::new(RefusalCode::BadEntry, format!("The entry: {reason}."));
    let entry = Entry::parse(asked.entry.to_vec()).map_err(|fault| bad(fault.to_string()))?;
    if !matches!(entry.body, EntryBody::Recover(_)) {
        return Err(No::new(
            RefusalCode::NotAllowed,
            "Recovery words let a device in, and do nothing else.",
        ));
    }
    if asked.expected_head != recovering.roster.head() {
        return Err(StorageFault::MembershipMoved.into());
    }
    let mut next = recovering.roster.as_ref().clone();
    next.append(&entry)
        .map_err(|fault| bad(fault.to_string()))?;
    let new = NewEntry::of(&entry, Vec::new());
    office.storage.append_entry(recovering.team, new).await?;
    // Nobody listening is no error.
    let _listeners = office.news.send(News::Of(recovering.team));
    Ok(Done)
}
