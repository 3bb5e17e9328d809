//! Which snapshots are confirmed, and bodies that can go for them.

use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::id::{DocId, TeamId};
use rusqlite::{Connection, Transaction, params};

use super::log::{is_in_chain, signed, unsigned};
use crate::storage::{
    DropTimes, DueSnapshot, HEAD_LEN, HEADS_AT_ONCE, SNAPSHOTS_AT_ONCE, StorageFault, stub_of,
};
use doorstep_wire::cursor::Cursor;

/// Takes down what a chunk says that was just put at `at`.
pub(super) fn note(
    tx: &Transaction<'_>,
    team: TeamId,
    at: Cursor,
    chunk: &SealedChunk,
) -> Result<(), StorageFault> {
    let header = chunk.header();
    let says = matches!(header.kind, ChunkKind::Snapshot | ChunkKind::Receipt);
    if !says || header.seen.seq == 0 || header.doc_id == DocId::ZERO || chunk.is_stub() {
        return Ok(());
    }
    // Of another sequence, such as one that was lost, it says nothing here.
    if !is_in_chain(tx, team, at, header.seen)? {
        return Ok(());
    }
    if header.kind == ChunkKind::Snapshot {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO snapshot
                 (team_id, doc_id, seq, covers, device_id, confirmed, dropped)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)",
        )?
        .execute(params![
            team.0,
            header.doc_id.0,
            signed(at.seq),
            signed(header.seen.seq),
            header.device_id.0
        ])?;
    } else {
        tx.prepare_cached(
            "UPDATE snapshot SET confirmed = 1 WHERE team_id = ?1 AND doc_id = ?2 AND seq = ?3
             AND device_id <> ?4 AND confirmed = 0",
        )?
        .execute(params![
            team.0,
            header.doc_id.0,
            signed(header.seen.seq),
            header.device_id.0
        ])?;
    }
    Ok(())
}

pub(super) fn due(
    tx: &Transaction<'_>,
    times: DropTimes,
) -> Result<Vec<DueSnapshot>, StorageFault> {
    tx.prepare_cached("UPDATE snapshot SET confirmed = ?1 WHERE confirmed = 1")?
        .execute([signed(times.now)])?;
    let mut statement = tx.prepare_cached(
        "SELECT team_id, doc_id, seq, covers FROM snapshot AS old
         WHERE dropped = 0 AND confirmed BETWEEN 2 AND ?1 AND EXISTS (
             SELECT 1 FROM snapshot AS new
             WHERE new.team_id = old.team_id AND new.doc_id = old.doc_id AND new.seq > old.seq
               AND new.covers >= old.covers AND new.confirmed BETWEEN 2 AND ?1)
         ORDER BY team_id, doc_id, seq LIMIT ?2",
    )?;
    let rows = statement.query_map(
        params![signed(times.confirmed_before), SNAPSHOTS_AT_ONCE],
        |row| {
            Ok(DueSnapshot {
                team: TeamId(row.get(0)?),
                document: DocId(row.get(1)?),
                seq: unsigned(row.get(2)?),
                covers: unsigned(row.get(3)?),
            })
        },
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn heads_between(
    connection: &Connection,
    team: TeamId,
    after: u64,
    up_to: u64,
) -> Result<Vec<(u64, Vec<u8>)>, StorageFault> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, substr(bytes, 1, ?5) FROM chunk
         WHERE team_id = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4",
    )?;
    let given = params![
        team.0,
        signed(after),
        signed(up_to),
        HEADS_AT_ONCE,
        HEAD_LEN
    ];
    let rows = statement.query_map(given, |row| Ok((unsigned(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn drop_bodies(
    tx: &Transaction<'_>,
    team: TeamId,
    places: &[u64],
) -> Result<u64, StorageFault> {
    let mut read = tx.prepare_cached("SELECT bytes FROM chunk WHERE team_id = ?1 AND seq = ?2")?;
    let mut write =
        tx.prepare_cached("UPDATE chunk SET bytes = ?3 WHERE team_id = ?1 AND seq = ?2")?;
    let mut freed = 0;
    for seq in places {
        let bytes: Vec<u8> = read.query_row(params![team.0, signed(*seq)], |row| row.get(0))?;
        if let Some((stub, saved)) = stub_of(bytes) {
            write.execute(params![team.0, signed(*seq), stub.bytes()])?;
            freed += saved;
        }
    }
    Ok(freed)
}

pub(super) fn dropped(tx: &Transaction<'_>, due: &[DueSnapshot]) -> Result<(), StorageFault> {
    let mut mark = tx.prepare_cached(
        "UPDATE snapshot SET dropped = 1 WHERE team_id = ?1 AND doc_id = ?2 AND seq = ?3",
    )?;
    for one in due {
        mark.execute(params![one.team.0, one.document.0, signed(one.seq)])?;
    }
    Ok(())
}
