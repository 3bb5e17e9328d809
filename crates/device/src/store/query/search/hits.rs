//! Where one word stands: the households, and the first line of each. They are looked up in the
//! order of the index, a bounded number of them; about the rest, one household at a time is asked.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::sought::Question;
use super::vocabulary::Among;
use crate::store::StoreFault;
use crate::store::project::LINE_BITS;

/// Lines that are looked up at once, at most.
const MOST_LINES: usize = 10_000;
/// Households that are looked up at once, at most.
const MOST_HOUSEHOLDS: usize = 2_000;

/// Where one word stands, among names or among everything else.
pub(super) struct Hits {
    among: Among,
    question: Question,
    /// Household → its first line with the word.
    first: BTreeMap<i64, i64>,
    /// Nothing is known of households with a greater number; `None` if all are known.
    known_up_to: Option<i64>,
}

impl Hits {
    pub(super) fn of(
        conn: &Connection,
        among: Among,
        question: Question,
    ) -> Result<Self, StoreFault> {
        let mut hits = Self {
            among,
            question,
            first: BTreeMap::new(),
            known_up_to: None,
        };
        let is_bounded = hits.question.in_pieces;
        hits.look_up(conn, is_bounded)?;
        Ok(hits)
    }

    /// Looks up what is not known yet.
    pub(super) fn know_all(&mut self, conn: &Connection) -> Result<(), StoreFault> {
        match self.known_up_to {
            Some(_) => self.look_up(conn, false),
            None => Ok(()),
        }
    }

    fn look_up(&mut self, conn: &Connection, is_bounded: bool) -> Result<(), StoreFault> {
        self.known_up_to = None;
        if self.question.query.is_empty() {
            return Ok(());
        }
        let mut statement = conn.prepare_cached(match self.among {
            Among::Names => "SELECT rowid FROM search_names WHERE search_names MATCH ?1",
            Among::Words => "SELECT rowid FROM search_words WHERE search_words MATCH ?1",
        })?;
        let mut rows = statement.query([&self.question.query])?;
        let (mut lines, mut last) = (0_usize, None);
        while let Some(row) = rows.next()? {
            let line: i64 = row.get(0)?;
            let household = line >> LINE_BITS;
            lines += 1;
            if last == Some(household) {
                continue;
            }
            if is_bounded && (lines > MOST_LINES || self.first.len() >= MOST_HOUSEHOLDS) {
                // Every one before this is known.
                self.known_up_to = Some(household.saturating_sub(1));
                break;
            }
            self.first.insert(household, line);
            last = Some(household);
        }
        Ok(())
    }

    /// Every household there is, if all are known.
    pub(super) fn all(&self) -> Option<impl Iterator<Item = i64>> {
        match self.known_up_to {
            None => Some(self.first.keys().copied()),
            Some(_) => None,
        }
    }

    /// The first line of a household with the word.
    pub(super) fn in_household(
        &self,
        conn: &Connection,
        household: i64,
    ) -> Result<Option<i64>, StoreFault> {
        let is_known = self.known_up_to.is_none_or(|last| household <= last);
        if is_known {
            return Ok(self.first.get(&household).copied());
        }
        let mut statement = conn.prepare_cached(match self.among {
            Among::Names => {
                "SELECT rowid FROM search_names
                 WHERE search_names MATCH ?1 AND rowid BETWEEN ?2 AND ?3 LIMIT 1"
            }
            Among::Words => {
                "SELECT rowid FROM search_words
                 WHERE search_words MATCH ?1 AND rowid BETWEEN ?2 AND ?3 LIMIT 1"
            }
        })?;
        let (from, to) = (household << LINE_BITS, ((household + 1) << LINE_BITS) - 1);
        let mut rows = statement.query(params![self.question.query, from, to])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}
