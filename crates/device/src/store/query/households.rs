//! The list of households, with its filters.

use std::collections::BTreeSet;

use doorstep_model::call::{HouseholdList, HouseholdRow, ListHouseholds};
use doorstep_model::date::Date;
use doorstep_model::id::DocKey;
use doorstep_wire::id::DocId;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, Row, ToSql};

use super::search::{self, Search, Stands, Tier};
use super::sync::for_others;
use crate::store::StoreFault;
use crate::store::row;

/// Rows in one answer, at most.
const MOST_ROWS: u32 = 200;
/// Households that are asked one by one whether they have the words, before all hits are looked up.
const MOST_ASKED: u32 = 300;
/// Of more households than these, those on the page are found along the list: an index has its
/// order, while each household that is looked up by its number is a page to be deciphered.
const MOST_LOOKED_UP: usize = 200;
/// Localities in the filter, at most.
const MOST_LOCALITIES: u32 = 50;

/// What [`read_row`] reads. The row keeps the earliest visit that is planned and not noted; only
/// where that day has gone by is it looked for what else is planned.
pub(super) fn columns(today: Option<Date>) -> String {
    let next = match today {
        None => "next_visit, NULL".to_owned(),
        Some(today) => {
            let of = "FROM visit INDEXED BY visit_planned_of WHERE done = 0 AND household_no IN (
                SELECT household.household_no UNION ALL SELECT joined.household_no
                FROM household AS joined WHERE joined.shown_in = household.household_no)";
            format!(
                "CASE WHEN next_visit < '{today}'
                    THEN (SELECT min(date) {of} AND date >= '{today}') ELSE next_visit END,
                 CASE WHEN next_visit < '{today}'
                    THEN (SELECT max(date) {of} AND date < '{today}') END"
            )
        }
    };
    format!(
        "doc_id, name, address, locality,
    (SELECT member_name.name FROM member_name WHERE item = named_worker),
    people, last_visit, open_actions, both_changed,
    (SELECT count(*) FROM change WHERE change.doc_id = household.doc_id AND unsealed = 1)
        + (SELECT coalesce(sum(changes), 0) FROM chunk
           WHERE chunk.doc_id = household.doc_id AND seq IS NULL)
        + (SELECT count(*) FROM household AS joined JOIN change
           ON change.doc_id = joined.doc_id AND unsealed = 1
           WHERE joined.shown_in = household.household_no)
        + (SELECT coalesce(sum(changes), 0) FROM household AS joined JOIN chunk
           ON chunk.doc_id = joined.doc_id AND seq IS NULL
           WHERE joined.shown_in = household.household_no),
    closed, {next}, household_no"
    )
}

pub(super) fn read_row(found: &Row<'_>) -> rusqlite::Result<HouseholdRow> {
    let doc: DocId = row::id(found, 0)?;
    let next_visit = row::maybe_name(found, 11)?;
    Ok(HouseholdRow {
        id: DocKey::from(doc.0),
        name: found.get(1)?,
        address: found.get(2)?,
        locality: found.get(3)?,
        worker: found.get(4)?,
        people: found.get(5)?,
        last_visit: row::maybe_name(found, 6)?,
        open_actions: row::count(found, 7)?,
        both_changed: row::count(found, 8)?,
        unsent: row::count(found, 9)?,
        closed: found.get(10)?,
        next_visit,
        was_planned: match next_visit {
            Some(_) => None,
            None => row::maybe_name(found, 12)?,
        },
        found: None,
    })
}

/// A condition with what stands in its gaps.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    gaps: Vec<String>,
}

impl Conditions {
    fn of(call: &ListHouseholds) -> Self {
        let mut all = Self::default();
        all.sql.push("shown_in IS NULL".into());
        if !call.with_closed {
            all.sql.push("closed = 0".into());
        }
        if let Some(worker) = &call.worker {
            all.gaps.push(worker.as_str().to_owned());
            let gap = all.gaps.len();
            let held = format!("(named_worker = ?{gap} OR second_worker = ?{gap})");
            all.sql.push(or_joined(&held));
        }
        if let Some(locality) = &call.locality {
            all.gaps.push(locality.clone());
            let there = format!("locality = ?{}", all.gaps.len());
            all.sql.push(or_joined(&there));
        }
        if let Some(day) = call.not_seen_since {
            all.gaps.push(day.to_string());
            all.sql.push(format!(
                "(last_visit IS NULL OR last_visit < ?{})",
                all.gaps.len()
            ));
        }
        all
    }

    /// The households to look at, as SQL: only these, by their numbers, and all without them.
    fn among(&mut self, few: Option<&BTreeSet<i64>>) -> String {
        let Some(few) = few else {
            return "household".to_owned();
        };
        let numbers: Vec<String> = few.iter().map(ToString::to_string).collect();
        self.gaps.push(format!("[{}]", numbers.join(",")));
        let gap = self.gaps.len();
        // In this order: otherwise every household there is may be compared with them.
        format!("json_each(?{gap}) AS few CROSS JOIN household ON household_no = few.value")
    }

    fn sql(&self) -> String {
        self.sql.join(" AND ")
    }

    fn gaps(&self) -> Vec<&dyn ToSql> {
        self.gaps.iter().map(|gap| gap as &dyn ToSql).collect()
    }
}

