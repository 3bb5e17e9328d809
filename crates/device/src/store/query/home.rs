//! The home screen. Every part is bounded by an index, so that it costs the same at any caseload.

use std::collections::HashMap;

use doorstep_model::UnixMillis;
use doorstep_model::call::{GetHome, Home, Look, NeedsALook, PlannedVisit};
use doorstep_model::date::Date;
use doorstep_model::id::{DocKey, ItemId};
use doorstep_wire::id::DocId;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::asked::asked_for_count;
use super::households::{columns, read_row};
use super::promised::{self, When};
use crate::store::StoreFault;
use crate::store::row;
use crate::store::table::member_name;

/// Notices on the screen, at most.
const AT_MOST: u32 = 20;
/// Households seen last, at most.
const RECENT: u32 = 8;

/// Everything a worker sees first; `me` is the member behind this device.
pub(crate) fn home(
    conn: &Connection,
    asked: &GetHome,
    me: Option<&ItemId>,
) -> Result<Home, StoreFault> {
    let today = asked.today;
    Ok(Home {
        visits_today: planned(conn, &TODAY, today)?,
        visits_not_noted: planned(conn, &NOT_NOTED, today)?,
        visits_coming: planned(conn, &COMING, today)?,
        promised_due: promised::list(conn, When::Due, asked, me)?,
        promised_due_count: promised::count(conn, When::Due, today)?,
        promised_later: promised::list(conn, When::Later, asked, me)?,
        promised_later_count: promised::count(conn, When::Later, today)?,
        recently_seen: recently_seen(conn, today)?,
        needs_a_look: needs_a_look(conn, today)?,
        asked_for_count: asked_for_count(conn)?,
        household_count: household_count(conn)?,
    })
}

pub(super) fn key(found: &Row<'_>, column: usize) -> rusqlite::Result<DocKey> {
    let doc: DocId = row::id(found, column)?;
    Ok(DocKey::from(doc.0))
}

/// Which planned visits, in the order of their index, and how they are shown.
struct Planned {
    when: &'static str,
    order: &'static str,
    at_most: u32,
}

const TODAY: Planned = Planned {
    when: "date = ?1 ORDER BY date",
    order: "time IS NULL, time, name_sort",
    at_most: 100,
};
const NOT_NOTED: Planned = Planned {
    when: "date < ?1 AND date >= date(?1, '-28 days') ORDER BY date DESC",
    order: "date DESC, time IS NULL, time, name_sort",
    at_most: 20,
};
const COMING: Planned = Planned {
    when: "date > ?1 AND date <= date(?1, '+7 days') ORDER BY date",
    order: "date, time IS NULL, time, name_sort",
    at_most: 50,
};

/// Planned visits that are looked at; a closed household's are left out of these.
const PLANNED_LOOKED_AT: u32 = 300;

