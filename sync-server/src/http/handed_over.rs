//! What a removed device had not sent: it leaves that here, and an admin of the team fetches it to look at.

use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use doorstep_wire::handed_over::{Check, HandOver, Page, Waiting};
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
/// A name in a body, with room to spare.
const NAME: usize = 40;
const _: () = assert!(MAX_SEALED_CHUNK + 2 * ENVELOPE < MAX_REPLY);

/// A removed device out of the path.
pub(super) struct From(DeviceId);

/// Where to read on, or how far to clear, out of the path.
pub(super) struct After(u64);

/// `POST /v1/teams/{team}/handed-over`
pub(super) async fn leave<S: Storage>(
    State(office): Here<S>,
    known: Known,
    headers: HeaderMap,
    body: Body,
) -> Result<Done, No> {
    only_former(&known)?;
    let limit = MAX_SEALED_CHUNK + 2 * ENVELOPE;
    let held = body::read_large(&office, &headers, body, limit).await?;
    let asked: HandOver = body::parse(&held.bytes)?;
    let is_sound = asked.items.len() <= MAX_HANDED_OVER_COUNT
        && asked
            .items
            .iter()
            .all(|item| (1..=MAX_SEALED_CHUNK + ENVELOPE).contains(&item.len()));
    if !is_sound {
        return Err(too_large());
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
        last: last.unwrap_or(after),
        items: items.map(|(_, bytes)| bytes.into()).collect(),
    };
    Ok(Roomy(page, room))
}

/// `POST /v1/teams/{team}/handed-over/check`
pub(super) async fn check<S: Storage>(
    State(office): Here<S>,
    known: Known,
    headers: HeaderMap,
    body: Body,
) -> Result<Yes<Check>, No> {
    only_former(&known)?;
    let limit = MAX_HANDED_OVER_COUNT * 3 * NAME + ENVELOPE;
    let held = body::read(&office, &headers, body, limit).await?;
    let asked: Check = body::parse(&held.bytes)?;
    let counts = [asked.items.len(), asked.chunks.len(), asked.blobs.len()];
    if counts
        .into_iter()
        .any(|count| count > MAX_HANDED_OVER_COUNT)
    {
        return Err(too_large());
    }
    let names = asked.items.into_iter().map(|name| {
        let name: Result<[u8; 32], _> = Vec::from(name).try_into();
        name.map_err(|_| No::new(RefusalCode::Malformed, "A name is no hash."))
    });
    let storage = &office.storage;
    let (items, chunks) = storage
        .lacking_of_former(
            known.team,
            known.device,
            names.collect::<Result<_, _>>()?,
            asked.chunks,
        )
        .await?;
    let blobs = storage.lacking_blobs(known.team, asked.blobs).await?;
    Ok(Yes(Check {
        items: items.into_iter().map(|name| name.to_vec().into()).collect(),
        chunks,
        blobs,
    }))
}

fn only_former(known: &Known) -> Result<(), No> {
    match known.roster.former(&known.device) {
        Some(_) => Ok(()),
        None => Err(No::new(
            RefusalCode::NotAllowed,
            "Only a removed device hands something over.",
        )),
    }
}

fn too_large() -> No {
    No::new(
        RefusalCode::TooLarge,
        "An item is too large or empty, or there are too many.",
    )
}

/// `DELETE /v1/teams/{team}/handed-over/{device}/{up_to}`
pub(super) async fn clear<S: Storage>(
    State(office): Here<S>,
    Admin(member): Admin,
    From(device): From,
    After(up_to): After,
) -> Result<Done, No> {
    office
        .storage
        .clear_handed_over(member.team, device, up_to)
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
