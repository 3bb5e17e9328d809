//! Where a household is, who holds it, since when.

use doorstep_model::field::Part;
use leptos::prelude::*;

use crate::clock;
use crate::form::{self, Pick};
use crate::part::{BothChanged, FieldOf, Icon, NewsMark, picked};
use crate::record::Record;
use crate::say::{self, say};

/// A few lines under the name, edited in place.
#[component]
pub(super) fn About(record: Record) -> impl IntoView {
    let open = RwSignal::new(record.is_not_read(Part::About, None));
    let line = record.line(Part::About, None);
    let facts = Memo::new(move |_| {
        line.with(|line| {
            let Some(line) = line else {
                return Vec::new();
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
            vec![
                place,
                text("how_to_find"),
                line.set("languages").join(", "),
                worker("about-held-by", "named_worker"),
                worker("about-second", "second_worker"),
                dated("about-since", "opened"),
            ]
            .into_iter()
            .filter(|fact| !fact.trim().is_empty())
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
                        <ul class="facts">
                            {move || {
                                facts
                                    .get()
                                    .into_iter()
                                    .map(|fact| view! { <li dir="auto">{fact}</li> })
                                    .collect_view()
                            }}
                        </ul>
                        <Show when=move || !record.read_only().get()>
                            <button
                                class="plain"
                                data-test="edit-about"
                                on:click=move |_| open.set(true)
                            >
                                <Icon name="edit" />
                                {move || {
                                    if facts.with(Vec::is_empty) {
                                        say("about-add")
                                    } else {
                                        say("about-edit")
                                    }
                                }}
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
                    .filter(|input| !matches!(input.name, "closed" | "closed_why"))
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
