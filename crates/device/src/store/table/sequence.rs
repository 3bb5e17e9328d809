//! The team's sequence as this device has read it: the chain at every place. Where a server was
//! restored from an old copy, the last place that both know is where they go on together; and what a
//! teammate says to have seen counts only where it is the same chain.

use doorstep_wire::cursor::Cursor;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};

pub(crate) const CREATE: &str = "CREATE TABLE sequence (
    seq INTEGER NOT NULL PRIMARY KEY,
    chain BLOB NOT NULL
) STRICT";

/// This device has come to this place.
pub(crate) fn pass(tx: &Transaction<'_>, cursor: Cursor) -> Result<(), StoreFault> {
    if cursor.seq > 0 {
        tx.prepare_cached("INSERT OR REPLACE INTO sequence (seq, chain) VALUES (?1, ?2)")?
            .execute(params![signed(cursor.seq), cursor.chain.0])?;
    }
    Ok(())
}

/// Forgets the places after one: they were of another server's sequence.
pub(crate) fn forget_after(tx: &Transaction<'_>, seq: u64) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM sequence WHERE seq > ?1")?
        .execute([signed(seq)])?;
    Ok(())
}

/// Whether this device has been at this very place.
pub(crate) fn has(conn: &Connection, cursor: Cursor) -> Result<bool, StoreFault> {
    if cursor == Cursor::START {
        return Ok(true);
    }
    Ok(at(conn, cursor.seq)? == Some(cursor))
}

/// This place, if this device has been there.
pub(crate) fn at(conn: &Connection, seq: u64) -> Result<Option<Cursor>, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT chain FROM sequence WHERE seq = ?1")?;
    let chain = statement.query_row([signed(seq)], |found| row::id(found, 0));
    Ok(chain.optional()?.map(|chain| Cursor { seq, chain }))
}

/// At most `most` of the places between two, both excluded, ascending and evenly spread; the last of
/// them is always among these.
pub(crate) fn between(
    conn: &Connection,
    after: u64,
    before: u64,
    most: u64,
) -> Result<Vec<Cursor>, StoreFault> {
    // A store of an earlier version remembers only the last places, so that the sought one may lie
    // some way before.
    let mut statement = conn.prepare_cached(
        "SELECT seq, chain FROM sequence WHERE seq > ?1 AND seq <= ?2 ORDER BY seq DESC LIMIT 1",
    )?;
    let gap = before.saturating_sub(after).saturating_sub(1);
    let mut places: Vec<Cursor> = Vec::new();
    for number in 1..=most {
        // In 128 bits, so that no product of two counts overflows.
        let step = u128::from(gap) * u128::from(number) / u128::from(most);
        let sought = after.saturating_add(u64::try_from(step).unwrap_or(u64::MAX));
        let last = places.last().map_or(after, |place| place.seq);
        let found = statement.query_row([signed(last), signed(sought)], |found| {
            Ok(Cursor {
                seq: row::big_count(found, 0)?,
                chain: row::id(found, 1)?,
            })
        });
        places.extend(found.optional()?);
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use doorstep_wire::id::Chain;

    use super::*;

    #[test]
    fn places_are_chosen_evenly_and_none_is_passed_over_in_the_end() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(CREATE).unwrap();
        let tx = conn.transaction().unwrap();
        for seq in 0..=1_000 {
            let chain = Chain([1; 32]);
            pass(&tx, Cursor { seq, chain }).unwrap();
        }
        let chosen = |after, before, most| -> Vec<u64> {
            let places = between(&tx, after, before, most).unwrap();
            places.iter().map(|at| at.seq).collect()
        };
        assert_eq!(chosen(0, 4, 10), [1, 2, 3]);
        assert_eq!(chosen(0, 1_000, 4), [249, 499, 749, 999]);
        assert_eq!(chosen(7, 9, 10), [8]);
        assert!(chosen(7, 8, 10).is_empty());
        forget_after(&tx, 500).unwrap();
        assert_eq!(chosen(0, 1_000, 4), [249, 499, 500]);
        let place = |seq, chain| Cursor { seq, chain };
        assert!(has(&tx, place(500, Chain([1; 32]))).unwrap());
        assert!(!has(&tx, place(500, Chain([2; 32]))).unwrap());
        assert!(!has(&tx, place(501, Chain([1; 32]))).unwrap());
        assert!(has(&tx, Cursor::START).unwrap());
    }

    /// A store that was made by an earlier version has no places before its last.
    #[test]
    fn places_that_were_not_kept_are_passed_over() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(CREATE).unwrap();
        let tx = conn.transaction().unwrap();
        let chain = Chain([1; 32]);
        for seq in [900, 901] {
            pass(&tx, Cursor { seq, chain }).unwrap();
        }
        let places = between(&tx, 0, 1_000, 4).unwrap();
        assert_eq!(places, [Cursor { seq: 901, chain }]);
        let places = between(&tx, 0, 901, 4).unwrap();
        assert_eq!(places, [Cursor { seq: 900, chain }]);
    }
}
