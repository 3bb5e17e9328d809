//! The page of learning, counted anew from the documents, line by line, with a calendar and an
//! arithmetic of its own. Slow, and made to be read.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::call::{
    BeforeSince, CauseRow, DemandLearning, DemandTimes, DemandWeek, DoingLearning, DoingMonth,
    DoingRow, ExpertiseLearning, ExpertiseMonth, LearningPage, Mark, ObstacleRow, Period,
    ServiceKindRow, ServiceMonth, ServicesLearning, SortedLearning, SortedMonth, SortedStory,
    SureRow, Times, Uses, Xmr,
};
use doorstep_model::field::Stamp;
use doorstep_model::household::{
    ActionEnd, Demand, DemandClass, DoneBy, ExpertiseKind, Household, ServiceKind, Sureness,
};
use doorstep_model::{Date, ItemId};

/// Days since 1970-01-01, counted year by year.
pub(crate) fn day(date: Date) -> i64 {
    let mut days = 0;
    for year in 1970..date.year {
        days += if leap(year) { 366 } else { 365 };
    }
    for year in date.year..1970 {
        days -= if leap(year) { 366 } else { 365 };
    }
    for month in 1..date.month {
        days += month_days(date.year, month);
    }
    days + i64::from(date.day) - 1
}

fn leap(year: u16) -> bool {
    (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
}

fn month_days(year: u16, month: u8) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of a number, found by walking.
pub(crate) fn date_of(mut days: i64) -> Date {
    let mut date = Date::new(1970, 1, 1).unwrap();
    while days < 0 {
        date.year -= 1;
        days += if leap(date.year) { 366 } else { 365 };
    }
    while days >= month_days(date.year, date.month) {
        days -= month_days(date.year, date.month);
        date.month += 1;
        if date.month == 13 {
            date = Date::new(date.year + 1, 1, 1).unwrap();
        }
    }
    date.day = u8::try_from(days + 1).unwrap();
    date
}

fn monday(of: i64) -> i64 {
    // 5 January 1970 was a Monday.
    of - (of - 4).rem_euclid(7)
}

fn month(of: i64) -> (i64, i64) {
    let date = date_of(of);
    (i64::from(date.year), i64::from(date.month))
}

fn first((year, month): (i64, i64)) -> i64 {
    day(Date::new(year.try_into().unwrap(), month.try_into().unwrap(), 1).unwrap())
}

fn later((year, month): (i64, i64), months: i64) -> (i64, i64) {
    let all = year * 12 + month - 1 + months;
    (all.div_euclid(12), all.rem_euclid(12) + 1)
}

fn months_between(from: (i64, i64), to: (i64, i64)) -> i64 {
    (to.0 - from.0) * 12 + to.1 - from.1
}

fn on(written: Option<Date>, added: &Stamp) -> i64 {
    written.map_or(added.at.0.div_euclid(86_400_000), day)
}

fn times(count: usize) -> Times {
    Some(u32::try_from(count).unwrap())
}

struct View<'a> {
    /// Everywhere.
    all: &'a [Household],
    /// In the locality that is looked at.
    here: Vec<&'a Household>,
    from: Option<i64>,
    until: i64,
    today: i64,
}

impl View<'_> {
    fn counts(&self, begins: i64) -> bool {
        self.from.is_none_or(|from| begins >= from) && begins <= self.until
    }

    fn month_counts(&self, of: i64) -> bool {
        self.counts(first(month(of)))
    }

    /// Months of the period, from the first in which there was something.
    fn months(&self, days: impl Iterator<Item = i64>) -> Vec<(i64, i64)> {
        let Some(mut at) = days.min().map(month) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        while first(at) <= self.until {
            if self.counts(first(at)) {
                all.push(at);
            }
            at = later(at, 1);
        }
        all
    }
}

