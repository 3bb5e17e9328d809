//! The import that is going on, if there is one; and which rows of which files were ever taken in,
//! so that nothing is made twice.

use std::collections::HashMap;

use doorstep_model::call::ImportCounts;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::import::Reading;
use crate::store::StoreFault;
use crate::store::row;

pub(crate) const CREATE: &str = "CREATE TABLE import (
    import_no INTEGER NOT NULL PRIMARY KEY CHECK (import_no = 1),
    -- of the file's bytes
    digest BLOB NOT NULL,
    file_name TEXT NOT NULL,
    stage TEXT NOT NULL,
    reading TEXT NOT NULL,
    counts TEXT NOT NULL,
    -- the last row of the file that is written
    reached INTEGER NOT NULL
) STRICT;
CREATE TABLE imported_file (
    file_no INTEGER NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE imported_row (
    file_no INTEGER NOT NULL REFERENCES imported_file (file_no),
    row_no INTEGER NOT NULL,
    doc_id BLOB NOT NULL,
    PRIMARY KEY (file_no, row_no)
) STRICT, WITHOUT ROWID";

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The file is being read.
    Planning,
    /// It was read whole.
    Planned,
    /// Households are being written.
    Begun,
    Done,
}

impl Stage {
    const ALL: [Self; 4] = [Self::Planning, Self::Planned, Self::Begun, Self::Done];

    fn word(self) -> &'static str {
        match self {
            Self::Planning => "planning",
            Self::Planned => "planned",
            Self::Begun => "begun",
            Self::Done => "done",
        }
    }
}

pub(crate) struct Import {
    pub(crate) digest: [u8; 32],
    pub(crate) file_name: String,
    pub(crate) stage: Stage,
    pub(crate) reading: Reading,
    pub(crate) counts: ImportCounts,
    pub(crate) reached: u32,
}

/// The import; one that this version can't read is as good as none.
pub(crate) fn get(conn: &Connection) -> Result<Option<Import>, StoreFault> {
    let mut statement = conn
        .prepare_cached("SELECT digest, file_name, stage, reading, counts, reached FROM import")?;
    let found = statement.query_row([], |found| {
        let (stage, reading, counts): (String, String, String) =
            (found.get(2)?, found.get(3)?, found.get(4)?);
        Ok((
            found.get(0)?,
            found.get(1)?,
            Stage::ALL.into_iter().find(|known| known.word() == stage),
            serde_json::from_str(&reading).ok(),
            serde_json::from_str(&counts).unwrap_or_default(),
            row::count(found, 5)?,
        ))
    });
    let Some((digest, file_name, Some(stage), Some(reading), counts, reached)) =
        found.optional()?
    else {
        return Ok(None);
    };
    Ok(Some(Import {
        digest,
        file_name,
        stage,
        reading,
        counts,
        reached,
    }))
}

/// Keeps it in place of the last one.
pub(crate) fn put(tx: &Transaction<'_>, import: &Import) -> Result<(), StoreFault> {
    let json = |error| StoreFault::File(std::io::Error::other::<serde_json::Error>(error));
    tx.prepare_cached(
        "INSERT OR REPLACE INTO import
             (import_no, digest, file_name, stage, reading, counts, reached)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        import.digest,
        import.file_name,
        import.stage.word(),
        serde_json::to_string(&import.reading).map_err(json)?,
        serde_json::to_string(&import.counts).map_err(json)?,
        import.reached,
    ])?;
    Ok(())
}

/// Forgets it.
pub(crate) fn remove(tx: &Transaction<'_>) -> Result<(), StoreFault> {
    tx.execute("DELETE FROM import", [])?;
    Ok(())
}

/// The number of a file, given when its first row is taken in.
pub(crate) fn file(conn: &Connection, digest: &[u8; 32]) -> Result<Option<i64>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT file_no FROM imported_file WHERE digest = ?1")?;
    Ok(statement
        .query_row([digest], |found| found.get(0))
        .optional()?)
}

/// As [`file`], given now.
pub(crate) fn file_or_new(tx: &Transaction<'_>, digest: &[u8; 32]) -> Result<i64, StoreFault> {
    if let Some(number) = file(tx, digest)? {
        return Ok(number);
    }
    tx.execute("INSERT INTO imported_file (digest) VALUES (?1)", [digest])?;
    Ok(tx.last_insert_rowid())
}

/// A row was taken in.
pub(crate) fn taken(
    tx: &Transaction<'_>,
    file: i64,
    row: u32,
    household: DocId,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO imported_row (file_no, row_no, doc_id) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![file, row, household.0])?;
    Ok(())
}

/// Which of these rows were taken in before, into which household, and whether that is here.
pub(crate) fn taken_before(
    conn: &Connection,
    file: i64,
    from: u32,
    to: u32,
) -> Result<HashMap<u32, (DocId, bool)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT row_no, doc_id,
             EXISTS (SELECT 1 FROM document WHERE document.doc_id = imported_row.doc_id)
         FROM imported_row WHERE file_no = ?1 AND row_no BETWEEN ?2 AND ?3",
    )?;
    let rows = statement.query_map(params![file, from, to], |found| {
        let household = (row::id(found, 1)?, found.get(2)?);
        Ok((row::count(found, 0)?, household))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
