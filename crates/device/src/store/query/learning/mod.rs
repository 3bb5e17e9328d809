//! The page of learning, out of tallies. What it reads are weeks, months and kinds, never
//! households; single values are read newest first, a bounded number of them.

mod demand;
mod doing;
mod few;
mod services;
mod sorted;

use std::collections::BTreeMap;

use doorstep_model::ItemId;
use doorstep_model::call::{
    ExpertiseLearning, ExpertiseMonth, GetLearning, LearningPage, ObstacleRow, Times,
};
use doorstep_model::household::ExpertiseKind;
use rusqlite::{Connection, OptionalExtension};

use super::households::localities;
use crate::learning::calendar::{Range, date_of, first_of, week_of};
use crate::store::StoreFault;
use crate::store::project::Measure;

/// Everywhere.
const EVERYWHERE: i64 = 0;
/// A locality that nobody has written down.
const NOWHERE: i64 = -1;

/// The page, with every number as it is; if it is to be given away, not yet fit for that.
pub(crate) fn learning(conn: &Connection, call: &GetLearning) -> Result<LearningPage, StoreFault> {
    let reading = Reading {
        conn,
        place: place(conn, call.locality.as_deref())?,
        range: Range::of(call.period, call.today),
        to_give_away: call.to_give_away,
    };
    let names = names(conn)?;
    Ok(LearningPage {
        from: reading.range.from.map(date_of),
        until: date_of(reading.range.until),
        localities: localities(conn)?,
        to_give_away: call.to_give_away,
        too_few: few::too_few(&reading, call)?,
        anything: anything(conn)?,
        demand: demand::demand(&reading, &names)?,
        sorted: sorted::sorted(&reading)?,
        doing: doing::doing(&reading)?,
        expertise: expertise(&reading)?,
        services: services::services(&reading)?,
        obstacles: obstacles(&reading, &names)?,
    })
}

/// Names of the lists that the team edits.
type Names = BTreeMap<String, String>;

/// What is read: where and when.
struct Reading<'a> {
    conn: &'a Connection,
    place: i64,
    range: Range,
    to_give_away: bool,
}

/// One row of the tallies.
struct Tally {
    at: i32,
    kind: String,
    detail: String,
    more: i32,
    facts: u32,
    times: i64,
    amount: i64,
}

impl Reading<'_> {
    /// The first and last week that count. The week that is not over has few for that alone: in
    /// what is given away others would have to be left out beside it.
    fn weeks(&self) -> (i32, i32) {
        let (from, until) = self.range.weeks();
        let over = week_of(self.range.today) - 1;
        match self.to_give_away {
            true => (from, until.min(over)),
            false => (from, until),
        }
    }

    /// Tallies of a measure, from one week or month to another, in their order.
    fn tallies(
        &self,
        measure: Measure,
        (from, until): (i32, i32),
    ) -> Result<Vec<Tally>, StoreFault> {
        let mut statement = self.conn.prepare_cached(
            "SELECT at, kind, detail, more, facts, times, amount FROM learning_tally
             WHERE place = ?1 AND measure = ?2 AND at BETWEEN ?3 AND ?4 ORDER BY at",
        )?;
        let key = rusqlite::params![self.place, measure.word(), from, until];
        let rows = statement.query_map(key, |row| {
            Ok(Tally {
                at: row.get(0)?,
                kind: row.get(1)?,
                detail: row.get(2)?,
                more: row.get(3)?,
                facts: crate::store::row::count(row, 4)?,
                times: row.get(5)?,
                amount: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The first week or month of a measure anywhere, ever.
    fn first(&self, measure: Measure) -> Result<Option<i32>, StoreFault> {
        let mut statement = self.conn.prepare_cached(
            "SELECT min(at) FROM learning_tally WHERE place = 0 AND measure = ?1",
        )?;
        Ok(statement.query_row([measure.word()], |row| row.get(0))?)
    }

    /// Every month of the period from the first one of a measure on, without a gap; the newest 120
    /// at most.
    fn months(&self, measure: Measure) -> Result<Vec<i32>, StoreFault> {
        const MOST: i32 = 120;
        let (from, until) = self.range.months();
        let Some(first) = self.first(measure)? else {
            return Ok(Vec::new());
        };
        Ok((from.max(first).max(until - MOST + 1)..=until).collect())
    }
}

/// How many, as the page has it before anything is left out.
fn times(count: u32) -> Times {
    Some(count)
}

fn place(conn: &Connection, locality: Option<&str>) -> Result<i64, StoreFault> {
    let Some(locality) = locality else {
        return Ok(EVERYWHERE);
    };
    let mut find = conn.prepare_cached("SELECT place FROM learning_place WHERE locality = ?1")?;
    let found = find.query_row([locality], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(NOWHERE))
}

fn names(conn: &Connection) -> Result<Names, StoreFault> {
    let mut statement = conn.prepare_cached("SELECT item, name FROM learning_name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn anything(conn: &Connection) -> Result<bool, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM learning_tally WHERE place = 0)")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

fn expertise(reading: &Reading<'_>) -> Result<ExpertiseLearning, StoreFault> {
    let mut total = (0, 0);
    let mut by_month: BTreeMap<i32, (u32, u32)> = BTreeMap::new();
    for tally in reading.tallies(Measure::Expertise, reading.range.months())? {
        let month = by_month.entry(tally.at).or_default();
        if tally.kind == ExpertiseKind::PulledIn.word() {
            month.0 += tally.facts;
            total.0 += tally.facts;
        } else if tally.kind == ExpertiseKind::HandedOff.word() {
            month.1 += tally.facts;
            total.1 += tally.facts;
        }
    }
    let months = reading.months(Measure::Expertise)?.into_iter().map(|at| {
        let (pulled_in, handed_off) = by_month.get(&at).copied().unwrap_or_default();
        ExpertiseMonth {
            month: date_of(first_of(at)),
            pulled_in: times(pulled_in),
            handed_off: times(handed_off),
        }
    });
    Ok(ExpertiseLearning {
        pulled_in: times(total.0),
        handed_off: times(total.1),
        months: months.collect(),
    })
}

fn obstacles(reading: &Reading<'_>, names: &Names) -> Result<Vec<ObstacleRow>, StoreFault> {
    let mut by_kind: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for tally in reading.tallies(Measure::Obstacle, reading.range.months())? {
        let (all, still) = by_kind.entry(tally.kind).or_default();
        *all += tally.facts;
        if tally.more == 0 {
            *still += tally.facts;
        }
    }
    let mut rows: Vec<ObstacleRow> = by_kind
        .into_iter()
        .map(|(kind, (all, still))| ObstacleRow {
            name: names.get(&kind).cloned().unwrap_or_default(),
            kind: ItemId::try_from(kind).ok(),
            times: times(all),
            still: times(still),
        })
        .collect();
    rows.sort_by(|one, other| {
        (other.times, &one.name, &one.kind).cmp(&(one.times, &other.name, &other.kind))
    });
    Ok(rows)
}
