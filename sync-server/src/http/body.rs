//! Reading bodies: sized before they are read, with a bound on what all of them hold together, and
//! an end to patience.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, header};
use doorstep_wire::decode;
use doorstep_wire::refusal::RefusalCode;
use futures_util::StreamExt as _;
use minicbor::Decode;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::Office;
use super::answer::No;
use crate::storage::Storage;

/// Bytes of a member's body that is no sync: the largest is a membership entry with its envelope.
const SMALL: usize = 80 * 1024;
/// Bytes of what members send often: a look for news, a visit.
const OFTEN: usize = 128 * 1024;
/// Bytes of a stranger's body: the largest is a request to be let in.
const STRANGERS: usize = 4 * 1024;
/// Bytes of a body with which a team begins here or is given back: its entries and their envelope.
const BEGINNING: usize = 80 * 1024;
/// How long a request waits for its turn when others' bodies fill the memory set aside for them.
const TURN: Duration = Duration::from_secs(10);
/// How long a body may be silent.
const SILENCE: Duration = Duration::from_secs(20);
/// How long a member's whole body may take: 16 MiB on a slow mobile line.
const WHOLE: Duration = Duration::from_secs(40 * 60);
/// How long a stranger's may.
const WHOLE_STRANGERS: Duration = Duration::from_secs(20);

/// Bytes that are counted until they are dropped.
pub(super) struct Held<'a> {
    pub(super) bytes: Vec<u8>,
    _permit: SemaphorePermit<'a>,
}

/// Where the memory for a body comes from, and what it may cost.
struct Allowance<'a> {
    pool: &'a Semaphore,
    limit: usize,
    whole: Duration,
}

/// Reads a member's body of at most `limit` bytes.
pub(super) async fn read<'a, S: Storage>(
    office: &'a Office<S>,
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<Held<'a>, No> {
    // What most requests are never waits behind a few large ones that come in slowly.
    let is_small = announced(headers).is_some_and(|bytes| bytes <= OFTEN);
    let pool = if is_small {
        &office.small_bodies
    } else {
        &office.bodies
    };
    take(
        Allowance {
            pool,
            limit,
            whole: WHOLE,
        },
        headers,
        body,
    )
    .await
}

/// As [`read`], for what never takes a place that small bodies need, however small it is itself.
pub(super) async fn read_large<'a, S: Storage>(
    office: &'a Office<S>,
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<Held<'a>, No> {
    take(
        Allowance {
            pool: &office.bodies,
            limit,
            whole: WHOLE,
        },
        headers,
        body,
    )
    .await
}

/// Reads and decodes a member's small body.
pub(super) async fn from_member<T, S: Storage>(
    office: &Office<S>,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, No>
where
    T: for<'b> Decode<'b, ()>,
{
    parse(&read(office, headers, body, SMALL).await?.bytes)
}

/// Reads and decodes a stranger's body. Strangers share memory with each other alone.
pub(super) async fn from_stranger<T, S: Storage>(
    office: &Office<S>,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, No>
where
    T: for<'b> Decode<'b, ()>,
{
    strangers(office, headers, body, STRANGERS).await
}

/// As [`from_stranger`], for a team that begins here.
pub(super) async fn from_founder<T, S: Storage>(
    office: &Office<S>,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, No>
where
    T: for<'b> Decode<'b, ()>,
{
    strangers(office, headers, body, BEGINNING).await
}

async fn strangers<T, S: Storage>(
    office: &Office<S>,
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<T, No>
where
    T: for<'b> Decode<'b, ()>,
{
    let allowance = Allowance {
        pool: &office.strangers_bodies,
        limit,
        whole: WHOLE_STRANGERS,
    };
    parse(&take(allowance, headers, body).await?.bytes)
}

async fn take<'a>(
    allowance: Allowance<'a>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Held<'a>, No> {
    let Allowance { pool, limit, whole } = allowance;
    let announced = announced(headers).unwrap_or(limit);
    if announced > limit || body.size_hint().lower() > limit as u64 {
        return Err(too_large(limit));
    }
    let kib = u32::try_from(announced / 1024 + 1).unwrap_or(u32::MAX);
    let turn = timeout(TURN, pool.acquire_many(kib)).await;
    let Ok(Ok(permit)) = turn else {
        return Err(No::new(
            RefusalCode::TooMany,
            "The server is busy. Try again in a minute.",
        ));
    };
    let collected = timeout(whole, collect(body, announced)).await;
    let bytes = collected.unwrap_or_else(|_| Err(too_slow()))?;
    Ok(Held {
        bytes,
        _permit: permit,
    })
}

/// Decodes a body.
pub(super) fn parse<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, No> {
    decode(bytes)
        .map_err(|fault| No::new(RefusalCode::Malformed, format!("Not as expected: {fault}.")))
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

async fn collect(body: Body, limit: usize) -> Result<Vec<u8>, No> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    loop {
        match timeout(SILENCE, stream.next()).await {
            Err(_) => return Err(too_slow()),
            Ok(None) => return Ok(bytes),
            Ok(Some(Err(_))) => {
                return Err(No::new(RefusalCode::Malformed, "The request broke off."));
            }
            Ok(Some(Ok(piece))) if bytes.len() + piece.len() > limit => {
                return Err(too_large(limit));
            }
            Ok(Some(Ok(piece))) => bytes.extend_from_slice(&piece),
        }
    }
}

fn too_large(limit: usize) -> No {
    No::new(
        RefusalCode::TooLarge,
        format!("The request is larger than {limit} bytes."),
    )
}

fn too_slow() -> No {
    No::new(
        RefusalCode::TooSlow,
        "The request took too long. Nothing was kept.",
    )
}
