//! Reading bodies: sized before they are read, with a bound on what all of them hold together, and
//! an end to patience.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, header};
use doorstep_wire::decode;
use doorstep_wire::refusal::RefusalCode;
use futures_util::StreamExt as _;
use minicbor::Decode;
use tokio::sync::SemaphorePermit;
use tokio::time::timeout;

use super::Office;
use super::answer::No;
use crate::storage::Storage;

/// Bytes of a body that is no sync: the largest is a membership entry with its envelope.
pub(super) const SMALL: usize = 80 * 1024;
/// How long a request waits for its turn when others' bodies fill the memory set aside for them.
const TURN: Duration = Duration::from_secs(10);
/// How long a body may be silent.
const SILENCE: Duration = Duration::from_secs(20);
/// How long a whole body may take: 16 MiB on a slow mobile line.
const WHOLE: Duration = Duration::from_secs(40 * 60);

/// Bytes that are counted until they are dropped.
pub(super) struct Held<'a> {
    pub(super) bytes: Vec<u8>,
    _permit: SemaphorePermit<'a>,
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn read<'a, S: Storage>(
    office: &'a Arc<Office<S>>,
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<Held<'a>, No> {
    let announced = announced(headers).unwrap_or(limit);
    if announced > limit || body.size_hint().lower() > limit as u64 {
        return Err(too_large(limit));
    }
    let kib = u32::try_from(announced / 1024 + 1)
        .unwrap_or(u32::MAX)
        .min(office.body_kib);
    let turn = timeout(TURN, office.bodies.acquire_many(kib)).await;
    let Ok(Ok(permit)) = turn else {
        return Err(No::new(
            RefusalCode::TooMany,
            "The server is busy. Try again in a minute.",
        ));
    };
    let whole = timeout(WHOLE, collect(body, announced)).await;
    let bytes = whole.unwrap_or_else(|_| Err(too_slow()))?;
    Ok(Held {
        bytes,
        _permit: permit,
    })
}

/// Reads a small body and decodes it.
pub(super) async fn decoded<T, S: Storage>(
    office: &Arc<Office<S>>,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, No>
where
    T: for<'b> Decode<'b, ()>,
{
    let held = read(office, headers, body, SMALL).await?;
    parse(&held.bytes)
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
