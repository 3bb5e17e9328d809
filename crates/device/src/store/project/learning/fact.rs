//! Facts: what one line of a record counts for. They are compared before they are written, so that
//! a keystroke that changes none of them writes nothing.

use rusqlite::{Transaction, params};

use crate::store::StoreFault;

/// What a fact is about; what its columns mean for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// By week: class, cause, whether it repeats an earlier one.
    Demand,
    /// By day, one a story: `amount` is its days, `kind` the least id of its demands, which puts
    /// those of one day in order. Not tallied.
    Story,
    /// By month: stories, with their days.
    Sorted,
    /// By month: who does it, how it ended, whether they can now do something for themselves.
    Action,
    /// By month: pulled in or handed off.
    Expertise,
    /// By month: the kind, whether it is out of the way.
    Obstacle,
    /// By month of the first visit: months known since it; below zero while it is open.
    Cohort,
    /// By month of the first visit: kind, sureness, months from it; thousandths and pence.
    Use,
}

impl Measure {
    /// Its word in the tables.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Story => "story",
            Self::Sorted => "sorted",
            Self::Action => "action",
            Self::Expertise => "expertise",
            Self::Obstacle => "obstacle",
            Self::Cohort => "cohort",
            Self::Use => "use",
        }
    }
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) at: i32,
    pub(super) kind: String,
    pub(super) detail: String,
    pub(super) more: i32,
    pub(super) times: i64,
    pub(super) amount: i64,
}

impl Fact {
    /// Something that happened once.
    pub(super) fn once(at: i32, kind: impl Into<String>) -> Self {
        Self {
            at,
            kind: kind.into(),
            detail: String::new(),
            more: 0,
            times: 1,
            amount: 0,
        }
    }
}

/// Whose facts: those of one measure and line of a household (`item` is empty for what belongs to
/// the household as a whole).
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) household_no: i64,
    pub(super) measure: Measure,
    pub(super) item: &'a str,
}

/// Makes the kept facts these, if they are not already.
pub(super) fn put(
    tx: &Transaction<'_>,
    of: Of<'_>,
    place: i64,
    facts: &[Fact],
) -> Result<(), StoreFault> {
    let key = params![of.household_no, of.measure.word(), of.item];
    let kept: Vec<Fact> = tx
        .prepare_cached(
            "SELECT at, kind, detail, more, times, amount FROM learning_fact
             WHERE household_no = ?1 AND measure = ?2 AND item = ?3 ORDER BY nth",
        )?
        .query_map(key, |row| {
            Ok(Fact {
                at: row.get(0)?,
                kind: row.get(1)?,
                detail: row.get(2)?,
                more: row.get(3)?,
                times: row.get(4)?,
                amount: row.get(5)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    if kept == facts {
        return Ok(());
    }
    if !kept.is_empty() {
        tx.prepare_cached(
            "DELETE FROM learning_fact WHERE household_no = ?1 AND measure = ?2 AND item = ?3",
        )?
        .execute(key)?;
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO learning_fact (household_no, measure, item, nth, place, at, kind, detail,
             more, times, amount) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (nth, fact) in (0_i64..).zip(facts) {
        insert.execute(params![
            of.household_no,
            of.measure.word(),
            of.item,
            nth,
            place,
            fact.at,
            fact.kind,
            fact.detail,
            fact.more,
            fact.times,
            fact.amount,
        ])?;
    }
    Ok(())
}
