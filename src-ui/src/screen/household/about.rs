//! Where a household is, who holds it, since when.

use doorstep_model::Date;
use doorstep_model::field::Part;
use leptos::prelude::*;

use crate::clock;
use crate::form::{self, Pick};
use crate::part::{BothChanged, FieldOf, Icon, NewsMark, picked, seen};
use crate::record::Record;
use crate::say::{self, say};

/// A few lines under the name, edited in place.
#[component]
pub(super) fn About(
    record: Record,
    /// Whether the details are being changed; what begins that stands elsewhere.
    open: RwSignal<bool>,
    /// There is no other place where that begins.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let line = record.line(Part::About, None);
    let facts = Memo::new(move |_| {
        line.with(|line| {
            let Some(line) = line else {
                return Vec::<Vec<String>>::new();
            };
            let text = |name: &str| line.text(name);
            let place = [text("address"), text("locality")]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            let dated = |name: &str, date: &str| match line.date(date) {
                Some(date) => say::with(name, [("day", clock::show(date).into())]),
                None => String::new(),
            };
            let worker = |name: &str, field: &str| match picked(record, Pick::Member, &text(field))
            {
                who if who.is_empty() => who,
                who => say::with(name, [("who", who.into())]),
            };
            let facts = [
                vec![
                    place,
                    worker("about-held-by", "named_worker"),
                    last_seen(record),
                    next_visit(record),
                ],
                vec![
                    text("how_to_find"),
                    line.set("languages").join(", "),
                    worker("about-second", "second_worker"),
                    dated("about-since", "opened"),
                ],
            ];
            facts
                .into_iter()
                .map(|mut row: Vec<String>| {
                    row.retain(|fact| !fact.trim().is_empty());
                    row
                })
                .filter(|row| !row.is_empty())
                .collect()
        })
    });
    let close = move |_| {
        record.flush();
        // What can't be read would be nowhere: the field says why.
        open.set(record.is_not_read(Part::About, None));
    };
    view! {
        <BothChanged record=record part=Part::About item=None />
        <NewsMark record=record part=Part::About item=None />
        <Show
            when=move || open.get()
            fallback=move || {
                view! {
                    <div class="about">
                        {move || {
                            facts
                                .get()
                                .into_iter()
                                .map(|row| {
                                    let row = row.into_iter();
                                    let row = row.map(|fact| view! { <li dir="auto">{fact}</li> });
                                    view! { <ul class="facts">{row.collect_view()}</ul> }
                                })
                                .collect_view()
                        }}
                        <Show when=move || {
                            (alone || facts.with(Vec::is_empty)) && !record.read_only().get()
                        }>
                            <button
                                class="plain"
                                data-test=if alone { "edit-about" } else { "add-about" }
                                on:click=move |_| open.set(true)
                            >
                                <Icon name="edit" />
                                {if alone { say("about-edit") } else { say("about-add") }}
                            </button>
                        </Show>
                    </div>
                }
            }
        >
            <div class="editor">
                {form::of(Part::About)
                    .inputs()
                    // Closing has a place of its own.
                    .filter(|input| !matches!(input.name, "closed" | "closed_why" | "legal_hold"))
                    .map(|input| {
                        view! {
                            <FieldOf record=record part=Part::About item=None name=input.name />
                        }
                    })
                    .collect_view()}
                <p class="actions">
                    <button class="button quiet" data-test="done-about" on:click=close>
                        {say("done")}
                    </button>
                </p>
            </div>
        </Show>
    }
}

/// When the last visit took place.
fn last_seen(record: Record) -> String {
    visit_days(record, true)
        .into_iter()
        .max()
        .map(seen)
        .unwrap_or_default()
}

/// The visit that is planned next.
fn next_visit(record: Record) -> String {
    let today = record.app.today.get();
    let ahead = visit_days(record, false).into_iter();
    match ahead.filter(|day| *day >= today).min() {
        Some(day) => say::with("row-next-visit", [("day", clock::show_near(day).into())]),
        None => String::new(),
    }
}

fn visit_days(record: Record, done: bool) -> Vec<Date> {
    record.view.with(|view| {
        let lines = view.as_ref().map(|view| view.part(Part::Visits));
        let lines = lines.unwrap_or_default().iter();
        lines
            .filter(|line| line.removed.is_none() && line.flag("done") == done)
            .filter_map(|line| line.date("date"))
            .collect()
    })
}