fn planned(
    conn: &Connection,
    which: &Planned,
    today: Date,
) -> Result<Vec<PlannedVisit>, StoreFault> {
    let names: HashMap<String, String> = member_name::members(conn)?
        .into_iter()
        .map(|(item, name)| (item.to_string(), name))
        .collect();
    let Planned {
        when,
        order,
        at_most,
    } = which;
    let mut statement = conn.prepare_cached(&format!(
        "SELECT doc_id, name, item, date, time, members, EXISTS (
             SELECT 1 FROM household AS together JOIN safety_note
                 ON household_doc_id = together.doc_id AND standing = 1
             WHERE together.household_no = shown_no OR together.shown_in = shown_no)
         FROM (SELECT household_no, item, date, time, members
               FROM visit INDEXED BY visit_planned
               WHERE done = 0 AND {when} LIMIT {PLANNED_LOOKED_AT})
         JOIN shown_household USING (household_no)
         WHERE closed = 0 ORDER BY {order} LIMIT {at_most}"
    ))?;
    let rows = statement.query_map([today.to_string()], |found| {
        let members: String = found.get(5)?;
        let named = members.split_whitespace().filter_map(|member| {
            let name = names.get(member)?.clone();
            Some((ItemId::try_from(member.to_owned()).ok()?, name))
        });
        Ok(PlannedVisit {
            household: key(found, 0)?,
            household_name: found.get(1)?,
            visit: row::name(found, 2)?,
            date: row::name(found, 3)?,
            time: found.get(4)?,
            members: named.collect(),
            safety_note: found.get(6)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn recently_seen(
    conn: &Connection,
    today: Date,
) -> Result<Vec<doorstep_model::call::HouseholdRow>, StoreFault> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {} FROM household WHERE seen_ms IS NOT NULL AND shown_in IS NULL
         ORDER BY seen_ms DESC LIMIT ?1",
        columns(Some(today))
    ))?;
    let rows = statement.query_map([RECENT], read_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn household_count(conn: &Connection) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT households FROM tally WHERE name = 'all'")?;
    Ok(statement
        .query_row([], |found| row::count(found, 0))
        .optional()?
        .unwrap_or(0))
}

/// Both-changed first, since only a person can settle it; then safety notes past their day, what
/// could not be opened, and news.
fn needs_a_look(conn: &Connection, today: Date) -> Result<Vec<NeedsALook>, StoreFault> {
    let mut looks = both_changed(conn)?;
    looks.extend(safety_both_changed(conn)?);
    looks.extend(wrote_in_removed(conn)?);
    looks.extend(safety_reviews(conn, today)?);
    looks.extend(quarantined(conn)?);
    looks.extend(arrived(conn)?);
    looks.truncate(AT_MOST as usize);
    Ok(looks)
}

fn both_changed(conn: &Connection) -> Result<Vec<NeedsALook>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT doc_id, name, both_changed, coalesce(arrived_ms, seen_ms, 0)
         FROM household INDEXED BY household_both_changed
         WHERE both_changed > 0 AND shown_in IS NULL LIMIT ?1",
    )?;
    let rows = statement.query_map([AT_MOST], |found| {
        Ok(NeedsALook {
            household: Some(key(found, 0)?),
            household_name: found.get(1)?,
            why: Look::BothChanged(row::count(found, 2)?),
            at: UnixMillis(found.get(3)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn safety_both_changed(conn: &Connection) -> Result<Vec<NeedsALook>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT shown.doc_id, shown.name, safety_note.both_changed
         FROM safety_note INDEXED BY safety_note_both_changed
         JOIN household AS own ON own.doc_id = household_doc_id
         JOIN shown_household AS shown USING (household_no)
         WHERE safety_note.both_changed > 0 LIMIT ?1",
    )?;
    let rows = statement.query_map([AT_MOST], |found| {
        Ok(NeedsALook {
            household: Some(key(found, 0)?),
            household_name: found.get(1)?,
            why: Look::SafetyBothChanged(row::count(found, 2)?),
            // It stands until somebody settles it.
            at: UnixMillis(0),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn wrote_in_removed(conn: &Connection) -> Result<Vec<NeedsALook>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT doc_id, name, wrote_in_removed_ms
         FROM household INDEXED BY household_wrote_in_removed
         WHERE wrote_in_removed_ms IS NOT NULL AND shown_in IS NULL
         ORDER BY wrote_in_removed_ms DESC LIMIT ?1",
    )?;
    let rows = statement.query_map([AT_MOST], |found| {
        Ok(NeedsALook {
            household: Some(key(found, 0)?),
            household_name: found.get(1)?,
            why: Look::WroteInRemoved,
            at: UnixMillis(found.get(2)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn safety_reviews(conn: &Connection, today: Date) -> Result<Vec<NeedsALook>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT shown.doc_id, shown.name, review_on
         FROM safety_note INDEXED BY safety_note_review
         JOIN household AS own ON own.doc_id = household_doc_id
         JOIN shown_household AS shown USING (household_no)
         WHERE standing = 1 AND review_on IS NOT NULL AND review_on <= ?1 AND shown.closed = 0
         ORDER BY review_on LIMIT ?2",
    )?;
    let rows = statement.query_map(params![today.to_string(), AT_MOST], |found| {
        Ok(NeedsALook {
            household: Some(key(found, 0)?),
            household_name: found.get(1)?,
            why: Look::SafetyReview(row::name(found, 2)?),
            // It is due by its day, not by when it came.
            at: UnixMillis(0),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn quarantined(conn: &Connection) -> Result<Vec<NeedsALook>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT shown.doc_id, coalesce(shown.name, ''), quarantine.at_ms
         FROM quarantine LEFT JOIN chunk USING (chunk_id)
         LEFT JOIN household AS own ON own.doc_id = chunk.doc_id
         LEFT JOIN household AS shown
             ON shown.household_no = coalesce(own.shown_in, own.household_no)
         WHERE reason <> 'declined'
         ORDER BY quarantine.rowid DESC LIMIT ?1",
    )?;
    let rows = statement.query_map([AT_MOST], |found| {
        let known = found.get_ref(0)? != rusqlite::types::ValueRef::Null;
        Ok(NeedsALook {
            household: if known { Some(key(found, 0)?) } else { None },
            household_name: found.get(1)?,
            why: Look::Quarantined,
            at: UnixMillis(found.get(2)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn arrived(conn: &Connection) -> Result<Vec<NeedsALook>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT doc_id, name, arrived_ms FROM household
         WHERE arrived_ms IS NOT NULL AND both_changed = 0 AND shown_in IS NULL
             AND wrote_in_removed_ms IS NULL
         ORDER BY arrived_ms DESC LIMIT ?1",
    )?;
    let rows = statement.query_map([AT_MOST], |found| {
        Ok(NeedsALook {
            household: Some(key(found, 0)?),
            household_name: found.get(1)?,
            why: Look::Arrived,
            at: UnixMillis(found.get(2)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
