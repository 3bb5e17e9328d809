//! Which households are shown in which others. They are few.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::store::StoreFault;

/// Households that are joined into others, by their numbers.
pub(super) struct ShownIn {
    into: BTreeMap<i64, i64>,
    joined: BTreeMap<i64, Vec<i64>>,
}

impl ShownIn {
    pub(super) fn read(conn: &Connection) -> Result<Self, StoreFault> {
        let mut all = Self {
            into: BTreeMap::new(),
            joined: BTreeMap::new(),
        };
        let mut statement = conn.prepare_cached(
            "SELECT household_no, shown_in FROM household WHERE shown_in IS NOT NULL
             ORDER BY household_no",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (joined, into) = (row.get(0)?, row.get(1)?);
            all.into.insert(joined, into);
            all.joined.entry(into).or_default().push(joined);
        }
        Ok(all)
    }

    /// Those whose lines are shown among this one's.
    pub(super) fn joined_into(&self, household: i64) -> impl Iterator<Item = i64> {
        self.joined.get(&household).into_iter().flatten().copied()
    }

    /// Where these households are shown.
    pub(super) fn shown(&self, households: BTreeSet<i64>) -> BTreeSet<i64> {
        if self.into.is_empty() {
            return households;
        }
        let shown = households
            .iter()
            .map(|one| self.into.get(one).copied().unwrap_or(*one));
        shown.collect()
    }
}
