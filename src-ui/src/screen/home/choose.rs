//! Whose visit to record: a household that is there, or a new one of the name that was typed.

use doorstep_model::Problem;
use doorstep_model::call::{AddHousehold, FindAlike};
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{Among, ErrorSummary, FindHousehold, Heading, Icon};
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
    // What is typed may become a household's name: it stays over locking.
    let kept = format!("{add_name}-typed");
    let search = RwSignal::new(app.kept(&kept));
    let busy = RwSignal::new(false);
    Effect::new({
        let kept = kept.clone();
        move |_| app.keep(&kept, search.get())
    });
    let chosen = Callback::new(move |id: DocKey| {
        app.keep(&kept, String::new());
        chosen.run(id);
    });
    let problems = RwSignal::new(Vec::<Problem>::new());
    let alike = Signal::derive(move || FindAlike {
        name: search.get(),
        ..FindAlike::default()
    });
    let add = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let name = search.get_untracked().trim().to_owned();
        spawn_local(async move {
            let call = AddHousehold {
                name,
                about: Vec::new(),
            };
            match ask(call).await {
                Ok(added) => {
                    app.can_not_undo(say("undo-not-household"));
                    chosen.run(added.id);
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <FindHousehold
            field="choose-search"
            row="choose-row"
            label=say("choose-label")
            search=search
            among=Among { all_at_first: true, ..Among::default() }
            alike=alike
            alike_heading=say("alike-heading")
            problems=problems
            chosen=chosen
        />
        <Show
            when=move || search.with(|search| !search.trim().is_empty())
            fallback=move || view! { <p class="note">{say("choose-hint")}</p> }
        >
            <button class="button quiet" data-test="choose-add" disabled=busy on:click=add>
                <Icon name="add" />
                {move || say::with(add_name, [("name", search.get().trim().to_owned().into())])}
            </button>
        </Show>
    }
}
