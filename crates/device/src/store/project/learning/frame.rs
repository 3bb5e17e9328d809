//! What holds for everything of a household: where it is, when the first visit was, when it
//! closed. When one of these changes, all that the household counts for is moved or made anew.

use doorstep_model::household::About;
use rusqlite::{OptionalExtension, Transaction, params};

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
    for table in ["learning_fact", "learning_words"] {
        tx.prepare_cached(&format!(
            "UPDATE {table} SET place = ?2 WHERE household_no = ?1 AND place <> ?2"
        ))?
        .execute([number, frame.place])?;
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
