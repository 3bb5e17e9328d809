//! The page of learning as it may leave the device: on paper, or as a table. What is too small is
//! left out, and with it what would tell it; so are people's words, days on which single things
//! happened, and what is known of fewer than five households.
//!
//! A sum is given only where all its parts are, or where its parts are a row of weeks, months or
//! kinds in which hidden numbers cover each other ([`super::small`]). Two pages of different
//! periods or localities can still be held against each other; who gives pages away knows to whom.

use doorstep_model::call::{
    BeforeSince, DemandLearning, DemandTimes, DoingLearning, DoingRow, ExpertiseLearning,
    LearningPage, ServicesLearning, SortedLearning, Times, Uses,
};

use super::small::{hidden_beside_sum, hidden_with, is_small};

/// Uses are counted in thousandths.
const THOUSAND: u64 = 1_000;

/// Leaves out what may not leave the device.
pub(crate) fn give_away(mut page: LearningPage) -> LearningPage {
    page.to_give_away = true;
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
    let total = demand.total.clone();
    type Column = fn(&mut DemandTimes) -> &mut Times;
    let columns: [(Column, u64); 3] = [
        (|times| &mut times.value, number(total.value)),
        (|times| &mut times.failure, number(total.failure)),
        (|times| &mut times.unclear, number(total.unclear)),
    ];
    for (of, sum) in columns {
        hide_row(demand.weeks.iter_mut().map(|week| of(&mut week.times)), sum);
    }
    for week in &mut demand.weeks {
        let times = &week.times;
        let parts = [times.value, times.failure, times.unclear];
        week.times.all = week.times.all.filter(|_| parts.iter().all(Option::is_some));
    }
    // In an order that says nothing about how many there are.
    demand
        .causes
        .sort_by(|one, other| (&one.name, &one.cause).cmp(&(&other.name, &other.cause)));
    hide_row(
        demand.causes.iter_mut().map(|cause| &mut cause.times),
        number(total.failure),
    );
    demand.causes.retain(|cause| cause.times.is_some());
    demand
        .causes
        .sort_by_key(|cause| std::cmp::Reverse(cause.times));
    demand.repeats = part_of(demand.repeats, total.all);
    let shown = DemandTimes {
        value: large(total.value),
        failure: large(total.failure),
        unclear: large(total.unclear),
        all: total.all,
    };
    let parts = [shown.value, shown.failure, shown.unclear];
    demand.total = DemandTimes {
        all: shown.all.filter(|_| parts.iter().all(Option::is_some)),
        ..shown
    };
    let whole = demand.weeks.iter().filter(|week| week.whole);
    if whole.into_iter().any(|week| week.times.all.is_none()) {
        demand.chart = None;
    }
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
        hide_uses(side.map(|month| {
            let few = large(month.households).is_none();
            (&mut month.uses, few)
        }));
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