pub(crate) fn page(
    all: &[Household],
    period: Period,
    locality: Option<&str>,
    today: Date,
) -> LearningPage {
    let now = day(today);
    let (from, until) = match period {
        Period::All => (None, now),
        Period::LastMonths(months) => {
            let first_month = later(month(now), -i64::from(months));
            (Some(first(first_month)), now)
        }
        Period::Own { from, until } => (Some(day(from)), day(until).min(now)),
    };
    let here = all.iter().filter(|home| {
        let of = home.about.locality.value.clone().unwrap_or_default();
        locality.is_none_or(|locality| locality == of)
    });
    let view = View {
        all,
        here: here.collect(),
        from,
        until,
        today: now,
    };
    let localities: BTreeSet<String> = all
        .iter()
        .filter_map(|home| home.about.locality.value.clone())
        .filter(|locality| !locality.is_empty())
        .collect();
    LearningPage {
        from: from.map(date_of),
        until: date_of(until),
        localities: localities.into_iter().collect(),
        to_give_away: false,
        too_few: Vec::new(),
        anything: true,
        demand: demand(&view),
        sorted: sorted(&view),
        doing: doing(&view),
        expertise: expertise(&view),
        services: services(&view),
        obstacles: obstacles(&view),
    }
}

fn demands(home: &Household) -> impl Iterator<Item = &Demand> {
    home.demands.iter().filter(|line| line.removed.is_none())
}

fn demand(view: &View<'_>) -> DemandLearning {
    let week_of = |line: &Demand| monday(on(line.date.value, &line.added));
    let counted: Vec<&Demand> = view
        .here
        .iter()
        .flat_map(|home| demands(home))
        .filter(|line| view.counts(week_of(line)))
        .collect();
    let tell = |lines: &[&Demand]| {
        let of = |class: DemandClass| {
            let this = lines
                .iter()
                .filter(|line| line.class.value.unwrap_or(DemandClass::NotYetClear) == class);
            times(this.count())
        };
        DemandTimes {
            value: of(DemandClass::Value),
            failure: of(DemandClass::Failure),
            unclear: of(DemandClass::NotYetClear),
            all: times(lines.len()),
        }
    };
    let first_ever = view.all.iter().flat_map(demands).map(week_of).min();
    let mut weeks = Vec::new();
    let mut begins = first_ever.unwrap_or(i64::MAX);
    while begins <= view.until {
        if view.counts(begins) {
            let of_week: Vec<&Demand> = counted
                .iter()
                .copied()
                .filter(|line| week_of(line) == begins)
                .collect();
            weeks.push(DemandWeek {
                begins: date_of(begins),
                times: tell(&of_week),
                whole: begins + 6 < view.today && begins != monday(view.today),
            });
        }
        begins += 7;
    }
    let values: Vec<f64> = weeks
        .iter()
        .filter(|week| week.whole)
        .map(|week| f64::from(week.times.all.unwrap()))
        .collect();
    let mut causes: BTreeMap<Option<ItemId>, usize> = BTreeMap::new();
    for line in &counted {
        if line.class.value == Some(DemandClass::Failure) {
            *causes.entry(line.failure_cause.value.clone()).or_default() += 1;
        }
    }
    let mut causes: Vec<CauseRow> = causes
        .into_iter()
        .map(|(cause, count)| CauseRow {
            cause,
            name: String::new(),
            times: times(count),
        })
        .collect();
    causes.sort_by(|one, other| {
        other
            .times
            .cmp(&one.times)
            .then(one.cause.cmp(&other.cause))
    });
    let repeats = counted.iter().filter(|line| line.repeats.value.is_some());
    DemandLearning {
        total: tell(&counted),
        repeats: times(repeats.count()),
        chart: chart(&values),
        causes,
        weeks,
        by_month: false,
    }
}

/// An XmR chart in so many words.
fn chart(values: &[f64]) -> Option<Xmr> {
    if values.len() < 6 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let mut moves = Vec::new();
    for pair in values.windows(2) {
        moves.push((pair[1] - pair[0]).abs());
    }
    let moving_range = moves.iter().sum::<f64>() / moves.len() as f64;
    let upper = mean + 2.66 * moving_range;
    let lower = f64::max(0.0, mean - 2.66 * moving_range);
    let marks = (0..values.len()).map(|at| {
        // Any eight in a row with this one among them, all on one side.
        let run = (at.saturating_sub(7)..=at).any(|from| {
            values.get(from..from + 8).is_some_and(|eight| {
                eight.iter().all(|value| *value > mean) || eight.iter().all(|value| *value < mean)
            })
        });
        Mark {
            outside: values[at] > upper || values[at] < lower,
            run,
        }
    });
    Some(Xmr {
        mean,
        moving_range,
        upper,
        lower,
        marks: marks.collect(),
    })
}

