//! Today: my visits and what I promised for today, then what is still open from before, then the
//! others'. And the visits of the week to come.

use doorstep_model::call::{Home, PlannedVisit};
use leptos::prelude::*;

use super::promised::{More, left, promised};
use super::section::{Row, open_at_first, others, rows};
use super::whose::Me;
use crate::app::App;
use crate::clock;
use crate::part::Icon;
use crate::place::Place;
use crate::say::{self, say};
use crate::screen::visit;

/// Rows of what is open from before that are shown at once.
const FROM_BEFORE: usize = 3;

/// What there is to do today.
#[component]
pub(super) fn Today(home: Signal<Home>, me: Memo<Me>, promises: RwSignal<u32>) -> impl IntoView {
    let app = App::here();
    let today = move || app.today.get();
    let list = move |mine: bool, before: bool| {
        Memo::new(move |_| {
            let today = today();
            let me = me.get();
            home.with(|home| {
                let visits = match before {
                    true => home.visits_not_noted.iter(),
                    false => home.visits_today.iter(),
                };
                let visits = visits.filter(|visit| me.goes(visit) == mine);
                let promised = home.promised_due.iter().filter(|one| {
                    let due = one.by_when.is_some_and(|day| match before {
                        true => day < today,
                        false => day == today,
                    });
                    due && me.promised(one) == mine
                });
                let visits = visits.cloned().map(Row::Visit);
                visits
                    .chain(promised.cloned().map(Row::Promise))
                    .collect::<Vec<_>>()
            })
        })
    };
    let (mine, before) = (list(true, false), list(true, true));
    let (theirs, theirs_before) = (list(false, false), list(false, true));
    let of_others = Memo::new(move |_| [theirs.get(), theirs_before.get()].concat());
    let due_left =
        Memo::new(move |_| home.with(|home| left(&home.promised_due, home.promised_due_count)));
    view! {
        <section>
            <h2>{say("home-today")}</h2>
            <Show when=move || mine.with(Vec::is_empty)>
                <p class="empty">{say("home-today-empty")}</p>
            </Show>
            {rows(mine, today_row)}
            <Show when=move || !before.with(Vec::is_empty)>
                <h3>{say("home-before")}</h3>
                {open_at_first(before, FROM_BEFORE, before_row)}
            </Show>
            {others(of_others, "others-today", others_row)}
            <More left=due_left promises=promises test="due-more" />
        </section>
    }
}

/// The week to come.
#[component]
pub(super) fn Coming(home: Signal<Home>, me: Memo<Me>) -> impl IntoView {
    let list = move |mine: bool| {
        Memo::new(move |_| {
            let me = me.get();
            home.with(|home| {
                let visits = home.visits_coming.iter();
                let visits = visits.filter(|visit| me.goes(visit) == mine);
                visits.cloned().map(Row::Visit).collect::<Vec<_>>()
            })
        })
    };
    let (mine, theirs) = (list(true), list(false));
    view! {
        <Show when=move || !mine.with(Vec::is_empty) || !theirs.with(Vec::is_empty)>
            <section>
                <h2>{say("home-coming")}</h2>
                <Show when=move || mine.with(Vec::is_empty)>
                    <p class="empty">{say("home-coming-empty")}</p>
                </Show>
                {rows(mine, coming_row)}
                {others(theirs, "others-coming", coming_row)}
            </section>
        </Show>
    }
}

fn today_row(row: Row) -> AnyView {
    row_of(row, "today-row")
}

fn before_row(row: Row) -> AnyView {
    row_of(row, "not-noted-row")
}

fn coming_row(row: Row) -> AnyView {
    row_of(row, "coming-row")
}

fn others_row(row: Row) -> AnyView {
    let today = App::here().today.get_untracked();
    match &row {
        Row::Visit(visit) if visit.date < today => before_row(row),
        _ => today_row(row),
    }
}

fn row_of(row: Row, test: &'static str) -> AnyView {
    match row {
        Row::Visit(visit) => planned(visit, test),
        Row::Promise(promise) => promised(promise),
    }
}

/// A visit to come, or one that was to be: its page, and, once its day is there, one touch for
/// "we met".
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
    let (go, met) = (visit.clone(), visit.clone());
    let act = (visit.date <= today).then(|| {
        let called = say::with("home-met", [("name", visit.household_name.clone().into())]);
        view! {
            <button
                class="plain row-act"
                data-test="row-met"
                data-household=household.clone()
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
        }
    });
    view! {
        <li class="row-with-act">
            <button
                class="row"
                data-test=test
                data-household=household
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
            {act}
        </li>
    }
    .into_any()
}
