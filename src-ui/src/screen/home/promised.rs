//! What we promised: due now among today's, later below.

use doorstep_model::call::{Home, Promise};
use leptos::prelude::*;

use super::section::rows;
use crate::app::App;
use crate::clock;
use crate::part::{Icon, end_action};
use crate::place::Place;
use crate::record::Doc;
use crate::say::{self, say};

/// How many are shown at first, and how many more with each touch.
pub(super) const AT_ONCE: u32 = 20;

/// What is not due yet.
#[component]
pub(super) fn Promised(home: Signal<Home>, promises: RwSignal<u32>) -> impl IntoView {
    let later = Memo::new(move |_| home.with(|home| home.promised_later.clone()));
    let left =
        Memo::new(move |_| home.with(|home| left(&home.promised_later, home.promised_later_count)));
    view! {
        <Show when=move || !later.with(Vec::is_empty)>
            <section>
                <h2>{say("home-promised")}</h2>
                {rows(later, promised)}
                <More left=left promises=promises test="promised-more" />
            </section>
        </Show>
    }
}

/// How many there are beyond those that are shown.
pub(super) fn left(shown: &[Promise], count: u32) -> u32 {
    count.saturating_sub(u32::try_from(shown.len()).unwrap_or(u32::MAX))
}

/// Says how many more there are, and shows more of them.
#[component]
pub(super) fn More(left: Memo<u32>, promises: RwSignal<u32>, test: &'static str) -> impl IntoView {
    view! {
        <Show when=move || { left.get() > 0 }>
            <button
                class="plain"
                data-test=test
                on:click=move |_| promises.update(|promises| *promises += AT_ONCE)
            >
                {move || say::with("home-promised-more", [("count", left.get().into())])}
            </button>
        </Show>
    }
}

/// Something we said we would do: where it stands, and one touch for "done".
pub(super) fn promised(promise: Promise) -> AnyView {
    let app = App::here();
    let household = promise.household.to_string();
    let today = app.today.get_untracked();
    let when = promise.by_when.map(|date| {
        // Plain words: a day that has gone by is nobody's alarm.
        let name = if date < today {
            "home-was-for"
        } else {
            "by-day"
        };
        say::with(name, [("day", clock::show_near(date).into())])
    });
    let notes = [Some(promise.household_name), promise.who, when]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let called: String = promise.what.chars().take(60).collect();
    let (doc, action) = (Doc::Household(promise.household.clone()), promise.action);
    view! {
        <li class="row-with-act">
            <button
                class="row"
                data-test="promised-row"
                data-household=household.clone()
                on:click=move |_| app.go(Place::Household(promise.household.clone()))
            >
                <span class="row-name" dir="auto">
                    {promise.what}
                </span>
                <span class="note" dir="auto">
                    {notes}
                </span>
            </button>
            <button
                class="plain row-act"
                data-test="promise-done"
                data-household=household
                aria-label=say::with("mark-done", [("what", called.into())])
                on:click=move |_| end_action(app.record(doc.clone()), &action)
            >
                <Icon name="done" />
                {say("action-done")}
            </button>
        </li>
    }
    .into_any()
}
