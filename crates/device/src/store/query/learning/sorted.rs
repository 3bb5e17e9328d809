//! How long it took from the first demand until the household said that it is sorted.

use std::collections::BTreeMap;

use doorstep_model::call::{SortedLearning, SortedMonth, SortedStory};
use rusqlite::params;

use super::{Reading, times};
use crate::learning::calendar::{date_of, first_of};
use crate::learning::xmr::xmr;
use crate::store::StoreFault;
use crate::store::project::Measure;
use crate::store::row;

/// Values of the chart, at most: the newest.
const MOST_STORIES: u32 = 100;

pub(super) fn sorted(reading: &Reading<'_>) -> Result<SortedLearning, StoreFault> {
    let mut by_month: BTreeMap<i32, (u32, i64)> = BTreeMap::new();
    for tally in reading.tallies(Measure::Sorted, reading.range.months())? {
        let (stories, days) = by_month.entry(tally.at).or_default();
        *stories += tally.facts;
        *days += tally.amount;
    }
    let months = reading.months(Measure::Sorted)?.into_iter().map(|at| {
        let (stories, days) = by_month.get(&at).copied().unwrap_or_default();
        SortedMonth {
            month: date_of(first_of(at)),
            times: times(stories),
            mean_days: (stories > 0).then(|| days as f64 / f64::from(stories)),
        }
    });
    let stories = newest(reading)?;
    let values: Vec<f64> = stories.iter().map(|story| f64::from(story.days)).collect();
    Ok(SortedLearning {
        times: times(by_month.values().map(|(stories, _)| stories).sum()),
        months: months.collect(),
        chart: xmr(&values),
        stories,
    })
}

fn newest(reading: &Reading<'_>) -> Result<Vec<SortedStory>, StoreFault> {
    // Whole months, as their tallies have them.
    let (first, last) = reading.range.months();
    let from = if first == i32::MIN {
        i32::MIN
    } else {
        first_of(first)
    };
    let until = first_of(last + 1) - 1;
    let (index, place) = if reading.place == super::EVERYWHERE {
        ("learning_story", "?1 = 0")
    } else {
        ("learning_story_place", "place = ?1")
    };
    // Those of one day in an order that has nothing to do with how long they took: by length, each
    // move from one to the next would be as small as it can be, and the limits too narrow.
    let mut statement = reading.conn.prepare_cached(&format!(
        "SELECT at, amount FROM learning_fact INDEXED BY {index}
         WHERE measure = 'story' AND {place} AND at BETWEEN ?2 AND ?3
         ORDER BY at DESC, kind DESC LIMIT ?4"
    ))?;
    let rows = statement.query_map(params![reading.place, from, until, MOST_STORIES], |found| {
        Ok(SortedStory {
            on: Some(date_of(found.get(0)?)),
            days: row::count(found, 1)?,
        })
    })?;
    let mut newest: Vec<SortedStory> = rows.collect::<Result<_, _>>()?;
    newest.reverse();
    Ok(newest)
}
