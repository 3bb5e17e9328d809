//! Lines whose words search does not know yet.

use doorstep_model::field::Part;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, Transaction, params};

use crate::store::project::{part_of, part_word};
use crate::store::{StoreFault, row};

pub(crate) const CREATE: &str = "CREATE TABLE line_waiting (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    part TEXT NOT NULL,
    -- empty for parts of which there is one
    item TEXT NOT NULL,
    PRIMARY KEY (household_no, part, item)
) STRICT, WITHOUT ROWID";

/// One of them.
pub(crate) struct Waiting {
    pub(crate) doc: DocId,
    pub(crate) part: Part,
    pub(crate) item: String,
    household_no: i64,
}

/// A line was written; it may wait already.
pub(crate) fn add(
    tx: &Transaction<'_>,
    household_no: i64,
    part: Part,
    item: &str,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT OR IGNORE INTO line_waiting (household_no, part, item) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![household_no, part_word(part), item])?;
    Ok(())
}

/// Some of them, those of one household together.
pub(crate) fn some(conn: &Connection, limit: u32) -> Result<Vec<Waiting>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT doc_id, part, item, household_no
         FROM line_waiting JOIN household USING (household_no)
         ORDER BY household_no, part, item LIMIT ?1",
    )?;
    let rows = statement.query_map([limit], |found| {
        let part: String = found.get(1)?;
        Ok(Waiting {
            doc: row::id(found, 0)?,
            part: part_of(&part),
            item: found.get(2)?,
            household_no: found.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Search knows it now.
pub(crate) fn done(tx: &Transaction<'_>, line: &Waiting) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "DELETE FROM line_waiting WHERE household_no = ?1 AND part = ?2 AND item = ?3",
    )?
    .execute(params![line.household_no, part_word(line.part), line.item])?;
    Ok(())
}