/// Stories of a household that have ended: the day and how long they took. Which demands are one
/// story is found by joining until nothing more can be joined.
///
/// Each with the least id of its demands in the middle, by which those of one day are in order.
fn stories(home: &Household) -> Vec<(i64, String, i64)> {
    let lines: Vec<&Demand> = demands(home).collect();
    let mut story: Vec<usize> = (0..lines.len()).collect();
    for _ in 0..lines.len() {
        for (at, line) in lines.iter().enumerate() {
            let before = lines
                .iter()
                .position(|other| other.id == line.repeats.value && other.id.is_some());
            if let Some(before) = before {
                let both = story[at].min(story[before]);
                (story[at], story[before]) = (both, both);
            }
        }
    }
    let mut ended = Vec::new();
    for number in 0..lines.len() {
        let of: Vec<&Demand> = (0..lines.len())
            .filter(|at| story[*at] == number)
            .map(|at| lines[at])
            .collect();
        let days: Vec<i64> = of
            .iter()
            .map(|line| on(line.date.value, &line.added))
            .collect();
        let (Some(begun), Some(newest)) = (days.iter().min(), days.iter().max()) else {
            continue;
        };
        let open = of
            .iter()
            .zip(&days)
            .any(|(line, day)| day == newest && line.sorted_on.value.is_none());
        let sorted = of
            .iter()
            .filter_map(|line| line.sorted_on.value)
            .map(day)
            .max();
        if let Some(sorted) = sorted.filter(|sorted| !open && sorted >= begun) {
            let ids = of.iter().filter_map(|line| line.id.as_ref());
            let least = ids.map(|id| id.to_string()).min().unwrap();
            ended.push((sorted, least, sorted - begun));
        }
    }
    ended
}

fn sorted(view: &View<'_>) -> SortedLearning {
    let everywhere = view.all.iter().flat_map(stories);
    let months = view.months(everywhere.map(|(sorted, _, _)| sorted));
    let mut ended: Vec<(i64, String, i64)> = view
        .here
        .iter()
        .flat_map(|home| stories(home))
        .filter(|(sorted, _, _)| view.month_counts(*sorted))
        .collect();
    ended.sort_unstable();
    let newest: Vec<SortedStory> = ended
        .iter()
        .skip(ended.len().saturating_sub(100))
        .map(|(sorted, _, days)| SortedStory {
            on: Some(date_of(*sorted)),
            days: u32::try_from(*days).unwrap(),
        })
        .collect();
    let values: Vec<f64> = newest.iter().map(|story| f64::from(story.days)).collect();
    let months = months.into_iter().map(|at| {
        let of: Vec<i64> = ended
            .iter()
            .filter(|(sorted, _, _)| month(*sorted) == at)
            .map(|(_, _, days)| *days)
            .collect();
        SortedMonth {
            month: date_of(first(at)),
            times: times(of.len()),
            mean_days: (!of.is_empty()).then(|| of.iter().sum::<i64>() as f64 / of.len() as f64),
        }
    });
    SortedLearning {
        times: times(ended.len()),
        months: months.collect(),
        chart: chart(&values),
        stories: newest,
    }
}

fn doing(view: &View<'_>) -> DoingLearning {
    let agreed = |home: &Household| -> Vec<(i64, Option<DoneBy>, Option<ActionEnd>, String)> {
        let lines = home.actions.iter().filter(|line| line.removed.is_none());
        lines
            .map(|line| {
                (
                    on(line.agreed_on.value, &line.added),
                    line.done_by.value,
                    line.ended.value,
                    line.can_do_now.0.clone(),
                )
            })
            .collect()
    };
    let counted: Vec<_> = view
        .here
        .iter()
        .flat_map(|home| agreed(home))
        .filter(|(day, ..)| view.month_counts(*day))
        .collect();
    let order = [
        Some(DoneBy::Person),
        Some(DoneBy::Family),
        Some(DoneBy::Community),
        Some(DoneBy::Worker),
        Some(DoneBy::Specialist),
        None,
    ];
    let rows = order.map(|done_by| {
        let of: Vec<_> = counted.iter().filter(|line| line.1 == done_by).collect();
        let ended = |end| times(of.iter().filter(|line| line.2 == end).count());
        DoingRow {
            done_by,
            all: times(of.len()),
            open: ended(None),
            done: ended(Some(ActionEnd::Done)),
            changed: ended(Some(ActionEnd::Changed)),
            dropped: ended(Some(ActionEnd::Dropped)),
            can_do_now: times(of.iter().filter(|line| !line.3.trim().is_empty()).count()),
        }
    });
    let everywhere = view.all.iter().flat_map(agreed).map(|line| line.0);
    let months = view.months(everywhere).into_iter().map(|at| DoingMonth {
        month: date_of(first(at)),
        times: order
            .iter()
            .map(|by| {
                let of = counted
                    .iter()
                    .filter(|line| line.1 == *by && month(line.0) == at);
                times(of.count())
            })
            .collect(),
    });
    let mut words: Vec<(i64, String)> = counted
        .iter()
        .filter(|line| !line.3.trim().is_empty())
        .map(|line| (line.0, line.3.clone()))
        .collect();
    words.sort_by_key(|(day, _)| -day);
    DoingLearning {
        months: months.collect(),
        rows: rows.to_vec(),
        words: words.into_iter().map(|(_, words)| words).take(12).collect(),
    }
}

