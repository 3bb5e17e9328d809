//! What services households used, before the first visit and since.

use std::collections::BTreeMap;

use doorstep_model::call::{
    BeforeSince, SERVICE_MONTHS, ServiceKindRow, ServiceMonth, ServicesLearning, SureRow, Uses,
};
use doorstep_model::household::{ServiceKind, Sureness};

use super::{Reading, times};
use crate::learning::calendar::month_of;
use crate::store::StoreFault;
use crate::store::project::Measure;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    thousandths: i64,
    pence: i64,
}

impl Count {
    fn add(&mut self, thousandths: i64, pence: i64) {
        self.thousandths = self.thousandths.saturating_add(thousandths);
        self.pence = self.pence.saturating_add(pence);
    }

    fn uses(self) -> Uses {
        Uses {
            thousandths: Some(u64::try_from(self.thousandths).unwrap_or(0)),
            pence: Some(u64::try_from(self.pence).unwrap_or(0)),
        }
    }
}

/// Before, and since.
type Sides = (Count, Count);

fn both(sides: Option<&Sides>) -> BeforeSince {
    let (before, since) = sides.copied().unwrap_or_default();
    BeforeSince {
        before: before.uses(),
        since: since.uses(),
    }
}

pub(super) fn services(reading: &Reading<'_>) -> Result<ServicesLearning, StoreFault> {
    let far = i32::try_from(SERVICE_MONTHS).unwrap_or(i32::MAX);
    let this_month = month_of(reading.range.today);
    let is_over = |cohort: i32, month: i32| month < 0 || cohort + month < this_month;
    let range = reading.range.months();

    let mut households = 0;
    let mut known: BTreeMap<i32, u32> = BTreeMap::new();
    for tally in reading.tallies(Measure::Cohort, range)? {
        households += tally.facts;
        let known_since = if tally.more < 0 { far } else { tally.more };
        let months = (-far..0).chain(1..=known_since);
        for month in months.filter(|month| is_over(tally.at, *month)) {
            *known.entry(month).or_default() += tally.facts;
        }
    }

    let mut total = Sides::default();
    let mut by_kind: BTreeMap<String, Sides> = BTreeMap::new();
    let mut by_sureness: BTreeMap<String, Sides> = BTreeMap::new();
    let mut by_month: BTreeMap<i32, Count> = BTreeMap::new();
    for tally in reading.tallies(Measure::Use, range)? {
        if !is_over(tally.at, tally.more) {
            continue;
        }
        let kind = by_kind.entry(tally.kind).or_default();
        let sureness = by_sureness.entry(tally.detail).or_default();
        for sides in [&mut total, kind, sureness] {
            let side = if tally.more < 0 {
                &mut sides.0
            } else {
                &mut sides.1
            };
            side.add(tally.times, tally.amount);
        }
        by_month
            .entry(tally.more)
            .or_default()
            .add(tally.times, tally.amount);
    }

    let of = |months: std::ops::RangeInclusive<i32>| known.range(months).map(|(_, of)| of).sum();
    let kinds = ServiceKind::ALL.iter().copied().map(Some).chain([None]);
    let sure = Sureness::ALL.iter().copied().map(Some).chain([None]);
    let months = known.iter().map(|(month, households)| ServiceMonth {
        month: *month,
        households: times(*households),
        uses: by_month.get(month).copied().unwrap_or_default().uses(),
    });
    Ok(ServicesLearning {
        households: times(households),
        months_before: of(-far..=-1),
        months_since: of(1..=far),
        total: both(Some(&total)),
        kinds: kinds
            .map(|kind| ServiceKindRow {
                kind,
                uses: both(by_kind.get(kind.map_or("", ServiceKind::word))),
            })
            .collect(),
        sure: sure
            .map(|sureness| SureRow {
                sureness,
                uses: both(by_sureness.get(sureness.map_or("", Sureness::word))),
            })
            .collect(),
        months: months.collect(),
    })
}
