//! "This is the same household as …": find the other one, look at both side by side, join them.

mod both;

use doorstep_model::Problem;
use doorstep_model::call::{FindAlike, HouseholdRow, ListHouseholds};
use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{AlikeRows, ErrorSummary, Heading, HouseholdItem};
use crate::record::Doc;
use crate::say::{self, say};

/// The screen.
#[component]
pub(crate) fn Same(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    spawn_local(async move { record.refresh(false).await });
    let about = record.line(Part::About, None);
    let read = move |field: &'static str| {
        about.with(|about| {
            let about = about.as_ref();
            about.map(|about| about.text(field)).unwrap_or_default()
        })
    };
    let heading =
        Signal::derive(move || say::with("same-heading", [("name", read("name").into())]));
    let problems = RwSignal::new(Vec::<Problem>::new());
    let other = RwSignal::new(None::<DocKey>);
    let search = RwSignal::new(String::new());
    let rows = RwSignal::new(Vec::<HouseholdRow>::new());
    let this = id.clone();
    Effect::new(move |_| {
        app.lists.track();
        let typed = search.get();
        if typed.trim().is_empty() {
            rows.set(Vec::new());
            return;
        }
        let this = this.clone();
        spawn_local(async move {
            let call = ListHouseholds {
                search: typed.clone(),
                with_closed: true,
                limit: 20,
                ..ListHouseholds::default()
            };
            match ask(call).await {
                // An answer to something older is not shown.
                Ok(list) if search.try_get_untracked() == Some(typed) => {
                    let others = list.rows.into_iter().filter(|row| row.id != this);
                    rows.set(others.collect());
                }
                Ok(_) => {}
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    });
    let alike = {
        let id = id.clone();
        Signal::derive(move || FindAlike {
            name: read("name"),
            address: read("address"),
            except: Some(id.clone()),
        })
    };
    let found = Signal::derive(move || {
        rows.with(|rows| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>())
    });
    let choose = Callback::new(move |chosen: DocKey| {
        problems.set(Vec::new());
        other.set(Some(chosen));
    });
    let first = id;
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <Show
            when=move || other.with(Option::is_none)
            fallback=move || {
                other
                    .get()
                    .map(|other_id| {
                        view! {
                            <both::Both
                                first=first.clone()
                                second=other_id
                                problems=problems
                                back=Callback::new(move |()| other.set(None))
                            />
                        }
                    })
            }
        >
            <p>{say("same-intro")}</p>
            <div class="field search">
                <label for="same-search">{say("same-search")}</label>
                <input
                    id="same-search"
                    type="search"
                    dir="auto"
                    autocomplete="off"
                    data-test="same-search"
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
                            let chosen = Callback::new(move |()| choose.run(id.clone()));
                            view! {
                                <li>
                                    <HouseholdItem row=row test="same-row" chosen=chosen />
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <AlikeRows typed=alike heading=say("same-alike") shown=found chosen=choose />
        </Show>
    }
}
