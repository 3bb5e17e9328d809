//! Demand across households that nobody has classified, or that is not clear yet. The table holds
//! nothing else, so that what is settled costs nothing here.

use doorstep_model::call::{AskedFor, AskedForList, ListAskedFor};
use doorstep_model::field::{Scalar, Value};
use doorstep_model::id::DocKey;
use doorstep_wire::id::DocId;
use rusqlite::Connection;

use crate::store::StoreFault;
use crate::store::row;

/// Rows at once, at most.
const MOST_ROWS: u32 = 100;
/// They are counted up to this many.
const COUNTED: u32 = 1_000;

/// Some of it, in the order of its index.
pub(crate) fn asked_for(
    conn: &Connection,
    call: &ListAskedFor,
) -> Result<AskedForList, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT doc_id, shown_household.name, item, words, date, who_asked, door, not_yet_clear
         FROM asked_for INDEXED BY asked_for_order JOIN shown_household USING (household_no)
         ORDER BY not_yet_clear, coalesce(date, '') DESC, household_no, item
         LIMIT ?1 OFFSET ?2",
    )?;
    let rows = statement.query_map([call.limit.min(MOST_ROWS), call.offset], |found| {
        let doc: DocId = row::id(found, 0)?;
        let door: Option<String> = found.get(6)?;
        Ok(AskedFor {
            household: DocKey::from(doc.0),
            household_name: found.get(1)?,
            demand: row::name(found, 2)?,
            exact_words: found.get(3)?,
            date: row::maybe_name(found, 4)?,
            who_asked: found.get(5)?,
            door: door.and_then(|word| Scalar::from_value(&Value::Text(word))),
            not_yet_clear: found.get(7)?,
        })
    })?;
    Ok(AskedForList {
        rows: rows.collect::<Result<_, _>>()?,
        total: asked_for_count(conn)?,
    })
}

/// How many there are.
pub(crate) fn asked_for_count(conn: &Connection) -> Result<u32, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT count(*) FROM (SELECT 1 FROM asked_for LIMIT ?1)")?;
    Ok(statement.query_row([COUNTED], |found| row::count(found, 0))?)
}
