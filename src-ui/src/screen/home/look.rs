//! What needs a look.

use doorstep_model::call::{Home, Look, NeedsALook};
use leptos::prelude::*;

use super::section::rows;
use crate::app::App;
use crate::clock;
use crate::place::Place;
use crate::say::{self, say};

/// What arrived or needs a decision, and what was asked for and not looked at together yet.
#[component]
pub(super) fn Looks(home: Signal<Home>) -> impl IntoView {
    let looks = Memo::new(move |_| home.with(|home| home.needs_a_look.clone()));
    let asked = Memo::new(move |_| home.with(|home| home.asked_for_count));
    view! {
        <Show when=move || !looks.with(Vec::is_empty) || { asked.get() > 0 }>
            <section>
                <h2>{say("home-look")}</h2>
                {rows(looks, look)}
                <Show when=move || { asked.get() > 0 }>
                    <ul class="rows">{move || asked_for(asked.get())}</ul>
                </Show>
            </section>
        </Show>
    }
}

fn asked_for(count: u32) -> impl IntoView {
    let app = App::here();
    view! {
        <li>
            <button
                class="row"
                data-test="look-row"
                data-why="asked-for"
                on:click=move |_| app.go(Place::AskedFor)
            >
                <span class="row-name">{say::with("look-asked-for", [("count", count.into())])}</span>
                <span class="note">{say("asked-heading")}</span>
            </button>
        </li>
    }
}

fn look(look: NeedsALook) -> AnyView {
    let app = App::here();
    let (word, what) = match look.why {
        Look::Arrived => ("arrived", say("look-arrived")),
        Look::BothChanged(count) => (
            "both-changed",
            say::with("look-both-changed", [("count", count.into())]),
        ),
        Look::SafetyBothChanged(_) => ("safety-both-changed", say("look-safety-both-changed")),
        Look::WroteInRemoved => ("wrote-in-removed", say("look-wrote-in-removed")),
        Look::Quarantined => ("quarantined", say("look-quarantined")),
        Look::SafetyReview(day) => (
            "safety-review",
            say::with("look-safety", [("day", clock::show_near(day).into())]),
        ),
    };
    let when = match look.why {
        Look::SafetyReview(_) | Look::SafetyBothChanged(_) => String::new(),
        _ => format!(" · {}", clock::moment(look.at)),
    };
    let household = look.household.as_ref().map(ToString::to_string);
    let name = if look.household_name.is_empty() {
        say("look-unknown")
    } else {
        look.household_name
    };
    view! {
        <li>
            <button
                class="row"
                data-test="look-row"
                data-why=word
                data-household=household
                on:click=move |_| {
                    app.go(look.household.clone().map_or(Place::Sync, Place::Household));
                }
            >
                <span class="row-name" dir="auto">
                    {name}
                </span>
                <span class="note">{format!("{what}{when}")}</span>
            </button>
        </li>
    }
    .into_any()
}
