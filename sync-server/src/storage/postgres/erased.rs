//! Documents that were erased: of their chunks stubs are left, of their blobs nothing.
//!
//! Whoever erases has the team's row, as whoever adds chunks has, so that none comes in between. Who
//! announces a blob waits for it at the row of `blob_total`.

use std::collections::HashSet;

use deadpool_postgres::{GenericClient, Transaction};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{DocId, TeamId};

use super::blobs;
use super::query::{all as every, count, id, one, run, signed};
use crate::storage::{Erased, StorageFault, left_of};

/// Places of the chunks about these documents, from how they begin: suite (1), kind (1), team (32),
/// document (16).
const PLACES: &str = "SELECT seq FROM chunk
    WHERE team_id = $1 AND substring(bytes FROM 35 FOR 16) = ANY($2) ORDER BY seq";
/// However many chunks there are: the last statement has to be waited for.
const PATIENCE: &str = "SET LOCAL statement_timeout = '10min';
    SELECT set_config('transaction_timeout', '0', true)
    WHERE current_setting('transaction_timeout', true) IS NOT NULL";

const LOCK: &str = "SELECT entry_count FROM team WHERE team_id = $1 FOR NO KEY UPDATE";

/// The entry that was just appended at this place erases these; one that was waited for at this place,
/// or at one before it, does not come any more unless it is this one.
pub(super) async fn by_entry(
    tx: &Transaction<'_>,
    team: TeamId,
    position: u64,
    documents: &[DocId],
) -> Result<(), StorageFault> {
    let team_id = team.0.as_slice();
    run(
        tx,
        "DELETE FROM erased WHERE team_id = $1 AND in_log = 0 AND position <= $2",
        &[&team_id, &signed(position)],
    )
    .await?;
    if documents.is_empty() {
        return Ok(());
    }
    let ids: Vec<&[u8]> = documents.iter().map(|id| id.0.as_slice()).collect();
    tx.batch_execute(PATIENCE).await?;
    run(
        tx,
        "INSERT INTO erased (team_id, doc_id, position, in_log)
         SELECT $1, came.*, $3, 1 FROM unnest($2::bytea[]) AS came
         ON CONFLICT (team_id, doc_id) DO UPDATE SET position = excluded.position, in_log = 1",
        &[&team_id, &ids, &signed(position)],
    )
    .await?;
    forget(tx, team, &ids).await
}

/// Erases once more what an entry erased that may be lost here. Where the log has another entry in its
/// place, or has it, there is nothing to do.
pub(super) async fn again(
    tx: &Transaction<'_>,
    team: TeamId,
    documents: &[(DocId, u64)],
) -> Result<(), StorageFault> {
    let team_id = team.0.as_slice();
    tx.batch_execute(PATIENCE).await?;
    let entries = match one(tx, LOCK, &[&team_id]).await? {
        Some(row) => count(&row, 0)?,
        None => 0,
    };
    let waited_for = documents.iter().filter(|(_, at)| *at >= entries);
    let (ids, places): (Vec<&[u8]>, Vec<i64>) = waited_for
        .map(|(id, at)| (id.0.as_slice(), signed(*at)))
        .unzip();
    run(
        tx,
        "INSERT INTO erased (team_id, doc_id, position, in_log)
         SELECT $1, came.doc_id, came.position, 0
         FROM unnest($2::bytea[], $3::bigint[]) AS came (doc_id, position)
         ON CONFLICT DO NOTHING",
        &[&team_id, &ids, &places],
    )
    .await?;
    forget(tx, team, &ids).await
}

async fn forget(tx: &Transaction<'_>, team: TeamId, ids: &[&[u8]]) -> Result<(), StorageFault> {
    let team_id = team.0.as_slice();
    if one(tx, LOCK, &[&team_id]).await?.is_none() {
        return Ok(());
    }
    blobs::drop_of(tx, team, ids).await?;
    let sql = "DELETE FROM snapshot WHERE team_id = $1 AND doc_id = ANY($2)";
    run(tx, sql, &[&team_id, &ids]).await?;
    for row in every(tx, PLACES, &[&team_id, &ids]).await? {
        let seq: i64 = row.try_get(0)?;
        let sql = "SELECT bytes FROM chunk WHERE team_id = $1 AND seq = $2";
        let Some(row) = one(tx, sql, &[&team_id, &seq]).await? else {
            continue;
        };
        run(
            tx,
            "UPDATE chunk SET bytes = $3 WHERE team_id = $1 AND seq = $2",
            &[&team_id, &seq, &left_of(row.try_get(0)?)],
        )
        .await?;
    }
    Ok(())
}

/// Whether there are chunks about one of these documents after a place.
pub(super) async fn has_more(
    tx: &Transaction<'_>,
    team: TeamId,
    documents: &[DocId],
    after: u64,
) -> Result<bool, StorageFault> {
    let ids: Vec<&[u8]> = documents.iter().map(|id| id.0.as_slice()).collect();
    let sql = "SELECT 1 FROM chunk
        WHERE team_id = $1 AND substring(bytes FROM 35 FOR 16) = ANY($2) AND seq > $3 LIMIT 1";
    let found = one(tx, sql, &[&team.0.as_slice(), &ids, &signed(after)]).await?;
    Ok(found.is_some())
}

/// Those of the chunks' documents that the team's log, as it is here, erases.
pub(super) async fn among(
    tx: &Transaction<'_>,
    team: TeamId,
    chunks: &[SealedChunk],
) -> Result<HashSet<DocId>, StorageFault> {
    let asked: HashSet<DocId> = chunks.iter().map(|chunk| chunk.header().doc_id).collect();
    let asked: Vec<&[u8]> = asked.iter().map(|id| id.0.as_slice()).collect();
    of(tx, team, &asked).await
}

/// Those of these documents that the team's log, as it is here, erases.
pub(super) async fn of(
    tx: &Transaction<'_>,
    team: TeamId,
    documents: &[&[u8]],
) -> Result<HashSet<DocId>, StorageFault> {
    let rows = every(tx, AMONG, &[&team.0.as_slice(), &documents]).await?;
    rows.iter().map(|row| Ok(DocId(id(row, 0)?))).collect()
}

pub(super) const AMONG: &str = "SELECT doc_id FROM erased
    WHERE team_id = $1 AND doc_id = ANY($2) AND in_log = 1";

/// Every document that was erased.
pub(super) async fn all(on: &impl GenericClient) -> Result<Vec<Erased>, StorageFault> {
    let sql = "SELECT team_id, doc_id, position FROM erased ORDER BY team_id, doc_id";
    let rows = every(on, sql, &[]).await?;
    rows.iter()
        .map(|row| {
            Ok(Erased {
                team: TeamId(id(row, 0)?),
                document: DocId(id(row, 1)?),
                position: count(row, 2)?,
            })
        })
        .collect()
}
