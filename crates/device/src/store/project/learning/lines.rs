//! What one line of a record counts for.

use doorstep_model::date::Date;
use doorstep_model::field::{Record, Stamp};
use doorstep_model::household::{Action, Demand, DemandClass, Expertise, Obstacle};
use rusqlite::{Transaction, params};

use super::fact::{self, Fact, Measure, Of};
use super::frame;
use crate::learning::calendar::{day_at, day_of, month_of, week_of};
use crate::store::StoreFault;

/// Bytes of people's words about what they can now do that are kept for the page.
const MOST_WORDS: usize = 600;

pub(super) fn put_facts<R: Record>(
    tx: &Transaction<'_>,
    number: i64,
    record: &R,
    measure: Measure,
    fact: fn(&R) -> Fact,
) -> Result<(), StoreFault> {
    let facts: Vec<Fact> = (!record.is_removed())
        .then(|| fact(record))
        .into_iter()
        .collect();
    let of = Of {
        household_no: number,
        measure,
        item: item(record),
    };
    fact::put(tx, of, frame::place_of(tx, number)?, &facts)
}

pub(super) fn item<R: Record>(record: &R) -> &str {
    record.id().map_or("", |id| id.as_str())
}

/// The day that was written down, or the one on which the line was added.
pub(super) fn day(written: Option<Date>, added: &Stamp) -> i32 {
    written.map_or_else(|| day_at(added.at), day_of)
}

pub(super) fn demand_fact(demand: &Demand) -> Fact {
    let class = demand.class.value.unwrap_or(DemandClass::NotYetClear);
    let cause = demand.failure_cause.value.as_ref();
    let cause = cause.filter(|_| class == DemandClass::Failure);
    Fact {
        detail: cause.map(ToString::to_string).unwrap_or_default(),
        more: i32::from(demand.repeats.value.is_some()),
        ..Fact::once(week_of(day(demand.date.value, &demand.added)), class.word())
    }
}

pub(super) fn action_fact(action: &Action) -> Fact {
    let done_by = action.done_by.value.map(|by| by.word());
    let ended = action.ended.value.map_or("open", |end| end.word());
    Fact {
        detail: ended.into(),
        more: i32::from(!action.can_do_now.is_blank()),
        ..Fact::once(
            month_of(day(action.agreed_on.value, &action.added)),
            done_by.unwrap_or_default(),
        )
    }
}

pub(super) fn expertise_fact(expertise: &Expertise) -> Fact {
    let kind = expertise.kind.value.map(|kind| kind.word());
    Fact::once(
        month_of(day(expertise.date.value, &expertise.added)),
        kind.unwrap_or_default(),
    )
}

pub(super) fn obstacle_fact(obstacle: &Obstacle) -> Fact {
    let kind = obstacle.kind.value.as_ref().map(ToString::to_string);
    Fact {
        more: i32::from(obstacle.cleared_on.value.is_some()),
        ..Fact::once(
            month_of(day(obstacle.date.value, &obstacle.added)),
            kind.unwrap_or_default(),
        )
    }
}

pub(super) fn put_words(
    tx: &Transaction<'_>,
    number: i64,
    action: &Action,
) -> Result<(), StoreFault> {
    let words = action.can_do_now.0.trim();
    let end = words.floor_char_boundary(MOST_WORDS);
    let words = words.get(..end).unwrap_or_default();
    let key = params![number, item(action)];
    if words.is_empty() || action.removed.is_some() {
        tx.prepare_cached("DELETE FROM learning_words WHERE household_no = ?1 AND item = ?2")?
            .execute(key)?;
        return Ok(());
    }
    tx.prepare_cached(
        "INSERT INTO learning_words (household_no, item, place, day, words)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET day = excluded.day, words = excluded.words
         WHERE day <> excluded.day OR words <> excluded.words",
    )?
    .execute(params![
        number,
        item(action),
        frame::place_of(tx, number)?,
        day(action.agreed_on.value, &action.added),
        words
    ])?;
    Ok(())
}
