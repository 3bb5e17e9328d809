//! Which snapshots are confirmed, and bodies that can go for them.

use deadpool_postgres::{GenericClient, Transaction};
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DocId, TeamId};

use super::query::{all, count, id, one, run, signed};
use crate::storage::{
    DropTimes, DueSnapshot, HEAD_LEN, HEADS_AT_ONCE, SNAPSHOTS_AT_ONCE, StorageFault, stub_of,
};

/// Takes down what a chunk says that was just put at `at`.
pub(super) async fn note(
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
    let chain = one(
        tx,
        "SELECT 1 FROM chunk WHERE team_id = $1 AND seq = $2 AND chain = $3",
        &[
            &team.0.as_slice(),
            &signed(header.seen.seq),
            &header.seen.chain.0.as_slice(),
        ],
    )
    .await?;
    if chain.is_none() {
        return Ok(());
    }
    let (document, device) = (header.doc_id.0.as_slice(), header.device_id.0.as_slice());
    if header.kind == ChunkKind::Snapshot {
        run(
            tx,
            "INSERT INTO snapshot (team_id, doc_id, seq, covers, device_id, confirmed, dropped)
             VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT DO NOTHING",
            &[
                &team.0.as_slice(),
                &document,
                &signed(at.seq),
                &signed(header.seen.seq),
                &device,
            ],
        )
        .await?;
    } else {
        run(
            tx,
            "UPDATE snapshot SET confirmed = 1 WHERE team_id = $1 AND doc_id = $2 AND seq = $3
             AND device_id <> $4 AND confirmed = 0",
            &[
                &team.0.as_slice(),
                &document,
                &signed(header.seen.seq),
                &device,
            ],
        )
        .await?;
    }
    Ok(())
}

pub(super) async fn due(
    on: &impl GenericClient,
    times: DropTimes,
) -> Result<Vec<DueSnapshot>, StorageFault> {
    run(
        on,
        "UPDATE snapshot SET confirmed = $1 WHERE confirmed = 1",
        &[&signed(times.now)],
    )
    .await?;
    let rows = all(
        on,
        "SELECT team_id, doc_id, seq, covers FROM snapshot AS old
         WHERE dropped = 0 AND confirmed BETWEEN 2 AND $1 AND EXISTS (
             SELECT 1 FROM snapshot AS new
             WHERE new.team_id = old.team_id AND new.doc_id = old.doc_id AND new.seq > old.seq
               AND new.covers >= old.covers AND new.confirmed BETWEEN 2 AND $1)
         ORDER BY team_id, doc_id, seq LIMIT $2",
        &[&signed(times.confirmed_before), &SNAPSHOTS_AT_ONCE],
    )
    .await?;
    rows.iter()
        .map(|row| {
            Ok(DueSnapshot {
                team: TeamId(id(row, 0)?),
                document: DocId(id(row, 1)?),
                seq: count(row, 2)?,
                covers: count(row, 3)?,
            })
        })
        .collect()
}

pub(super) async fn heads_between(
    on: &impl GenericClient,
    team: TeamId,
    after: u64,
    up_to: u64,
) -> Result<Vec<(u64, Vec<u8>)>, StorageFault> {
    let rows = all(
        on,
        "SELECT seq, substring(bytes FROM 1 FOR $5::bigint::int) FROM chunk
         WHERE team_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4",
        &[
            &team.0.as_slice(),
            &signed(after),
            &signed(up_to),
            &HEADS_AT_ONCE,
            &HEAD_LEN,
        ],
    )
    .await?;
    rows.iter()
        .map(|row| Ok((count(row, 0)?, row.try_get(1)?)))
        .collect()
}

pub(super) async fn drop_bodies(
    tx: &Transaction<'_>,
    team: TeamId,
    places: &[u64],
) -> Result<u64, StorageFault> {
    let mut freed = 0;
    for seq in places {
        let row = one(
            tx,
            "SELECT bytes FROM chunk WHERE team_id = $1 AND seq = $2",
            &[&team.0.as_slice(), &signed(*seq)],
        )
        .await?;
        let Some(row) = row else { continue };
        if let Some((stub, saved)) = stub_of(row.try_get(0)?) {
            run(
                tx,
                "UPDATE chunk SET bytes = $3 WHERE team_id = $1 AND seq = $2",
                &[&team.0.as_slice(), &signed(*seq), &stub.bytes()],
            )
            .await?;
            freed += saved;
        }
    }
    Ok(freed)
}

pub(super) async fn dropped(tx: &Transaction<'_>, due: &[DueSnapshot]) -> Result<(), StorageFault> {
    for one in due {
        run(
            tx,
            "UPDATE snapshot SET dropped = 1 WHERE team_id = $1 AND doc_id = $2 AND seq = $3",
            &[
                &one.team.0.as_slice(),
                &one.document.0.as_slice(),
                &signed(one.seq),
            ],
        )
        .await?;
    }
    Ok(())
}
