//! One visit on one page, saved as one types: who was there, notes, and prompts one may ignore.

mod begin;
mod facts;
mod of_before;
mod plan;
mod this_was_it;
mod who;

pub(crate) use begin::{begin, met};
pub(crate) use plan::{Plan, when};

use doorstep_model::field::{Part, Value};
use doorstep_model::household::{Action, Attachment, Demand, Door, Strength, Worry};
use doorstep_model::id::{DocKey, ItemId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::clock;
use crate::part::{
    BothChanged, ErrorSummary, FieldOf, Heading, Icon, PartLines, Photos, Planner, SafetyBanner,
    SavedLine, TakenOut, VoiceNotes, is_being_planned,
};
use crate::place::Place;
use crate::record::{Doc, Line, Record};
use crate::say::say;
use crate::timer;

/// The screen.
#[component]
pub(crate) fn Visit(id: DocKey, visit: ItemId) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    let asked = Place::Visit(id.clone(), visit.clone());
    let this = visit.clone();
    spawn_local(async move {
        record.refresh(true).await;
        // A visit that is on the disk is shown where all the household's visits are.
        if let Some(into) = record.shown_in()
            && !record.is_begun_only(&this)
            && app.place.with_untracked(|place| *place == asked)
        {
            app.go_instead(Place::Visit(into, this));
        }
    });
    let there = Memo::new(move |_| record.view.with(Option::is_some));
    let problems = Signal::derive(move || record.problem.get().into_iter().collect::<Vec<_>>());
    let heading = {
        let about = record.line(Part::About, None);
        let line = record.line(Part::Visits, Some(visit.clone()));
        Signal::derive(move || {
            let name = about.with(|about| about.as_ref().map(|about| about.text("name")));
            match name {
                Some(name) => line.with(|line| facts::heading(name, line.as_ref())),
                None => String::new(),
            }
        })
    };
    on_cleanup(move || record.flush());
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <Show when=move || there.get()>
            <Page record=record id=id.clone() visit=visit.clone() />
        </Show>
    }
}

/// A question, and the lines of this visit that answer it.
#[component]
fn Prompt(
    record: Record,
    part: Part,
    /// The question.
    asks: String,
    /// Its name for tests.
    test: &'static str,
    keep: Callback<Line, bool>,
    begins: Callback<(), Vec<(String, Value)>>,
    /// A line is begun whenever this grows.
    start: Signal<u32>,
) -> impl IntoView {
    view! {
        <section
            class="part prompt"
            class:strengths=part == Part::Strengths
            data-test=test
        >
            <h2>{asks}</h2>
            <PartLines record=record part=part keep=keep begins=begins start=start />
        </section>
    }
}