fn expertise(view: &View<'_>) -> ExpertiseLearning {
    let of = |home: &Household| -> Vec<(i64, Option<ExpertiseKind>)> {
        let lines = home.expertise.iter().filter(|line| line.removed.is_none());
        lines
            .map(|line| (on(line.date.value, &line.added), line.kind.value))
            .collect()
    };
    let counted: Vec<_> = view
        .here
        .iter()
        .flat_map(|home| of(home))
        .filter(|line| view.month_counts(line.0))
        .collect();
    let count = |kind: ExpertiseKind, at: Option<(i64, i64)>| {
        let these = counted
            .iter()
            .filter(|line| line.1 == Some(kind) && at.is_none_or(|at| month(line.0) == at));
        times(these.count())
    };
    let months = view.months(view.all.iter().flat_map(of).map(|line| line.0));
    let months = months.into_iter().map(|at| ExpertiseMonth {
        month: date_of(first(at)),
        pulled_in: count(ExpertiseKind::PulledIn, Some(at)),
        handed_off: count(ExpertiseKind::HandedOff, Some(at)),
    });
    ExpertiseLearning {
        pulled_in: count(ExpertiseKind::PulledIn, None),
        handed_off: count(ExpertiseKind::HandedOff, None),
        months: months.collect(),
    }
}

fn obstacles(view: &View<'_>) -> Vec<ObstacleRow> {
    let mut by_kind: BTreeMap<Option<ItemId>, (usize, usize)> = BTreeMap::new();
    for line in view.here.iter().flat_map(|home| &home.obstacles) {
        if line.removed.is_none() && view.month_counts(on(line.date.value, &line.added)) {
            let (all, still) = by_kind.entry(line.kind.value.clone()).or_default();
            *all += 1;
            *still += usize::from(line.cleared_on.value.is_none());
        }
    }
    let mut rows: Vec<ObstacleRow> = by_kind
        .into_iter()
        .map(|(kind, (all, still))| ObstacleRow {
            kind,
            name: String::new(),
            times: times(all),
            still: times(still),
        })
        .collect();
    rows.sort_by(|one, other| other.times.cmp(&one.times).then(one.kind.cmp(&other.kind)));
    rows
}

/// What one household used in one month: kind, sureness, month, thousandths and pence.
type Used = (Option<ServiceKind>, Option<Sureness>, i64, u64, u64);

/// What a household used around its first visit, day by day.
fn used(home: &Household, first_month: (i64, i64)) -> Vec<Used> {
    let mut all = Vec::new();
    for line in home.services.iter().filter(|line| line.removed.is_none()) {
        let from = line.from.value.or(line.until.value);
        let from = on(from, &line.added);
        let until = line.until.value.map_or(from, day).max(from);
        let count = line.count.value.unwrap_or(1).clamp(0, 10_000);
        let pence = count
            * line
                .unit_cost_pence
                .value
                .unwrap_or(0)
                .clamp(0, 100_000_000);
        let days = until - from + 1;
        let mut by_month: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for nth in 0..days {
            let share = |whole: i64| whole * (nth + 1) / days - whole * nth / days;
            let at = months_between(first_month, month(from + nth));
            let (thousandths, cost) = by_month.entry(at).or_default();
            *thousandths += share(count * 1_000);
            *cost += share(pence);
        }
        for (at, (thousandths, cost)) in by_month {
            if at != 0 && (-12..=12).contains(&at) {
                all.push((
                    line.kind.value,
                    line.sureness.value,
                    at,
                    u64::try_from(thousandths).unwrap(),
                    u64::try_from(cost).unwrap(),
                ));
            }
        }
    }
    all
}

