//! Planning a visit, and what a planned visit's page says at its top.

use doorstep_model::field::Part;
use doorstep_model::household::Visit;
use doorstep_model::id::{DocKey, ItemId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::begin;
use crate::app::App;
use crate::clock;
use crate::day::Lean;
use crate::part::{ErrorSummary, Heading, Icon, Kind, Planner, SafetyBanner, SingleField};
use crate::place::Place;
use crate::record::{Doc, Line, Record, place};
use crate::say::{self, say};

/// The screen that plans a visit to one household.
#[component]
pub(crate) fn Plan(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    spawn_local(async move { record.refresh(false).await });
    let problems = Signal::derive(move || record.problem.get().into_iter().collect::<Vec<_>>());
    let about = record.line(Part::About, None);
    let heading = Signal::derive(move || {
        let name = about.with(|about| about.as_ref().map(|about| about.text("name")));
        name.map_or_else(String::new, |name| {
            say::with("planning-heading", [("name", name.into())])
        })
    });
    let planned = Callback::new(move |()| app.go(Place::Household(id.clone())));
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <NextPlanned record=record />
        <Planner record=record planned=planned />
    }
}

/// The visit that is planned next, if there is one.
#[component]
pub(super) fn NextPlanned(record: Record) -> impl IntoView {
    let next = Memo::new(move |_| {
        let today = record.app.today.get();
        record.view.with(|view| {
            let lines = view.as_ref()?.part(Part::Visits).iter();
            let planned = lines.filter(|line| line.removed.is_none() && !line.flag("done"));
            let next = planned
                .filter(|line| line.date("date").is_some_and(|date| date >= today))
                .min_by_key(|line| line.text("date"))?;
            Some(when(next))
        })
    });
    view! {
        {move || {
            next.get()
                .map(|when| {
                    let said = say::with("plan-next", [("day", when.into())]);
                    view! {
                        <p class="planned-next" data-test="planned-next" dir="auto">
                            {said}
                        </p>
                    }
                })
        }}
    }
}

/// "Tue 3 Dec, 2 pm".
pub(crate) fn when(line: &Line) -> String {
    let day = line
        .date("date")
        .map_or_else(|| say("visit-no-day"), clock::show_near);
    match line.text("time") {
        time if time.trim().is_empty() => day,
        time => format!("{day}, {time}"),
    }
}

/// What a visit that is only planned offers: it took place, another day, it will not happen.
#[component]
pub(super) fn Planned(record: Record, household: DocKey, visit: ItemId) -> impl IntoView {
    let app = App::here();
    let line = record.line(Part::Visits, Some(visit.clone()));
    let moving = RwSignal::new(false);
    let said = move || {
        line.with(|line| {
            let line = line.as_ref()?;
            let past = line.date("date").is_some_and(|date| date < app.today.get());
            let name = if past {
                "visit-was-planned"
            } else {
                "visit-planned"
            };
            Some(say::with(name, [("day", when(line).into())]))
        })
    };
    let planned = move || line.with_untracked(|line| line.as_ref()?.date("date"));
    let (met_at, met_visit) = (household.clone(), visit.clone());
    let gone = visit.clone();
    let at = |name: &str| place(Part::Visits, Some(&visit), name);
    let (day_at, time_at) = (at(Visit::date.name), at(Visit::time.name));
    view! {
        <SafetyBanner household=household.clone() />
        <div class="planned" data-test="visit-is-planned">
            <p dir="auto">{said}</p>
            <p class="actions">
                <button
                    class="button"
                    data-test="visit-met"
                    on:click=move |_| begin::met(app, met_at.clone(), met_visit.clone(), planned())
                >
                    <Icon name="visit" />
                    {say("visit-met")}
                </button>
                <button
                    class="plain"
                    data-test="visit-move"
                    aria-expanded=move || moving.get().to_string()
                    on:click=move |_| moving.update(|moving| *moving = !*moving)
                >
                    <Icon name="edit" />
                    {say("visit-move")}
                </button>
                <button
                    class="plain"
                    data-test="visit-off"
                    on:click=move |_| {
                        record.remove(Part::Visits, &gone);
                        app.go(Place::Household(household.clone()));
                    }
                >
                    <Icon name="remove" />
                    {say("visit-off")}
                </button>
            </p>
            <Show when=move || moving.get()>
                <div class="side-by-side">
                    <SingleField
                        record=record
                        at=day_at.clone()
                        label=say("plan-day")
                        test="move-day"
                        kind=Kind::Day(Lean::Ahead)
                        hint=say("hint-day")
                    />
                    <SingleField
                        record=record
                        at=time_at.clone()
                        label=say("plan-time")
                        test="move-time"
                        kind=Kind::Text
                        hint=say("hint-visit-time")
                    />
                </div>
            </Show>
        </div>
    }
}
