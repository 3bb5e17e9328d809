//! A household in a list.

use doorstep_model::call::{Found, HouseholdRow, SyncState};
use doorstep_model::field::Part;
use leptos::prelude::*;

use super::seen::seen;
use crate::app::App;
use crate::say::{self, say};
use crate::{clock, form};

/// What the words that were found are part of.
fn found_in(found: &Found) -> String {
    let word = match found.part {
        Part::Attachments => "attachment",
        Part::Plan => "plan",
        part => form::of(part).word,
    };
    let name = format!("found-in-{word}");
    match (found.part, found.date) {
        (Part::Visits, Some(date)) => {
            say::with("found-in-visit-of", [("day", clock::show(date).into())])
        }
        _ => say::maybe(&name).unwrap_or_else(|| say("found-in-about")),
    }
}

/// The row as a button; what it does is up to the list.
#[component]
pub(super) fn HouseholdItem(
    row: HouseholdRow,
    test: &'static str,
    #[prop(optional, into)] current: Signal<bool>,
    #[prop(into)] chosen: Callback<()>,
) -> impl IntoView {
    let place = [row.address.as_str(), row.locality.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let mut notes = Vec::new();
    if let Some(date) = row.next_visit {
        notes.push(say::with(
            "row-next-visit",
            [("day", clock::show_near(date).into())],
        ));
    }
    if let Some(date) = row.was_planned {
        notes.push(say::with(
            "row-was-planned",
            [("day", clock::show_near(date).into())],
        ));
    }
    if let Some(date) = row.last_visit {
        notes.push(seen(date));
    }
    if row.open_actions > 0 {
        notes.push(say::with(
            "row-actions",
            [("count", row.open_actions.into())],
        ));
    }
    if let Some(worker) = &row.worker {
        notes.push(worker.clone());
    }
    // Without a server everything is on this device only, and the chip says so once.
    let has_server = Memo::new(move |_| {
        let state = App::here()
            .sync
            .with(|page| page.as_ref().map(|page| page.state));
        state.is_some_and(|state| state != SyncState::NoServer)
    });
    let found = row.found.map(|found| {
        view! {
            <span class="found" dir="auto">
                <span class="found-in">{found_in(&found)}</span>
                " · "
                {found.before}
                <mark>{found.hit}</mark>
                {found.after}
            </span>
        }
    });
    view! {
        <button
            class="row"
            data-test=test
            data-household=row.id.to_string()
            aria-current=move || current.get().then_some("true")
            on:click=move |_| chosen.run(())
        >
            <span class="row-name" dir="auto">
                {row.name}
            </span>
            <span class="row-place" dir="auto">
                {place}
            </span>
            {(!row.people.is_empty())
                .then(|| view! { <span class="row-people" dir="auto">{row.people}</span> })}
            {found}
            <span class="note">{notes.join(" · ")}</span>
            <span class="row-tags">
                {(row.both_changed > 0)
                    .then(|| view! { <span class="label strong">{say("row-both")}</span> })}
                {move || {
                    (row.unsent > 0 && has_server.get())
                        .then(|| {
                            view! {
                                <span class="label">
                                    {say::with("row-unsent", [("count", row.unsent.into())])}
                                </span>
                            }
                        })
                }} {row.closed.then(|| view! { <span class="label">{say("row-closed")}</span> })}
            </span>
        </button>
    }
}
