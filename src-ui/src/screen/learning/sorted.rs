//! How long it took from the first demand to "this is sorted".

use doorstep_model::call::SortedLearning;
use leptos::prelude::*;

use super::chart::XmrChart;
use super::measure::{Measure, Numbers};
use super::number::{counted, decimal, month, short_day, times};
use crate::clock;
use crate::say::{self, say};

pub(super) fn sorted(sorted: SortedLearning, paper: bool) -> impl IntoView {
    let values: Vec<f64> = sorted
        .stories
        .iter()
        .map(|story| f64::from(story.days))
        .collect();
    let labels: Vec<String> = sorted
        .stories
        .iter()
        .map(|story| story.on.map(short_day).unwrap_or_default())
        .collect();
    let said = match &sorted.chart {
        _ if sorted.times == Some(0) => say("learning-sorted-none"),
        Some(chart) => say::with(
            "learning-sorted-said",
            [
                ("count", counted(sorted.times)),
                ("mean", decimal(chart.mean).into()),
                ("lower", decimal(chart.lower).into()),
                ("upper", decimal(chart.upper).into()),
            ],
        ),
        None => say::with("learning-sorted-few", [("count", counted(sorted.times))]),
    };
    let numbers = numbers(&sorted);
    let chart = sorted.chart;
    view! {
        <Measure name="sorted" said=said numbers=numbers paper=paper>
            {(!values.is_empty())
                .then(|| {
                    view! {
                        <XmrChart
                            name="sorted"
                            title=say("learning-sorted-title")
                            values=values
                            labels=labels
                            chart=chart
                        />
                    }
                })}
        </Measure>
    }
}

fn numbers(sorted: &SortedLearning) -> Vec<Numbers> {
    let months = Numbers {
        caption: say("learning-sorted-months"),
        head: ["learning-month", "learning-stories", "learning-mean-days"]
            .map(say)
            .to_vec(),
        rows: sorted
            .months
            .iter()
            .map(|row| {
                let mean = row.mean_days.map(decimal).unwrap_or_default();
                (month(row.month), vec![times(row.times), mean])
            })
            .collect(),
    };
    let stories = Numbers {
        caption: say("learning-sorted-title"),
        head: ["learning-sorted-on", "learning-days"].map(say).to_vec(),
        rows: (1_u32..)
            .zip(&sorted.stories)
            .map(|(nth, story)| {
                let on = story.on.map_or_else(|| nth.to_string(), clock::show);
                (on, vec![story.days.to_string()])
            })
            .collect(),
    };
    vec![months, stories]
}
