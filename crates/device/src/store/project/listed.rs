//! The small tables behind lists: visits, actions, people, what was asked for, what two people changed.

use doorstep_model::date::Date;
use doorstep_model::household::{Action, Demand, DemandClass, DoneBy, Person, Visit};
use rusqlite::{Transaction, params};

use super::lines::{bounded, part_word};
use super::{Common, Line};
use crate::store::StoreFault;

/// The tables, each with the household's number.
pub(super) const TABLES: [&str; 5] = ["both_changed", "visit", "action", "person", "asked_for"];

/// How many fields of a line two people have changed, where any are.
pub(super) fn write_both_changed(
    tx: &Transaction<'_>,
    number: i64,
    common: &Common<'_>,
) -> Result<(), StoreFault> {
    let part = part_word(common.part);
    if common.both_changed > 0 && !common.removed {
        tx.prepare_cached(
            "INSERT OR REPLACE INTO both_changed (household_no, part, item, fields)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![number, part, common.item, common.both_changed])?;
    } else {
        tx.prepare_cached(
            "DELETE FROM both_changed WHERE household_no = ?1 AND part = ?2 AND item = ?3",
        )?
        .execute(params![number, part, common.item])?;
    }
    Ok(())
}

/// Visits, actions, people and demand that is not classified have a table of their own each.
pub(super) fn write_listed(
    tx: &Transaction<'_>,
    number: i64,
    line: Line<'_>,
    common: &Common<'_>,
) -> Result<(), StoreFault> {
    let table = match line {
        Line::Visit(_) => "visit",
        Line::Action(_) => "action",
        Line::Person(_) => "person",
        Line::Demand(_) => "asked_for",
        _ => return Ok(()),
    };
    if common.removed {
        tx.prepare_cached(&format!(
            "DELETE FROM {table} WHERE household_no = ?1 AND item = ?2"
        ))?
        .execute(params![number, common.item])?;
        return Ok(());
    }
    match line {
        Line::Visit(visit) => write_visit(tx, number, common.item, visit),
        Line::Action(action) => write_action(tx, number, common.item, action),
        Line::Person(person) => write_person(tx, number, common.item, person),
        Line::Demand(demand) => write_asked_for(tx, number, common.item, demand),
        _ => Ok(()),
    }
}

fn write_visit(
    tx: &Transaction<'_>,
    number: i64,
    item: &str,
    visit: &Visit,
) -> Result<(), StoreFault> {
    let members: Vec<&str> = visit.members.iter().map(|member| member.as_str()).collect();
    tx.prepare_cached(
        "INSERT INTO visit (household_no, item, date, time, done, members)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (household_no, item) DO UPDATE
             SET date = ?3, time = ?4, done = ?5, members = ?6
         WHERE date IS NOT ?3 OR time IS NOT ?4 OR done <> ?5 OR members <> ?6",
    )?
    .execute(params![
        number,
        item,
        day(visit.date.value),
        visit.time.value,
        visit.done.value.unwrap_or(false),
        members.join(" "),
    ])?;
    Ok(())
}

fn write_action(
    tx: &Transaction<'_>,
    number: i64,
    item: &str,
    action: &Action,
) -> Result<(), StoreFault> {
    let promised = action.done_by.value == Some(DoneBy::Worker) || action.member.value.is_some();
    tx.prepare_cached(
        "INSERT INTO action (household_no, item, what, who, member, by_when, promised, open)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (household_no, item) DO UPDATE SET what = ?3, who = ?4, member = ?5,
             by_when = ?6, promised = ?7, open = ?8",
    )?
    .execute(params![
        number,
        item,
        action.what.0,
        action.who.value,
        action.member.value.as_ref().map(|member| member.as_str()),
        day(action.by_when.value),
        promised,
        action.ended.value.is_none()
    ])?;
    Ok(())
}

fn write_person(
    tx: &Transaction<'_>,
    number: i64,
    item: &str,
    person: &Person,
) -> Result<(), StoreFault> {
    let name = person.name.value.as_deref().unwrap_or_default();
    tx.prepare_cached(
        "INSERT INTO person (household_no, item, name, added_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (household_no, item) DO UPDATE SET name = ?3, added_ms = ?4
         WHERE name <> ?3 OR added_ms <> ?4",
    )?
    .execute(params![number, item, name, person.added.at.0])?;
    Ok(())
}

/// Writes a demand that the team has still to look at; one that is classified has no row.
fn write_asked_for(
    tx: &Transaction<'_>,
    number: i64,
    item: &str,
    demand: &Demand,
) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM asked_for WHERE household_no = ?1 AND item = ?2")?
        .execute(params![number, item])?;
    let not_yet_clear = match demand.class.value {
        None => false,
        Some(DemandClass::NotYetClear) => true,
        Some(DemandClass::Value | DemandClass::Failure) => return Ok(()),
    };
    let about = demand.presenting_issue.value.as_deref().unwrap_or_default();
    let words = demand.exact_words.0.as_str();
    tx.prepare_cached(
        "INSERT INTO asked_for
             (household_no, item, words, date, who_asked, door, not_yet_clear)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        number,
        item,
        bounded(
            if words.trim().is_empty() {
                about
            } else {
                words
            }
            .to_owned()
        ),
        day(demand.date.value),
        demand.who_asked.value.as_deref().unwrap_or_default(),
        demand.door.value.map(|door| door.word()),
        not_yet_clear,
    ])?;
    Ok(())
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
