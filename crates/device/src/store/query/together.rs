//! Which documents are shown as one household.

use doorstep_wire::id::DocId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::store::StoreFault;
use crate::store::row;

/// Documents that were ever joined with one another, at most.
const MOST: u32 = 256;

/// The household that shows all of them, then those joined into it, in the order of their ids.
/// Alone, a household is the only one; what is no household is nothing.
pub(crate) fn together(conn: &Connection, doc: DocId) -> Result<Vec<DocId>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "WITH shown (number) AS MATERIALIZED (
             SELECT coalesce(shown_in, household_no) FROM household WHERE doc_id = ?1)
         SELECT doc_id, 0 AS joined FROM shown JOIN household ON household_no = number
         UNION ALL
         SELECT doc_id, 1 FROM shown JOIN household ON shown_in = number
         ORDER BY joined, doc_id",
    )?;
    let rows = statement.query_map([doc.0], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The document, and all that it was ever joined with on this device, directly or not.
pub(crate) fn once_together(conn: &Connection, doc: DocId) -> Result<Vec<DocId>, StoreFault> {
    // Most never were, and every save asks.
    let mut ever = conn.prepare_cached(
        "SELECT 1 FROM joined_once WHERE doc_id = ?1
         UNION ALL SELECT 1 FROM joined_once WHERE into_id = ?1 LIMIT 1",
    )?;
    if !ever.exists([doc.0])? {
        return Ok(vec![doc]);
    }
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE near (doc_id) AS (
             SELECT ?1
             UNION SELECT into_id FROM near CROSS JOIN joined_once USING (doc_id)
             UNION SELECT joined_once.doc_id
                 FROM near CROSS JOIN joined_once ON into_id = near.doc_id
             LIMIT ?2)
         SELECT doc_id FROM near",
    )?;
    let rows = statement.query_map(params![doc.0, MOST], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Names of households; those that are not here are left out.
pub(crate) fn name(conn: &Connection, doc: DocId) -> Result<Option<String>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT name FROM household WHERE doc_id = ?1")?;
    Ok(statement
        .query_row([doc.0], |found| found.get(0))
        .optional()?)
}
