//! Documents that were erased: of their chunks stubs are left, of their blobs nothing.

use std::collections::HashSet;

use doorstep_wire::id::{DocId, TeamId};
use rusqlite::{Connection, Transaction, params};

use super::blobs;
use crate::storage::{HEAD_LEN, StorageFault, document_of, left_of};

/// Erases documents and remembers it; those that were erased before are gone through again.
pub(super) fn erase(
    tx: &Transaction<'_>,
    team: TeamId,
    documents: &[DocId],
) -> Result<(), StorageFault> {
    if documents.is_empty() {
        return Ok(());
    }
    for document in documents {
        tx.prepare_cached("INSERT OR IGNORE INTO erased (team_id, doc_id) VALUES (?1, ?2)")?
            .execute(params![team.0, document.0])?;
        tx.prepare_cached("DELETE FROM snapshot WHERE team_id = ?1 AND doc_id = ?2")?
            .execute(params![team.0, document.0])?;
        blobs::drop_of(tx, team, *document)?;
    }
    let documents: HashSet<&DocId> = documents.iter().collect();
    let mut read = tx.prepare_cached("SELECT bytes FROM chunk WHERE team_id = ?1 AND seq = ?2")?;
    let mut write =
        tx.prepare_cached("UPDATE chunk SET bytes = ?3 WHERE team_id = ?1 AND seq = ?2")?;
    for (seq, head) in heads(tx, team)? {
        if !document_of(&head).is_some_and(|document| documents.contains(&document)) {
            continue;
        }
        let bytes: Vec<u8> = read.query_row(params![team.0, seq], |row| row.get(0))?;
        write.execute(params![team.0, seq, left_of(bytes)])?;
    }
    Ok(())
}

/// How every chunk of a team begins, with its place.
fn heads(tx: &Transaction<'_>, team: TeamId) -> Result<Vec<(i64, Vec<u8>)>, StorageFault> {
    let mut statement =
        tx.prepare_cached("SELECT seq, substr(bytes, 1, ?2) FROM chunk WHERE team_id = ?1")?;
    let rows = statement.query_map(params![team.0, HEAD_LEN], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a document was erased.
pub(super) fn is_erased(
    connection: &Connection,
    team: TeamId,
    document: DocId,
) -> Result<bool, StorageFault> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM erased WHERE team_id = ?1 AND doc_id = ?2")?
        .exists(params![team.0, document.0])?)
}

/// Every document that was erased.
pub(super) fn all(connection: &Connection) -> Result<Vec<(TeamId, DocId)>, StorageFault> {
    let mut statement =
        connection.prepare_cached("SELECT team_id, doc_id FROM erased ORDER BY team_id, doc_id")?;
    let rows = statement.query_map([], |row| Ok((TeamId(row.get(0)?), DocId(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
