//! Photos and voice notes: a signed head, and parts that come one by one.

use doorstep_wire::blob::BlobHead;
use doorstep_wire::id::{BlobId, TeamId};
use doorstep_wire::limits::MAX_BLOBS;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::storage::{StorageFault, StoredBlob};

/// Keeps the head, if there is room for what it announces; a repeat changes nothing.
pub(super) fn begin(
    tx: &Transaction<'_>,
    team: TeamId,
    head: &BlobHead,
    max_bytes: u64,
) -> Result<StoredBlob, StorageFault> {
    let header = head.header();
    match state(tx, team, header.blob_id) {
        Ok(stored) if stored.head == head.bytes() => return Ok(stored),
        Ok(_) => return Err(StorageFault::BlobDiffers),
        Err(StorageFault::UnknownBlob) => {}
        Err(fault) => return Err(fault),
    }
    let total: Option<(i64, i64)> = tx
        .prepare_cached("SELECT blobs, bytes FROM blob_total WHERE team_id = ?1")?
        .query_row([team.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (blobs, bytes) = total.unwrap_or_default();
    let (blobs, bytes) = (
        unsigned(blobs).saturating_add(1),
        unsigned(bytes).saturating_add(head.sealed_len()),
    );
    if blobs > MAX_BLOBS || bytes > max_bytes {
        return Err(StorageFault::BlobQuota);
    }
    tx.prepare_cached(
        "INSERT INTO blob_total (team_id, blobs, bytes) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET blobs = excluded.blobs, bytes = excluded.bytes",
    )?
    .execute(params![team.0, signed(blobs), signed(bytes)])?;
    tx.prepare_cached("INSERT INTO blob (team_id, blob_id, doc_id, head) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            team.0,
            header.blob_id.0,
            header.doc_id.0,
            head.bytes()
        ])?;
    Ok(StoredBlob {
        head: head.bytes().to_vec(),
        parts: Vec::new(),
    })
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
    tx.prepare_cached(
        "INSERT INTO blob_part (team_id, blob_id, number, bytes) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![team.0, blob.0, number, sealed])?;
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
