//! The team: who is in it, on which devices, and letting somebody in.

mod devices;
mod erased;
mod handed_over;
mod invite;
mod offers;
mod recovery;
mod requests;
mod restricted;

pub(crate) use recovery::which_counts;

use doorstep_model::Problem;
use doorstep_model::field::Part;
use doorstep_model::team::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::part::{BothChanged, ErrorSummary, FieldOf, Heading, PartLines, SavedLine};
use crate::record::Record;
use crate::say::{self, say};
use crate::screen::copy::TeamCopy;

/// The screen.
#[component]
pub(crate) fn Team() -> impl IntoView {
    let app = App::here();
    let record = app.team_record();
    spawn_local(async move { record.refresh(true).await });
    let there = Memo::new(move |_| record.view.with(Option::is_some));
    let problems = RwSignal::new(Vec::<Problem>::new());
    let all_problems = Signal::derive(move || {
        let mut all = problems.get();
        all.extend(record.problem.get());
        all
    });
    let heading = Signal::derive(move || {
        let name = app.open().map(|open| open.team_name).unwrap_or_default();
        if name.is_empty() {
            say("place-team")
        } else {
            name
        }
    });
    on_cleanup(move || record.flush());
    view! {
        <Heading text=heading own=true />
        <ErrorSummary problems=all_problems />
        <Show when=move || there.get()>
            <requests::Requests problems=problems />
            <handed_over::HandedOver problems=problems />
            <invite::Invite problems=problems />
            <Members record=record />
            <devices::Devices problems=problems />
            <recovery::RecoveryWords />
            <Lists record=record />
            <TeamCopy />
            <erased::Erased record=record problems=problems />
        </Show>
    }
}

#[component]
fn Members(record: Record) -> impl IntoView {
    let app = App::here();
    let me = Memo::new(move |_| app.open().and_then(|open| open.me));
    let is_admin = Memo::new(move |_| app.open().is_some_and(|open| open.role == Role::Admin));
    view! {
        <section class="part">
            <h2>{say("team-about")}</h2>
            <SavedLine record=record />
            <BothChanged record=record part=Part::Team item=None />
            <div class="editor">
                <FieldOf
                    record=record
                    part=Part::Team
                    item=None
                    name="name"
                    test="team-name-field"
                />
                <FieldOf record=record part=Part::Team item=None name="locality" />
                <restricted::Restricted record=record />
                {move || {
                    me.get()
                        .map(|me| {
                            view! {
                                <FieldOf
                                    record=record
                                    part=Part::Members
                                    item=Some(me)
                                    name="name"
                                    test="my-name-field"
                                    label=say("team-my-name")
                                />
                            }
                        })
                }}
                <Show when=move || is_admin.get()>
                    <FieldOf
                        record=record
                        part=Part::Team
                        item=None
                        name="auto_lock_minutes"
                    />
                </Show>
            </div>
        </section>
        <section class="part">
            <h2>{say("part-member")}</h2>
            <PartLines record=record part=Part::Members fixed=true />
        </section>
    }
}

/// The lists that the team keeps itself.
#[component]
fn Lists(record: Record) -> impl IntoView {
    let lists = [
        (Part::Agencies, "agency"),
        (Part::FailureCauses, "failure-cause"),
        (Part::ObstacleKinds, "obstacle-kind"),
        (Part::UnitCosts, "unit-cost"),
    ];
    lists
        .into_iter()
        .map(|(part, word)| {
            view! {
                <section class="part" data-test=format!("part-{word}")>
                    <h2>{say(&format!("part-{word}"))}</h2>
                    <p class="note">{say(&format!("about-{word}"))}</p>
                    <PartLines record=record part=part empty=say(&format!("empty-{word}")) />
                    <offers::Offers record=record part=part word=word />
                </section>
            }
        })
        .collect_view()
}

/// What a role is called.
pub(super) fn role(role: Role) -> String {
    say::maybe(&format!("choice-role-{}", role.word())).unwrap_or_default()
}
