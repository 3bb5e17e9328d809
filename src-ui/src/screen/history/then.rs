//! A household as it was on a day: to be read, never to be written in.

use std::sync::Arc;

use doorstep_model::call::{GetHouseholdThen, HouseholdThen};
use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use doorstep_model::{Date, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bridge::ask;
use crate::clock;
use crate::form::{self, Control};
use crate::part::{ErrorSummary, Icon, nothing_written, read_field, summary};
use crate::record::{Doc, Line, Record, View};
use crate::say::{self, say};

/// Strengths come before worries, as everywhere.
const PARTS: [Part; 10] = [
    Part::Strengths,
    Part::Actions,
    Part::Visits,
    Part::People,
    Part::Worries,
    Part::Demands,
    Part::Expertise,
    Part::Services,
    Part::Obstacles,
    Part::Sharing,
];

/// The household on this day, with the way back.
#[component]
pub(super) fn Then(
    record: Record,
    id: DocKey,
    day: Date,
    chosen: RwSignal<Option<Date>>,
) -> impl IntoView {
    // A record of its own, so that nothing of the past gets among what is being written.
    let past = Record::new(record.app, Doc::Household(id.clone()));
    let found = RwSignal::new(None::<HouseholdThen>);
    let problems = RwSignal::new(Vec::<Problem>::new());
    spawn_local(async move {
        let until = clock::end_of(day);
        match ask(GetHouseholdThen { id, until }).await {
            Ok(then) => {
                if let Some(household) = &then.household {
                    let view = View::then(household, then.names.clone());
                    let _ = past.view.try_set(Some(Arc::new(view)));
                }
                let _ = found.try_set(Some(then));
            }
            Err(problem) => {
                record.app.heed(&problem);
                let _ = problems.try_set(vec![problem]);
            }
        }
    });
    let says = move || {
        let then = found.get()?;
        let day = clock::show(day);
        Some(match (then.household, then.changed_at) {
            (Some(_), Some(at)) => say::with(
                "history-then-says",
                [
                    ("day", day.into()),
                    ("changed", clock::show(clock::day_of(at)).into()),
                ],
            ),
            _ => say::with("history-then-nothing", [("day", day.into())]),
        })
    };
    let there = Memo::new(move |_| past.view.with(Option::is_some));
    view! {
        <div class="then-banner" data-test="then-banner" role="note">
            <p>{says}</p>
            <button
                class="button quiet"
                data-test="then-back"
                on:click=move |_| chosen.set(None)
            >
                <Icon name="back" />
                {say("history-then-back")}
            </button>
        </div>
        <ErrorSummary problems=problems />
        <Show when=move || there.get()>
            <div class="then" data-test="then">
                <Facts past=past part=Part::About />
                <Facts past=past part=Part::WhatMatters />
                {PARTS
                    .into_iter()
                    .map(|part| view! { <Lines past=past part=part /> })
                    .collect_view()}
            </div>
        </Show>
    }
}

/// A part of which there is one: each field that says something.
#[component]
fn Facts(past: Record, part: Part) -> impl IntoView {
    let form = form::of(part);
    let facts = past.view.with_untracked(|view| {
        let line = view.as_ref().and_then(|view| view.line(part, None));
        let Some(line) = line else {
            return Vec::new();
        };
        let facts = form.inputs().map(|input| {
            let text = match input.control {
                Control::Several => line.set(input.name).join(", "),
                _ => untrack(|| read_field(past, part, line, input.name)),
            };
            let own = matches!(input.control, Control::OwnWords);
            (crate::undo::field_label(part, input.name), text, own)
        });
        facts
            .filter(|(_, text, _)| !text.trim().is_empty())
            .collect::<Vec<_>>()
    });
    (!facts.is_empty()).then(|| {
        view! {
            <section class="part" data-test=format!("then-{}", form.word)>
                <h2>{say(&format!("part-{}", form.word))}</h2>
                <dl class="then-facts">
                    {facts
                        .into_iter()
                        .map(|(label, text, own)| {
                            view! {
                                <div>
                                    <dt>{label}</dt>
                                    <dd class=if own { "line-text own" } else { "line-text" } dir="auto">
                                        {text}
                                    </dd>
                                </div>
                            }
                        })
                        .collect_view()}
                </dl>
            </section>
        }
    })
}

/// The lines that stood there.
#[component]
fn Lines(past: Record, part: Part) -> impl IntoView {
    let form = form::of(part);
    let rows = past.view.with_untracked(|view| {
        let lines = view
            .as_ref()
            .map(|view| view.part(part))
            .unwrap_or_default();
        let mut lines: Vec<&Line> = lines.iter().filter(|line| line.removed.is_none()).collect();
        if part == Part::Visits {
            lines.sort_by_key(|line| std::cmp::Reverse((line.text("date"), line.added.at)));
        }
        lines
            .into_iter()
            .map(|line| (day_of(part, line), untrack(|| summary(past, part, line))))
            .collect::<Vec<_>>()
    });
    (!rows.is_empty()).then(|| {
        view! {
            <section class="part" data-test=format!("then-{}", form.word)>
                <h2>{say(&format!("part-{}", form.word))}</h2>
                <ul class="lines">
                    {rows
                        .into_iter()
                        .map(|(day, what)| {
                            let blank = what.words.trim().is_empty();
                            let words = if blank { nothing_written() } else { what.words };
                            let class = match (what.own, blank) {
                                (_, true) => "line-text blank",
                                (true, false) => "line-text own",
                                (false, false) => "line-text",
                            };
                            let notes = what.notes.join(" · ");
                            view! {
                                <li class="line" data-test=format!("then-{}-row", form.word)>
                                    {day.map(|day| view! { <p class="visit-day">{day}</p> })}
                                    <p class=class dir="auto">
                                        {words}
                                    </p>
                                    {(!notes.is_empty())
                                        .then(|| view! { <p class="note" dir="auto">{notes}</p> })}
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
        }
    })
}

fn day_of(part: Part, line: &Line) -> Option<String> {
    let date = line.date("date").filter(|_| part == Part::Visits)?;
    Some(clock::show(date))
}
