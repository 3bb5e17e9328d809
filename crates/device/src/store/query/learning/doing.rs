//! Who does what was agreed, how it ended, and what people can now do for themselves.

use std::collections::BTreeMap;

use doorstep_model::call::{DoingLearning, DoingMonth, DoingRow};
use doorstep_model::household::{ActionEnd, DoneBy};
use rusqlite::params;

use super::{Reading, times};
use crate::learning::calendar::{date_of, first_of};
use crate::store::StoreFault;
use crate::store::project::Measure;

/// People's words on the page, at most.
const MOST_WORDS: u32 = 12;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    open: u32,
    done: u32,
    changed: u32,
    dropped: u32,
    can_do_now: u32,
}

impl Count {
    fn all(self) -> u32 {
        self.open + self.done + self.changed + self.dropped
    }
}

pub(super) fn doing(reading: &Reading<'_>) -> Result<DoingLearning, StoreFault> {
    let mut by: BTreeMap<String, Count> = BTreeMap::new();
    let mut by_month: BTreeMap<(i32, String), u32> = BTreeMap::new();
    for tally in reading.tallies(Measure::Action, reading.range.months())? {
        let count = by.entry(tally.kind.clone()).or_default();
        let ended = ActionEnd::ALL.iter().find(|end| end.word() == tally.detail);
        let of = match ended {
            None => &mut count.open,
            Some(ActionEnd::Done) => &mut count.done,
            Some(ActionEnd::Changed) => &mut count.changed,
            Some(ActionEnd::Dropped) => &mut count.dropped,
        };
        *of += tally.facts;
        if tally.more != 0 {
            count.can_do_now += tally.facts;
        }
        *by_month.entry((tally.at, tally.kind)).or_default() += tally.facts;
    }
    let order: Vec<Option<DoneBy>> = DoneBy::ALL
        .iter()
        .copied()
        .map(Some)
        .chain([None])
        .collect();
    let word = |done_by: &Option<DoneBy>| done_by.map_or("", DoneBy::word).to_owned();
    let rows = order.iter().map(|done_by| {
        let count = by.get(&word(done_by)).copied().unwrap_or_default();
        DoingRow {
            done_by: *done_by,
            all: times(count.all()),
            open: times(count.open),
            done: times(count.done),
            changed: times(count.changed),
            dropped: times(count.dropped),
            can_do_now: times(count.can_do_now),
        }
    });
    let months = reading.months(Measure::Action)?.into_iter().map(|at| {
        let of = |by: &Option<DoneBy>| by_month.get(&(at, word(by))).copied().unwrap_or(0);
        DoingMonth {
            month: date_of(first_of(at)),
            times: order.iter().map(|by| times(of(by))).collect(),
        }
    });
    Ok(DoingLearning {
        rows: rows.collect(),
        months: months.collect(),
        words: words(reading)?,
    })
}

fn words(reading: &Reading<'_>) -> Result<Vec<String>, StoreFault> {
    let (index, place) = if reading.place == super::EVERYWHERE {
        ("learning_words_day", "?1 = 0")
    } else {
        ("learning_words_place", "place = ?1")
    };
    let (first, last) = reading.range.months();
    let from = if first == i32::MIN {
        i32::MIN
    } else {
        first_of(first)
    };
    let mut statement = reading.conn.prepare_cached(&format!(
        "SELECT words FROM learning_words INDEXED BY {index}
         WHERE {place} AND day BETWEEN ?2 AND ?3 ORDER BY day DESC LIMIT ?4"
    ))?;
    let key = params![reading.place, from, first_of(last + 1) - 1, MOST_WORDS];
    let rows = statement.query_map(key, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
