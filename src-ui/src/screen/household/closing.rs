//! When we and they are done: closing a household with why, and opening it again.

use doorstep_model::edit::FieldRef;
use doorstep_model::field::{Part, Scalar};
use leptos::prelude::*;

use crate::clock;
use crate::part::{FieldOf, Icon};
use crate::record::{Record, place};
use crate::say::{self, say};

fn closed_at() -> FieldRef {
    place(Part::About, None, "closed")
}

/// Says at the top that it is closed, since when and why, and opens it again.
#[component]
pub(super) fn Closed(record: Record) -> impl IntoView {
    let line = record.line(Part::About, None);
    let said = Memo::new(move |_| {
        line.with(|line| {
            let line = line.as_ref()?;
            let day = clock::show(line.date("closed")?);
            Some(say::with("household-closed", [("day", day.into())]))
        })
    });
    view! {
        <Show when=move || said.with(Option::is_some)>
            <div class="closed" data-test="household-closed">
                <p>{move || said.get()}</p>
                <FieldOf record=record part=Part::About item=None name="closed_why" />
                <Show when=move || !record.read_only().get()>
                    <button
                        class="button quiet"
                        data-test="open-again"
                        on:click=move |_| {
                            record.mark_all(say("household-open-again"), vec![(closed_at(), None)]);
                        }
                    >
                        <Icon name="undo" />
                        {say("household-reopen")}
                    </button>
                </Show>
            </div>
        </Show>
    }
}

/// Among what is seldom done: we and they are done.
#[component]
pub(super) fn Closing(record: Record) -> impl IntoView {
    let line = record.line(Part::About, None);
    let is_open = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .is_some_and(|line| line.date("closed").is_none())
        })
    });
    let close = move |_| {
        let today = clock::today().to_value();
        record.mark_all(say("household-is-closed"), vec![(closed_at(), Some(today))]);
        if let Some(window) = web_sys::window() {
            // What was just done is said at the top, and why is asked there.
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
    };
    view! {
        <Show when=move || is_open.get() && !record.read_only().get()>
            <li class="closing">
                <button class="plain" data-test="close-household" on:click=close>
                    <Icon name="done" />
                    {say("closing-do")}
                </button>
                <p class="note">{say("closing-says")}</p>
            </li>
        </Show>
    }
}
