//! What happened to a household, by whom and when, and how it was on a day.

mod list;
mod then;

use doorstep_model::Date;
use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::clock;
use crate::day::{self, Lean};
use crate::part::{Heading, Icon, TextInput};
use crate::place::Place;
use crate::record::{Doc, Record};
use crate::say::{self, day_words, say};

/// The screen.
#[component]
pub(crate) fn History(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    spawn_local(async move { record.refresh(false).await });
    // Whoever reads the story has looked.
    on_cleanup(move || record.have_looked());
    let day = RwSignal::new(None::<Date>);
    let name = household_name(record);
    let title = Signal::derive(move || say::with("history-heading", [("name", name.get().into())]));
    let then = move |day: Date| {
        let gaps = [
            ("name", name.get().into()),
            ("day", clock::show(day).into()),
        ];
        say::with("history-then-heading", gaps)
    };
    let back = id.clone();
    view! {
        // Each has its own heading, which takes the focus when one comes to it.
        {move || match day.get() {
            Some(shown) => {
                view! {
                    <Heading text=Signal::derive(move || then(shown)) />
                    <then::Then record=record id=id.clone() day=shown chosen=day />
                }
                    .into_any()
            }
            None => {
                let back = back.clone();
                view! {
                    <Heading text=title />
                    <p class="actions">
                        <button
                            class="plain"
                            data-test="history-to-household"
                            on:click=move |_| app.go(Place::Household(back.clone()))
                        >
                            <Icon name="back" />
                            {say("history-to-household")}
                        </button>
                    </p>
                    <AskDay chosen=day />
                    <list::List record=record id=id.clone() />
                }
                    .into_any()
            }
        }}
    }
}

fn household_name(record: Record) -> Signal<String> {
    let about = record.line(Part::About, None);
    Signal::derive(move || {
        about.with(|about| {
            let about = about.as_ref();
            about.map(|about| about.text("name")).unwrap_or_default()
        })
    })
}

/// "See it as it was on": a day, typed as people say it.
#[component]
fn AskDay(chosen: RwSignal<Option<Date>>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let read = move || {
        let text = typed.get();
        day::read(text.trim(), clock::today(), Lean::Back, &day_words())
    };
    let means = move || read().map(clock::show);
    let show = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match untrack(read) {
            Some(day) if day::days_between(clock::today(), day) > 0 => {
                wrong.set(Some(say("history-day-ahead")));
            }
            Some(day) => chosen.set(Some(day)),
            None => wrong.set(Some(say("error-day"))),
        }
    };
    Effect::new(move |_| {
        typed.track();
        wrong.set(None);
    });
    view! {
        <form class="ask-day" on:submit=show novalidate=true>
            <TextInput
                test="history-day"
                label=say("history-day")
                hint=say("history-day-hint")
                value=typed
                wrong=Signal::derive(move || wrong.get())
            />
            <p class="hint means" aria-live="polite">
                {means}
            </p>
            <button class="button quiet" type="submit" data-test="history-show-day">
                <Icon name="look" />
                {say("history-show-day")}
            </button>
        </form>
    }
}
