//! Photos and voice notes: a signed head, and parts that come one by one.
//!
//! Who announces a blob waits for others of the team at the row of `blob_total`; who brings a part
//! waits at the blob's own row. Nobody who has the second waits for the first.

use deadpool_postgres::{GenericClient, Transaction};
use doorstep_wire::blob::BlobHead;
use doorstep_wire::id::{BlobId, TeamId};
use doorstep_wire::limits::MAX_BLOBS;
use tokio_postgres::Row;

use super::erased;
use super::query::{all, count, id, one, run, signed};
use crate::storage::{BlobTimes, StorageFault, StoredBlob};

/// Keeps the head, if there is room for what it announces; a repeat changes nothing.
pub(super) async fn begin(
    tx: &Transaction<'_>,
    team: TeamId,
    head: &BlobHead,
    max_bytes: u64,
    times: BlobTimes,
) -> Result<StoredBlob, StorageFault> {
    if let Some(stored) = repeated(tx, team, head).await? {
        return Ok(stored);
    }
    let before = lock_total(tx, team).await?;
    // Whoever erases has had this row.
    let document = head.header().doc_id.0;
    if !erased::of(tx, team, &[document.as_slice()])
        .await?
        .is_empty()
    {
        return Err(StorageFault::Erased);
    }
    // It may have come while this one waited.
    if let Some(stored) = repeated(tx, team, head).await? {
        return Ok(stored);
    }
    let with = |(blobs, bytes): (u64, u64)| {
        let (blobs, bytes) = (
            blobs.saturating_add(1),
            bytes.saturating_add(head.sealed_len()),
        );
        (blobs <= MAX_BLOBS && bytes <= max_bytes).then_some((blobs, bytes))
    };
    let after = match with(before) {
        Some(after) => after,
        // Nothing is dropped for one that finds no room all the same: the transaction fails then.
        None => {
            let left = drop_unfinished(tx, team, before, times.stale_before).await?;
            with(left).ok_or(StorageFault::BlobQuota)?
        }
    };
    let team_id = team.0.as_slice();
    run(
        tx,
        "UPDATE blob_total SET blobs = $2, bytes = $3 WHERE team_id = $1",
        &[&team_id, &signed(after.0), &signed(after.1)],
    )
    .await?;
    let header = head.header();
    run(
        tx,
        "INSERT INTO blob (team_id, blob_id, doc_id, head, begun, missing)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            &team_id,
            &header.blob_id.0.as_slice(),
            &header.doc_id.0.as_slice(),
            &head.bytes(),
            &signed(times.now),
            &i64::from(header.part_count()),
        ],
    )
    .await?;
    Ok(StoredBlob {
        head: head.bytes().to_vec(),
        parts: Vec::new(),
    })
}

