//! Visits: today's, those that nobody has noted, those to come.

use doorstep_model::ItemId;
use doorstep_model::call::{Home, PlannedVisit};
use leptos::prelude::*;

use super::promised::{More, left, promised};
use super::section::rows;
use crate::app::App;
use crate::clock;
use crate::part::Icon;
use crate::place::Place;
use crate::say::{self, say};
use crate::screen::visit;

/// My visits and what is due, then the others' visits, then what nobody has noted.
#[component]
pub(super) fn Today(home: Signal<Home>, promises: RwSignal<u32>) -> impl IntoView {
    let app = App::here();
    let me = Memo::new(move |_| app.open().and_then(|open| open.me));
    let mine = Memo::new(move |_| visits_of(&home.read(), me.get().as_ref(), true));
    let others = Memo::new(move |_| visits_of(&home.read(), me.get().as_ref(), false));
    let due = Memo::new(move |_| home.with(|home| home.promised_due.clone()));
    let due_left =
        Memo::new(move |_| home.with(|home| left(&home.promised_due, home.promised_due_count)));
    let missed = Memo::new(move |_| home.with(|home| home.visits_not_noted.clone()));
    view! {
        <section>
            <h2>{say("home-today")}</h2>
            <Show when=move || mine.with(Vec::is_empty) && due.with(Vec::is_empty)>
                <p class="empty">{say("home-today-empty")}</p>
            </Show>
            {rows(mine, today_row)}
            {rows(due, promised)}
            <More left=due_left promises=promises test="due-more" />
            <Show when=move || !others.with(Vec::is_empty)>
                <details class="others">
                    <summary data-test="others-today">
                        {move || say::with("home-others", [("count", others.with(Vec::len).into())])}
                    </summary>
                    {rows(others, today_row)}
                </details>
            </Show>
            <Show when=move || !missed.with(Vec::is_empty)>
                <h3>{say("home-not-noted")}</h3>
                {rows(missed, |visit| planned(visit, "not-noted-row"))}
            </Show>
        </section>
    }
}

/// The week to come.
#[component]
pub(super) fn Coming(home: Signal<Home>) -> impl IntoView {
    let coming = Memo::new(move |_| home.with(|home| home.visits_coming.clone()));
    view! {
        <Show when=move || !coming.with(Vec::is_empty)>
            <section>
                <h2>{say("home-coming")}</h2>
                {rows(coming, |visit| planned(visit, "coming-row"))}
            </section>
        </Show>
    }
}

fn today_row(visit: PlannedVisit) -> AnyView {
    planned(visit, "today-row")
}

fn visits_of(home: &Home, me: Option<&ItemId>, wanted: bool) -> Vec<PlannedVisit> {
    let visits = home.visits_today.iter();
    visits
        .filter(|visit| is_mine(visit, me) == wanted)
        .cloned()
        .collect()
}

/// Whether I go, or nobody has been named.
fn is_mine(visit: &PlannedVisit, me: Option<&ItemId>) -> bool {
    visit.members.is_empty() || visit.members.iter().any(|(member, _)| Some(member) == me)
}

/// A visit to come, or one that was to be: its page, and one touch for "we met".
fn planned(visit: PlannedVisit, test: &'static str) -> AnyView {
    let app = App::here();
    let me = app.open_untracked().and_then(|open| open.me);
    let household = visit.household.to_string();
    let today = app.today.get_untracked();
    let day = (visit.date != today).then(|| match visit.date < today {
        true => say::with(
            "home-was-for",
            [("day", clock::show_near(visit.date).into())],
        ),
        false => clock::show_near(visit.date),
    });
    let alone = visit
        .members
        .iter()
        .all(|(member, _)| Some(member) == me.as_ref());
    let with = visit
        .members
        .iter()
        .map(|(member, name)| match Some(member) == me.as_ref() {
            true => say("you"),
            false => name.clone(),
        });
    let with = (!alone).then(|| with.collect::<Vec<_>>().join(", "));
    let notes = [day, visit.time.clone(), with].into_iter().flatten();
    let notes = notes
        .filter(|text| !text.trim().is_empty())
        .collect::<Vec<_>>();
    let notes = match notes.is_empty() {
        true => say("home-visit"),
        false => notes.join(" · "),
    };
    let called = say::with("home-met", [("name", visit.household_name.clone().into())]);
    let (go, met) = (visit.clone(), visit.clone());
    view! {
        <li class="row-with-act">
            <button
                class="row"
                data-test=test
                data-household=household.clone()
                on:click=move |_| app.go(Place::Visit(go.household.clone(), go.visit.clone()))
            >
                <span class="row-name" dir="auto">
                    {visit.household_name}
                </span>
                <span class="note" dir="auto">
                    {notes}
                </span>
                {visit
                    .safety_note
                    .then(|| {
                        view! {
                            <span class="row-tags">
                                <span class="label strong" data-test="row-safety">
                                    <Icon name="warning" />
                                    {say("home-safety")}
                                </span>
                            </span>
                        }
                    })}
            </button>
            <button
                class="plain row-act"
                data-test="row-met"
                data-household=household
                aria-label=called
                on:click=move |_| visit::met(
                    app,
                    met.household.clone(),
                    met.visit.clone(),
                    Some(met.date),
                )
            >
                <Icon name="visit" />
                {say("visit-met-short")}
            </button>
        </li>
    }
    .into_any()
}
