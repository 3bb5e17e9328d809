//! What holds for everything of a household: where it is, when the first visit was, when it
//! closed. When one of these changes, all that the household counts for is moved or made anew.
//!
//! Households that were joined are one: what they count for is where the one is that shows the
//! others, from the first visit to any of them, until the last of them closed.

use doorstep_model::household::About;
use rusqlite::{OptionalExtension, Transaction, params};

use super::super::joined::{self, TOGETHER};
use crate::learning::calendar::day_of;
use crate::store::StoreFault;
use crate::store::row;

/// The frame of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// In `learning_place`.
    pub(super) place: i64,
    /// The day of the first visit that took place.
    pub(super) first_visit: Option<i32>,
    /// The day it closed.
    pub(super) closed: Option<i32>,
}

/// The frame; made from what is projected already if this is the household's first line here.
pub(super) fn get(tx: &Transaction<'_>, number: i64) -> Result<Frame, StoreFault> {
    let kept = tx
        .prepare_cached(
            "SELECT place, first_visit, closed FROM learning_household WHERE household_no = ?1",
        )?
        .query_row([number], |row| {
            Ok(Frame {
                place: row.get(0)?,
                first_visit: row.get(1)?,
                closed: row.get(2)?,
            })
        })
        .optional()?;
    if let Some(kept) = kept {
        return Ok(kept);
    }
    let locality: String = tx
        .prepare_cached("SELECT locality FROM household WHERE household_no = ?1")?
        .query_row([number], |row| row.get(0))?;
    let frame = Frame {
        place: place(tx, &locality)?,
        first_visit: first_visit(tx, number)?,
        closed: None,
    };
    keep(tx, number, frame)?;
    Ok(frame)
}

/// Households that are one: the one that shows the others, and all of them.
pub(super) struct Together {
    pub(super) shown: i64,
    pub(super) all: Vec<i64>,
}

impl Together {
    /// Those that this one is together with, itself among them.
    pub(super) fn with(tx: &Transaction<'_>, number: i64) -> Result<Self, StoreFault> {
        let shown = joined::shown(tx, number)?;
        let mut all = tx.prepare_cached(TOGETHER)?;
        let all = all.query_map([shown], |row| row.get(0))?;
        Ok(Self {
            shown,
            all: all.collect::<Result<_, _>>()?,
        })
    }

    /// The frame of all of them as one.
    pub(super) fn frame(&self, tx: &Transaction<'_>) -> Result<Frame, StoreFault> {
        let mut one = get(tx, self.shown)?;
        for number in self.all.iter().filter(|number| **number != self.shown) {
            let other = get(tx, *number)?;
            one.first_visit = match (one.first_visit, other.first_visit) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            one.closed = one
                .closed
                .zip(other.closed)
                .map(|(one, other)| one.max(other));
        }
        Ok(one)
    }
}

/// Where what a household counts for belongs.
pub(super) fn place_of(tx: &Transaction<'_>, number: i64) -> Result<i64, StoreFault> {
    Ok(get(tx, joined::shown(tx, number)?)?.place)
}

/// Keeps a frame, and moves what the household counts for to its place.
pub(super) fn keep(tx: &Transaction<'_>, number: i64, frame: Frame) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO learning_household (household_no, place, first_visit, closed)
         VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        number,
        frame.place,
        frame.first_visit,
        frame.closed
    ])?;
    put_in_place(tx, &Together::with(tx, number)?)
}

/// Moves what households that are one count for to where the one is that shows the others.
pub(super) fn put_in_place(tx: &Transaction<'_>, together: &Together) -> Result<(), StoreFault> {
    let place = get(tx, together.shown)?.place;
    for table in ["learning_fact", "learning_words"] {
        let mut moved = tx.prepare_cached(&format!(
            "UPDATE {table} SET place = ?2 WHERE household_no = ?1 AND place <> ?2"
        ))?;
        for number in &together.all {
            moved.execute([*number, place])?;
        }
    }
    Ok(())
}

/// The frame as the household's own line has it.
pub(super) fn with_about(
    tx: &Transaction<'_>,
    frame: Frame,
    about: &About,
) -> Result<Frame, StoreFault> {
    let locality = about.locality.value.as_deref().unwrap_or_default();
    Ok(Frame {
        place: place(tx, locality)?,
        closed: about.closed.value.map(day_of),
        ..frame
    })
}

/// The day of the first visit that took place, out of the projected visits.
pub(super) fn first_visit(tx: &Transaction<'_>, number: i64) -> Result<Option<i32>, StoreFault> {
    let first = tx
        .prepare_cached("SELECT min(date) FROM visit WHERE household_no = ?1 AND done = 1")?
        .query_row([number], |found| row::maybe_name(found, 0))?;
    Ok(first.map(day_of))
}

/// The number of a locality, given when it is first seen.
fn place(tx: &Transaction<'_>, locality: &str) -> Result<i64, StoreFault> {
    let found = tx
        .prepare_cached("SELECT place FROM learning_place WHERE locality = ?1")?
        .query_row([locality], |row| row.get(0))
        .optional()?;
    if let Some(found) = found {
        return Ok(found);
    }
    tx.prepare_cached("INSERT INTO learning_place (locality) VALUES (?1)")?
        .execute([locality])?;
    Ok(tx.last_insert_rowid())
}