async fn repeated(
    tx: &Transaction<'_>,
    team: TeamId,
    head: &BlobHead,
) -> Result<Option<StoredBlob>, StorageFault> {
    match state(tx, team, head.header().blob_id).await {
        Ok(stored) if stored.head == head.bytes() => Ok(Some(stored)),
        Ok(_) => Err(StorageFault::BlobDiffers),
        Err(StorageFault::UnknownBlob) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// How many blobs a team has, and what they take; nobody else changes it until the transaction ends.
async fn lock_total(tx: &Transaction<'_>, team: TeamId) -> Result<(u64, u64), StorageFault> {
    let team_id = team.0.as_slice();
    run(
        tx,
        "INSERT INTO blob_total (team_id, blobs, bytes) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING",
        &[&team_id],
    )
    .await?;
    let row = one(
        tx,
        "SELECT blobs, bytes FROM blob_total WHERE team_id = $1 FOR UPDATE",
        &[&team_id],
    )
    .await?
    .ok_or(StorageFault::UnknownTeam)?;
    Ok((count(&row, 0)?, count(&row, 1)?))
}

/// Takes away what was announced long ago and never came whole; answers what is left. Whoever has it
/// still can begin it again.
async fn drop_unfinished(
    tx: &Transaction<'_>,
    team: TeamId,
    total: (u64, u64),
    before: u64,
) -> Result<(u64, u64), StorageFault> {
    let team_id = team.0.as_slice();
    let unfinished = all(
        tx,
        "SELECT blob_id, head FROM blob
         WHERE team_id = $1 AND begun < $2 AND missing > 0 ORDER BY blob_id FOR UPDATE",
        &[&team_id, &signed(before)],
    )
    .await?;
    drop_all(tx, team, total, &unfinished).await
}

/// Takes away every blob of these documents. The team is here.
pub(super) async fn drop_of(
    tx: &Transaction<'_>,
    team: TeamId,
    documents: &[&[u8]],
) -> Result<(), StorageFault> {
    let total = lock_total(tx, team).await?;
    let team_id = team.0.as_slice();
    let theirs = all(
        tx,
        "SELECT blob_id, head FROM blob WHERE team_id = $1 AND doc_id = ANY($2)
         ORDER BY blob_id FOR UPDATE",
        &[&team_id, &documents],
    )
    .await?;
    let (blobs, bytes) = drop_all(tx, team, total, &theirs).await?;
    run(
        tx,
        "UPDATE blob_total SET blobs = $2, bytes = $3 WHERE team_id = $1",
        &[&team_id, &signed(blobs), &signed(bytes)],
    )
    .await?;
    Ok(())
}

/// Takes blobs away, each given by its id and head; answers what is left.
async fn drop_all(
    tx: &Transaction<'_>,
    team: TeamId,
    (mut blobs, mut bytes): (u64, u64),
    gone: &[Row],
) -> Result<(u64, u64), StorageFault> {
    let team_id = team.0.as_slice();
    let mut ids: Vec<[u8; BlobId::LEN]> = Vec::with_capacity(gone.len());
    for row in gone {
        ids.push(id(row, 0)?);
        let announced = BlobHead::parse(row.try_get(1)?).map_or(0, |head| head.sealed_len());
        (blobs, bytes) = (blobs.saturating_sub(1), bytes.saturating_sub(announced));
    }
    let ids: Vec<&[u8]> = ids.iter().map(<[u8; BlobId::LEN]>::as_slice).collect();
    for sql in [
        "DELETE FROM blob_part WHERE team_id = $1 AND blob_id = ANY($2)",
        "DELETE FROM blob WHERE team_id = $1 AND blob_id = ANY($2)",
    ] {
        run(tx, sql, &[&team_id, &ids]).await?;
    }
    Ok((blobs, bytes))
}

/// Those of the named blobs that are not here, or not whole.
pub(super) async fn lacking(
    on: &impl GenericClient,
    team: TeamId,
    blobs: Vec<BlobId>,
) -> Result<Vec<BlobId>, StorageFault> {
    let asked: Vec<&[u8]> = blobs.iter().map(|blob| blob.0.as_slice()).collect();
    let rows = all(
        on,
        "SELECT blob_id FROM blob WHERE team_id = $1 AND blob_id = ANY($2) AND missing = 0",
        &[&team.0.as_slice(), &asked],
    )
    .await?;
    let whole: std::collections::HashSet<BlobId> = rows
        .iter()
        .map(|row| Ok(BlobId(id(row, 0)?)))
        .collect::<Result<_, StorageFault>>()?;
    Ok(blobs
        .into_iter()
        .filter(|blob| !whole.contains(blob))
        .collect())
}

/// Keeps a part that was checked against the head; a repeat changes nothing.
pub(super) async fn put_part(
    tx: &Transaction<'_>,
    team: TeamId,
    blob: BlobId,
    number: u32,
    sealed: &[u8],
) -> Result<(), StorageFault> {
    let (team_id, blob_id) = (team.0.as_slice(), blob.0.as_slice());
    one(
        tx,
        "SELECT 1 FROM blob WHERE team_id = $1 AND blob_id = $2 FOR UPDATE",
        &[&team_id, &blob_id],
    )
    .await?
    .ok_or(StorageFault::UnknownBlob)?;
    let added = run(
        tx,
        "INSERT INTO blob_part (team_id, blob_id, number, bytes) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        &[&team_id, &blob_id, &i64::from(number), &sealed],
    )
    .await?;
    if added > 0 {
        run(
            tx,
            "UPDATE blob SET missing = missing - 1 WHERE team_id = $1 AND blob_id = $2",
            &[&team_id, &blob_id],
        )
        .await?;
    }
    Ok(())
}

/// The head, and which parts are there.
pub(super) async fn state(
    on: &impl GenericClient,
    team: TeamId,
    blob: BlobId,
) -> Result<StoredBlob, StorageFault> {
    let (team_id, blob_id) = (team.0.as_slice(), blob.0.as_slice());
    let row = one(
        on,
        "SELECT head, ARRAY(
             SELECT number FROM blob_part WHERE team_id = $1 AND blob_id = $2 ORDER BY number
         ) FROM blob WHERE team_id = $1 AND blob_id = $2",
        &[&team_id, &blob_id],
    )
    .await?
    .ok_or(StorageFault::UnknownBlob)?;
    let parts: Vec<i64> = row.try_get(1)?;
    let number = |part: i64| {
        u32::try_from(part)
            .map_err(|_| StorageFault::Unusable("the number of a part is too large".into()))
    };
    Ok(StoredBlob {
        head: row.try_get(0)?,
        parts: parts.into_iter().map(number).collect::<Result<_, _>>()?,
    })
}

/// A part.
pub(super) async fn part(
    on: &impl GenericClient,
    team: TeamId,
    blob: BlobId,
    number: u32,
) -> Result<Vec<u8>, StorageFault> {
    let row = one(
        on,
        "SELECT bytes FROM blob_part WHERE team_id = $1 AND blob_id = $2 AND number = $3",
        &[&team.0.as_slice(), &blob.0.as_slice(), &i64::from(number)],
    )
    .await?
    .ok_or(StorageFault::BlobPartMissing)?;
    Ok(row.try_get(0)?)
}
