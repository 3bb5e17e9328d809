//! Demand by week: value and failure, with the causes of failure.

use std::collections::BTreeMap;

use doorstep_model::ItemId;
use doorstep_model::call::{CauseRow, DemandLearning, DemandTimes, DemandWeek};
use doorstep_model::household::DemandClass;

use super::{Names, Reading, times};
use crate::learning::calendar::{date_of, monday_of, week_of};
use crate::learning::xmr::xmr;
use crate::store::StoreFault;
use crate::store::project::Measure;

/// Weeks on a page, at most: five years.
const MOST_WEEKS: i32 = 260;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    value: u32,
    failure: u32,
    unclear: u32,
}

impl Count {
    fn add(&mut self, class: &str, count: u32) {
        let of = if class == DemandClass::Value.word() {
            &mut self.value
        } else if class == DemandClass::Failure.word() {
            &mut self.failure
        } else {
            &mut self.unclear
        };
        *of += count;
    }

    fn all(self) -> u32 {
        self.value + self.failure + self.unclear
    }

    fn times(self) -> DemandTimes {
        DemandTimes {
            value: times(self.value),
            failure: times(self.failure),
            unclear: times(self.unclear),
            all: times(self.all()),
        }
    }
}

pub(super) fn demand(reading: &Reading<'_>, names: &Names) -> Result<DemandLearning, StoreFault> {
    let (from, until) = reading.weeks();
    let this_week = week_of(reading.range.today);
    let (mut total, mut repeats) = (Count::default(), 0);
    let mut by_week: BTreeMap<i32, Count> = BTreeMap::new();
    let mut by_cause: BTreeMap<String, u32> = BTreeMap::new();
    for tally in reading.tallies(Measure::Demand, (from, until))? {
        total.add(&tally.kind, tally.facts);
        by_week
            .entry(tally.at)
            .or_default()
            .add(&tally.kind, tally.facts);
        if tally.more != 0 {
            repeats += tally.facts;
        }
        if tally.kind == DemandClass::Failure.word() {
            *by_cause.entry(tally.detail).or_default() += tally.facts;
        }
    }
    // Before the first demand there was no team to ask.
    let first = reading.first(Measure::Demand)?.unwrap_or(i32::MAX);
    let first = from.max(first).max(until - MOST_WEEKS + 1);
    let counts: Vec<(i32, Count)> = (first..=until)
        .map(|week| (week, by_week.get(&week).copied().unwrap_or_default()))
        .collect();
    let whole = counts.iter().filter(|(week, _)| *week < this_week);
    let values: Vec<f64> = whole.map(|(_, count)| f64::from(count.all())).collect();
    let weeks = counts.into_iter().map(|(week, count)| DemandWeek {
        begins: date_of(monday_of(week)),
        times: count.times(),
        whole: week < this_week,
    });
    let mut causes: Vec<CauseRow> = by_cause
        .into_iter()
        .map(|(cause, count)| CauseRow {
            name: names.get(&cause).cloned().unwrap_or_default(),
            cause: ItemId::try_from(cause).ok(),
            times: times(count),
        })
        .collect();
    causes.sort_by(|one, other| {
        (other.times, &one.name, &one.cause).cmp(&(one.times, &other.name, &other.cause))
    });
    Ok(DemandLearning {
        weeks: weeks.collect(),
        by_month: false,
        total: total.times(),
        repeats: times(repeats),
        causes,
        chart: xmr(&values),
    })
}
