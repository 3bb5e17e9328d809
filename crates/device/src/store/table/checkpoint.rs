//! Places in the team's sequence that this device has been at. Where a server was restored from an
//! old copy, the last one that both know is where they go on together.

use doorstep_wire::cursor::Cursor;
use rusqlite::{Connection, Transaction, params};

use crate::store::StoreFault;
use crate::store::row::{self, signed};

/// Chunks from one checkpoint to the next. What lies between two of them is compared by name.
pub(crate) const EVERY: u64 = 64;

pub(crate) const CREATE: &str = "CREATE TABLE checkpoint (
    seq INTEGER NOT NULL PRIMARY KEY,
    chain BLOB NOT NULL
) STRICT";

/// Remembers the place, if it is one of those that are.
pub(crate) fn pass(tx: &Transaction<'_>, cursor: Cursor) -> Result<(), StoreFault> {
    if cursor.seq.is_multiple_of(EVERY) && cursor.seq > 0 {
        tx.prepare_cached("INSERT OR REPLACE INTO checkpoint (seq, chain) VALUES (?1, ?2)")?
            .execute(params![signed(cursor.seq), cursor.chain.0])?;
    }
    Ok(())
}

/// Forgets those after a place: they were of another server's sequence.
pub(crate) fn forget_after(tx: &Transaction<'_>, seq: u64) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM checkpoint WHERE seq > ?1")?
        .execute([signed(seq)])?;
    Ok(())
}

/// At most `most` of the checkpoints between two places, both excluded, evenly spread.
pub(crate) fn between(
    conn: &Connection,
    after: u64,
    before: u64,
    most: usize,
) -> Result<Vec<Cursor>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, chain FROM (
             SELECT seq, chain, row_number() OVER (ORDER BY seq) AS number,
                    count(*) OVER () AS total
             FROM checkpoint WHERE seq > ?1 AND seq < ?2
         ) WHERE number % ((total + ?3 - 1) / ?3) = 0 OR total <= ?3",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![signed(after), signed(before), most], |found| {
        Ok(Cursor {
            seq: row::big_count(found, 0)?,
            chain: row::id(found, 1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use doorstep_wire::id::Chain;
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn places_are_remembered_at_a_distance_and_chosen_evenly() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(CREATE).unwrap();
        let tx = conn.transaction().unwrap();
        for seq in 0..=EVERY * 1_000 {
            let chain = Chain([1; 32]);
            pass(&tx, Cursor { seq, chain }).unwrap();
        }
        let chosen = |after, before, most| -> Vec<u64> {
            let places = between(&tx, after, before, most).unwrap();
            places.iter().map(|at| at.seq / EVERY).collect()
        };
        assert_eq!(chosen(0, EVERY * 4, 10), [1, 2, 3]);
        let spread = chosen(0, u64::MAX, 10);
        assert_eq!(spread, [100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
        assert_eq!(chosen(EVERY * 7, EVERY * 9, 10), [8]);
        assert!(chosen(EVERY * 7, EVERY * 8, 10).is_empty());
        assert!(chosen(0, EVERY * 1_000, 64).len() <= 64);
        forget_after(&tx, EVERY * 2).unwrap();
        assert_eq!(chosen(0, u64::MAX, 10), [1, 2]);
    }
}
