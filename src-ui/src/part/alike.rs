//! What may be there already, shown quietly while one types a new household or person. It never
//! stands in the way.

use std::time::Duration;

use doorstep_model::call::{Alike as Found, AlikeWhy, FindAlike};
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::place::Place;
use crate::say::{self, say};

/// After the last key, before the device is asked.
const PAUSE: Duration = Duration::from_millis(250);

/// Households that may be the same as what is typed; each can be opened.
#[component]
pub(crate) fn AlikeRows(
    /// What was typed; nothing is looked for while its name is empty.
    #[prop(into)]
    typed: Signal<FindAlike>,
    /// What the list is called.
    #[prop(into)]
    heading: String,
    /// Those that are on the screen anyway.
    #[prop(optional, into)]
    shown: Signal<Vec<DocKey>>,
    /// What a row does, if not open the household.
    #[prop(optional, into)]
    chosen: Option<Callback<DocKey>>,
) -> impl IntoView {
    let app = App::here();
    let found = RwSignal::new(Vec::<Found>::new());
    let asked = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let call = typed.get();
        let question = asked.get_untracked().wrapping_add(1);
        asked.set(question);
        if call.name.trim().is_empty() && call.address.trim().is_empty() {
            found.set(Vec::new());
            return;
        }
        set_timeout(
            move || {
                if asked.try_get_untracked() != Some(question) {
                    return;
                }
                spawn_local(async move {
                    // What can't be looked up is no trouble: it only would have been a hint.
                    let alike = ask(call).await.unwrap_or_default();
                    if asked.try_get_untracked() == Some(question) {
                        found.set(alike.found);
                    }
                });
            },
            PAUSE,
        );
    });
    let rows = Memo::new(move |_| {
        let mut rows = found.get();
        shown.with(|shown| rows.retain(|row| !shown.contains(&row.household.id)));
        rows
    });
    view! {
        <div aria-live="polite">
            <Show when=move || !rows.with(Vec::is_empty)>
                <h3 class="alike-heading">{heading.clone()}</h3>
                <ul class="rows alike" data-test="alike">
                    {move || {
                        rows.get()
                            .into_iter()
                            .map(|found| {
                                let id = found.household.id.clone();
                                let go = move |_| match chosen {
                                    Some(chosen) => chosen.run(id.clone()),
                                    None => app.go(Place::Household(id.clone())),
                                };
                                view! {
                                    <li>
                                        <button
                                            class="row"
                                            type="button"
                                            data-test="alike-row"
                                            data-household=found.household.id.to_string()
                                            on:click=go
                                        >
                                            <span class="row-name" dir="auto">
                                                {found.household.name.clone()}
                                            </span>
                                            <span class="row-place" dir="auto">
                                                {place_of(&found)}
                                            </span>
                                            <span class="note" dir="auto">
                                                {why(&found)}
                                            </span>
                                        </button>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </Show>
        </div>
    }
}

fn place_of(found: &Found) -> String {
    let row = &found.household;
    let parts = [row.address.as_str(), row.locality.as_str()].into_iter();
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn why(found: &Found) -> String {
    let words = || [("words", found.words.clone().into())];
    match found.why {
        AlikeWhy::NameAndAddress => say::with("alike-name-and-address", words()),
        AlikeWhy::Person => say::with("alike-person", words()),
        AlikeWhy::Name => say("alike-name"),
        AlikeWhy::Address => say("alike-address"),
    }
}
