//! Who does what was agreed, how it ended, and what people can now do for themselves.

use doorstep_model::call::{DoingLearning, DoingMonth, DoingRow, Times};
use doorstep_model::household::DoneBy;
use leptos::prelude::*;

use super::chart::{Columns, Series};
use super::measure::{Measure, Numbers};
use super::number::{float, month, times};
use crate::say::{self, say};

pub(super) fn actions(doing: DoingLearning, paper: bool) -> impl IntoView {
    let own = sum(doing
        .rows
        .iter()
        .filter(|row| is_own(row.done_by))
        .map(|row| row.all));
    let all = sum(doing.rows.iter().map(|row| row.all));
    let now = sum(doing.rows.iter().map(|row| row.can_do_now));
    let said = if all == Some(0) {
        say("learning-actions-none")
    } else {
        say::with(
            "learning-actions-said",
            [
                ("all", times(all).into()),
                ("own", times(own).into()),
                ("now", times(now).into()),
            ],
        )
    };
    let labels: Vec<String> = doing.months.iter().map(|row| month(row.month)).collect();
    let of_month = |row: &DoingMonth, wanted: fn(Option<DoneBy>) -> bool| {
        let by = doing.rows.iter().zip(&row.times);
        let these = by
            .filter(|(row, _)| wanted(row.done_by))
            .map(|(_, times)| *times);
        sum(these).map(|times| float(times.into()))
    };
    let months = |wanted: fn(Option<DoneBy>) -> bool| {
        let months = doing.months.iter();
        months.map(|row| of_month(row, wanted)).collect::<Vec<_>>()
    };
    let series = vec![
        Series {
            look: "full",
            label: say("learning-actions-own"),
            values: months(is_own),
        },
        Series {
            look: "striped",
            label: say("learning-actions-ours"),
            values: months(|by| by.is_some() && !is_own(by)),
        },
        Series {
            look: "empty",
            label: say("learning-not-said"),
            values: months(|by| by.is_none()),
        },
    ];
    let numbers = numbers(&doing);
    let words = doing.words;
    view! {
        <Measure name="actions" said=said numbers=numbers paper=paper>
            <Columns
                name="actions"
                title=say("learning-actions-title")
                says=say("learning-actions-says")
                labels=labels
                series=series
            />
            {(!words.is_empty())
                .then(|| {
                    view! {
                        <h3>{say("learning-can-do-now")}</h3>
                        <ul class="own-words" data-test="learning-words">
                            {words
                                .into_iter()
                                .map(|words| view! { <li dir="auto">{words}</li> })
                                .collect_view()}
                        </ul>
                    }
                })}
        </Measure>
    }
}

/// The people themselves and those around them.
fn is_own(done_by: Option<DoneBy>) -> bool {
    matches!(
        done_by,
        Some(DoneBy::Person | DoneBy::Family | DoneBy::Community)
    )
}

/// Together; left out if one of them is.
fn sum(parts: impl Iterator<Item = Times>) -> Times {
    parts.sum()
}

fn numbers(doing: &DoingLearning) -> Vec<Numbers> {
    let name = |row: &DoingRow| match row.done_by {
        Some(by) => say(&format!("choice-done-by-{}", by.word())),
        None => say("learning-not-said"),
    };
    let rows = doing.rows.iter().filter(|row| row.all != Some(0));
    let ends = Numbers {
        caption: say("learning-actions-ends"),
        head: [
            "learning-who",
            "learning-all",
            "learning-open",
            "choice-ended-done",
            "choice-ended-changed",
            "choice-ended-dropped",
            "learning-can-do-now-short",
        ]
        .map(say)
        .to_vec(),
        rows: rows
            .map(|row| {
                let cells = [
                    row.all,
                    row.open,
                    row.done,
                    row.changed,
                    row.dropped,
                    row.can_do_now,
                ];
                (name(row), cells.map(times).to_vec())
            })
            .collect(),
    };
    let mut head = vec![say("learning-month")];
    head.extend(doing.rows.iter().map(name));
    let months = Numbers {
        caption: say("learning-actions-title"),
        head,
        rows: doing
            .months
            .iter()
            .rev()
            .map(|row| {
                (
                    month(row.month),
                    row.times.iter().copied().map(times).collect(),
                )
            })
            .collect(),
    };
    vec![ends, months]
}
