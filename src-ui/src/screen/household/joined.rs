//! Households that are shown in this one: whose lines are here too, what they say about themselves,
//! and the way apart.

use doorstep_model::Problem;
use doorstep_model::call::{JoinedHousehold, SeparateHousehold};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::About as AboutLine;
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::about::About;
use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::{ErrorSummary, FieldOf};
use crate::place::Place;
use crate::record::{BothValue, Doc, Record};
use crate::say::{self, say};
use crate::undo::Undo;

/// A quiet note for each household that is joined into this one.
#[component]
pub(super) fn Joined(record: Record, id: DocKey) -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let joined = Memo::new(move |_| {
        record.view.with(|view| {
            let view = view.as_ref();
            view.map(|view| view.joined.clone()).unwrap_or_default()
        })
    });
    let shown_in = Memo::new(move |_| {
        record.view.with(|view| {
            let view = view.as_ref()?;
            let id = view.shown_in.clone()?;
            let name = view.households.get(&id).cloned().unwrap_or_default();
            Some((id, name))
        })
    });
    view! {
        <ErrorSummary problems=problems />
        {move || {
            shown_in
                .get()
                .map(|(id, name)| {
                    view! {
                        <p class="notice" data-test="shown-in">
                            <span>{say::with("joined-shown-in", [("name", name.into())])}</span>
                            <button
                                class="plain"
                                data-test="open-shown-in"
                                on:click=move |_| app.go_instead(Place::Household(id.clone()))
                            >
                                {say("joined-open")}
                            </button>
                        </p>
                    }
                })
        }}
        <BothMarks record=record names=record id=id />
        <For each=move || joined.get() key=|one| one.id.clone() let:one>
            <JoinedOne record=record one=one problems=problems />
        </For>
    }
}

#[component]
fn JoinedOne(
    record: Record,
    one: JoinedHousehold,
    problems: RwSignal<Vec<Problem>>,
) -> impl IntoView {
    let app = App::here();
    let theirs = app.record(Doc::Household(one.id.clone()));
    spawn_local(async move { theirs.refresh(false).await });
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let (name, past) = (one.name.clone(), one.id.clone());
    let by = one.by.as_ref().map(|stamp| {
        let who = record.view.with_untracked(|view| {
            let view = view.as_ref()?;
            view.names.get(&stamp.by).cloned()
        });
        say::with(
            "joined-by",
            [
                ("who", who.unwrap_or_else(|| say("somebody")).into()),
                ("when", clock::moment(stamp.at).into()),
            ],
        )
    });
    let separate = {
        let (id, name) = (one.id.clone(), one.name.clone());
        move |_| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            app.flush();
            let (id, name) = (id.clone(), name.clone());
            spawn_local(async move {
                match ask(SeparateHousehold { id }).await {
                    Ok(separated) => {
                        let _ = problems.try_set(Vec::new());
                        let said = say::with(
                            "joined-separated",
                            [("name", name.into()), ("count", separated.stays.into())],
                        );
                        let undo = Undo::did(Doc::Household(separated.was_in), said);
                        app.did(undo, separated.steps);
                    }
                    Err(problem) => {
                        app.heed(&problem);
                        let _ = problems.try_set(vec![problem]);
                    }
                }
                let _ = busy.try_set(false);
            });
        }
    };
    let field = move |name: &'static str, test: &'static str| {
        view! { <FieldOf record=theirs part=Part::WhatMatters item=None name=name test=test /> }
    };
    let there = Memo::new(move |_| theirs.view.with(Option::is_some));
    view! {
        <section
            class="part joined"
            data-test="joined"
            data-household=one.id.to_string()
            aria-label=say::with("joined-label", [("name", name.clone().into())])
        >
            <p>
                <span dir="auto">{say::with("joined-note", [("name", name.clone().into())])}</span>
                " "
                <span class="note" dir="auto">{by}</span>
            </p>
            {one
                .unreadable
                .then(|| view! { <p class="notice">{say("joined-unreadable")}</p> })}
            <BothMarks record=theirs names=record id=one.id.clone() />
            <p class="part-buttons">
                <button
                    class="plain"
                    data-test="joined-history"
                    on:click=move |_| app.go(Place::History(past.clone()))
                >
                    {say("joined-history")}
                </button>
                <button
                    class="plain"
                    data-test="show-joined"
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {move || if open.get() { say("joined-hide") } else { say("joined-show") }}
                </button>
                <button class="plain" data-test="separate" disabled=busy on:click=separate>
                    {say("joined-separate")}
                </button>
            </p>
            <Show when=move || open.get() && there.get()>
                <div class="theirs" data-test="joined-own">
                    <About record=theirs open=RwSignal::new(false) alone=true />
                    {field("matters_to_us", "joined-matters-to-us")}
                    {field("good_life", "joined-good-life")}
                    {field("really_going_on", "joined-really-going-on")}
                    {field("history", "joined-history")}
                </div>
            </Show>
        </section>
    }
}

/// Two people said different things about what a household is the same as; somebody chooses.
#[component]
fn BothMarks(
    /// Whose mark it is.
    record: Record,
    /// Where the names of households are known.
    names: Record,
    id: DocKey,
) -> impl IntoView {
    let line = record.line(Part::About, None);
    let both = Memo::new(move |_| {
        line.with(|line| {
            let line = line.as_ref();
            line.map(|line| line.both(AboutLine::joined_into.name))
                .unwrap_or_default()
        })
    });
    let row = move |value: BothValue, id: DocKey| {
        let key = match &value.value {
            Some(Value::Text(text)) => DocKey::try_from(text.clone()).ok(),
            _ => None,
        };
        let named = |record: Record, id: &DocKey| {
            record
                .view
                .with(|view| view.as_ref()?.households.get(id).cloned())
                .filter(|name| !name.is_empty())
        };
        let words = match &key {
            None => say("joined-both-apart"),
            Some(key) if *key == id => say("joined-both-apart"),
            Some(key) => {
                let name = named(names, key).or_else(|| named(record, key));
                let name = name.unwrap_or_else(|| say("joined-both-unknown"));
                say::with("joined-both-into", [("name", name.into())])
            }
        };
        let who = names
            .view
            .with(|view| view.as_ref()?.names.get(&value.stamp.by).cloned())
            .unwrap_or_else(|| say("somebody"));
        let said = say::with(
            "both-said",
            [
                ("who", who.into()),
                ("when", clock::moment(value.stamp.at).into()),
            ],
        );
        let choose = move |_| {
            let at = AboutLine::joined_into.only();
            record.choose(at, value.value.clone());
        };
        view! {
            <li data-test="both-value">
                <p class="both-words" dir="auto">{words.clone()}</p>
                <p class="note">{said}</p>
                <button
                    data-test="choose-value"
                    aria-label=say::with("both-keep-this", [("what", words.into())])
                    on:click=choose
                >
                    {say("both-keep")}
                </button>
            </li>
        }
    };
    move || {
        let both = both.get();
        let id = id.clone();
        (!both.is_empty()).then(move || {
            view! {
                <section class="both" data-test="both-changed" data-field="about-joined-into">
                    <h3>{say("joined-both-heading")}</h3>
                    <ul>
                        {both.into_iter().map(|value| row(value, id.clone())).collect_view()}
                    </ul>
                </section>
            }
        })
    }
}