#[component]
fn Page(record: Record, id: DocKey, visit: ItemId) -> impl IntoView {
    let app = App::here();
    let item = Some(visit.clone());
    let field = {
        let item = item.clone();
        move |name: &'static str| {
            let item = item.clone();
            view! { <FieldOf record=record part=Part::Visits item=item name=name /> }
        }
    };
    let changed = field.clone();
    let of_this_visit = {
        let visit = visit.to_string();
        Callback::new(move |line: Line| line.text("visit") == visit)
    };
    let begins = |name: (String, Value), more: Vec<(String, Value)>| {
        Callback::new(move |()| {
            let mut fields = vec![name.clone()];
            fields.extend(more.clone());
            fields
        })
    };
    let today = clock::today();
    let strengths = begins(Strength::visit.with(visit.clone()), Vec::new());
    let worries = begins(Worry::visit.with(visit.clone()), Vec::new());
    let actions = begins(
        Action::visit.with(visit.clone()),
        vec![Action::agreed_on.with(today)],
    );
    let demands = begins(
        Demand::visit.with(visit.clone()),
        vec![Demand::date.with(today), Demand::door.with(Door::Visit)],
    );
    let photos = vec![Attachment::visit.with(visit.clone())];
    let took_place = {
        let line = record.line(Part::Visits, item.clone());
        Memo::new(move |_| line.with(|line| line.as_ref().is_none_or(|line| line.flag("done"))))
    };
    let is_out = record.is_out(Part::Visits, item.clone());
    let first_visit = {
        let visit = visit.clone();
        Memo::new(move |_| {
            record.view.with(|view| {
                let lines = view.as_ref().map(|view| view.part(Part::Visits));
                let mut lines = lines.unwrap_or_default().iter();
                !lines.any(|line| {
                    line.id.as_ref() != Some(&visit) && line.removed.is_none() && line.flag("done")
                })
            })
        })
    };
    let done = visit.clone();
    let quick = QUICK.map(|word| (word, RwSignal::new(0_u32)));
    let start = move |word: &str| {
        let found = quick.iter().find(|(quick, _)| *quick == word).copied();
        Signal::derive(move || found.map_or(0, |(_, count)| count.get()))
    };
    let planned = {
        let (household, visit) = (id.clone(), visit.clone());
        move || view! { <plan::Planned record=record household=household.clone() visit=visit.clone() /> }
    };
    let knock = {
        let household = id.clone();
        move || view! { <SafetyBanner household=household.clone() /> }
    };
    let (facts_of, out_above, out_below) = (visit.clone(), visit.clone(), visit.clone());
    let (near, near_of) = (id.clone(), visit.clone());
    let noted = (id.clone(), visit.clone());
    view! {
        <facts::Facts record=record visit=facts_of took_place=took_place />
        <TakenOut record=record part=Part::Visits item=out_above />
        <Show when=move || took_place.get() fallback=planned>
            {knock()}
        </Show>
        <this_was_it::ThisWasIt record=record household=near visit=near_of />
        <BothChanged record=record part=Part::Visits item=item.clone() />
        <who::Who record=record visit=visit.clone() />
        <of_before::OfBefore record=record visit=visit.clone() />
        <section class="part visit-text">
            {field("notes")} <Show when=move || !first_visit.get()>{changed("changed_since")}</Show>
        </section>
        <section class="part prompt">
            <FieldOf
                record=record
                part=Part::WhatMatters
                item=None
                name="matters_to_us"
                test="matters-to-us"
            />
        </section>
        <Prompt
            record=record
            part=Part::Strengths
            asks=say("prompt-strength")
            test="part-strength"
            keep=of_this_visit
            begins=strengths
            start=start("strength")
        />
        <Prompt
            record=record
            part=Part::Worries
            asks=say("prompt-worry")
            test="part-worry"
            keep=of_this_visit
            begins=worries
            start=start("worry")
        />
        <Prompt
            record=record
            part=Part::Actions
            asks=say("prompt-action")
            test="part-action"
            keep=of_this_visit
            begins=actions
            start=start("action")
        />
        <Prompt
            record=record
            part=Part::Demands
            asks=say("prompt-demand")
            test="part-demand"
            keep=of_this_visit
            begins=demands
            start=start("demand")
        />
        <section class="part prompt" data-test="part-attachment">
            <h2>{say("photos-heading")}</h2>
            <Photos record=record keep=of_this_visit begins=photos.clone() fetch=true />
        </section>
        <section class="part prompt" data-test="part-voice">
            <h2>{say("voice-heading")}</h2>
            <VoiceNotes record=record keep=of_this_visit begins=photos visit=visit.clone() />
        </section>
        <Show when=move || took_place.get()>
            <section class="part prompt" data-test="part-next">
                <h2>{say("prompt-next")}</h2>
                <plan::NextPlanned record=record />
                <details open=is_being_planned(record)>
                    <summary data-test="plan-open">{say("plan-open")}</summary>
                    <Planner record=record />
                </details>
            </section>
        </Show>
        <div class="foot">
            <div class="quick" role="group" aria-label=say("quick-add")>
                {quick
                    .into_iter()
                    .map(|(word, count)| {
                        view! {
                            <button
                                class="quick-add"
                                data-test=format!("quick-{word}")
                                disabled=move || record.read_only().get() || is_out.get()
                                on:click=move |_| count.update(|count| *count += 1)
                            >
                                <Icon name="add" />
                                <span>{say(&format!("quick-{word}"))}</span>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <Show
                when=move || !is_out.get()
                fallback=move || {
                    view! { <TakenOut record=record part=Part::Visits item=out_below.clone() /> }
                }
            >
                <SavedLine record=record short=true />
            </Show>
            <button
                class="button"
                data-test="visit-done"
                on:click=move |_| {
                    app.noted.set(Some(noted.clone()));
                    app.go(Place::Household(id.clone()));
                    keep_as_it_began(record, done.clone());
                }
            >
                <Icon name="done" />
                {say("visit-done")}
            </button>
        </div>
    }
}

/// "Done" says that the visit took place, also where nothing had to be put into it. What one leaves
/// another way without a word is no visit.
fn keep_as_it_began(record: Record, visit: ItemId) {
    spawn_local(async move {
        // What fields leave behind as they go with the screen may be about this visit.
        timer::two_frames().await;
        if record.app.settle().await {
            record.refresh(false).await;
        }
        record.keep_begun(&visit, say("visit-kept"));
    });
}

/// What can be added from under the thumb, wherever one is on the page.
const QUICK: [&str; 4] = ["strength", "worry", "action", "demand"];
