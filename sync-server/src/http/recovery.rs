//! Paper words and no device: the team that they belong to is found, and they let one device in.

use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use doorstep_wire::device::DevicePublic;
use doorstep_wire::entry::EntryBody;
use doorstep_wire::id::TeamId;
use doorstep_wire::label::{Label, verify};
use doorstep_wire::limits::MAX_RECOVERY_TEAMS;
use doorstep_wire::membership::Append;
use doorstep_wire::recovery::{RecoveryReply, RecoveryRequest, RecoveryTeam, recovery_message};
use doorstep_wire::refusal::RefusalCode;

use super::answer::{Done, No, Yes};
use super::asker::{LookingForTeam, Recovering};
use super::membership::{append_to, entry_in};
use super::{Here, Office, body, now_seconds};
use crate::storage::Storage;

/// Teams that are looked at before the next ones are asked for.
const LOOKED_AT: usize = 64;

/// How long one waits for others who look for a team, before one is sent away.
const PATIENCE: Duration = Duration::from_secs(10);

/// `POST /v1/recovery`
pub(super) async fn find<S: Storage>(
    State(office): Here<S>,
    _: LookingForTeam,
    headers: HeaderMap,
    body: Body,
) -> Result<Yes<RecoveryReply>, No> {
    let asked: RecoveryRequest = body::from_stranger(&office, &headers, body).await?;
    let RecoveryRequest {
        recovery,
        challenge,
        signature,
        from,
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
    let turn = tokio::time::timeout(PATIENCE, office.looks_for_teams.acquire()).await;
    let Ok(Ok(_alone)) = turn else {
        return Err(No::new(
            RefusalCode::TooMany,
            "Other teams are being looked for. Wait a moment.",
        ));
    };
    let from = from.unwrap_or(TeamId::ZERO);
    let found = teams_of(&office, &recovery, from).await?;
    let token = |team_id: &TeamId| office.tokens.token(team_id, &id, now).into();
    let teams: Vec<_> = found
        .into_iter()
        .map(|team_id| RecoveryTeam {
            team_id,
            token: token(&team_id),
        })
        .collect();
    if teams.is_empty() {
        return Err(No::new(
            RefusalCode::NotFound,
            "No team here has these recovery words.",
        ));
    }
    Ok(Yes(RecoveryReply { teams }))
}

/// The teams whose words these are, or once were, from one on. The key's bytes alone may stand in a log
/// that somebody made in order to be found: such teams are passed over, and take nobody's place.
async fn teams_of<S: Storage>(
    office: &Office<S>,
    recovery: &DevicePublic,
    mut from: TeamId,
) -> Result<Vec<TeamId>, No> {
    let (mut teams, mut last) = (Vec::new(), None);
    loop {
        let page = office
            .storage
            .teams_with_key(recovery.verifying, from, LOOKED_AT)
            .await?;
        for team in page.iter().filter(|team| Some(**team) != last) {
            let roster = office.rosters.of(&office.storage, *team).await?;
            if roster.knows_recovery(&recovery.device_id()) {
                teams.push(*team);
            }
            if teams.len() == MAX_RECOVERY_TEAMS {
                return Ok(teams);
            }
        }
        match page.last() {
            Some(team) if page.len() == LOOKED_AT => from = *team,
            _ => return Ok(teams),
        }
        last = Some(from);
    }
}

/// `POST /v1/teams/{team}/recovery`
pub(super) async fn append<S: Storage>(
    State(office): Here<S>,
    recovering: Recovering,
    headers: HeaderMap,
    body: Body,
) -> Result<Done, No> {
    let asked: Append = body::from_member(&office, &headers, body).await?;
    let entry = entry_in(&asked)?;
    if !matches!(entry.body, EntryBody::Recover(_)) {
        return Err(No::new(
            RefusalCode::NotAllowed,
            "Recovery words let a device in, and do nothing else.",
        ));
    }
    append_to(&office, recovering.team, &recovering.roster, &asked, &entry).await
}
