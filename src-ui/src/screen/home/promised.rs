//! What we promised: due now among today's, later below.

use doorstep_model::Date;
use doorstep_model::call::{Home, Promise};
use leptos::prelude::*;

use super::section::rows;
use crate::app::App;
use crate::clock;
use crate::part::{Icon, end_action};
use crate::place::Place;
use crate::record::Doc;
use crate::say::{self, say};

/// What is promised for this day or was for an earlier one.
pub(super) fn is_due(promise: &Promise, today: Date) -> bool {
    promise.by_when.is_some_and(|day| day <= today)
}

/// What is not due yet.
#[component]
pub(super) fn Promised(home: Signal<Home>) -> impl IntoView {
    let app = App::here();
    let later = Memo::new(move |_| {
        let today = app.today.get();
        home.with(|home| {
            let later = home.promised.iter().filter(|one| !is_due(one, today));
            later.cloned().collect::<Vec<_>>()
        })
    });
    let more = Memo::new(move |_| {
        home.with(|home| {
            let shown = u32::try_from(home.promised.len()).unwrap_or(u32::MAX);
            home.promised_count.saturating_sub(shown)
        })
    });
    view! {
        <Show when=move || !later.with(Vec::is_empty)>
            <section>
                <h2>{say("home-promised")}</h2>
                {rows(later, promised)}
                <Show when=move || { more.get() > 0 }>
                    <p class="note">
                        {move || say::with("home-promised-more", [("count", more.get().into())])}
                    </p>
                </Show>
            </section>
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
