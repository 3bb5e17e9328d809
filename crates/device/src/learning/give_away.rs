//! The page of learning as it may leave the device: on paper, or as a table. What is too small is
//! left out, and with it what would tell it; so are people's words, days on which single things
//! happened, and what is known of fewer than five households.
//!
//! A sum is given only where all its parts are, or where its parts are a row of weeks, months or
//! kinds in which hidden numbers cover each other ([`super::small`]); of demand, which is counted by
//! week and by class, either everything is or the sums are ([`super::two_ways`]). Two pages of different
//! periods or localities can still be held against each other; who gives pages away knows to whom.

use doorstep_model::call::{
    BeforeSince, DemandLearning, DemandTimes, DemandWeek, DoingLearning, DoingRow,
    ExpertiseLearning, LearningPage, LearningPart, ServicesLearning, SortedLearning, Times, Uses,
};

use super::calendar::{date_of, day_of, first_of, month_of};
use super::small::{hidden_beside_sum, hidden_with, is_small};
use super::two_ways::{self, CLASSES};
use super::xmr::xmr;

/// Uses are counted in thousandths.
const THOUSAND: u64 = 1_000;

/// Leaves out what may not leave the device.
pub(crate) fn give_away(mut page: LearningPage) -> LearningPage {
    page.to_give_away = true;
    for part in page.too_few.clone() {
        match part {
            LearningPart::Demand => page.demand = DemandLearning::default(),
            LearningPart::Sorted => page.sorted = SortedLearning::default(),
            LearningPart::Doing => page.doing = DoingLearning::default(),
            LearningPart::Expertise => page.expertise = ExpertiseLearning::default(),
            LearningPart::Services => page.services = ServicesLearning::default(),
            LearningPart::Obstacles => page.obstacles.clear(),
        }
    }
    demand(&mut page.demand);
    sorted(&mut page.sorted);
    doing(&mut page.doing);
    expertise(&mut page.expertise);
    services(&mut page.services);
    for row in &mut page.obstacles {
        row.still = part_of(row.still, row.times);
    }
    page.obstacles.retain(|row| large(row.times).is_some());
    page
}

fn number(times: Times) -> u64 {
    u64::from(times.unwrap_or(0))
}

fn large(times: Times) -> Times {
    times.filter(|times| !is_small(u64::from(*times), 1))
}

/// A part of a whole, where neither it nor the rest is small.
fn part_of(part: Times, whole: Times) -> Times {
    let rest = number(whole).saturating_sub(number(part));
    let hidden = hidden_beside_sum(&[number(part), rest], 1);
    part.filter(|_| hidden.first() == Some(&false))
}

/// Hides numbers of a row of which the sum is known. What the row does not list counts as hidden.
fn hide_row<'a>(row: impl Iterator<Item = &'a mut Times>, sum: u64) {
    let mut row: Vec<&mut Times> = row.collect();
    let mut numbers: Vec<u64> = row.iter().map(|times| number(**times)).collect();
    let mut hidden = vec![false; numbers.len()];
    let rest = sum.saturating_sub(numbers.iter().sum());
    if rest > 0 {
        numbers.push(rest);
        hidden.push(true);
    }
    let hidden = hidden_with(&numbers, &hidden, 1);
    for (times, hidden) in row.iter_mut().zip(hidden) {
        if hidden {
            **times = None;
        }
    }
}

fn demand(demand: &mut DemandLearning) {
    let (within, mut rest) = table(demand);
    let mut given = two_ways::given(&within, rest);
    let left = given.weeks.iter().filter(|given| **given).count();
    if left * 2 < demand.weeks.len() {
        // So few a week that hardly anything would be left to see; of months there is more.
        demand.weeks = by_month(&demand.weeks);
        demand.by_month = true;
        let whole = demand.weeks.iter().filter(|month| month.whole);
        let values = whole.map(|month| f64::from(month.times.all.unwrap_or(0)));
        demand.chart = xmr(&values.collect::<Vec<_>>());
        let (within, _) = table(demand);
        given = two_ways::given(&within, std::mem::take(&mut rest));
    }
    for (week, all) in demand.weeks.iter_mut().zip(&given.weeks) {
        let times = &mut week.times;
        // What a week without anything is made of is no secret.
        if !given.within && times.all != Some(0) {
            (times.value, times.failure, times.unclear) = (None, None, None);
        }
        times.all = times.all.filter(|_| *all);
    }
    let whole = demand.weeks.iter().filter(|week| week.whole);
    if whole.into_iter().any(|week| week.times.all.is_none()) {
        demand.chart = None;
    }
    let total = &mut demand.total;
    demand.repeats = part_of(demand.repeats, total.all);
    total.all = large(total.all);
    let classes = [&mut total.value, &mut total.failure, &mut total.unclear];
    for (times, given) in classes.into_iter().zip(given.classes) {
        *times = times.filter(|_| given);
    }
    causes(demand);
}

/// Beside a sum that is left out, its causes would tell it.
fn causes(demand: &mut DemandLearning) {
    let Some(sum) = demand.total.failure else {
        demand.causes.clear();
        return;
    };
    // In an order that says nothing about how many there are.
    let causes = &mut demand.causes;
    causes.sort_by(|one, other| (&one.name, &one.cause).cmp(&(&other.name, &other.cause)));
    hide_row(causes.iter_mut().map(|cause| &mut cause.times), sum.into());
    causes.retain(|cause| cause.times.is_some());
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.times));
}

