//! What we promised: mine before the others', so that however late a team is, nobody's own promise
//! for today is left out. Each look is along an index and ends after as many as are shown.

use doorstep_model::call::{GetHome, Promise};
use doorstep_model::date::Date;
use doorstep_model::id::ItemId;
use rusqlite::{Connection, Row, params};

use super::home::key;
use crate::store::StoreFault;
use crate::store::row;

/// Promises of a kind on the screen, if nothing else is asked for.
const SHOWN: u32 = 20;
/// However much is asked for.
const MOST: u32 = 500;
/// Promises are counted up to this many.
const COUNTED: u32 = 1_000;

/// Which promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// For this day or an earlier one.
    Due,
    /// For a later day, or for none.
    Later,
}

impl When {
    /// Its condition; the day is the first gap.
    fn sql(self) -> &'static str {
        match self {
            Self::Due => "coalesce(by_when, '9999-12-31') <= ?1",
            Self::Later => "coalesce(by_when, '9999-12-31') > ?1",
        }
    }
}

/// What is read of a promise, out of `action` and the household that shows it.
const COLUMNS: &str = "doc_id, shown_household.name, action.item, what,
    coalesce(nullif(who, ''), member_name.name), by_when, member";
const JOINS: &str = "JOIN shown_household USING (household_no)
    LEFT JOIN member_name ON member_name.item = action.member
    WHERE promised = 1 AND open = 1 AND closed = 0";
const ORDER: &str = "ORDER BY coalesce(by_when, '9999-12-31')";

/// Mine first, then the others'.
pub(super) fn list(
    conn: &Connection,
    when: When,
    asked: &GetHome,
    me: Option<&ItemId>,
) -> Result<Vec<Promise>, StoreFault> {
    let at_most = match asked.promises {
        0 => SHOWN,
        promises => promises.min(MOST),
    };
    let mut list = match me {
        Some(me) => mine(conn, when, asked.today, me, at_most)?,
        None => Vec::new(),
    };
    let already = u32::try_from(list.len()).unwrap_or(at_most);
    // If some of mine were left out there is no place for others. Otherwise all of mine are among
    // these at worst, and as many others as there is place for.
    for promise in all(conn, when, asked.today, at_most.saturating_add(already))? {
        let is_full = u32::try_from(list.len()).is_ok_and(|len| len >= at_most);
        if !is_full && !list.contains(&promise) {
            list.push(promise);
        }
    }
    Ok(list)
}

/// What I do, and what was promised in a household that I hold. It costs what I hold, however many
/// households the team has.
fn mine(
    conn: &Connection,
    when: When,
    today: Date,
    me: &ItemId,
    at_most: u32,
) -> Result<Vec<Promise>, StoreFault> {
    let when = when.sql();
    let mut statement = conn.prepare_cached(&format!(
        "WITH held (household_no) AS MATERIALIZED (
             SELECT household_no FROM household INDEXED BY household_worker
             WHERE named_worker = ?2
             UNION
             SELECT joined.household_no FROM household AS own INDEXED BY household_worker
             CROSS JOIN household AS joined ON joined.shown_in = own.household_no
             WHERE own.named_worker = ?2),
         mine (household_no, item) AS (
             SELECT * FROM (
                 SELECT household_no, item FROM action INDEXED BY action_of_member
                 WHERE member = ?2 AND promised = 1 AND open = 1 AND {when} {ORDER} LIMIT {MOST})
             UNION
             SELECT household_no, item
             FROM held CROSS JOIN action INDEXED BY action_promised_of USING (household_no)
             WHERE promised = 1 AND open = 1 AND {when})
         SELECT {COLUMNS} FROM mine
         CROSS JOIN action USING (household_no, item) {JOINS} {ORDER}, action.item LIMIT ?3"
    ))?;
    let rows = statement.query_map(params![today.to_string(), me.as_str(), at_most], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn all(
    conn: &Connection,
    when: When,
    today: Date,
    at_most: u32,
) -> Result<Vec<Promise>, StoreFault> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM action INDEXED BY action_promised {JOINS} AND {} {ORDER} LIMIT ?2",
        when.sql()
    ))?;
    let rows = statement.query_map(params![today.to_string(), at_most], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many there are, up to a limit.
pub(super) fn count(conn: &Connection, when: When, today: Date) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT count(*) FROM (
             SELECT 1 FROM action INDEXED BY action_promised
             JOIN shown_household USING (household_no)
             WHERE promised = 1 AND open = 1 AND closed = 0 AND {} LIMIT ?2)",
        when.sql()
    ))?;
    let counted = params![today.to_string(), COUNTED];
    Ok(statement.query_row(counted, |found| row::count(found, 0))?)
}

fn read(found: &Row<'_>) -> rusqlite::Result<Promise> {
    Ok(Promise {
        household: key(found, 0)?,
        household_name: found.get(1)?,
        action: row::name(found, 2)?,
        what: found.get(3)?,
        who: found.get(4)?,
        by_when: row::maybe_name(found, 5)?,
        member: row::maybe_name(found, 6)?,
    })
}
