//! Our plan: the page that the family keeps. They choose its lines; what is shown here is what is
//! printed and saved.

mod compose;
mod lines;

use doorstep_model::Problem;
use doorstep_model::call::{ChooseFile, MeasurePaper, PaperKind, PaperMeasured, WritePaper};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{Plan as PlanLine, Sharing};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::paper::Paper;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::lines::{Group, TEXTS};
use crate::app::App;
use crate::bridge::ask;
use crate::form::Pick;
use crate::part::{ErrorSummary, FieldOf, Heading, PaperView, SavedLine, brought, pickable, print};
use crate::record::{Doc, Record, SaveState};
use crate::say::{self, Language, say};
use crate::undo::Undo;
use crate::{random, timer};

/// The screen.
#[component]
pub(crate) fn Plan(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id));
    spawn_local(async move { record.refresh(true).await });
    let there = Memo::new(move |_| record.view.with(Option::is_some));
    let failed = RwSignal::new(None::<Problem>);
    let problems = Signal::derive(move || {
        let read = record.problem.get().into_iter();
        read.chain(failed.get()).collect::<Vec<_>>()
    });
    on_cleanup(move || record.flush());
    view! {
        <Heading text=say("plan-heading") />
        <ErrorSummary problems=problems />
        <Show when=move || there.get()>
            <Page record=record failed=failed />
        </Show>
    }
}

#[component]
fn Page(record: Record, failed: RwSignal<Option<Problem>>) -> impl IntoView {
    let app = App::here();
    let plan = record.line(Part::Plan, None);
    let language = Memo::new(move |_| {
        let tag = plan.with(|plan| plan.as_ref().map(|plan| plan.text("language")));
        Language::of_tag(&tag.unwrap_or_default())
    });
    let paper = Memo::new(move |_| {
        let members = [pickable(record, Pick::Member), brought(record)].concat();
        record.view.with(|view| match view {
            Some(view) => {
                let practice = app.open().is_some_and(|open| open.practice);
                compose::compose(view, &members, language.get(), app.today.get(), practice)
            }
            None => Paper::default(),
        })
    });
    let measured = measured(paper);
    let pages = move || match measured.get() {
        Some(PaperMeasured { pages, .. }) => say::with("plan-pages", [("count", pages.into())]),
        None => String::new(),
    };
    let missing = Memo::new(move |_| {
        let measured = measured.get().map(|measured| measured.missing_letters);
        measured.unwrap_or_default()
    });
    view! {
        <p class="screen-only">{say("plan-intro")}</p>
        <Hand record=record paper=paper failed=failed />
        <div class="plan">
            <div class="plan-choices screen-only">
                <SavedLine record=record />
                <Choices record=record />
                <FieldOf
                    record=record
                    part=Part::Plan
                    item=None
                    name="in_our_words"
                    test="plan-in-our-words"
                />
                <InLanguage record=record language=language />
            </div>
            <div class="plan-page">
                <p class="screen-only plan-pages" data-test="plan-pages" role="status">
                    {pages}
                </p>
                <Show when=move || missing.with(|missing| !missing.is_empty())>
                    <p class="notice screen-only" data-test="plan-missing-letters">
                        {move || {
                            say::with("paper-letters-missing", [("letters", missing.get().into())])
                        }}
                    </p>
                </Show>
                <PaperView paper=paper />
            </div>
        </div>
    }
}

/// How the page would come out, asked again when it changes.
fn measured(paper: Memo<Paper>) -> RwSignal<Option<PaperMeasured>> {
    let measured = RwSignal::new(None);
    Effect::new(move |_| {
        let asked = paper.get();
        spawn_local(async move {
            let answer = ask(MeasurePaper {
                paper: asked.clone(),
            })
            .await;
            // An answer about a page that has changed since says nothing.
            if paper.try_get_untracked().as_ref() == Some(&asked) {
                measured.try_set(answer.ok());
            }
        });
    });
    measured
}

