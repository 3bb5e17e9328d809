//! Visits, the newest first.

use doorstep_model::field::Part;
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::noted::is_just_noted;
use crate::app::App;
use crate::form::Pick;
use crate::part::{BothChanged, Icon, MoreOfThem, Newest, NewsMark, picked, read_field};
use crate::place::Place;
use crate::record::{Line, Record};
use crate::say::{self, say};
use crate::screen::visit;
use crate::{clock, day};

/// Visits shown before one asks for more.
const FIRST: usize = 5;

/// The visits.
#[component]
pub(super) fn Timeline(record: Record) -> impl IntoView {
    let visits = Newest::of(
        record,
        Part::Visits,
        FIRST,
        |_| true,
        |line| (line.text("date"), line.added.at),
    );
    view! {
        <section class="part timeline" data-test="part-visit">
            <h2>{say("part-visit")}</h2>
            <Show when=move || visits.is_empty()>
                <p class="empty">{say("empty-visit")}</p>
            </Show>
            <ol class="visits">
                <For each=move || visits.shown() key=ItemId::clone let:item>
                    <VisitRow record=record item=item />
                </For>
            </ol>
            <p class="part-buttons">
                <MoreOfThem
                    newest=visits
                    test="visits-more"
                    says="visits-more"
                    removed_test="show-removed-visit"
                />
            </p>
        </section>
    }
}