/// What fits a household, or one that is shown in it.
fn or_joined(fits: &str) -> String {
    format!(
        "({fits} OR household_no IN
            (SELECT shown_in FROM household WHERE shown_in IS NOT NULL AND {fits}))"
    )
}

/// Rows of the list; without a search by name, with one the hits in names first.
pub(crate) fn list_households(
    conn: &Connection,
    call: &ListHouseholds,
) -> Result<HouseholdList, StoreFault> {
    let words = search::split(&call.search);
    let mut list = if call.search.trim().is_empty() {
        listed(conn, call)?
    } else {
        found(conn, call, Search::exactly(conn, &words)?)?
    };
    if list.rows.is_empty() && call.offset == 0 && !words.is_empty() {
        list = found(conn, call, Search::nearly(conn, &words)?)?;
    }
    list.localities = localities(conn)?;
    Ok(list)
}

fn listed(conn: &Connection, call: &ListHouseholds) -> Result<HouseholdList, StoreFault> {
    let conditions = Conditions::of(call);
    let sql = format!(
        "SELECT {} FROM household WHERE {} ORDER BY closed, name_sort, household_no
         LIMIT {} OFFSET {}",
        columns(call.today),
        conditions.sql(),
        call.limit.min(MOST_ROWS),
        call.offset
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(conditions.gaps().as_slice(), read_row)?;
    Ok(HouseholdList {
        rows: rows.collect::<Result<_, _>>()?,
        total: total(conn, &conditions, call)?,
        more: false,
        localities: Vec::new(),
        for_others: for_others(conn)?,
    })
}

fn total(
    conn: &Connection,
    conditions: &Conditions,
    call: &ListHouseholds,
) -> Result<u32, StoreFault> {
    if conditions.gaps.is_empty() {
        let name = if call.with_closed { "all" } else { "open" };
        let mut statement = conn.prepare_cached("SELECT households FROM tally WHERE name = ?1")?;
        return Ok(statement.query_row([name], |found| row::count(found, 0))?);
    }
    let sql = format!("SELECT count(*) FROM household WHERE {}", conditions.sql());
    let mut statement = conn.prepare_cached(&sql)?;
    Ok(statement.query_row(conditions.gaps().as_slice(), |found| row::count(found, 0))?)
}

/// What a search finds.
fn found(
    conn: &Connection,
    call: &ListHouseholds,
    mut search: Search,
) -> Result<HouseholdList, StoreFault> {
    let mut list = HouseholdList::default();
    if search.is_empty() {
        return Ok(list);
    }
    let (first, limit) = (index(call.offset), index(call.limit.min(MOST_ROWS)));
    // One more than is shown tells whether there are more.
    let wanted = first.saturating_add(limit).saturating_add(1);
    let mut hits: Vec<(i64, Stands)> = Vec::new();
    'tiers: for tier in [Tier::Names, Tier::Elsewhere] {
        let few = search.few(tier);
        let mut conditions = Conditions::of(call);
        // If all is known, all are counted.
        let looked_up = few
            .as_ref()
            .filter(|few| few.len() <= MOST_LOOKED_UP || search.is_known());
        let among = conditions.among(looked_up);
        // In the order of the list, which an index has: nothing is read beyond the page.
        let mut candidates = conn.prepare_cached(&format!(
            "SELECT household_no FROM {among} WHERE {}
             ORDER BY closed, name_sort, household_no",
            conditions.sql()
        ))?;
        let mut rows = candidates.query(conditions.gaps().as_slice())?;
        let mut asked = 0;
        loop {
            // Where households have to be asked one by one, a page is enough.
            if hits.len() >= wanted && !(few.is_some() && search.is_known()) {
                list.more = true;
                break 'tiers;
            }
            let Some(row) = rows.next()? else {
                break;
            };
            let number = row.get(0)?;
            if few.as_ref().is_some_and(|few| !few.contains(&number)) {
                continue;
            }
            asked += 1;
            if asked == MOST_ASKED && !search.is_known() {
                search.know_all(conn)?;
            }
            let stands = search.stands(conn, number)?;
            hits.extend(
                stands
                    .filter(|stands| stands.tier == tier)
                    .map(|stands| (number, stands)),
            );
        }
    }
    list.total = u32::try_from(hits.len()).unwrap_or(u32::MAX);
    let mut row_of = conn.prepare_cached(&format!(
        "SELECT {} FROM household WHERE household_no = ?1",
        columns(call.today)
    ))?;
    for (number, stands) in hits.into_iter().skip(first).take(limit) {
        let mut row = row_of.query_row([number], read_row)?;
        if let Some(hit) = stands.hit {
            row.found = search.around(conn, hit)?;
        }
        list.rows.push(row);
    }
    Ok(list)
}

fn index(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Every locality there is, found by leaps along the index: its cost is their number.
pub(super) fn localities(conn: &Connection) -> Result<Vec<String>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE next (locality) AS (
             SELECT min(locality) FROM household WHERE locality > ''
             UNION ALL
             SELECT (SELECT min(locality) FROM household WHERE locality > next.locality)
             FROM next WHERE next.locality IS NOT NULL)
         SELECT locality FROM next WHERE locality IS NOT NULL LIMIT ?1",
    )?;
    let limit: ToSqlOutput<'_> = MOST_LOCALITIES.to_sql()?;
    let rows = statement.query_map([limit], |found| found.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