/// A box beside each line that can be on the page.
#[component]
fn Choices(record: Record) -> impl IntoView {
    let plan = record.line(Part::Plan, None);
    let texts = TEXTS
        .into_iter()
        .map(|field| {
            let there = Memo::new(move |_| {
                record.view.with(|view| {
                    let matters = view
                        .as_ref()
                        .and_then(|view| view.line(Part::WhatMatters, None));
                    matters.is_some_and(|matters| !matters.text(field).trim().is_empty())
                })
            });
            let on =
                Signal::derive(move || plan.with(|plan| lines::has_text(plan.as_ref(), field)));
            let label = crate::undo::field_label(Part::WhatMatters, field);
            view! {
                <Show when=move || there.get()>
                    <Choice
                        record=record
                        test="plan-text"
                        name=field.to_owned()
                        label=label.clone()
                        on=on
                        put=Callback::new(move |on| lines::put_text(record, field, on))
                    />
                </Show>
            }
        })
        .collect_view();
    view! {
        <fieldset class="plan-group">
            <legend>{say("plan-choose-texts")}</legend>
            {texts}
        </fieldset>
        {Group::ALL.into_iter().map(|group| view! { <GroupChoices record=record group=group /> }).collect_view()}
    }
}

#[component]
fn GroupChoices(record: Record, group: Group) -> impl IntoView {
    let plan = record.line(Part::Plan, None);
    let shown = Memo::new(move |_| {
        let today = record.app.today.get();
        record.view.with(|view| {
            let lines = view.as_ref().map(|view| group.lines(view, today));
            lines
                .unwrap_or_default()
                .into_iter()
                .filter_map(|line| {
                    let text = match line.date(group.main_field()) {
                        Some(date) => crate::clock::show(date),
                        None => line.text(group.main_field()),
                    };
                    Some((line.id?, text))
                })
                .collect::<Vec<(ItemId, String)>>()
        })
    });
    view! {
        <Show when=move || shown.with(|shown| !shown.is_empty())>
            <fieldset class="plan-group">
                <legend>{say(&format!("plan-choose-{}", group.word()))}</legend>
                <For
                    each=move || shown.get()
                    key=Clone::clone
                    children=move |(id, text)| {
                        let (on_id, put_id) = (id.clone(), id.clone());
                        let on = Signal::derive(move || {
                            plan.with(|plan| lines::has_line(plan.as_ref(), group, &on_id))
                        });
                        view! {
                            <Choice
                                record=record
                                test="plan-line"
                                name=id.to_string()
                                label=text
                                on=on
                                put=Callback::new(move |on| {
                                    lines::put_line(record, group, &put_id, on);
                                })
                            />
                        }
                    }
                />
            </fieldset>
        </Show>
    }
}

/// One box with its line.
#[component]
fn Choice(
    record: Record,
    test: &'static str,
    name: String,
    label: String,
    on: Signal<bool>,
    put: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                data-test=test
                data-item=name
                disabled=record.read_only()
                prop:checked=on
                on:change=move |event| put.run(event_target_checked(&event))
            />
            <span dir="auto">{label}</span>
        </label>
    }
}

/// Letters that can be read without glasses.
#[component]
fn LargePrint(record: Record) -> impl IntoView {
    let plan = record.line(Part::Plan, None);
    let large =
        move || plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.flag("large_print")));
    view! {
        <label class="check">
            <input
                type="checkbox"
                data-test="plan-large-print"
                disabled=record.read_only()
                prop:checked=large
                on:change=move |event| {
                    let value = Value::Flag(event_target_checked(&event));
                    record.choose(PlanLine::large_print.only(), Some(value));
                }
            />
            <span>{say("plan-large-print")}</span>
        </label>
    }
}

