//! Whose visit to record: a household that is there, or a new one of the name that was typed.

use doorstep_model::Problem;
use doorstep_model::call::{AddHousehold, FindAlike, HouseholdRow, ListHouseholds};
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{AlikeRows, ErrorSummary, Heading, HouseholdItem, Icon};
use crate::place::Place;
use crate::say::{self, say};
use crate::screen::visit;

/// Whose visit to record.
#[component]
pub(crate) fn RecordVisit() -> impl IntoView {
    let app = App::here();
    let chosen = Callback::new(move |id| visit::begin(app, id));
    view! { <Choose heading=say("choose-heading") add="choose-add" chosen=chosen /> }
}

/// Whose visit to plan.
#[component]
pub(crate) fn PlanVisit() -> impl IntoView {
    let app = App::here();
    let chosen = Callback::new(move |id| app.go(Place::Planning(id)));
    view! { <Choose heading=say("plan-choose-heading") add="plan-choose-add" chosen=chosen /> }
}

#[component]
fn Choose(heading: String, add: &'static str, chosen: Callback<DocKey>) -> impl IntoView {
    let app = App::here();
    let add_name = add;
    let search = RwSignal::new(String::new());
    let rows = RwSignal::new(Vec::<HouseholdRow>::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    Effect::new(move |_| {
        app.lists.track();
        let search_now = search.get();
        spawn_local(async move {
            let call = ListHouseholds {
                search: search_now.clone(),
                limit: 30,
                ..ListHouseholds::default()
            };
            match ask(call).await {
                // An answer to something older is not shown.
                Ok(list) if search.try_get_untracked() == Some(search_now) => rows.set(list.rows),
                Ok(_) => {}
                Err(problem) => {
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    });
    let begin = move |id: DocKey| chosen.run(id);
    let alike = Signal::derive(move || FindAlike {
        name: search.get(),
        ..FindAlike::default()
    });
    let shown = Signal::derive(move || {
        rows.with(|rows| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>())
    });
    let add = move |_| {
        let name = search.get_untracked().trim().to_owned();
        spawn_local(async move {
            let call = AddHousehold {
                name,
                about: Vec::new(),
            };
            match ask(call).await {
                Ok(added) => {
                    app.can_not_undo(say("undo-not-household"));
                    begin(added.id);
                }
                Err(problem) => problems.set(vec![problem]),
            }
        });
    };
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <div class="field search">
            <label for="choose-search">{say("choose-label")}</label>
            <input
                id="choose-search"
                type="search"
                dir="auto"
                autocomplete="off"
                data-test="choose-search"
                prop:value=search
                on:input=move |event| search.set(event_target_value(&event))
            />
        </div>
        <ul class="rows">
            {move || {
                rows.get()
                    .into_iter()
                    .map(|row| {
                        let id = row.id.clone();
                        let chosen = Callback::new(move |()| begin(id.clone()));
                        view! {
                            <li>
                                <HouseholdItem row=row test="choose-row" chosen=chosen />
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
        <AlikeRows typed=alike heading=say("alike-heading") shown=shown chosen=chosen />
        <Show
            when=move || search.with(|search| !search.trim().is_empty())
            fallback=move || view! { <p class="note">{say("choose-hint")}</p> }
        >
            <button class="button quiet" data-test="choose-add" on:click=add>
                <Icon name="add" />
                {move || say::with(add_name, [("name", search.get().trim().to_owned().into())])}
            </button>
        </Show>
    }
}
