//! Documents that were erased: of their chunks stubs are left, of their blobs nothing.

use doorstep_wire::id::{DocId, TeamId};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::blobs;
use super::log::{signed, unsigned};
use crate::storage::{Erased, StorageFault, left_of};

/// The entry that was just appended at this place erases these; one that was waited for at this place,
/// or at one before it, does not come any more unless it is this one.
pub(super) fn by_entry(
    tx: &Transaction<'_>,
    team: TeamId,
    position: u64,
    documents: &[DocId],
) -> Result<(), StorageFault> {
    tx.prepare_cached("DELETE FROM erased WHERE team_id = ?1 AND in_log = 0 AND position <= ?2")?
        .execute(params![team.0, signed(position)])?;
    for document in documents {
        tx.prepare_cached(
            "INSERT INTO erased (team_id, doc_id, position, in_log) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT DO UPDATE SET position = excluded.position, in_log = 1",
        )?
        .execute(params![team.0, document.0, signed(position)])?;
        forget(tx, team, *document)?;
    }
    Ok(())
}

/// Erases once more what an entry erased that may be lost here. Where the log has another entry in its
/// place, or has it, there is nothing to do.
pub(super) fn again(
    tx: &Transaction<'_>,
    team: TeamId,
    documents: &[(DocId, u64)],
) -> Result<(), StorageFault> {
    let entries: Option<i64> = tx
        .prepare_cached("SELECT entry_count FROM team WHERE team_id = ?1")?
        .query_row([team.0], |row| row.get(0))
        .optional()?;
    let entries = entries.map_or(0, unsigned);
    for (document, position) in documents {
        if *position < entries {
            continue;
        }
        tx.prepare_cached(
            "INSERT INTO erased (team_id, doc_id, position, in_log) VALUES (?1, ?2, ?3, 0)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![team.0, document.0, signed(*position)])?;
        forget(tx, team, *document)?;
    }
    Ok(())
}

fn forget(tx: &Transaction<'_>, team: TeamId, document: DocId) -> Result<(), StorageFault> {
    tx.prepare_cached("DELETE FROM snapshot WHERE team_id = ?1 AND doc_id = ?2")?
        .execute(params![team.0, document.0])?;
    blobs::drop_of(tx, team, document)?;
    let places: Vec<i64> = tx
        .prepare_cached(
            "SELECT seq FROM chunk WHERE team_id = ?1 AND substr(bytes, 35, 16) = ?2 ORDER BY seq",
        )?
        .query_map(params![team.0, document.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut read = tx.prepare_cached("SELECT bytes FROM chunk WHERE team_id = ?1 AND seq = ?2")?;
    let mut write =
        tx.prepare_cached("UPDATE chunk SET bytes = ?3 WHERE team_id = ?1 AND seq = ?2")?;
    for seq in places {
        let bytes: Vec<u8> = read.query_row(params![team.0, seq], |row| row.get(0))?;
        write.execute(params![team.0, seq, left_of(bytes)])?;
    }
    Ok(())
}

/// Whether the team's log, as it is here, erases a document.
pub(super) fn is_erased(
    connection: &Connection,
    team: TeamId,
    document: DocId,
) -> Result<bool, StorageFault> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM erased WHERE team_id = ?1 AND doc_id = ?2 AND in_log = 1")?
        .exists(params![team.0, document.0])?)
}

/// Whether there are chunks about one of these documents after a place.
pub(super) fn has_more(
    tx: &Transaction<'_>,
    team: TeamId,
    documents: &[DocId],
    after: u64,
) -> Result<bool, StorageFault> {
    let mut statement = tx.prepare_cached(
        "SELECT 1 FROM chunk WHERE team_id = ?1 AND substr(bytes, 35, 16) = ?2 AND seq > ?3",
    )?;
    for document in documents {
        if statement.exists(params![team.0, document.0, signed(after)])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every document that was erased.
pub(super) fn all(connection: &Connection) -> Result<Vec<Erased>, StorageFault> {
    let mut statement = connection
        .prepare_cached("SELECT team_id, doc_id, position FROM erased ORDER BY team_id, doc_id")?;
    let rows = statement.query_map([], |row| {
        Ok(Erased {
            team: TeamId(row.get(0)?),
            document: DocId(row.get(1)?),
            position: unsigned(row.get(2)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
