//! A note that stands, where one looks before a visit.

use std::sync::Arc;

use doorstep_model::field::{Part, Scalar};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::safety_note::SafetyNoteDocument;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::both_changed::BothChanged;
use super::super::field::FieldOf;
use super::super::icon::Icon;
use super::super::openers::{Opened, WhoCanOpen};
use super::super::saved_line::SavedLine;
use super::super::summary::picked;
use super::{Notes, REVIEW_AFTER_DAYS, later, notes_of, stands};
use crate::app::App;
use crate::form::{self, Pick};
use crate::record::{Doc, Record, place};
use crate::say::{self, say};
use crate::{clock, day};

/// Notes that stand, at the top of what one looks at before a visit.
#[component]
pub(crate) fn SafetyBanner(household: DocKey) -> impl IntoView {
    let Notes {
        read: notes,
        unreadable,
        on_the_way,
    } = notes_of(household.clone());
    let standing = Memo::new(move |_| {
        notes.with(|notes| {
            let standing = notes.iter().filter(|document| stands(document));
            standing
                .map(|document| document.id.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || unreadable.get()>
            <section class="safety" data-test="safety-unreadable">
                <p class="safety-words">{say("safety-unreadable")}</p>
            </section>
        </Show>
        <Show when=move || on_the_way.get()>
            <section class="safety" data-test="safety-on-the-way">
                <p class="safety-words">{say("safety-on-the-way")}</p>
            </section>
        </Show>
        <For each=move || standing.get() key=DocKey::clone let:id>
            {
                let found = {
                    let id = id.clone();
                    Memo::new(move |_| {
                        notes.with(|notes| notes.iter().find(|note| note.id == id).cloned())
                    })
                };
                view! { <Note household=household.clone() id=id found=found /> }
            }
        </For>
    }
}

#[component]
fn Note(
    household: DocKey,
    id: DocKey,
    found: Memo<Option<Arc<SafetyNoteDocument>>>,
) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::SafetyNote {
        household,
        id: id.clone(),
    });
    let name = id.to_string();
    let editing = RwSignal::new(false);
    let words = move || {
        found.with(|found| {
            let words = found
                .as_ref()
                .map(|found| found.note.what.0.trim().to_owned());
            words
                .filter(|words| !words.is_empty())
                .unwrap_or_else(|| say("nothing-written"))
        })
    };
    let facts = move || {
        let found = found.get()?;
        let note = &found.note;
        let day = |name: &str, date: Option<doorstep_model::Date>| {
            date.map(|date| say::with(name, [("day", clock::show(date).into())]))
        };
        let approved = note.approved_by.value.as_ref().map(|member| {
            let who = member_name(record, member);
            say::with("safety-approved", [("who", who.into())])
        });
        let facts = [
            day("safety-happened", note.incident_on.value),
            Some(approved.unwrap_or_else(|| say("safety-not-approved"))),
            day("safety-review", note.review_on.value),
        ];
        Some(facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    };
    let overdue = Memo::new(move |_| {
        let today = app.today.get();
        found.with(|found| {
            let review = found.as_ref()?.note.review_on.value?;
            (review <= today)
                .then(|| say::with("safety-overdue", [("day", clock::show(review).into())]))
        })
    });
    let read_only =
        Memo::new(move |_| found.with(|found| found.as_ref().is_some_and(|n| n.read_only)));
    let open = move |_| {
        spawn_local(async move { record.refresh(true).await });
        editing.set(true);
    };
    let still_needed = move |_| {
        let next = day::days_after(clock::today(), REVIEW_AFTER_DAYS);
        let at = place(Part::SafetyNote, None, "review_on");
        later(
            record,
            say("safety-kept"),
            at,
            next.map(|next| next.to_value()),
        );
    };
    let take_down = move |_| {
        let at = place(Part::SafetyNote, None, "lifted_on");
        later(
            record,
            say("safety-taken-down"),
            at,
            Some(clock::today().to_value()),
        );
    };
    view! {
        <section
            class="safety"
            class:overdue=move || overdue.with(Option::is_some)
            data-test="safety-note"
            data-note=name
        >
            <h2>
                <Icon name="warning" />
                {say("safety-before")}
            </h2>
            <Show
                when=move || editing.get()
                fallback=move || {
                    view! {
                        <p class="safety-words" dir="auto" data-test="safety-words">
                            {words}
                        </p>
                        <p class="note" dir="auto">
                            {facts}
                        </p>
                        {move || {
                            overdue
                                .get()
                                .map(|overdue| {
                                    view! {
                                        <p class="safety-due" data-test="safety-overdue">
                                            {overdue}
                                        </p>
                                    }
                                })
                        }}
                        <Show when=move || !read_only.get()>
                            <p class="line-buttons">
                                <Show when=move || overdue.with(Option::is_some)>
                                    <button
                                        class="plain"
                                        data-test="safety-still-needed"
                                        on:click=still_needed
                                    >
                                        <Icon name="done" />
                                        {say("safety-still-needed")}
                                    </button>
                                </Show>
                                <button class="plain" data-test="safety-edit" on:click=open>
                                    <Icon name="edit" />
                                    {say("edit")}
                                </button>
                                <button
                                    class="plain"
                                    data-test="safety-take-down"
                                    on:click=take_down
                                >
                                    <Icon name="remove" />
                                    {say("safety-take-down")}
                                </button>
                            </p>
                        </Show>
                    }
                }
            >
                <Editor id=id.clone() record=record editing=editing />
            </Show>
        </section>
    }
}

#[component]
fn Editor(id: DocKey, record: Record, editing: RwSignal<bool>) -> impl IntoView {
    let there = Memo::new(move |_| record.view.with(Option::is_some));
    on_cleanup(move || record.flush());
    view! {
        <Show when=move || there.get()>
            <BothChanged record=record part=Part::SafetyNote item=None />
            <div class="editor">
                {form::of(Part::SafetyNote)
                    .inputs()
                    .map(|input| {
                        view! {
                            <FieldOf
                                record=record
                                part=Part::SafetyNote
                                item=None
                                name=input.name
                            />
                        }
                    })
                    .collect_view()}
                <SavedLine record=record />
                <WhoCanOpen id=id.clone() what=Opened::Note />
                <p class="actions">
                    <button
                        class="button quiet"
                        data-test="done-safety"
                        on:click=move |_| {
                            record.flush();
                            editing.set(record.is_not_read(Part::SafetyNote, None));
                        }
                    >
                        {say("done")}
                    </button>
                </p>
            </div>
        </Show>
    }
}

fn member_name(record: Record, member: &ItemId) -> String {
    match picked(record, Pick::Member, member.as_str()) {
        name if name.is_empty() => say("somebody"),
        name => name,
    }
}
