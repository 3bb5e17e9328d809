//! Where a note is added, and where those that were taken down can be put up again.

use doorstep_model::call::AddSafetyNote;
use doorstep_model::field::Part;
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::safety_note::SafetyNoteDocument;
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::icon::Icon;
use super::super::problem::{ErrorSummary, beside};
use super::super::summary::pickable;
use super::super::text_input::{FieldWrong, TextInput, described_by};
use super::{REVIEW_AFTER_DAYS, later, notes_of, stands};
use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::day::{self, Lean};
use crate::form::Pick;
use crate::record::{Doc, place};
use crate::say::{self, say};

/// The section at the end of a household.
#[component]
pub(crate) fn SafetySection(household: DocKey) -> impl IntoView {
    let notes = notes_of(household.clone());
    let (unreadable, on_the_way) = (notes.unreadable, notes.on_the_way);
    let notes = notes.read;
    let adding = RwSignal::new(false);
    let lifted = move || {
        let notes = notes.get().into_iter();
        notes
            .filter(|document| !stands(document))
            .collect::<Vec<_>>()
    };
    let count = move || {
        let standing = notes.with(|notes| notes.iter().filter(|note| stands(note)).count());
        say::with("part-count", [("count", standing.into())])
    };
    let of_lifted = household.clone();
    view! {
        <section class="part folded" data-test="part-safety">
            <details>
            <summary data-test="fold-safety">
                <h2>
                    {say("part-safety")} " "
                    <span class="count">{count}</span>
                </h2>
            </summary>
            <Show when=move || {
                notes.with(|notes| !notes.iter().any(|note| stands(note))) && !adding.get()
                    && !unreadable.get() && !on_the_way.get()
            }>
                <p class="empty">{say("empty-safety")}</p>
            </Show>
            <ul class="lines">
                {move || {
                    let household = of_lifted.clone();
                    lifted()
                        .into_iter()
                        .map(move |document| lifted_row(household.clone(), &document))
                        .collect_view()
                }}
            </ul>
            <Show
                when=move || adding.get()
                fallback=move || {
                    view! {
                        <p class="part-buttons">
                            <button
                                class="plain add"
                                data-test="add-safety"
                                on:click=move |_| adding.set(true)
                            >
                                <Icon name="add" />
                                {say("add-safety")}
                            </button>
                        </p>
                    }
                }
            >
                <Adding household=household.clone() adding=adding />
            </Show>
            </details>
        </section>
    }
}

fn lifted_row(household: DocKey, document: &SafetyNoteDocument) -> impl IntoView + use<> {
    let app = App::here();
    let record = app.record(Doc::SafetyNote {
        household,
        id: document.id.clone(),
    });
    let day = document.note.lifted_on.value.map(clock::show);
    let said = say::with("safety-lifted", [("day", day.unwrap_or_default().into())]);
    view! {
        <li class="line removed" data-test="safety-lifted">
            <div class="line-words">
                <div class="line-main">
                    <p class="line-text" dir="auto">
                        {document.note.what.0.clone()}
                    </p>
                    <p class="note">{said}</p>
                </div>
                <div class="line-buttons">
                    <button
                        class="plain"
                        data-test="safety-put-up"
                        on:click=move |_| {
                            let at = place(Part::SafetyNote, None, "lifted_on");
                            later(record, say("safety-is-up"), at, None);
                        }
                    >
                        <Icon name="undo" />
                        {say("safety-put-up")}
                    </button>
                </div>
            </div>
        </li>
    }
}

/// A new note. What is typed stays over locking.
#[component]
fn Adding(household: DocKey, adding: RwSignal<bool>) -> impl IntoView {
    let app = App::here();
    let kept = format!("safety-{household}");
    let what = RwSignal::new(app.kept(&kept));
    let today = clock::today();
    let incident = RwSignal::new(clock::show(today));
    let review = day::days_after(today, REVIEW_AFTER_DAYS);
    let review = RwSignal::new(review.map(clock::show).unwrap_or_default());
    let approved = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let (wrong_incident, wrong_review) = (RwSignal::new(None), RwSignal::new(None));
    Effect::new({
        let kept = kept.clone();
        move |_| app.keep(&kept, what.get())
    });
    let team = app.team_record();
    let members = Memo::new(move |_| pickable(team, Pick::Member));
    let read = |raw: &str, lean: Lean| match raw.trim() {
        "" => Some(None),
        raw => day::read(raw, clock::today(), lean, &say::day_words()).map(Some),
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let incident_on = incident.with_untracked(|raw| read(raw, Lean::Back));
        let review_on = review.with_untracked(|raw| read(raw, Lean::Ahead));
        let unread = |read: bool| (!read).then(|| say("error-day"));
        wrong_incident.set(unread(incident_on.is_some()));
        wrong_review.set(unread(review_on.is_some()));
        let (Some(incident_on), Some(review_on)) = (incident_on, review_on) else {
            return;
        };
        let call = AddSafetyNote {
            household: household.clone(),
            what: what.get_untracked(),
            incident_on,
            approved_by: ItemId::try_from(approved.get_untracked()).ok(),
            review_on,
        };
        let kept = kept.clone();
        busy.set(true);
        spawn_local(async move {
            match ask(call).await {
                Ok(_) => {
                    app.keep(&kept, String::new());
                    let _ = what.try_set(String::new());
                    app.announced.set(say("safety-added"));
                    let _ = adding.try_set(false);
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let wrong_what = beside(problems, &[ProblemCode::SafetyNoteEmpty]);
    let is_wrong = move || wrong_what.get().is_some();
    view! {
        <form class="editor" on:submit=save>
            <ErrorSummary problems=problems />
            <div class="field words" class:wrong=is_wrong>
                <label for="safety-what">{say("field-safety-what")}</label>
                <p class="hint" id="safety-what-hint">
                    {say("hint-safety-what")}
                </p>
                <FieldWrong id="safety-what-wrong".to_owned() wrong=wrong_what />
                <div class="grow" data-text=what>
                    <textarea
                        id="safety-what"
                        rows="2"
                        dir="auto"
                        data-test="new-safety-what"
                        aria-describedby=move || {
                            described_by([
                                (is_wrong(), "safety-what-wrong"),
                                (true, "safety-what-hint"),
                            ])
                        }
                        aria-invalid=move || is_wrong().to_string()
                        prop:value=what
                        on:input=move |event| what.set(event_target_value(&event))
                    ></textarea>
                </div>
            </div>
            <TextInput
                test="new-safety-incident"
                label=say("field-safety-incident-on")
                hint=say("hint-day")
                value=incident
                wrong=wrong_incident
            />
            <div class="field">
                <label for="safety-approved">{say("field-safety-approved-by")}</label>
                <select
                    id="safety-approved"
                    data-test="new-safety-approved"
                    on:change=move |event| approved.set(event_target_value(&event))
                >
                    <option value="">{say("choose-none")}</option>
                    {move || {
                        members
                            .get()
                            .into_iter()
                            .map(|(id, name)| view! { <option value=id>{name}</option> })
                            .collect_view()
                    }}
                </select>
            </div>
            <TextInput
                test="new-safety-review"
                label=say("field-safety-review-on")
                hint=say("hint-day")
                value=review
                wrong=wrong_review
            />
            <p class="actions">
                <button type="submit" class="button" data-test="save-safety" disabled=busy>
                    {say("safety-save")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-test="cancel-safety"
                    on:click=move |_| adding.set(false)
                >
                    {say("cancel")}
                </button>
            </p>
        </form>
    }
}
