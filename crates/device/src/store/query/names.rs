//! What every household is called and where it is, a slice at a time.

use doorstep_wire::id::DocId;
use rusqlite::{Connection, params};

use crate::store::StoreFault;
use crate::store::row;

/// A household by its name.
pub(crate) struct Named {
    /// To go on from.
    pub(crate) number: i64,
    pub(crate) household: DocId,
    pub(crate) name: String,
    pub(crate) address: String,
}

/// Households after the one with this number, in no order that people know.
pub(crate) fn names_after(
    conn: &Connection,
    number: i64,
    limit: usize,
) -> Result<Vec<Named>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT household_no, doc_id, name, address FROM household
         WHERE household_no > ?1 ORDER BY household_no LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![number, limit], |found| {
        Ok(Named {
            number: found.get(0)?,
            household: row::id(found, 1)?,
            name: found.get(2)?,
            address: found.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