/// The language of the page's own words.
#[component]
fn InLanguage(record: Record, language: Memo<Language>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="plan-language">{say("plan-language")}</label>
            <select
                id="plan-language"
                data-test="plan-language"
                disabled=record.read_only()
                on:change=move |event| {
                    let value = Value::Text(event_target_value(&event));
                    record.choose(PlanLine::language.only(), Some(value));
                }
            >
                {Language::ALL
                    .iter()
                    .map(|each| {
                        let each = *each;
                        view! {
                            <option
                                value=each.tag()
                                lang=each.tag()
                                prop:selected=move || language.get() == each
                            >
                                {each.own_name()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

/// Printing, saving, and the note that they have it.
#[component]
fn Hand(record: Record, paper: Memo<Paper>, failed: RwSignal<Option<Problem>>) -> impl IntoView {
    let app = App::here();
    let handed = RwSignal::new(None::<String>);
    let noted = RwSignal::new(false);
    let told = move |said: String| {
        app.announced.set(said.clone());
        let _ = noted.try_set(false);
        let _ = handed.try_set(Some(said));
    };
    // The page says what was typed a moment ago, or it is not handed on.
    let ready = async move || {
        failed.set(None);
        let settled = app.settle().await;
        if !settled && let SaveState::Failed(problems) = untrack(|| record.state()) {
            failed.set(problems.into_iter().next());
            return None;
        }
        record.refresh(false).await;
        paper.try_get_untracked()
    };
    let save = move |_| {
        spawn_local(async move {
            let Some(paper) = ready().await else {
                return;
            };
            match write(paper).await {
                Ok(Some(name)) => told(say::with("plan-saved", [("file", name.into())])),
                Ok(None) => {}
                // Locked meanwhile, too: once it is unlocked one is told that there is no file.
                Err(problem) => {
                    app.heed(&problem);
                    let _ = failed.try_set(Some(problem));
                }
            }
        });
    };
    let print_it = move |_| {
        spawn_local(async move {
            if ready().await.is_none() {
                return;
            }
            // What is printed is what is drawn.
            timer::two_frames().await;
            print();
            told(say("plan-printed"));
        });
    };
    view! {
        <div class="plan-hand screen-only">
            <div class="actions">
                <button class="button" data-test="plan-save" on:click=save>
                    {say("plan-save")}
                </button>
                <button
                    class="button quiet"
                    data-test="plan-print"
                    on:click=print_it
                >
                    {say("plan-print")}
                </button>
                <LargePrint record=record />
            </div>
            <p class="hint">{say("paper-plain")}</p>
            <Show when=move || handed.with(Option::is_some)>
                <div class="notice" data-test="plan-handed">
                    <p>{move || handed.get()}</p>
                    <Show when=move || !noted.get() && !record.read_only().get()>
                        <button
                            class="button quiet"
                            data-test="plan-note"
                            on:click=move |_| {
                                note(record);
                                noted.set(true);
                            }
                        >
                            {say("plan-note")}
                        </button>
                    </Show>
                </div>
            </Show>
        </div>
    }
}

/// Lets the person choose a file and writes the page to it; answers its name.
async fn write(paper: Paper) -> Result<Option<String>, Problem> {
    let name = format!("{}.pdf", paper.title.replace(['/', '\\', ':'], " "));
    let Some(chosen) = ask(ChooseFile::ToWrite { name }).await? else {
        return Ok(None);
    };
    let call = WritePaper {
        paper,
        kind: PaperKind::Pdf,
        ticket: chosen.ticket,
    };
    ask(call).await?;
    Ok(Some(chosen.name))
}

/// Writes into the record that they have the page. One step takes both back.
fn note(record: Record) {
    let app = record.app;
    let today = app.today.get_untracked();
    let about = record.line(Part::About, None).get_untracked();
    let name = about.map(|about| about.text("name")).unwrap_or_default();
    let line = ItemRef {
        part: Part::Sharing,
        item: random::item_id(),
    };
    let fields = vec![
        Sharing::with_whom.with(name.clone()),
        Sharing::what.with(say("plan-shared-what")),
        Sharing::date.with(today),
    ];
    let edits = vec![
        PlanLine::given_on.only().set(Some(today)),
        Edit::Add { line, fields },
    ];
    let said = say::with("plan-noted", [("name", name.into())]);
    record.save(edits, Some(Undo::did(record.doc(), said)));
}
