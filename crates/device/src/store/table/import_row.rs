//! The rows of the file that is being taken in, and what happens to each. On the disk, since a file
//! may have a million.

use doorstep_model::call::{ImportNote, ImportOutcome, ImportRow, ImportWhy};
use doorstep_model::field::{Scalar, Value};
use doorstep_model::id::DocKey;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, Row, Transaction, params};

use crate::store::StoreFault;
use crate::store::row;

/// What was imported into a document that is erased is found by it.
pub(crate) const INDEX_DOCUMENT: &str =
    "CREATE INDEX import_row_document ON import_row (doc_id) WHERE doc_id IS NOT NULL";

pub(crate) const CREATE: &str = "CREATE TABLE import_row (
    row_no INTEGER NOT NULL PRIMARY KEY,
    outcome TEXT NOT NULL,
    -- 1 once its household is written
    done INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    people TEXT NOT NULL,
    why TEXT,
    detail TEXT NOT NULL,
    notes TEXT NOT NULL,
    -- the row that makes its household
    joins INTEGER,
    doc_id BLOB,
    -- as it stands in the file
    text TEXT NOT NULL
) STRICT;
CREATE INDEX import_row_outcome ON import_row (outcome, row_no);
CREATE INDEX import_row_joins ON import_row (joins, row_no) WHERE joins IS NOT NULL";

/// Letters of a row that screens get to see.
const SHOWN: u32 = 300;

/// A row and what is to happen to it.
pub(crate) struct Planned {
    pub(crate) row: u32,
    pub(crate) outcome: ImportOutcome,
    pub(crate) name: String,
    pub(crate) people: String,
    pub(crate) why: Option<ImportWhy>,
    pub(crate) detail: String,
    pub(crate) notes: Vec<ImportNote>,
    pub(crate) joins: Option<u32>,
    pub(crate) household: Option<DocId>,
    pub(crate) text: String,
}

/// A row that is to be written, or saved in a report.
pub(crate) struct Text {
    pub(crate) row: u32,
    pub(crate) text: String,
}

/// Adds a row.
pub(crate) fn insert(tx: &Transaction<'_>, row: &Planned) -> Result<(), StoreFault> {
    let notes: Vec<&str> = row.notes.iter().map(|note| note.word()).collect();
    tx.prepare_cached(
        "INSERT INTO import_row
             (row_no, outcome, name, people, why, detail, notes, joins, doc_id, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        row.row,
        row.outcome.word(),
        row.name,
        row.people,
        row.why.map(ImportWhy::word),
        row.detail,
        notes.join(" "),
        row.joins,
        row.household.map(|household| household.0),
        row.text,
    ])?;
    Ok(())
}

/// The next rows that make a household, after row `after`.
pub(crate) fn makes(conn: &Connection, after: u32, limit: u32) -> Result<Vec<Text>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT row_no, text FROM import_row INDEXED BY import_row_outcome
         WHERE outcome = ?1 AND row_no > ?2 ORDER BY row_no LIMIT ?3",
    )?;
    let rows = statement.query_map(params![ImportOutcome::Make.word(), after, limit], text)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The rows that add to the household of a row.
pub(crate) fn joining(conn: &Connection, row: u32) -> Result<Vec<Text>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT row_no, text FROM import_row WHERE joins = ?1 AND outcome = ?2 ORDER BY row_no",
    )?;
    let rows = statement.query_map(params![row, ImportOutcome::Join.word()], text)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn text(found: &Row<'_>) -> rusqlite::Result<Text> {
    Ok(Text {
        row: row::count(found, 0)?,
        text: found.get(1)?,
    })
}

/// A row is written.
pub(crate) fn done(tx: &Transaction<'_>, row: u32, household: DocId) -> Result<(), StoreFault> {
    tx.prepare_cached("UPDATE import_row SET done = 1, doc_id = ?2 WHERE row_no = ?1")?
        .execute(params![row, household.0])?;
    Ok(())
}

/// Something else happens to a row than was planned.
pub(crate) fn instead(
    tx: &Transaction<'_>,
    row: u32,
    outcome: ImportOutcome,
    why: Option<ImportWhy>,
    household: Option<DocId>,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "UPDATE import_row SET outcome = ?2, why = ?3, doc_id = ?4, joins = NULL WHERE row_no = ?1",
    )?
    .execute(params![
        row,
        outcome.word(),
        why.map(ImportWhy::word),
        household.map(|household| household.0),
    ])?;
    Ok(())
}

/// Rows from `from` on, with the whole of their text.
pub(crate) fn whole(
    conn: &Connection,
    outcome: Option<ImportOutcome>,
    from: u32,
    limit: u32,
) -> Result<Vec<ImportRow>, StoreFault> {
    list(conn, "text", outcome, from, limit)
}

/// Rows from `from` on, to show.
pub(crate) fn shown(
    conn: &Connection,
    outcome: Option<ImportOutcome>,
    from: u32,
    limit: u32,
) -> Result<Vec<ImportRow>, StoreFault> {
    let text = format!(
        "CASE WHEN length(text) > {SHOWN} THEN substr(text, 1, {SHOWN}) || '…' ELSE text END"
    );
    list(conn, &text, outcome, from, limit)
}

fn list(
    conn: &Connection,
    text: &str,
    outcome: Option<ImportOutcome>,
    from: u32,
    limit: u32,
) -> Result<Vec<ImportRow>, StoreFault> {
    let condition = match outcome {
        Some(outcome) => format!("outcome = '{}' AND", outcome.word()),
        None => String::new(),
    };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT row_no, outcome, done, name, people, why, detail, notes, joins, doc_id, {text}
         FROM import_row WHERE {condition} row_no >= ?1 ORDER BY row_no LIMIT ?2",
    ))?;
    let rows = statement.query_map(params![from, limit], |found| {
        let household: Option<DocId> = match found.get_ref(9)? {
            rusqlite::types::ValueRef::Null => None,
            _ => Some(row::id(found, 9)?),
        };
        let notes: String = found.get(7)?;
        let why: Option<String> = found.get(5)?;
        Ok(ImportRow {
            row: row::count(found, 0)?,
            // What this version wrote is one of the words.
            outcome: word(found.get(1)?).unwrap_or(ImportOutcome::Aside),
            done: found.get(2)?,
            name: found.get(3)?,
            people: found.get(4)?,
            why: why.and_then(word),
            detail: found.get(6)?,
            notes: notes
                .split(' ')
                .filter_map(|note| word(note.to_owned()))
                .collect(),
            joins: found.get(8)?,
            household: household.map(|household| DocKey::from(household.0)),
            text: found.get(10)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn word<T: Scalar>(word: String) -> Option<T> {
    T::from_value(&Value::Text(word))
}

/// Forgets some of all rows; answers whether there are more.
pub(crate) fn forget_some(tx: &Transaction<'_>, limit: u32) -> Result<bool, StoreFault> {
    let gone = tx
        .prepare_cached(
            "DELETE FROM import_row
             WHERE row_no IN (SELECT row_no FROM import_row ORDER BY row_no LIMIT ?1)",
        )?
        .execute([limit])?;
    Ok(u32::try_from(gone).unwrap_or(u32::MAX) >= limit)
}
