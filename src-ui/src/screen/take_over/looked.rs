//! What is in the file, and who holds the household from now on.

use doorstep_model::call::MoveLookedAt;
use doorstep_model::id::{DocKey, ItemId};
use leptos::prelude::*;

use super::super::moving::in_it;
use super::Taking;
use crate::clock;
use crate::part::{Landing, SelectField};
use crate::place::Place;
use crate::say::{self, say};

/// What comes, and the button that takes it over.
#[component]
pub(super) fn WhatComes(taking: Taking, found: MoveLookedAt) -> impl IntoView {
    let from = say::with(
        "take-over-from",
        [
            ("team", found.from.into()),
            ("when", clock::moment(found.at).into()),
        ],
    );
    let here = found.here;
    let is_here = here.is_some();
    let restricted = found.comes.restricted.then(|| {
        view! {
            <p class="notice" data-test="take-over-restricted">
                {say("take-over-restricted")}
            </p>
        }
    });
    view! {
        <section class="part" data-test="take-over-looked">
            <Landing text=found.comes.name.clone() acted=taking.acted />
            <p dir="auto" data-test="take-over-from">
                {from}
            </p>
            {here.map(|id| view! { <Here taking=taking id=id /> })}
            {in_it(&found.comes)}
            {restricted}
        </section>
        <section class="part">
            {(!is_here).then(|| view! { <Worker taking=taking members=found.members /> })}
            <p class="actions">
                <button
                    class="button"
                    data-test="take-over-do"
                    disabled=taking.busy
                    on:click=move |_| taking.take()
                >
                    {move || match (taking.busy.get(), is_here) {
                        (true, _) => say("take-over-doing"),
                        (false, true) => say("take-over-again"),
                        (false, false) => say("take-over-do"),
                    }}
                </button>
                <button
                    class="plain"
                    data-test="take-over-back"
                    disabled=taking.busy
                    on:click=move |_| taking.looked.set(None)
                >
                    {say("take-over-back")}
                </button>
            </p>
        </section>
    }
}

/// It was taken over before.
#[component]
fn Here(taking: Taking, id: DocKey) -> impl IntoView {
    view! {
        <div class="notice" data-test="take-over-here">
            <p>{say("take-over-here")}</p>
            <button
                class="plain"
                data-test="take-over-open"
                on:click=move |_| taking.app.go(Place::Household(id.clone()))
            >
                {say("take-over-open-it")}
            </button>
        </div>
    }
}

/// Who holds it.
#[component]
fn Worker(taking: Taking, members: Vec<(ItemId, String)>) -> impl IntoView {
    let nobody = (String::new(), say("take-over-nobody"));
    let members = members.into_iter();
    let members = members.map(|(id, name)| (id.to_string(), name));
    let choices: Vec<_> = std::iter::once(nobody).chain(members).collect();
    let choices = Signal::derive(move || choices.clone());
    let value = Signal::derive(move || {
        let worker = taking.worker.get();
        worker.map(|id| id.to_string()).unwrap_or_default()
    });
    let changed = Callback::new(move |id: String| taking.worker.set(ItemId::try_from(id).ok()));
    view! {
        <SelectField
            name="take-over-worker"
            label=say("take-over-worker")
            choices=choices
            value=value
            changed=changed
        />
    }
}