#[component]
fn VisitRow(record: Record, item: ItemId) -> impl IntoView {
    let app = App::here();
    let line = record.line(Part::Visits, Some(item.clone()));
    let is_removed = Memo::new(move |_| {
        line.with(|line| line.as_ref().is_some_and(|line| line.removed.is_some()))
    });
    let title = Memo::new(move |_| {
        line.with(|line| {
            let Some(line) = line else {
                return String::new();
            };
            let day = line
                .date("date")
                .map_or_else(|| say("visit-no-day"), clock::show);
            let past = line
                .date("date")
                .is_some_and(|date| day::days_between(clock::today(), date) < 0);
            match (line.flag("done"), past) {
                (true, _) => match line.text("time") {
                    time if time.trim().is_empty() => day,
                    time => format!("{day}, {time}"),
                },
                (false, true) => {
                    say::with("visit-was-planned", [("day", visit::when(line).into())])
                }
                (false, false) => say::with("visit-planned", [("day", visit::when(line).into())]),
            }
        })
    });
    let who = Memo::new(move |_| {
        line.with(|line| {
            let Some(line) = line else {
                return String::new();
            };
            let names = |field: &str, pick: Pick| {
                line.set(field)
                    .into_iter()
                    .map(move |id| picked(record, pick, &id))
                    .collect::<Vec<_>>()
            };
            let mut names = [
                names("people", Pick::Person),
                names("members", Pick::Member),
                vec![line.text("others")],
            ]
            .concat();
            names.retain(|name| !name.is_empty());
            let at = read_field(record, Part::Visits, line, "place");
            let mut facts = vec![names.join(", "), at];
            facts.retain(|fact| !fact.is_empty());
            facts.join(" · ")
        })
    });
    let notes = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .map(|line| line.text("notes"))
                .unwrap_or_default()
        })
    });
    let changed = Memo::new(move |_| {
        line.with(|line| {
            let changed = line.as_ref().map(|line| line.text("changed_since"));
            changed.filter(|changed| !changed.trim().is_empty())
        })
    });
    let is_new = {
        let (household, item) = (record.household(), item.clone());
        Memo::new(move |_| is_just_noted(record, household.as_ref(), &item))
    };
    let came_up = {
        let item = item.to_string();
        Memo::new(move |_| came_up(record, &item))
    };
    let id = item.to_string();
    let household = record.household();
    let (met_at, met) = (household.clone(), item.clone());
    let is_planned = Memo::new(move |_| {
        line.with(|line| {
            let planned = |line: &Line| !line.flag("done") && line.removed.is_none();
            line.as_ref().is_some_and(planned)
        })
    });
    let planned_for = move || line.with_untracked(|line| line.as_ref()?.date("date"));
    let (item_both, item_news) = (item.clone(), item.clone());
    let (open, remove, restore) = (item.clone(), item.clone(), item);
    view! {
        <li
            class="visit"
            class:removed=is_removed
            class:just-noted=is_new
            data-test="visit-row"
            data-item=id
            data-removed=move || is_removed.get().to_string()
        >
            <BothChanged record=record part=Part::Visits item=Some(item_both) />
            <NewsMark record=record part=Part::Visits item=Some(item_news) />
            <button
                class="visit-title"
                data-test="open-visit"
                on:click=move |_| {
                    if let Some(household) = household.clone() {
                        app.go(Place::Visit(household, open.clone()));
                    }
                }
            >
                <span class="visit-day">{title}</span>
                <span class="note" dir="auto">
                    {who}
                </span>
            </button>
            <p class="visit-notes" dir="auto">
                {notes}
            </p>
            {move || {
                changed
                    .get()
                    .map(|changed| {
                        view! {
                            <p class="visit-notes" dir="auto">
                                <span class="note">{say("field-visit-changed-since")}</span>
                                " "
                                {changed}
                            </p>
                        }
                    })
            }}
            <ul class="came-up">
                {move || {
                    came_up
                        .get()
                        .into_iter()
                        .map(|(label, words)| {
                            view! {
                                <li dir="auto">
                                    <span class="note">{label}</span>
                                    <span dir="auto">{words}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <p class="line-buttons">
                <Show when=move || is_planned.get() && !record.read_only().get()>
                    {
                        let (household, visit) = (met_at.clone(), met.clone());
                        view! {
                            <button
                                class="plain"
                                data-test="timeline-met"
                                on:click=move |_| {
                                    if let Some(household) = household.clone() {
                                        visit::met(app, household, visit.clone(), planned_for());
                                    }
                                }
                            >
                                <Icon name="visit" />
                                {say("visit-met-short")}
                            </button>
                        }
                    }
                </Show>
                <Show
                    when=move || is_removed.get()
                    fallback=move || {
                        let remove = remove.clone();
                        view! {
                            <Show when=move || !record.read_only().get()>
                                {
                                    let remove = remove.clone();
                                    view! {
                                        <button
                                            class="plain"
                                            data-test="remove-visit"
                                            aria-label=move || say::with(
                                                "remove-this",
                                                [("what", title.get().into())],
                                            )
                                            on:click=move |_| record.remove(Part::Visits, &remove)
                                        >
                                            <Icon name="remove" />
                                            {say("remove")}
                                        </button>
                                    }
                                }
                            </Show>
                        }
                    }
                >
                    {
                        let restore = restore.clone();
                        view! {
                            <button
                                class="plain"
                                data-test="restore-visit"
                                on:click=move |_| record.restore(Part::Visits, &restore)
                            >
                                {say("undo-restore")}
                            </button>
                        }
                    }
                </Show>
            </p>
        </li>
    }
}

/// Strengths, worries and actions of a visit, strengths first.
fn came_up(record: Record, visit: &str) -> Vec<(String, String)> {
    record.view.with(|view| {
        let Some(view) = view else {
            return Vec::new();
        };
        let parts = [
            (Part::Strengths, "strength"),
            (Part::Actions, "action"),
            (Part::Worries, "worry"),
        ];
        parts
            .into_iter()
            .flat_map(|(part, word)| {
                let lines = view.part(part).iter();
                lines
                    .filter(|line| line.removed.is_none() && line.text("visit") == visit)
                    .map(move |line| (say(&format!("part-one-{word}")), line.text("what")))
            })
            .filter(|(_, words)| !words.trim().is_empty())
            .collect()
    })
}
