//! The row of a household in lists.

use doorstep_model::household::About;
use doorstep_wire::id::DocId;
use rusqlite::{OptionalExtension, Transaction, params};

use super::{Line, fold};
use crate::store::StoreFault;

/// The number of a household in the projections, given at its first line.
pub(super) fn number(tx: &Transaction<'_>, doc: DocId) -> Result<i64, StoreFault> {
    let mut find = tx.prepare_cached("SELECT household_no FROM household WHERE doc_id = ?1")?;
    if let Some(number) = find.query_row([doc.0], |row| row.get(0)).optional()? {
        return Ok(number);
    }
    tx.prepare_cached("INSERT INTO household (doc_id) VALUES (?1)")?
        .execute([doc.0])?;
    Ok(tx.last_insert_rowid())
}

/// Brings the row up to date with what this line changed.
pub(super) fn summarise(
    tx: &Transaction<'_>,
    number: i64,
    line: Line<'_>,
) -> Result<(), StoreFault> {
    match line {
        Line::About(about) => summarise_about(tx, number, about)?,
        Line::Person(_) => run(tx, PEOPLE, number)?,
        Line::Visit(_) => run(tx, VISITS, number)?,
        Line::Action(_) => run(tx, ACTIONS, number)?,
        _ => {}
    }
    run(tx, BOTH_CHANGED, number)
}

/// Brings everything up to date that is counted from lines.
pub(super) fn summarise_lines(tx: &Transaction<'_>, number: i64) -> Result<(), StoreFault> {
    [PEOPLE, VISITS, ACTIONS, BOTH_CHANGED]
        .into_iter()
        .try_for_each(|sql| run(tx, sql, number))
}

const PEOPLE: &str = "UPDATE household SET people = coalesce((
    SELECT group_concat(name, ', ') FROM (
        SELECT name FROM person WHERE household_no = ?1 AND name <> ''
        ORDER BY added_ms, item LIMIT 12)), '')
    WHERE household_no = ?1";
const VISITS: &str = "UPDATE household SET
    last_visit = (SELECT max(date) FROM visit WHERE household_no = ?1 AND done = 1),
    next_visit = (SELECT min(date) FROM visit WHERE household_no = ?1 AND done = 0)
    WHERE household_no = ?1";
const ACTIONS: &str = "UPDATE household SET
    open_actions = (SELECT count(*) FROM action WHERE household_no = ?1 AND open = 1)
    WHERE household_no = ?1";
const BOTH_CHANGED: &str = "UPDATE household SET
    both_changed = (SELECT coalesce(sum(fields), 0) FROM both_changed WHERE household_no = ?1)
    WHERE household_no = ?1";

fn run(tx: &Transaction<'_>, sql: &str, number: i64) -> Result<(), StoreFault> {
    tx.prepare_cached(sql)?.execute([number])?;
    Ok(())
}

fn summarise_about(tx: &Transaction<'_>, number: i64, about: &About) -> Result<(), StoreFault> {
    let name = about.name.value.as_deref().unwrap_or_default();
    tx.prepare_cached(
        "UPDATE household SET name = ?2, name_sort = ?3, address = ?4, locality = ?5,
             named_worker = ?6, second_worker = ?7, closed = ?8
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
    ])?;
    Ok(())
}
