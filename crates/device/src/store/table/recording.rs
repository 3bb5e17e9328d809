//! Recordings that nobody has kept or thrown away yet, in pieces of a second. Every page of the
//! database is encrypted, its write-ahead log included, so that no plain sound is ever on the disk.

use doorstep_model::UnixMillis;
use doorstep_model::id::{DocKey, ItemId, RecordingKey};
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};

pub(crate) const CREATE: &str = "CREATE TABLE recording (
    recording_no INTEGER NOT NULL PRIMARY KEY,
    recording TEXT NOT NULL UNIQUE,
    household TEXT NOT NULL,
    visit TEXT NOT NULL,
    began_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE recording_piece (
    piece_no INTEGER NOT NULL PRIMARY KEY,
    recording_no INTEGER NOT NULL REFERENCES recording,
    -- how much was heard in it
    samples INTEGER NOT NULL,
    -- Opus packets, each after its length
    packets BLOB NOT NULL
) STRICT;
CREATE INDEX recording_pieces ON recording_piece (recording_no, piece_no, samples)";

/// One that begins.
pub(crate) struct New {
    pub(crate) id: RecordingKey,
    pub(crate) household: DocKey,
    pub(crate) visit: ItemId,
    pub(crate) began: UnixMillis,
}

/// One that waits, with how much was heard.
pub(crate) struct Row {
    pub(crate) id: RecordingKey,
    pub(crate) household: DocKey,
    pub(crate) visit: ItemId,
    pub(crate) began: UnixMillis,
    pub(crate) samples: u64,
}

/// Begins one. Others that were cut off before anything was heard are gone then.
pub(crate) fn begin(tx: &Transaction<'_>, new: &New) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "DELETE FROM recording WHERE recording_no NOT IN
             (SELECT recording_no FROM recording_piece)",
    )?
    .execute([])?;
    tx.prepare_cached(
        "INSERT INTO recording (recording, household, visit, began_ms) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        new.id.as_str(),
        new.household.as_str(),
        new.visit.as_str(),
        new.began.0
    ])?;
    Ok(())
}

/// Adds a piece. Nothing happens if the recording is gone.
pub(crate) fn add_piece(
    tx: &Transaction<'_>,
    id: &RecordingKey,
    packets: &[u8],
    samples: u64,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO recording_piece (recording_no, samples, packets)
         SELECT recording_no, ?2, ?3 FROM recording WHERE recording = ?1",
    )?
    .execute(params![id.as_str(), signed(samples), packets])?;
    Ok(())
}

/// All of them, oldest first.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Row>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT recording, household, visit, began_ms,
             (SELECT coalesce(sum(samples), 0) FROM recording_piece
              WHERE recording_piece.recording_no = recording.recording_no)
         FROM recording ORDER BY recording_no",
    )?;
    let rows = statement.query_map([], |found| {
        Ok(Row {
            id: row::name(found, 0)?,
            household: row::name(found, 1)?,
            visit: row::name(found, 2)?,
            began: UnixMillis(found.get(3)?),
            samples: row::big_count(found, 4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Its packets one after the other, and how much was heard.
pub(crate) fn pieces(conn: &Connection, id: &RecordingKey) -> Result<(Vec<u8>, u64), StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT packets, samples FROM recording_piece JOIN recording USING (recording_no)
         WHERE recording = ?1 ORDER BY piece_no",
    )?;
    let mut rows = statement.query([id.as_str()])?;
    let (mut packets, mut samples) = (Vec::new(), 0_u64);
    while let Some(found) = rows.next()? {
        packets.extend_from_slice(found.get_ref(0)?.as_blob().unwrap_or_default());
        samples = samples.saturating_add(row::big_count(found, 1)?);
    }
    Ok((packets, samples))
}

/// It was kept, or thrown away.
pub(crate) fn remove(tx: &Transaction<'_>, id: &RecordingKey) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "DELETE FROM recording_piece WHERE recording_no IN
             (SELECT recording_no FROM recording WHERE recording = ?1)",
    )?
    .execute([id.as_str()])?;
    tx.prepare_cached("DELETE FROM recording WHERE recording = ?1")?
        .execute([id.as_str()])?;
    Ok(())
}
