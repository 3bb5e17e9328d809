//! One household: what matters and strengths first, then who does what next, then the rest.

mod about;
mod closing;
mod joined;
mod timeline;

use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::part::{
    ErrorSummary, FieldOf, Heading, Icon, NewsSummary, PartLines, Photos, SafetyBanner,
    SafetySection, SavedLine, VoiceNotes,
};
use crate::place::Place;
use crate::record::{Doc, Line, Record};
use crate::say::say;
use crate::screen::visit;

/// The screen.
#[component]
pub(crate) fn Household(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    let asked = Place::Household(id.clone());
    spawn_local(async move {
        record.refresh(true).await;
        // Whoever comes to a household that is joined into another is taken to that one.
        if let Some(into) = record.shown_in()
            && app.place.with_untracked(|place| *place == asked)
        {
            app.go_instead(Place::Household(into));
        }
    });
    let there = Memo::new(move |_| record.view.with(Option::is_some));
    let problems = Signal::derive(move || record.problem.get().into_iter().collect::<Vec<_>>());
    let name = {
        let about = record.line(Part::About, None);
        Signal::derive(move || {
            about.with(|about| {
                about
                    .as_ref()
                    .map(|about| about.text("name"))
                    .unwrap_or_default()
            })
        })
    };
    record.ask_news();
    let here = Place::Household(id.clone());
    on_cleanup(move || {
        record.flush();
        // A window that is made wider or turned draws the page anew; nobody has left it then.
        if app.place.with_untracked(|place| *place != here) {
            record.have_looked();
        }
    });
    view! {
        <Heading text=name own=true />
        <ErrorSummary problems=problems />
        <Show when=move || there.get()>
            <Parts record=record id=id.clone() />
        </Show>
    }
}

#[component]
fn Parts(record: Record, id: DocKey) -> impl IntoView {
    let app = App::here();
    let (past, plan_id, safety_id) = (id.clone(), id.clone(), id.clone());
    let (page_id, copy_id) = (id.clone(), id.clone());
    let (joined, same) = (id.clone(), id.clone());
    let open_actions = Callback::new(|line: Line| line.text("ended").is_empty());
    let ended_actions = Callback::new(|line: Line| !line.text("ended").is_empty());
    let ended_count = Memo::new(move |_| {
        record.view.with(|view| {
            let lines = view.as_ref().map(|view| view.part(Part::Actions));
            let lines = lines.unwrap_or_default().iter();
            lines
                .filter(|line| !line.text("ended").is_empty() && line.removed.is_none())
                .count()
        })
    });
    let field = move |name: &'static str, test: &'static str| {
        view! { <FieldOf record=record part=Part::WhatMatters item=None name=name test=test /> }
    };
    view! {
        <SafetyBanner household=id.clone() />
        <closing::Closed record=record />
        <NewsSummary record=record />
        <about::About record=record />
        <Show when=move || record.read_only().get()>
            <p class="notice">{say("household-read-only")}</p>
        </Show>
        <div class="under-title">
            <button
                class="button"
                data-test="record-visit"
                on:click=move |_| visit::begin(app, id.clone())
            >
                <Icon name="visit" />
                {say("record-visit")}
            </button>
            <button
                class="button quiet"
                data-test="plan-visit"
                on:click=move |_| app.go(Place::Planning(plan_id.clone()))
            >
                <Icon name="add" />
                {say("plan-visit")}
            </button>
            <button
                class="button quiet"
                data-test="open-plan"
                on:click=move |_| app.go(Place::Plan(page_id.clone()))
            >
                {say("open-plan")}
            </button>
            <button
                class="plain"
                data-test="open-copy"
                on:click=move |_| app.go(Place::Copy(copy_id.clone()))
            >
                {say("open-copy")}
            </button>
            <SavedLine record=record />
            <button
                class="plain"
                data-test="open-history"
                on:click=move |_| app.go(Place::History(past.clone()))
            >
                <Icon name="look" />
                {say("history-open")}
            </button>
        </div>
        <joined::Joined record=record id=joined />
        <section class="part matters">
            <h2>{say("part-matters")}</h2>
            {field("matters_to_us", "matters-to-us")} {field("good_life", "good-life")}
        </section>
        <section class="part strengths" data-test="part-strength">
            <h2>{say("part-strength")}</h2>
            <PartLines record=record part=Part::Strengths empty=say("empty-strength") />
        </section>
        <section class="part" data-test="part-action">
            <h2>{say("part-action")}</h2>
            <PartLines
                record=record
                part=Part::Actions
                keep=open_actions
                empty=say("empty-action")
            />
            <Show when=move || { ended_count.get() > 0 }>
                <details>
                    <summary>{say("actions-ended")}</summary>
                    <EndedActions record=record keep=ended_actions />
                </details>
            </Show>
        </section>
        <timeline::Timeline record=record />
        <section class="part" data-test="part-attachment">
            <h2>{say("photos-heading")}</h2>
            <Photos record=record />
        </section>
        <section class="part" data-test="part-voice">
            <h2>{say("voice-heading")}</h2>
            <VoiceNotes record=record />
        </section>
        <Section record=record part=Part::People word="person" />
        <section class="part matters">
            {field("really_going_on", "really-going-on")} {field("history", "history")}
        </section>
        <Section record=record part=Part::Worries word="worry" />
        <Section record=record part=Part::Demands word="demand" />
        <Section record=record part=Part::Expertise word="expertise" />
        <Section record=record part=Part::Services word="service" />
        <Section record=record part=Part::Obstacles word="obstacle" />
        <Section record=record part=Part::Sharing word="sharing" />
        <SafetySection household=safety_id />
        <closing::Closing record=record />
        <p class="part-buttons">
            <button
                class="plain quiet"
                data-test="same-as"
                on:click=move |_| app.go(Place::Same(same.clone()))
            >
                <Icon name="join" />
                {say("same-open")}
            </button>
        </p>
    }
}

#[component]
fn Section(record: Record, part: Part, word: &'static str) -> impl IntoView {
    view! {
        <section class="part" data-test=format!("part-{word}")>
            <h2>{say(&format!("part-{word}"))}</h2>
            <PartLines record=record part=part empty=say(&format!("empty-{word}")) />
        </section>
    }
}

/// What was done, changed or dropped; it can be looked at and mended.
#[component]
fn EndedActions(record: Record, keep: Callback<Line, bool>) -> impl IntoView {
    view! { <PartLines record=record part=Part::Actions keep=keep fixed=true /> }
}