fn services(view: &View<'_>) -> ServicesLearning {
    let this_month = month(view.today);
    let mut households = 0;
    let mut known: BTreeMap<i64, usize> = BTreeMap::new();
    let mut counted: Vec<Used> = Vec::new();
    for home in &view.here {
        let visits = home.visits.iter().filter(|line| line.removed.is_none());
        let took_place = visits.filter(|line| line.done.value == Some(true));
        let first_visit = took_place.filter_map(|line| line.date.value).min();
        let any = home.services.iter().any(|line| line.removed.is_none());
        let Some(first_visit) = first_visit.filter(|_| any).map(day) else {
            continue;
        };
        if !view.month_counts(first_visit) {
            continue;
        }
        let began = month(first_visit);
        let is_known = |at: i64| {
            let over = later(began, at) < this_month;
            let open = home
                .about
                .closed
                .value
                .is_none_or(|closed| later(began, at) < month(day(closed)));
            at < 0 || (over && open)
        };
        households += 1;
        for at in (-12..=12).filter(|at| *at != 0 && is_known(*at)) {
            *known.entry(at).or_default() += 1;
        }
        counted.extend(
            used(home, began)
                .into_iter()
                .filter(|line| is_known(line.2)),
        );
    }
    let sum = |which: &dyn Fn(&Used) -> bool| {
        let these: Vec<&Used> = counted.iter().filter(|line| which(line)).collect();
        Uses {
            thousandths: Some(these.iter().map(|line| line.3).sum()),
            pence: Some(these.iter().map(|line| line.4).sum()),
        }
    };
    let both = |which: &dyn Fn(&Used) -> bool| BeforeSince {
        before: sum(&|line| line.2 < 0 && which(line)),
        since: sum(&|line| line.2 > 0 && which(line)),
    };
    let months_known = |before: bool| -> u32 {
        let these = known.iter().filter(|(at, _)| (**at < 0) == before);
        u32::try_from(these.map(|(_, count)| count).sum::<usize>()).unwrap()
    };
    let kinds = ServiceKind::ALL.iter().copied().map(Some).chain([None]);
    let sure = [Sureness::Known, Sureness::Told, Sureness::Guessed];
    let sure = sure.into_iter().map(Some).chain([None]);
    let months = known.iter().map(|(at, households)| ServiceMonth {
        month: i32::try_from(*at).unwrap(),
        households: times(*households),
        uses: sum(&|line| line.2 == *at),
    });
    ServicesLearning {
        households: times(households),
        months_before: months_known(true),
        months_since: months_known(false),
        total: both(&|_| true),
        kinds: kinds
            .map(|kind| ServiceKindRow {
                kind,
                uses: both(&|line| line.0 == kind),
            })
            .collect(),
        sure: sure
            .map(|sureness| SureRow {
                sureness,
                uses: both(&|line| line.1 == sureness),
            })
            .collect(),
        months: months.collect(),
    }
}

/// Both pages are the same, but for the last digits of what was divided.
pub(crate) fn same(page: &LearningPage, expected: &LearningPage, when: &str) {
    let (mut page, mut expected) = (page.clone(), expected.clone());
    for one in [&mut page, &mut expected] {
        one.anything = true;
        // Words of the same day stand in no order.
        one.doing.words.sort();
        let round = |number: &mut f64| *number = (*number * 1e6).round() / 1e6;
        let charts = [&mut one.demand.chart, &mut one.sorted.chart];
        for chart in charts.into_iter().flatten() {
            round(&mut chart.mean);
            round(&mut chart.moving_range);
            round(&mut chart.upper);
            round(&mut chart.lower);
        }
        for month in &mut one.sorted.months {
            month.mean_days.iter_mut().for_each(round);
        }
    }
    assert_eq!(page.demand, expected.demand, "demand: {when}");
    assert_eq!(page.sorted, expected.sorted, "sorted: {when}");
    assert_eq!(page.doing, expected.doing, "doing: {when}");
    assert_eq!(page.expertise, expected.expertise, "expertise: {when}");
    assert_eq!(page.services, expected.services, "services: {when}");
    assert_eq!(page.obstacles, expected.obstacles, "obstacles: {when}");
    assert_eq!(page, expected, "{when}");
}
