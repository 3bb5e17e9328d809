//! What arrived and is in no record yet, household by household.

use doorstep_model::call::Apart;
use leptos::prelude::*;

use crate::app::App;
use crate::place::Place;
use crate::say::{self, say};

/// A row for each; one that is here can be opened.
pub(super) fn rows(apart: Vec<Apart>) -> impl IntoView {
    view! {
        <section>
            <h2>{say("sync-apart")}</h2>
            <ul class="rows">{apart.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

fn row(apart: Apart) -> impl IntoView {
    let app = App::here();
    let what = [
        ("row-quarantined", apart.quarantined),
        ("row-held-back", apart.held_back),
    ];
    let what: Vec<String> = what
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| say::with(key, [("count", count.into())]))
        .collect();
    let what = what.join(" · ");
    let name = match apart.name.is_empty() {
        true => say("sync-apart-new"),
        false => apart.name,
    };
    let shown = view! {
        <span class="row-name" dir="auto">
            {name}
        </span>
        <span class="note">{what}</span>
    };
    match apart.household {
        Some(household) => view! {
            <li>
                <button
                    class="row"
                    data-test="sync-apart"
                    on:click=move |_| app.go(Place::Household(household.clone()))
                >
                    {shown}
                </button>
            </li>
        }
        .into_any(),
        None => view! {
            <li class="row" data-test="sync-apart">
                {shown}
            </li>
        }
        .into_any(),
    }
}
