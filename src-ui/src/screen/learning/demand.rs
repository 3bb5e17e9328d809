//! Demand by week: what we are here for, and what was caused by something not done right.

use doorstep_model::call::{DemandLearning, DemandTimes, DemandWeek, Times};
use leptos::prelude::*;

use super::chart::{Bars, Columns, Series, XmrChart};
use super::measure::{Measure, Numbers};
use super::number::{counted, float, month, short_day, times};
use crate::clock;
use crate::say::{self, say};

pub(super) fn demand(demand: DemandLearning, paper: bool) -> impl IntoView {
    if demand.total.all == Some(0) {
        return view! {
            <Measure name="demand" said=say("learning-demand-none") paper=paper>
                ""
            </Measure>
        }
        .into_any();
    }
    let by_month = demand.by_month;
    let label = move |week: &DemandWeek| match by_month {
        true => month(week.begins),
        false => short_day(week.begins),
    };
    let labels: Vec<String> = demand.weeks.iter().map(label).collect();
    let part = |of: fn(&DemandTimes) -> Times| {
        let weeks = demand.weeks.iter();
        weeks
            .map(|week| of(&week.times).map(|times| float(times.into())))
            .collect()
    };
    let parts = vec![
        Series {
            look: "full",
            label: say("learning-value"),
            values: part(|times| times.value),
        },
        Series {
            look: "striped",
            label: say("learning-failure"),
            values: part(|times| times.failure),
        },
        Series {
            look: "empty",
            label: say("learning-unclear"),
            values: part(|times| times.unclear),
        },
    ];
    let is_whole = parts
        .iter()
        .all(|part| part.values.iter().all(Option::is_some));
    // Where the parts of a week are left out, how many there were in all may still be there.
    let (series, says) = match is_whole {
        true => (parts, "learning-demand-says"),
        false => (
            vec![Series {
                look: "full",
                label: say("learning-all"),
                values: part(|times| times.all),
            }],
            "learning-demand-says-all",
        ),
    };
    let (title, chart_title) = match by_month {
        true => ("learning-demand-title-month", "learning-month-title"),
        false => ("learning-demand-title", "learning-week-title"),
    };
    let whole = demand.weeks.iter().filter(|week| week.whole);
    let (values, whole): (Vec<f64>, Vec<String>) = whole
        .filter_map(|week| Some((float(week.times.all?.into()), label(week))))
        .unzip();
    let causes: Vec<(String, Times)> = demand
        .causes
        .iter()
        .map(|row| (named(&row.name), row.times))
        .collect();
    let said = said(&demand);
    let numbers = numbers(&demand);
    let any_causes = !causes.is_empty();
    view! {
        <Measure name="demand" said=said numbers=numbers paper=paper>
            <Columns
                name="demand"
                title=say(title)
                says=say(says)
                labels=labels
                series=series
            />
            {demand
                .chart
                .map(|chart| {
                    view! {
                        <h3>{say(chart_title)}</h3>
                        <XmrChart
                            name="week"
                            title=say(chart_title)
                            values=values
                            labels=whole
                            chart=Some(chart)
                        />
                    }
                })}
            {any_causes
                .then(|| {
                    view! {
                        <h3>{say("learning-causes")}</h3>
                        <Bars rows=causes test="learning-causes" />
                    }
                })}
        </Measure>
    }
    .into_any()
}

fn said(demand: &DemandLearning) -> String {
    let total = &demand.total;
    say::with(
        "learning-demand-said",
        [
            ("all", counted(total.all)),
            ("value", times(total.value).into()),
            ("failure", times(total.failure).into()),
            ("unclear", times(total.unclear).into()),
            ("repeats", times(demand.repeats).into()),
        ],
    )
}

fn numbers(demand: &DemandLearning) -> Vec<Numbers> {
    let cells = |of: &DemandTimes| {
        [of.value, of.failure, of.unclear, of.all]
            .map(times)
            .to_vec()
    };
    let weeks = demand.weeks.iter().rev().map(|week| {
        let name = match demand.by_month {
            true => month(week.begins),
            false => clock::show(week.begins),
        };
        // Of a month the beginning may be missing too.
        let name = match (week.whole, demand.by_month) {
            (true, _) => name,
            (false, true) => say::with("learning-month-part", [("month", name.into())]),
            (false, false) => say::with("learning-week-running", [("day", name.into())]),
        };
        (name, cells(&week.times))
    });
    let weeks = Numbers {
        caption: say(match demand.by_month {
            true => "learning-demand-title-month",
            false => "learning-demand-title",
        }),
        head: [
            match demand.by_month {
                true => "learning-month",
                false => "learning-week",
            },
            "learning-value",
            "learning-failure",
            "learning-unclear",
            "learning-all",
        ]
        .map(say)
        .to_vec(),
        rows: weeks.collect(),
    };
    let causes = demand.causes.iter();
    let causes = Numbers {
        caption: say("learning-causes"),
        head: ["learning-cause", "learning-times"].map(say).to_vec(),
        rows: causes
            .map(|row| (named(&row.name), vec![times(row.times)]))
            .collect(),
    };
    vec![causes, weeks]
}

/// A name out of the team's list, or that nobody said one.
pub(super) fn named(name: &str) -> String {
    if name.is_empty() {
        say("learning-not-said")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_is_not_said_as_many_times() {
        let once = DemandLearning {
            total: DemandTimes {
                value: Some(0),
                failure: Some(1),
                unclear: Some(0),
                all: Some(1),
            },
            ..DemandLearning::default()
        };
        assert!(
            said(&once).starts_with("They asked once."),
            "{}",
            said(&once)
        );
        let mut often = once.clone();
        often.total.all = Some(12);
        assert!(said(&often).starts_with("They asked 12 times."));
        often.total.all = None;
        assert!(!said(&often).contains("once"));
    }
}
