//! Expertise pulled in while we stayed, against hand-offs.

use doorstep_model::call::{ExpertiseLearning, Times};
use leptos::prelude::*;

use super::chart::{Columns, Series};
use super::measure::{Measure, Numbers};
use super::number::{decimal, float, month, times};
use crate::say::{self, say};

pub(super) fn expertise(expertise: ExpertiseLearning, paper: bool) -> impl IntoView {
    let labels: Vec<String> = expertise
        .months
        .iter()
        .map(|row| month(row.month))
        .collect();
    let values = |of: fn(&doorstep_model::call::ExpertiseMonth) -> Times| {
        let months = expertise.months.iter();
        months
            .map(|row| of(row).map(|times| float(times.into())))
            .collect()
    };
    let series = vec![
        Series {
            look: "full",
            label: say("learning-pulled-in"),
            values: values(|row| row.pulled_in),
        },
        Series {
            look: "striped",
            label: say("learning-handed-off"),
            values: values(|row| row.handed_off),
        },
    ];
    let numbers = Numbers {
        caption: say("learning-expertise-title"),
        head: [
            "learning-month",
            "learning-pulled-in",
            "learning-handed-off",
        ]
        .map(say)
        .to_vec(),
        rows: expertise
            .months
            .iter()
            .rev()
            .map(|row| {
                let cells = [row.pulled_in, row.handed_off].map(times).to_vec();
                (month(row.month), cells)
            })
            .collect(),
    };
    view! {
        <Measure name="expertise" said=said(&expertise) numbers=vec![numbers] paper=paper>
            <Columns
                name="expertise"
                title=say("learning-expertise-title")
                says=say("learning-expertise-says")
                labels=labels
                series=series
            />
        </Measure>
    }
}

fn said(expertise: &ExpertiseLearning) -> String {
    let gaps = [
        ("pulled", times(expertise.pulled_in).into()),
        ("handed", times(expertise.handed_off).into()),
    ];
    match (expertise.pulled_in, expertise.handed_off) {
        (Some(0), Some(0)) => say("learning-expertise-none"),
        (Some(pulled_in), Some(handed_off)) if handed_off > 0 => {
            let ratio = float(pulled_in.into()) / float(handed_off.into());
            let [pulled, handed] = gaps;
            say::with(
                "learning-expertise-ratio",
                [pulled, handed, ("ratio", decimal(ratio).into())],
            )
        }
        _ => say::with("learning-expertise-said", gaps),
    }
}
