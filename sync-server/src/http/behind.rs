//! For devices that know more than this server, since it was restored from an old copy: where both
//! agree, and what is here beyond that.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use doorstep_wire::behind::{After, Checkpoints, Common, Inventory};
use doorstep_wire::limits::{MAX_CHECKPOINTS, MAX_INVENTORY};
use doorstep_wire::refusal::RefusalCode;

use super::answer::{No, Yes};
use super::asker::Member;
use super::{Here, body};
use crate::storage::Storage;

/// `POST /v1/teams/{team}/common`
pub(super) async fn common<S: Storage>(
    State(office): Here<S>,
    member: Member,
    headers: HeaderMap,
    body: Body,
) -> Result<Yes<Common>, No> {
    let asked: Checkpoints = body::from_member(&office, &headers, body).await?;
    if asked.checkpoints.len() > MAX_CHECKPOINTS {
        return Err(No::new(
            RefusalCode::TooLarge,
            format!("More than {MAX_CHECKPOINTS} checkpoints."),
        ));
    }
    let cursor = office
        .storage
        .last_common(member.team, asked.checkpoints)
        .await?;
    Ok(Yes(Common { cursor }))
}

/// `POST /v1/teams/{team}/inventory`
pub(super) async fn inventory<S: Storage>(
    State(office): Here<S>,
    member: Member,
    headers: HeaderMap,
    body: Body,
) -> Result<Yes<Inventory>, No> {
    let After { cursor } = body::from_member(&office, &headers, body).await?;
    let mut chunks = office
        .storage
        .inventory(member.team, cursor, MAX_INVENTORY + 1)
        .await?;
    let more = chunks.len() > MAX_INVENTORY;
    chunks.truncate(MAX_INVENTORY);
    Ok(Yes(Inventory { chunks, more }))
}
