//! What was erased, and whose devices have; what may be erased now, which a person decides.

use std::sync::Arc;

use doorstep_model::Problem;
use doorstep_model::call::{EraseLeftOver, ErasedOn, Erasure, PastKeeping, TeamPage};
use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use doorstep_model::team::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::{FieldOf, Touches, TwoTouches};
use crate::place::Place;
use crate::record::Record;
use crate::say::{self, say};

/// How long closed households are kept, those that were kept so long, and what was erased.
#[component]
pub(super) fn Erased(record: Record, problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let of = move |page: fn(&TeamPage) -> bool| {
        Memo::new(move |_| app.team.with(|team| team.as_deref().is_some_and(page)))
    };
    let is_admin = Memo::new(move |_| app.open().is_some_and(|open| open.role == Role::Admin));
    let any_erased = of(|page| !page.erasures.is_empty());
    let any_past = of(|page| !page.past_keeping.is_empty());
    let any_left = of(|page| !page.left_over.is_empty());
    view! {
        <Show when=move || is_admin.get()>
            <section class="part" data-test="part-keeping">
                <h2>{say("keeping-heading")}</h2>
                <p class="note">{say("keeping-says")}</p>
                <FieldOf record=record part=Part::Team item=None name="keep_closed_years" />
                <Show when=move || any_past.get()>
                    <Past />
                </Show>
            </section>
        </Show>
        <Show when=move || any_erased.get()>
            <section class="part" data-test="part-erased">
                <h2>{say("erased-heading")}</h2>
                <Show when=move || any_left.get() && is_admin.get()>
                    <LeftOver problems=problems />
                </Show>
                <ul class="lines">
                    {move || {
                        let page = app.team.get();
                        let all = page.map(|page| page.erasures.clone()).unwrap_or_default();
                        all.into_iter().map(one).collect_view()
                    }}
                </ul>
                <p class="note">{say("erased-note")}</p>
            </section>
        </Show>
    }
}

/// One erasure.
fn one(erasure: Erasure) -> impl IntoView {
    let day = erasure.at.map(|at| clock::show(clock::day_of(at)));
    let said = say::with(
        "erased-by",
        [
            (
                "day",
                day.unwrap_or_else(|| say("erased-unknown-day")).into(),
            ),
            (
                "name",
                erasure.by.unwrap_or_else(|| say("erased-somebody")).into(),
            ),
        ],
    );
    let devices = erasure.devices.into_iter().map(on_device);
    view! {
        <li class="line" data-test="erasure">
            <p class="line-text" dir="auto">
                {erasure.reason.unwrap_or_else(|| say("erased-unknown-reason"))}
            </p>
            <p class="note">{said}</p>
            <ul class="kept">{devices.collect_view()}</ul>
        </li>
    }
}

fn on_device(device: ErasedOn) -> impl IntoView {
    let name = device.name.unwrap_or_else(|| say("team-device-unnamed"));
    let key = match (device.this_device, device.erased) {
        (true, _) => "erased-here",
        (false, true) => "erased-on",
        (false, false) => "erased-not-yet",
    };
    view! {
        <li data-test="erased-on" data-erased=device.erased.to_string() dir="auto">
            {say::with(key, [("name", name.into())])}
        </li>
    }
}

/// Households that were kept for as long as the team wants.
#[component]
fn Past() -> impl IntoView {
    let app = App::here();
    let row = move |past: PastKeeping| {
        let day = clock::show(past.closed);
        let id = past.id;
        view! {
            <li class="line" data-test="past-keeping">
                <button class="plain" on:click=move |_| app.go(Place::Household(id.clone()))>
                    <span dir="auto">{past.name}</span>
                </button>
                <p class="note">{say::with("household-closed", [("day", day.into())])}</p>
            </li>
        }
    };
    view! {
        <h3>{say("keeping-past")}</h3>
        <ul class="lines">
            {move || {
                let page = app.team.get();
                let all = page.map(|page| page.past_keeping.clone()).unwrap_or_default();
                all.into_iter().map(row).collect_view()
            }}
        </ul>
    }
}

/// Something was written about an erased household by somebody who had not heard of it.
#[component]
fn LeftOver(problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let busy = RwSignal::new(false);
    let touches = Touches {
        test: "erase-left-over",
        first: say("left-over-do"),
        label: None,
        says: Some(say("left-over-do-says")),
        yes: say("left-over-yes"),
        doing: Some(say("erase-doing")),
    };
    let left = move || {
        let page = app.team.get();
        page.map(|page| page.left_over.clone()).unwrap_or_default()
    };
    // No more goes than was on the screen at the first touch.
    let looked_at = StoredValue::new(Vec::new());
    let look = Callback::new(move |()| {
        let shown: Vec<DocKey> = untrack(left).into_iter().map(|note| note.id).collect();
        looked_at.set_value(shown);
    });
    let erase = Callback::new(move |()| {
        busy.set(true);
        let notes = looked_at.get_value();
        spawn_local(async move {
            match ask(EraseLeftOver { notes }).await {
                Ok(page) => {
                    app.team.set(Some(Arc::new(page)));
                    app.announced.set(say("erase-done"));
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    });
    let says = move || say::with("left-over-says", [("count", left().len().into())]);
    let notes = move || {
        let lines = left().into_iter().map(|note| {
            view! {
                <li class="line" data-test="left-over-note" dir="auto">
                    {note.what}
                </li>
            }
        });
        lines.collect_view()
    };
    view! {
        <p data-test="left-over">{says}</p>
        <ul class="lines">{notes}</ul>
        <TwoTouches touches=touches busy=busy on_yes=erase on_first=look />
    }
}
