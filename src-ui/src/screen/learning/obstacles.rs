//! What is most in the way.

use doorstep_model::call::{ObstacleRow, Times};
use leptos::prelude::*;

use super::chart::Bars;
use super::demand::named;
use super::measure::{Measure, Numbers};
use super::number::{counted, times};
use crate::say::{self, say};

pub(super) fn obstacles(rows: Vec<ObstacleRow>, paper: bool) -> impl IntoView {
    let said = match rows.first() {
        Some(row) => say::with(
            "learning-obstacles-said",
            [
                ("name", named(&row.name).into()),
                ("count", counted(row.times)),
            ],
        ),
        None if paper => say("learning-obstacles-left-out"),
        None => say("learning-obstacles-none"),
    };
    let numbers = Numbers {
        caption: say("learning-obstacles"),
        head: ["learning-kind", "learning-times", "learning-still"]
            .map(say)
            .to_vec(),
        rows: rows
            .iter()
            .map(|row| (named(&row.name), vec![times(row.times), times(row.still)]))
            .collect(),
    };
    let bars: Vec<(String, Times)> = rows
        .into_iter()
        .map(|row| (named(&row.name), row.times))
        .collect();
    view! {
        <Measure name="obstacles" said=said numbers=vec![numbers] paper=paper>
            {(!bars.is_empty()).then(|| view! { <Bars rows=bars test="learning-in-the-way" /> })}
        </Measure>
    }
}
