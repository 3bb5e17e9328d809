//! Opening a session: a device proves its key.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use doorstep_wire::label::{Label, verify};
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::session::{
    ChallengeReply, ChallengeRequest, SessionReply, SessionRequest, session_message,
};

use super::answer::{No, Yes};
use super::asker::Stranger;
use super::{Here, body, now_seconds};
use crate::storage::Storage;
use crate::token::SESSION_SECONDS;

/// `POST /v1/sessions/challenge`. Strangers get one too: it tells nothing about who is in a team.
pub(super) async fn challenge<S: Storage>(
    State(office): Here<S>,
    _: Stranger,
    headers: HeaderMap,
    body: Body,
) -> Result<Yes<ChallengeReply>, No> {
    let asked: ChallengeRequest = body::from_stranger(&office, &headers, body).await?;
    let challenge = office
        .tokens
        .challenge(&asked.team_id, &asked.device_id, now_seconds());
    let challenge = challenge.ok_or_else(|| {
        No::new(
            RefusalCode::StoreFailed,
            "The server has no randomness now.",
        )
    })?;
    Ok(Yes(ChallengeReply { challenge }))
}

/// `POST /v1/sessions`
pub(super) async fn open<S: Storage>(
    State(office): Here<S>,
    _: Stranger,
    headers: HeaderMap,
    body: Body,
) -> Result<Yes<SessionReply>, No> {
    let asked: SessionRequest = body::from_stranger(&office, &headers, body).await?;
    let SessionRequest {
        team_id,
        device_id,
        challenge,
        signature,
    } = asked;
    let now = now_seconds();
    if !office
        .tokens
        .is_challenge(&challenge, &team_id, &device_id, now)
    {
        return Err(No::new(
            RefusalCode::NoSession,
            "This challenge is over. Ask for another.",
        ));
    }
    let roster = office.rosters.of(&office.storage, team_id).await?;
    // Whoever was removed may still read that from the log.
    let key = roster
        .verifying(&device_id)
        .ok_or_else(|| No::new(RefusalCode::NotMember, "This device is not in this team."))?;
    let message = session_message(&team_id, &device_id, &challenge);
    if !verify(Label::Session, &key, &message, &signature) {
        return Err(No::new(
            RefusalCode::BadSignature,
            "The answer is not signed by this device.",
        ));
    }
    let token = office.tokens.token(&team_id, &device_id, now);
    Ok(Yes(SessionReply {
        token: token.into(),
        valid_seconds: SESSION_SECONDS,
    }))
}
