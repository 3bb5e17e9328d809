//! Photos and voice notes: a signed head, and parts that come one by one.

use doorstep_wire::blob::BlobHead;
use doorstep_wire::id::{BlobId, DocId, TeamId};
use doorstep_wire::limits::MAX_BLOBS;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::erased;
use crate::storage::{BlobTimes, StorageFault, StoredBlob};

/// Keeps the head, if there is room for what it announces; a repeat changes nothing.
pub(super) fn begin(
    tx: &Transaction<'_>,
    team: TeamId,
    head: &BlobHead,
    max_bytes: u64,
    times: BlobTimes,
) -> Result<StoredBlob, StorageFault> {
    let header = head.header();
    if erased::is_erased(tx, team, header.doc_id)? {
        return Err(StorageFault::Erased);
    }
    match state(tx, team, header.blob_id) {
        Ok(stored) if stored.head == head.bytes() => return Ok(stored),
        Ok(_) => return Err(StorageFault::BlobDiffers),
        Err(StorageFault::UnknownBlob) => {}
        Err(fault) => return Err(fault),
    }
    let with = |(blobs, bytes): (u64, u64)| {
        let (blobs, bytes) = (
            blobs.saturating_add(1),
            bytes.saturating_add(head.sealed_len()),
        );
        (blobs <= MAX_BLOBS && bytes <= max_bytes).then_some((blobs, bytes))
    };
    let before = total(tx, team)?;
    let after = match with(before) {
        Some(after) => after,
        // Nothing is dropped for one that finds no room all the same: the transaction fails then.
        None => {
            let left = drop_unfinished(tx, team, before, times.stale_before)?;
            with(left).ok_or(StorageFault::BlobQuota)?
        }
    };
    set_total(tx, team, after)?;
    tx.prepare_cached(
        "INSERT INTO blob (team_id, blob_id, doc_id, head, begun, missing)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        team.0,
        header.blob_id.0,
        header.doc_id.0,
        head.bytes(),
        signed(times.now),
        header.part_count()
    ])?;
    Ok(StoredBlob {
        head: head.bytes().to_vec(),
        parts: Vec::new(),
    })
}

