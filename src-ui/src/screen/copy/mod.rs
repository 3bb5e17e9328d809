//! Take a copy: a household's record as a file, for the household, for one of its people, or for
//! another program. What is in it is shown before it is written.

mod team;
mod words;

pub(crate) use team::TeamCopy;

use doorstep_model::Problem;
use doorstep_model::call::{
    ChooseFile, CopyChoices, CopyKind, CopyShown, LeaveOut, PaperKind, PaperMeasured, ShowCopy,
    WriteCopy,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::Sharing;
use doorstep_model::id::{DocKey, ItemId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::form::Pick;
use crate::part::{ErrorSummary, Heading, PaperView, pickable};
use crate::random;
use crate::record::{Doc, Record};
use crate::say::{self, say};
use crate::undo::Undo;

/// The screen.
#[component]
pub(crate) fn Copy(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    spawn_local(async move { record.refresh(true).await });
    let failed = RwSignal::new(None::<Problem>);
    let problems = Signal::derive(move || failed.get().into_iter().collect::<Vec<_>>());
    let choices = RwSignal::new(CopyChoices {
        for_person: None,
        leave_out: vec![LeaveOut::SharingReasons],
    });
    let kind = RwSignal::new(CopyKind::Read(PaperKind::Pdf));
    let shown = shown(id.clone(), choices, record, failed);
    let paper = Signal::derive(move || {
        shown.with(|shown| {
            let paper = shown.as_ref().map(|shown| shown.paper.clone());
            paper.unwrap_or_default()
        })
    });
    view! {
        <Heading text=say("copy-heading") />
        <ErrorSummary problems=problems />
        <p class="screen-only">{say("copy-intro")}</p>
        <div class="plan">
            <div class="plan-choices screen-only">
                <ForWhom record=record choices=choices />
                <LeavingOut choices=choices shown=shown />
                <p class="hint">{say("copy-safety-notes")}</p>
                <Kind kind=kind />
                <Write id=id record=record choices=choices kind=kind failed=failed />
            </div>
            <div class="plan-page">
                <h2 class="screen-only">{say("copy-look-first")}</h2>
                <div class="paper-box" tabindex="0" role="group" aria-label=say("copy-look-first")>
                    <PaperView paper=paper />
                </div>
            </div>
        </div>
    }
}

/// How the copy would read, asked again when the choices or the record change.
fn shown(
    id: DocKey,
    choices: RwSignal<CopyChoices>,
    record: Record,
    failed: RwSignal<Option<Problem>>,
) -> RwSignal<Option<CopyShown>> {
    let shown = RwSignal::new(None);
    Effect::new(move |_| {
        record.view.track();
        let asked = choices.get();
        let id = id.clone();
        spawn_local(async move {
            let call = ShowCopy {
                id,
                choices: asked.clone(),
                words: words::words(),
            };
            let answer = ask(call).await;
            // An answer about choices that have changed since shows nothing.
            if choices.try_get_untracked().as_ref() != Some(&asked) {
                return;
            }
            match answer {
                Ok(answer) => {
                    shown.try_set(Some(answer));
                }
                Err(problem) => {
                    failed.try_set(Some(problem));
                }
            }
        });
    });
    shown
}

#[component]
fn ForWhom(record: Record, choices: RwSignal<CopyChoices>) -> impl IntoView {
    let people = Memo::new(move |_| pickable(record, Pick::Person));
    view! {
        <div class="field">
            <label for="copy-for">{say("copy-for")}</label>
            <select
                id="copy-for"
                data-test="copy-for"
                on:change=move |event| {
                    let person = ItemId::try_from(event_target_value(&event)).ok();
                    choices
                        .update(|choices| {
                            choices.leave_out = match person {
                                Some(_) => LeaveOut::OF_A_PERSONS_COPY.to_vec(),
                                None => vec![LeaveOut::SharingReasons],
                            };
                            choices.for_person = person;
                        });
                }
            >
                <option value="">{say("copy-for-all")}</option>
                {move || {
                    people
                        .get()
                        .into_iter()
                        .map(|(id, name)| view! { <option value=id>{name}</option> })
                        .collect_view()
                }}
            </select>
        </div>
    }
}

/// A box for each thing that there is to leave out.
#[component]
fn LeavingOut(choices: RwSignal<CopyChoices>, shown: RwSignal<Option<CopyShown>>) -> impl IntoView {
    let there = Memo::new(move |_| {
        let for_person = choices.with(|choices| choices.for_person.is_some());
        shown.with(|shown| {
            let found = shown.as_ref().map(|shown| shown.to_leave_out.clone());
            found
                .unwrap_or_default()
                .into_iter()
                // Removed lines are never in what a person gets, so that there is no choice.
                .filter(|found| !(for_person && found.what == LeaveOut::RemovedLines))
                .map(|found| (found.what, found.places))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || there.with(|there| !there.is_empty())>
            <fieldset class="plan-group">
                <legend>{say("copy-leave-out")}</legend>
                <p class="hint">{say("copy-leave-out-hint")}</p>
                <For
                    each=move || there.get()
                    key=|each| *each
                    children=move |(what, places)| {
                        let on = move || choices.with(|choices| choices.leave_out.contains(&what));
                        let label = say::with(
                            &format!("leave-out-{}", what.word()),
                            [("count", places.into())],
                        );
                        view! {
                            <label class="check">
                                <input
                                    type="checkbox"
                                    data-test="copy-leave-out"
                                    data-what=what.word()
                                    prop:checked=on
                                    on:change=move |event| {
                                        let out = event_target_checked(&event);
                                        choices
                                            .update(|choices| {
                                                choices.leave_out.retain(|each| *each != what);
                                                if out {
                                                    choices.leave_out.push(what);
                                                }
                                            });
                                    }
                                />
                                <span>{label}</span>
                            </label>
                        }
                    }
                />
            </fieldset>
        </Show>
    }
}

#[component]
fn Kind(kind: RwSignal<CopyKind>) -> impl IntoView {
    let all = [
        ("pdf", CopyKind::Read(PaperKind::Pdf)),
        ("html", CopyKind::Read(PaperKind::Html)),
        ("json", CopyKind::Json),
    ];
    view! {
        <fieldset class="plan-group">
            <legend>{say("copy-kind")}</legend>
            {all
                .into_iter()
                .map(|(word, this)| {
                    view! {
                        <label class="check">
                            <input
                                type="radio"
                                name="copy-kind"
                                data-test=format!("copy-kind-{word}")
                                prop:checked=move || kind.get() == this
                                on:change=move |_| kind.set(this)
                            />
                            <span>{say(&format!("copy-kind-{word}"))}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

#[component]
fn Write(
    id: DocKey,
    record: Record,
    choices: RwSignal<CopyChoices>,
    kind: RwSignal<CopyKind>,
    failed: RwSignal<Option<Problem>>,
) -> impl IntoView {
    let app = App::here();
    let done = RwSignal::new(None::<String>);
    let noted = RwSignal::new(false);
    let write = move |_| {
        failed.set(None);
        record.flush();
        let id = id.clone();
        spawn_local(async move {
            let (choices, kind) = (choices.get_untracked(), kind.get_untracked());
            match written(record, id, choices, kind).await {
                Ok(Some(said)) => {
                    app.announced.set(said.clone());
                    noted.set(false);
                    done.set(Some(said));
                }
                Ok(None) => {}
                Err(problem) => {
                    app.heed(&problem);
                    failed.set(Some(problem));
                }
            }
        });
    };
    view! {
        <p class="notice" data-test="copy-plain">{say("copy-plain")}</p>
        <div class="actions">
            <button class="button" data-test="copy-write" on:click=write>
                {say("copy-write")}
            </button>
        </div>
        <Show when=move || done.with(Option::is_some)>
            <div class="notice" data-test="copy-done">
                <p>{move || done.get()}</p>
                <Show when=move || !noted.get() && !record.read_only().get()>
                    <button
                        class="button quiet"
                        data-test="copy-note"
                        on:click=move |_| {
                            note(record, &choices.get_untracked());
                            noted.set(true);
                        }
                    >
                        {say("plan-note")}
                    </button>
                </Show>
            </div>
        </Show>
    }
}

/// Lets the person choose a file and writes the copy; answers what to say of it.
async fn written(
    record: Record,
    id: DocKey,
    choices: CopyChoices,
    kind: CopyKind,
) -> Result<Option<String>, Problem> {
    let ending = match kind {
        CopyKind::Json => "json",
        CopyKind::Read(PaperKind::Html) => "html",
        CopyKind::Read(PaperKind::Pdf) => "pdf",
    };
    let name = name_for(record, &choices).replace(['/', '\\', ':'], " ");
    let name = format!("{name}.{ending}");
    let Some(chosen) = ask(ChooseFile::ToWrite { name }).await? else {
        return Ok(None);
    };
    let call = WriteCopy {
        id,
        choices,
        words: words::words(),
        kind,
        ticket: chosen.ticket,
    };
    let PaperMeasured {
        missing_letters, ..
    } = ask(call).await?;
    let saved = say::with("plan-saved", [("file", chosen.name.into())]);
    Ok(Some(if missing_letters.is_empty() {
        saved
    } else {
        let missing = say::with(
            "paper-letters-missing",
            [("letters", missing_letters.into())],
        );
        format!("{saved} {missing}")
    }))
}

/// The person it is for, else the household.
fn name_for(record: Record, choices: &CopyChoices) -> String {
    untrack(|| {
        let person = choices.for_person.as_ref().and_then(|person| {
            let people = pickable(record, Pick::Person).into_iter();
            people
                .filter(|(id, _)| id == person.as_str())
                .map(|(_, name)| name)
                .next()
        });
        person.unwrap_or_else(|| {
            let about = record.line(Part::About, None).get();
            about.map(|about| about.text("name")).unwrap_or_default()
        })
    })
}

/// Writes into the record that they have the copy; it can be undone.
fn note(record: Record, choices: &CopyChoices) {
    let line = ItemRef {
        part: Part::Sharing,
        item: random::item_id(),
    };
    let name = name_for(record, choices);
    let edits = vec![Edit::Add {
        line,
        fields: vec![
            Sharing::with_whom.with(name.clone()),
            Sharing::what.with(say("copy-shared-what")),
            Sharing::date.with(record.app.today.get_untracked()),
        ],
    }];
    let said = say::with("plan-noted", [("name", name.into())]);
    record.save(edits, Some(Undo::did(record.doc(), said)));
}