/// The numbers within the table of demand, and what is in no week that is listed.
fn table(demand: &DemandLearning) -> (Vec<[u64; CLASSES]>, [u64; CLASSES]) {
    let of = |times: &DemandTimes| [times.value, times.failure, times.unclear].map(number);
    let within: Vec<[u64; CLASSES]> = demand.weeks.iter().map(|week| of(&week.times)).collect();
    let mut rest = of(&demand.total);
    for week in &within {
        for (rest, number) in rest.iter_mut().zip(week) {
            *rest = rest.saturating_sub(*number);
        }
    }
    (within, rest)
}

/// The same by the months in which the weeks begin. A month is whole if all its weeks are there and
/// are over.
fn by_month(weeks: &[DemandWeek]) -> Vec<DemandWeek> {
    let month = |week: &DemandWeek| month_of(day_of(week.begins));
    let months = weeks.chunk_by(|one, next| month(one) == month(next));
    let months = months.filter_map(|weeks| {
        let (first, last) = (weeks.first()?, weeks.last()?);
        let sum = |of: fn(&DemandTimes) -> Times| weeks.iter().map(|week| of(&week.times)).sum();
        let begins = first_of(month(first));
        let from_the_beginning = day_of(first.begins) < begins + 7;
        let to_the_end = month_of(day_of(last.begins) + 7) != month(first);
        Some(DemandWeek {
            begins: date_of(begins),
            times: DemandTimes {
                value: sum(|times| times.value),
                failure: sum(|times| times.failure),
                unclear: sum(|times| times.unclear),
                all: sum(|times| times.all),
            },
            whole: from_the_beginning && to_the_end && weeks.iter().all(|week| week.whole),
        })
    });
    months.collect()
}

fn sorted(sorted: &mut SortedLearning) {
    sorted.times = large(sorted.times);
    if sorted.times.is_none() {
        *sorted = SortedLearning::default();
        return;
    }
    for story in &mut sorted.stories {
        story.on = None;
    }
    // The chart has its values in order: with some months beside it, the others could be told.
    if sorted
        .months
        .iter()
        .any(|month| large(month.times).is_none())
    {
        sorted.months.clear();
    }
}

fn doing(doing: &mut DoingLearning) {
    doing.words.clear();
    for (at, row) in doing.rows.iter_mut().enumerate() {
        let of_month = doing
            .months
            .iter_mut()
            .filter_map(|month| month.times.get_mut(at));
        hide_row(of_month, number(row.all));
        hide_doing_row(row);
    }
}

fn hide_doing_row(row: &mut DoingRow) {
    row.can_do_now = part_of(row.can_do_now, row.all);
    let sum = number(row.all);
    let ends = [
        &mut row.open,
        &mut row.done,
        &mut row.changed,
        &mut row.dropped,
    ];
    hide_row(ends.into_iter(), sum);
    row.all = large(row.all);
}

fn expertise(expertise: &mut ExpertiseLearning) {
    let (pulled_in, handed_off) = (number(expertise.pulled_in), number(expertise.handed_off));
    let months = &mut expertise.months;
    hide_row(
        months.iter_mut().map(|month| &mut month.pulled_in),
        pulled_in,
    );
    hide_row(
        months.iter_mut().map(|month| &mut month.handed_off),
        handed_off,
    );
    expertise.pulled_in = large(expertise.pulled_in);
    expertise.handed_off = large(expertise.handed_off);
}

fn services(services: &mut ServicesLearning) {
    services.households = large(services.households);
    if services.households.is_none() {
        *services = ServicesLearning::default();
        return;
    }
    let sides: [fn(&mut BeforeSince) -> &mut Uses; 2] =
        [|uses| &mut uses.before, |uses| &mut uses.since];
    for side in sides {
        hide_uses(
            services
                .kinds
                .iter_mut()
                .map(|row| (side(&mut row.uses), false)),
        );
        hide_uses(
            services
                .sure
                .iter_mut()
                .map(|row| (side(&mut row.uses), false)),
        );
        let total = side(&mut services.total);
        if is_small(total.thousandths.unwrap_or(0), THOUSAND) {
            *total = Uses::default();
        }
    }
    for before in [true, false] {
        let months = services.months.iter_mut();
        let side = months.filter(|month| (month.month < 0) == before);
        // The last months since are known of few households. What is left out with them is what
        // stands before them, so that the picture ends early and has no gap.
        let mut side: Vec<(&mut Uses, bool)> = side
            .map(|month| {
                let few = large(month.households).is_none();
                (&mut month.uses, few)
            })
            .collect();
        if !before {
            side.reverse();
        }
        hide_uses(side.into_iter());
    }
    for month in &mut services.months {
        // From one month to the next they differ by single households.
        month.households = None;
    }
}

/// Hides uses of a row of which the sum is known, with what they cost.
fn hide_uses<'a>(row: impl Iterator<Item = (&'a mut Uses, bool)>) {
    let (mut row, hidden): (Vec<&mut Uses>, Vec<bool>) = row.unzip();
    let numbers: Vec<u64> = row
        .iter()
        .map(|uses| uses.thousandths.unwrap_or(0))
        .collect();
    let hidden = hidden_with(&numbers, &hidden, THOUSAND);
    for (uses, hidden) in row.iter_mut().zip(hidden) {
        if hidden {
            **uses = Uses::default();
        }
    }
}
