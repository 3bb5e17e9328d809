//! Photos and voice notes: a member announces one with its signed head, then its parts come one by
//! one, in any order and as often as it takes; members read them again. None of them waits for a
//! place that smaller requests need.

use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use doorstep_wire::blob::{BeginBlob, BlobFault, BlobHead, BlobNames, BlobPart, BlobState};
use doorstep_wire::id::BlobId;
use doorstep_wire::limits::{BLOB_PART, MAX_BLOB_NAMES};
use doorstep_wire::refusal::RefusalCode;

use super::answer::{Done, No, Yes};
use super::asker::{Member, from_path};
use super::replies::Roomy;
use super::{Here, body, now_seconds};
use crate::storage::{BlobTimes, Storage, StoredBlob};

/// Bytes of a body that are no part or head: tags, lengths, with room to spare.
const ENVELOPE: usize = 64;

/// A name in a body, with room to spare.
const NAME: usize = 20;
/// How long a blob that was announced may take to come before it makes room for others, in seconds.
const UNFINISHED_FOR: u64 = 30 * 24 * 60 * 60;

/// A blob out of the path.
pub(super) struct Named(BlobId);

/// A part of a blob out of the path.
pub(super) struct Numbered(BlobId, u32);

/// `PUT /v1/teams/{team}/blobs/{blob}`
pub(super) async fn begin<S: Storage>(
    State(office): Here<S>,
    member: Member,
    Named(blob): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<Yes<BlobState>, No> {
    let held = body::read(&office, &headers, body, BlobHead::MAX_LEN + ENVELOPE).await?;
    let asked: BeginBlob = body::parse(&held.bytes)?;
    let head = checked(&member, blob, asked.head.into())?;
    let limit = office.max_blob_bytes;
    let now = now_seconds();
    let times = BlobTimes {
        now,
        stale_before: now.saturating_sub(UNFINISHED_FOR),
    };
    let begun = office.storage.begin_blob(member.team, head, limit, times);
    Ok(Yes(state(begun.await?)))
}

/// `POST /v1/teams/{team}/blobs`: which of these are not here, or not whole.
pub(super) async fn lacking<S: Storage>(
    State(office): Here<S>,
    member: Member,
    headers: HeaderMap,
    body: Body,
) -> Result<Yes<BlobNames>, No> {
    let held = body::read(&office, &headers, body, MAX_BLOB_NAMES * NAME + ENVELOPE).await?;
    let asked: BlobNames = body::parse(&held.bytes)?;
    if asked.blobs.len() > MAX_BLOB_NAMES {
        return Err(No::new(
            RefusalCode::TooLarge,
            format!("More than {MAX_BLOB_NAMES} names."),
        ));
    }
    let storage = &office.storage;
    let blobs = storage.lacking_blobs(member.team, asked.blobs).await?;
    Ok(Yes(BlobNames { blobs }))
}

/// A head that a member signed for this team and this name. What is in the blob, nobody here can
/// tell.
fn checked(member: &Member, blob: BlobId, bytes: Vec<u8>) -> Result<BlobHead, No> {
    let head = BlobHead::parse(bytes).map_err(|fault| {
        let code = match fault {
            BlobFault::BadLength(len) if len > 0 => RefusalCode::TooLarge,
            _ => RefusalCode::BadBlob,
        };
        No::new(code, format!("The blob can't be taken: {fault}."))
    })?;
    let header = head.header();
    if header.team_id != member.team || header.blob_id != blob {
        return Err(No::new(
            RefusalCode::BadBlob,
            "The blob belongs to another place.",
        ));
    }
    let signer = member.roster.verifying(&header.device_id);
    let signer = signer.ok_or_else(|| {
        No::new(
            RefusalCode::NotMember,
            "The blob's device is not in this team.",
        )
    })?;
    if head.is_signed_by(&signer) {
        Ok(head)
    } else {
        Err(No::new(
            RefusalCode::BadSignature,
            "The blob is not signed by the device it names.",
        ))
    }
}

/// `GET /v1/teams/{team}/blobs/{blob}`
pub(super) async fn look<S: Storage>(
    State(office): Here<S>,
    member: Member,
    Named(blob): Named,
) -> Result<Yes<BlobState>, No> {
    Ok(Yes(state(office.storage.blob(member.team, blob).await?)))
}

fn state(stored: StoredBlob) -> BlobState {
    BlobState {
        head: stored.head.into(),
        parts: stored.parts,
    }
}

/// `PUT /v1/teams/{team}/blobs/{blob}/parts/{part}`
pub(super) async fn put_part<S: Storage>(
    State(office): Here<S>,
    member: Member,
    Numbered(blob, number): Numbered,
    headers: HeaderMap,
    body: Body,
) -> Result<Done, No> {
    let held = body::read_large(&office, &headers, body, BLOB_PART + ENVELOPE).await?;
    let part: BlobPart = body::parse(&held.bytes)?;
    let bytes = part.sealed.len();
    member.may_store(&office, bytes)?;
    let stored = office.storage.blob(member.team, blob).await?;
    let head = BlobHead::parse(stored.head)
        .map_err(|fault| No::new(RefusalCode::StoreFailed, format!("The head: {fault}.")))?;
    if !head.is_part(number, &part.sealed) {
        return Err(No::new(
            RefusalCode::BadBlob,
            "The part is not what the blob's head lists.",
        ));
    }
    let sealed = part.sealed.into();
    office
        .storage
        .put_blob_part(member.team, blob, number, sealed)
        .await?;
    office.metrics.stored(0, bytes);
    Ok(Done)
}

/// `GET /v1/teams/{team}/blobs/{blob}/parts/{part}`
pub(super) async fn part<S: Storage>(
    State(office): Here<S>,
    member: Member,
    Numbered(blob, number): Numbered,
) -> Result<Roomy<BlobPart>, No> {
    let room = office.blob_replies.room(BLOB_PART + ENVELOPE).await?;
    let sealed = office.storage.blob_part(member.team, blob, number).await?;
    let room = room.fit(sealed.len()).await?;
    let part = BlobPart {
        sealed: sealed.into(),
    };
    Ok(Roomy(part, room))
}

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, No> {
        from_path(parts, "blob").await.map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Numbered {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, No> {
        let blob = from_path(parts, "blob").await?;
        Ok(Self(blob, from_path(parts, "part").await?))
    }
}
