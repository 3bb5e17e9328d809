//! What goes with a household that is erased, what was left over of one, and what was kept for as long as
//! the team wants.

use std::collections::BTreeSet;

use doorstep_model::DocKey;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, params};

use crate::store::StoreFault;
use crate::store::row;

/// Closed households that are proposed at once.
const PROPOSED: u32 = 50;

/// Every safety note of these households, standing or taken down.
pub(crate) fn notes_about(
    conn: &Connection,
    households: &[DocId],
) -> Result<BTreeSet<DocId>, StoreFault> {
    let mut notes = BTreeSet::new();
    let mut statement =
        conn.prepare_cached("SELECT doc_id FROM safety_note WHERE household_doc_id = ?1")?;
    for household in households {
        for note in statement.query_map([household.0], |found| row::id(found, 0))? {
            notes.insert(note?);
        }
    }
    Ok(notes)
}

/// People and visits of these households.
pub(crate) fn people_and_visits(
    conn: &Connection,
    households: &[DocId],
) -> Result<(u32, u32), StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT (SELECT count(*) FROM person WHERE person.household_no = household.household_no),
                (SELECT count(*) FROM visit WHERE visit.household_no = household.household_no)
         FROM household WHERE doc_id = ?1",
    )?;
    let (mut people, mut visits) = (0u32, 0u32);
    for household in households {
        let found = statement.query_map([household.0], |found| {
            Ok((row::count(found, 0)?, row::count(found, 1)?))
        })?;
        for counts in found {
            let (more_people, more_visits) = counts?;
            people = people.saturating_add(more_people);
            visits = visits.saturating_add(more_visits);
        }
    }
    Ok((people, visits))
}

/// Whether somebody said of one of these households that it has to be kept.
pub(crate) fn is_held(conn: &Connection, households: &[DocId]) -> Result<bool, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT 1 FROM household WHERE doc_id = ?1 AND held = 1")?;
    for household in households {
        if statement.exists([household.0])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is here about a document and was not read into it: the document itself, and chunks that wait or
/// were set aside.
pub(crate) fn unread_of(conn: &Connection, document: DocId) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT (SELECT count(*) FROM to_read WHERE doc_id = ?1)
              + (SELECT count(*) FROM held_back WHERE doc_id = ?1)
              + (SELECT count(*) FROM quarantine WHERE doc_id = ?1)",
    )?;
    Ok(statement.query_row([document.0], |found| row::count(found, 0))?)
}

/// Notes that are here about households that are not: with the household each is about.
pub(crate) fn notes_alone(conn: &Connection) -> Result<Vec<(DocId, DocId)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT doc_id, household_doc_id FROM safety_note WHERE NOT EXISTS (
             SELECT 1 FROM household WHERE household.doc_id = household_doc_id)",
    )?;
    let rows = statement.query_map([], |found| Ok((row::id(found, 0)?, row::id(found, 1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Households that are closed since `last_day` or before, in days since 1970, and that nobody has to
/// keep: those closed longest ago first. Each with its name and that day.
pub(crate) fn closed_until(
    conn: &Connection,
    last_day: i64,
) -> Result<Vec<(DocKey, String, i64)>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT shown.doc_id, shown.name, one.closed FROM learning_household AS one
         JOIN household AS shown USING (household_no)
         WHERE one.closed <= ?1 AND shown.closed = 1 AND shown.shown_in IS NULL
           AND shown.held = 0 AND NOT EXISTS (
               SELECT 1 FROM household AS own LEFT JOIN learning_household USING (household_no)
               WHERE own.shown_in = shown.household_no
                 AND (own.held = 1 OR learning_household.closed > ?1))
         ORDER BY one.closed, shown.doc_id LIMIT ?2",
    )?;
    let rows = statement.query_map(params![last_day, PROPOSED], |found| {
        let id: DocId = row::id(found, 0)?;
        Ok((DocKey::from(id.0), found.get(1)?, found.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
