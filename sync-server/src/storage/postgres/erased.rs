//! Documents that were erased: of their chunks stubs are left, of their blobs nothing.
//!
//! Whoever erases has the team's row, as whoever adds chunks has, so that none comes in between. Who
//! announces a blob waits for it at the row of `blob_total`.

use std::collections::HashSet;

use deadpool_postgres::{GenericClient, Transaction};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{DocId, TeamId};

use super::blobs;
use super::query::{all as every, id, one, run};
use crate::storage::{StorageFault, left_of};

/// Places of the chunks about these documents, from how they begin: suite (1), kind (1), team (32),
/// document (16).
const PLACES: &str = "SELECT seq FROM chunk
    WHERE team_id = $1 AND substring(bytes FROM 35 FOR 16) = ANY($2) ORDER BY seq";
/// How long the search through all of a team's chunks may take.
const PATIENCE: &str = "SET LOCAL statement_timeout = '10min'";

const LOCK: &str = "SELECT 1 FROM team WHERE team_id = $1 FOR NO KEY UPDATE";

/// Erases documents and remembers it; those that were erased before are gone through again.
pub(super) async fn erase(
    tx: &Transaction<'_>,
    team: TeamId,
    documents: &[DocId],
) -> Result<(), StorageFault> {
    if documents.is_empty() {
        return Ok(());
    }
    let team_id = team.0.as_slice();
    let ids: Vec<&[u8]> = documents.iter().map(|id| id.0.as_slice()).collect();
    tx.batch_execute(PATIENCE).await?;
    if one(tx, LOCK, &[&team_id]).await?.is_some() {
        blobs::drop_of(tx, team, &ids).await?;
    }
    for sql in [
        "INSERT INTO erased (team_id, doc_id) SELECT $1, * FROM unnest($2::bytea[])
         ON CONFLICT DO NOTHING",
        "DELETE FROM snapshot WHERE team_id = $1 AND doc_id = ANY($2)",
    ] {
        run(tx, sql, &[&team_id, &ids]).await?;
    }
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

/// Those of the chunks' documents that were erased.
pub(super) async fn among(
    tx: &Transaction<'_>,
    team: TeamId,
    chunks: &[SealedChunk],
) -> Result<HashSet<DocId>, StorageFault> {
    let asked: HashSet<DocId> = chunks.iter().map(|chunk| chunk.header().doc_id).collect();
    let asked: Vec<&[u8]> = asked.iter().map(|id| id.0.as_slice()).collect();
    of(tx, team, &asked).await
}

/// Those of these documents that were erased.
pub(super) async fn of(
    tx: &Transaction<'_>,
    team: TeamId,
    documents: &[&[u8]],
) -> Result<HashSet<DocId>, StorageFault> {
    let rows = every(tx, AMONG, &[&team.0.as_slice(), &documents]).await?;
    rows.iter().map(|row| Ok(DocId(id(row, 0)?))).collect()
}

pub(super) const AMONG: &str = "SELECT doc_id FROM erased WHERE team_id = $1 AND doc_id = ANY($2)";

/// Every document that was erased.
pub(super) async fn all(on: &impl GenericClient) -> Result<Vec<(TeamId, DocId)>, StorageFault> {
    let sql = "SELECT team_id, doc_id FROM erased ORDER BY team_id, doc_id";
    let rows = every(on, sql, &[]).await?;
    rows.iter()
        .map(|row| Ok((TeamId(id(row, 0)?), DocId(id(row, 1)?))))
        .collect()
}
