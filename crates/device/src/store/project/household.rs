//! The row of a household in lists.

use doorstep_model::household::About;
use doorstep_wire::id::DocId;
use rusqlite::{OptionalExtension, Transaction, params};

use super::joined::{self, TOGETHER};
use super::{Line, fold};
use crate::store::StoreFault;

/// The number of a household in the projections, given at its first line.
pub(super) fn number(tx: &Transaction<'_>, doc: DocId) -> Result<i64, StoreFault> {
    if let Some(number) = known_number(tx, doc)? {
        return Ok(number);
    }
    tx.prepare_cached("INSERT INTO household (doc_id) VALUES (?1)")?
        .execute([doc.0])?;
    let number = tx.last_insert_rowid();
    // Others may have been joined into it before it was here.
    joined::settle(tx, number)?;
    Ok(number)
}

/// The number of a household, if it has one.
pub(super) fn known_number(tx: &Transaction<'_>, doc: DocId) -> Result<Option<i64>, StoreFault> {
    let mut find = tx.prepare_cached("SELECT household_no FROM household WHERE doc_id = ?1")?;
    Ok(find.query_row([doc.0], |row| row.get(0)).optional()?)
}

/// Brings the row up to date with what this line changed.
pub(super) fn summarise(
    tx: &Transaction<'_>,
    number: i64,
    line: Line<'_>,
) -> Result<(), StoreFault> {
    if let Line::About(about) = line {
        summarise_about(tx, number, about)?;
        joined::mark(tx, number, about)?;
    }
    let shown = joined::shown(tx, number)?;
    match line {
        Line::About(_) => run(tx, CLOSED, shown)?,
        Line::Person(_) => run(tx, PEOPLE, shown)?,
        Line::Visit(_) => run(tx, VISITS, shown)?,
        Line::Action(_) => run(tx, ACTIONS, shown)?,
        _ => {}
    }
    run(tx, BOTH_CHANGED, shown)
}

/// Brings everything up to date that is counted from lines, in the row of the household that shows
/// them.
pub(super) fn summarise_lines(tx: &Transaction<'_>, number: i64) -> Result<(), StoreFault> {
    let shown = joined::shown(tx, number)?;
    [PEOPLE, VISITS, ACTIONS, BOTH_CHANGED, CLOSED]
        .into_iter()
        .try_for_each(|sql| run(tx, sql, shown))
}

// A row that says the same already is not written: most keystrokes change nothing here, and every
// page that is written costs a cipher and a place in the log.
const PEOPLE: &str = "UPDATE household SET people = new.people FROM (
    SELECT coalesce(group_concat(name, ', '), '') AS people FROM (
        SELECT name FROM person
        WHERE household_no IN (SELECT number FROM together) AND name <> ''
        ORDER BY added_ms, item LIMIT 12)) AS new
    WHERE household_no = ?1 AND household.people <> new.people";
const VISITS: &str = "UPDATE household SET last_visit = new.last, next_visit = new.next FROM (
    SELECT (SELECT max(date) FROM visit
            WHERE household_no IN (SELECT number FROM together) AND done = 1) AS last,
           (SELECT min(date) FROM visit
            WHERE household_no IN (SELECT number FROM together) AND done = 0) AS next) AS new
    WHERE household_no = ?1
        AND (last_visit IS NOT new.last OR next_visit IS NOT new.next)";
const ACTIONS: &str = "UPDATE household SET open_actions = new.open FROM (
    SELECT count(*) AS open FROM action
    WHERE household_no IN (SELECT number FROM together) AND open = 1) AS new
    WHERE household_no = ?1 AND open_actions <> new.open";
const CLOSED: &str = "UPDATE household SET closed = new.closed FROM (
    SELECT min(own_closed) AS closed FROM household
    WHERE household_no IN (SELECT number FROM together)) AS new
    WHERE household_no = ?1 AND household.closed <> new.closed";
const BOTH_CHANGED: &str = "UPDATE household SET both_changed = new.fields FROM (
    SELECT coalesce(sum(fields), 0) AS fields FROM both_changed
    WHERE household_no IN (SELECT number FROM together)) AS new
    WHERE household_no = ?1 AND household.both_changed <> new.fields";

fn run(tx: &Transaction<'_>, update: &str, shown: i64) -> Result<(), StoreFault> {
    let sql = format!("WITH together (number) AS ({TOGETHER}) {update}");
    tx.prepare_cached(&sql)?.execute([shown])?;
    Ok(())
}

fn summarise_about(tx: &Transaction<'_>, number: i64, about: &About) -> Result<(), StoreFault> {
    let name = about.name.value.as_deref().unwrap_or_default();
    tx.prepare_cached(
        "UPDATE household SET name = ?2, name_sort = ?3, address = ?4, locality = ?5,
             named_worker = ?6, second_worker = ?7, own_closed = ?8, held = ?9
         WHERE household_no = ?1",
    )?
    .execute(params![
        number,
        name,
        fold(name),
        about.address.value.as_deref().unwrap_or_default(),
        about.locality.value.as_deref().unwrap_or_default(),
        about
            .named_worker
            .value
            .as_ref()
            .map(|worker| worker.as_str()),
        about
            .second_worker
            .value
            .as_ref()
            .map(|worker| worker.as_str()),
        about.closed.value.is_some(),
        is_held(about),
    ])?;
    Ok(())
}

/// Whether somebody said that it has to be kept. Where two people are not of one mind, it is.
fn is_held(about: &About) -> bool {
    let says = |text: &str| !text.trim().is_empty();
    let hold = &about.legal_hold;
    hold.value.as_deref().is_some_and(says)
        || hold
            .both
            .iter()
            .any(|said| said.value.as_deref().is_some_and(says))
}
