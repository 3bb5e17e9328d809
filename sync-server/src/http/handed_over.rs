//! What a removed device had not sent: it leaves that here, and an admin of the team fetches it to look at.

use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use doorstep_wire::handed_over::{HandOver, Page, Waiting};
use doorstep_wire::id::DeviceId;
use doorstep_wire::limits::{MAX_HANDED_OVER_COUNT, MAX_REPLY, MAX_SEALED_CHUNK, REPLY_CHUNKS};
use doorstep_wire::refusal::RefusalCode;

use super::answer::{Done, No, Yes};
use super::asker::{Admin, Known, from_path};
use super::replies::Roomy;
use super::{Here, body};
use crate::storage::{News, Storage};

/// Bytes of a body or an item that are no content, with room to spare.
const ENVELOPE: usize = 64 * 1024;
const _: () = assert!(MAX_SEALED_CHUNK + 2 * ENVELOPE < MAX_REPLY);

/// A removed device out of the path.
pub(super) struct From(DeviceId);

/// Where to read on, out of the path.
pub(super) struct After(u64);

/// `POST /v1/teams/{team}/handed-over`
pub(super) async fn leave<S: Storage>(
    State(office): Here<S>,
    known: Known,
    headers: HeaderMap,
    body: Body,
) -> Result<Done, No> {
    if known.roster.former(&known.device).is_none() {
        return Err(No::new(
            RefusalCode::NotAllowed,
            "Only a removed device hands something over.",
        ));
    }
    let limit = MAX_SEALED_CHUNK + 2 * ENVELOPE;
    let held = body::read_large(&office, &headers, body, limit).await?;
    let asked: HandOver = body::parse(&held.bytes)?;
    let is_sound = asked.items.len() <= MAX_HANDED_OVER_COUNT
        && asked
            .items
            .iter()
            .all(|item| (1..=MAX_SEALED_CHUNK + ENVELOPE).contains(&item.len()));
    if !is_sound {
        return Err(No::new(
            RefusalCode::TooLarge,
            "An item is too large or empty, or there are too many.",
        ));
    }
    known.may_store(&office, held.bytes.len())?;
    let items = asked.items.into_iter().map(Into::into).collect();
    office
        .storage
        .hand_over(known.team, known.device, items)
        .await?;
    // Nobody listening is no error.
    let _listeners = office.news.send(News::Of(known.team));
    Ok(Done)
}

/// `GET /v1/teams/{team}/handed-over`
pub(super) async fn waiting<S: Storage>(
    State(office): Here<S>,
    Admin(member): Admin,
) -> Result<Yes<Waiting>, No> {
    let of = office.storage.handed_over(member.team).await?;
    Ok(Yes(Waiting { of }))
}

/// `GET /v1/teams/{team}/handed-over/{device}/{after}`
pub(super) async fn page<S: Storage>(
    State(office): Here<S>,
    Admin(member): Admin,
    From(device): From,
    After(after): After,
) -> Result<Roomy<Page>, No> {
    let wanted = usize::try_from(REPLY_CHUNKS).unwrap_or(usize::MAX);
    let room = office.replies.room(wanted).await?;
    let max_bytes = wanted.min(room.bytes());
    let found = office
        .storage
        .handed_over_by(member.team, device, after, max_bytes)
        .await?;
    let bytes = found.items.iter().map(|(_, bytes)| bytes.len()).sum();
    let room = room.fit(bytes).await?;
    let last = found.items.last().map(|(number, _)| *number);
    let items = found.items.into_iter();
    let page = Page {
        next: last.filter(|_| found.more),
        items: items.map(|(_, bytes)| bytes.into()).collect(),
    };
    Ok(Roomy(page, room))
}

/// `DELETE /v1/teams/{team}/handed-over/{device}`
pub(super) async fn clear<S: Storage>(
    State(office): Here<S>,
    Admin(member): Admin,
    From(device): From,
) -> Result<Done, No> {
    office
        .storage
        .clear_handed_over(member.team, device)
        .await?;
    Ok(Done)
}

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, No> {
        from_path(parts, "device").await.map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for After {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, No> {
        from_path(parts, "after").await.map(Self)
    }
}