/// How many blobs a team has, and what they take.
fn total(tx: &Transaction<'_>, team: TeamId) -> Result<(u64, u64), StorageFault> {
    let total: Option<(i64, i64)> = tx
        .prepare_cached("SELECT blobs, bytes FROM blob_total WHERE team_id = ?1")?
        .query_row([team.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (blobs, bytes) = total.unwrap_or_default();
    Ok((unsigned(blobs), unsigned(bytes)))
}

fn set_total(
    tx: &Transaction<'_>,
    team: TeamId,
    (blobs, bytes): (u64, u64),
) -> Result<(), StorageFault> {
    tx.prepare_cached(
        "INSERT INTO blob_total (team_id, blobs, bytes) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET blobs = excluded.blobs, bytes = excluded.bytes",
    )?
    .execute(params![team.0, signed(blobs), signed(bytes)])?;
    Ok(())
}

/// Takes away what was announced long ago and never came whole; answers what is left. Whoever has it
/// still can begin it again.
fn drop_unfinished(
    tx: &Transaction<'_>,
    team: TeamId,
    total: (u64, u64),
    before: u64,
) -> Result<(u64, u64), StorageFault> {
    let unfinished: Vec<(Vec<u8>, Vec<u8>)> = tx
        .prepare_cached(
            "SELECT blob_id, head FROM blob WHERE team_id = ?1 AND begun < ?2 AND missing > 0",
        )?
        .query_map(params![team.0, signed(before)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    drop_all(tx, team, total, unfinished)
}

/// Takes away every blob of a document.
pub(super) fn drop_of(
    tx: &Transaction<'_>,
    team: TeamId,
    document: DocId,
) -> Result<(), StorageFault> {
    let blobs: Vec<(Vec<u8>, Vec<u8>)> = tx
        .prepare_cached("SELECT blob_id, head FROM blob WHERE team_id = ?1 AND doc_id = ?2")?
        .query_map(params![team.0, document.0], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    if blobs.is_empty() {
        return Ok(());
    }
    let left = drop_all(tx, team, total(tx, team)?, blobs)?;
    set_total(tx, team, left)
}

/// Takes blobs away, each given by its id and head; answers what is left.
fn drop_all(
    tx: &Transaction<'_>,
    team: TeamId,
    (mut blobs, mut bytes): (u64, u64),
    all: Vec<(Vec<u8>, Vec<u8>)>,
) -> Result<(u64, u64), StorageFault> {
    for (id, head) in all {
        tx.prepare_cached("DELETE FROM blob_part WHERE team_id = ?1 AND blob_id = ?2")?
            .execute(params![team.0, id])?;
        tx.prepare_cached("DELETE FROM blob WHERE team_id = ?1 AND blob_id = ?2")?
            .execute(params![team.0, id])?;
        let announced = BlobHead::parse(head).map_or(0, |head| head.sealed_len());
        (blobs, bytes) = (blobs.saturating_sub(1), bytes.saturating_sub(announced));
    }
    Ok((blobs, bytes))
}

/// Those of the named blobs that are not here, or not whole.
pub(super) fn lacking(
    connection: &Connection,
    team: TeamId,
    blobs: Vec<BlobId>,
) -> Result<Vec<BlobId>, StorageFault> {
    let mut whole = connection
        .prepare_cached("SELECT 1 FROM blob WHERE team_id = ?1 AND blob_id = ?2 AND missing = 0")?;
    let mut lacking = Vec::new();
    for blob in blobs {
        if !whole.exists(params![team.0, blob.0])? {
            lacking.push(blob);
        }
    }
    Ok(lacking)
}

/// Keeps a part that was checked against the head; a repeat changes nothing.
pub(super) fn put_part(
    tx: &Transaction<'_>,
    team: TeamId,
    blob: BlobId,
    number: u32,
    sealed: &[u8],
) -> Result<(), StorageFault> {
    let there = tx
        .prepare_cached("SELECT 1 FROM blob WHERE team_id = ?1 AND blob_id = ?2")?
        .exists(params![team.0, blob.0])?;
    if !there {
        return Err(StorageFault::UnknownBlob);
    }
    let added = tx
        .prepare_cached(
            "INSERT INTO blob_part (team_id, blob_id, number, bytes) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![team.0, blob.0, number, sealed])?;
    if added > 0 {
        tx.prepare_cached(
            "UPDATE blob SET missing = missing - 1 WHERE team_id = ?1 AND blob_id = ?2",
        )?
        .execute(params![team.0, blob.0])?;
    }
    Ok(())
}

/// The head, and which parts are there.
pub(super) fn state(
    connection: &Connection,
    team: TeamId,
    blob: BlobId,
) -> Result<StoredBlob, StorageFault> {
    let head: Option<Vec<u8>> = connection
        .prepare_cached("SELECT head FROM blob WHERE team_id = ?1 AND blob_id = ?2")?
        .query_row(params![team.0, blob.0], |row| row.get(0))
        .optional()?;
    let head = head.ok_or(StorageFault::UnknownBlob)?;
    let mut statement = connection.prepare_cached(
        "SELECT number FROM blob_part WHERE team_id = ?1 AND blob_id = ?2 ORDER BY number",
    )?;
    let parts = statement.query_map(params![team.0, blob.0], |row| row.get(0))?;
    Ok(StoredBlob {
        head,
        parts: parts.collect::<Result<_, _>>()?,
    })
}

/// A part.
pub(super) fn part(
    connection: &Connection,
    team: TeamId,
    blob: BlobId,
    number: u32,
) -> Result<Vec<u8>, StorageFault> {
    let found = connection
        .prepare_cached(
            "SELECT bytes FROM blob_part WHERE team_id = ?1 AND blob_id = ?2 AND number = ?3",
        )?
        .query_row(params![team.0, blob.0, number], |row| row.get(0))
        .optional()?;
    found.ok_or(StorageFault::BlobPartMissing)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
