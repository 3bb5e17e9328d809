//! Demand by week: what we are here for, and what was caused by something not done right.

use doorstep_model::call::{DemandLearning, DemandTimes, Times};
use leptos::prelude::*;

use super::chart::{Bars, Columns, Series, XmrChart};
use super::measure::{Measure, Numbers};
use super::number::{float, short_day, times};
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
    let labels: Vec<String> = demand
        .weeks
        .iter()
        .map(|week| short_day(week.begins))
        .collect();
    let part = |of: fn(&DemandTimes) -> Times| {
        let weeks = demand.weeks.iter();
        weeks
            .map(|week| of(&week.times).map(|times| float(times.into())))
            .collect()
    };
    let series = vec![
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
    let whole = demand.weeks.iter().filter(|week| week.whole);
    let (values, whole): (Vec<f64>, Vec<String>) = whole
        .filter_map(|week| Some((float(week.times.all?.into()), short_day(week.begins))))
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
                title=say("learning-demand-title")
                says=say("learning-demand-says")
                labels=labels
                series=series
            />
            {demand
                .chart
                .map(|chart| {
                    view! {
                        <h3>{say("learning-week-title")}</h3>
                        <XmrChart
                            name="week"
                            title=say("learning-week-title")
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
            ("all", times(total.all).into()),
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
        let name = if week.whole {
            clock::show(week.begins)
        } else {
            say::with(
                "learning-week-running",
                [("day", clock::show(week.begins).into())],
            )
        };
        (name, cells(&week.times))
    });
    let weeks = Numbers {
        caption: say("learning-demand-title"),
        head: [
            "learning-week",
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
