//! One household: what matters and strengths first, then who does what next, then the rest.

mod about;
mod acts;
mod closing;
mod erasing;
mod fold;
mod joined;
mod kept;
mod moving;
mod noted;
mod openers;
mod timeline;

use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::part::{
    ErrorSummary, FieldOf, Heading, NewsSummary, Opened, PartLines, Photos, SafetyBanner,
    SafetySection, SavedLine, VoiceNotes, WhoCanOpen,
};
use crate::place::Place;
use crate::record::{Doc, Line, Record};
use crate::say::say;

use fold::{Folded, Section};

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
            app.noted.set(None);
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
    let (safety_id, joined, acts) = (id.clone(), id.clone(), id.clone());
    let (kept_id, erase_id, open_id) = (id.clone(), id.clone(), id.clone());
    let (moving_id, move_id) = (id.clone(), id.clone());
    let editing = RwSignal::new(false);
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
        <div class="saved-strip">
            <SavedLine record=record />
        </div>
        <noted::Noted record=record household=id.clone() />
        <SafetyBanner household=id.clone() />
        <closing::Closed record=record />
        <openers::Only record=record />
        <moving::Moving record=record id=moving_id />
        <NewsSummary record=record />
        <about::About record=record open=editing />
        <Show when=move || record.read_only().get()>
            <p class="notice">{say("household-read-only")}</p>
        </Show>
        <acts::Acts record=record id=acts editing=editing />
        <fold::Ways />
        <joined::Joined record=record id=joined />
        <section class="part matters">
            <h2>{say("part-matters")}</h2>
            {field("matters_to_us", "matters-to-us")} {field("good_life", "good-life")}
        </section>
        <section class="part strengths" data-test="part-strength">
            <h2>{say("part-strength")}</h2>
            <PartLines record=record part=Part::Strengths first=fold::FIRST empty=say("empty-strength") />
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
        <Folded record=record part=Part::Expertise word="expertise" />
        <Folded record=record part=Part::Services word="service" />
        <Folded record=record part=Part::Obstacles word="obstacle" />
        <Folded record=record part=Part::Sharing word="sharing" />
        <SafetySection household=safety_id />
        <WhoCanOpen id=open_id what=Opened::Household />
        <kept::Kept id=kept_id />
        <moving::MoveAway id=move_id />
        <erasing::Erasing id=erase_id />
    }
}

/// What was done, changed or dropped; it can be looked at and mended.
#[component]
fn EndedActions(record: Record, keep: Callback<Line, bool>) -> impl IntoView {
    view! { <PartLines record=record part=Part::Actions keep=keep fixed=true /> }
}
