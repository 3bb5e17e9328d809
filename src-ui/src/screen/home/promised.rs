//! What we promised: due now among today's, later below.

use doorstep_model::call::{Home, Promise};
use leptos::prelude::*;

use super::ended::Ended;
use super::section::{others, rows};
use super::whose::Me;
use crate::app::App;
use crate::clock;
use crate::part::Icon;
use crate::place::Place;
use crate::say::{self, say};

/// How many are shown at first, and how many more with each touch.
pub(super) const AT_ONCE: u32 = 20;

/// What is not due yet, mine first.
#[component]
pub(super) fn Promised(home: Signal<Home>, me: Memo<Me>, promises: RwSignal<u32>) -> impl IntoView {
    let list = move |mine: bool| {
        Memo::new(move |_| {
            let me = me.get();
            home.with(|home| {
                let later = home.promised_later.iter();
                let later = later.filter(|one| me.promised(one) == mine);
                later.cloned().collect::<Vec<_>>()
            })
        })
    };
    let (later, theirs) = (list(true), list(false));
    let left =
        Memo::new(move |_| home.with(|home| left(&home.promised_later, home.promised_later_count)));
    view! {
        <Show when=move || !later.with(Vec::is_empty) || !theirs.with(Vec::is_empty)>
            <section>
                <h2>{say("home-promised")}</h2>
                {rows(later, promised)}
                {others(theirs, "others-promised", promised)}
                <More left=left promises=promises test="promised-more" />
            </section>
        </Show>
    }
}

/// How many there are beyond those that are shown.
pub(super) fn left(shown: &[Promise], count: u32) -> u32 {
    count.saturating_sub(u32::try_from(shown.len()).unwrap_or(u32::MAX))
}

/// Says how many more there are, and shows more of them.
#[component]
pub(super) fn More(left: Memo<u32>, promises: RwSignal<u32>, test: &'static str) -> impl IntoView {
    view! {
        <Show when=move || { left.get() > 0 }>
            <button
                class="plain"
                data-test=test
                on:click=move |_| promises.update(|promises| *promises += AT_ONCE)
            >
                {move || say::with("home-promised-more", [("count", left.get().into())])}
            </button>
        </Show>
    }
}

/// Something we said we would do: where it stands, and one touch for "done". Done, it stays where
/// it is with its words struck through, and the same button takes it back.
pub(super) fn promised(promise: Promise) -> AnyView {
    let app = App::here();
    let household = promise.household.to_string();
    let today = app.today.get_untracked();
    let when = promise.by_when.map(|date| {
        // Plain words: a day that has gone by is nobody's alarm.
        let name = if date < today {
            "home-was-for"
        } else {
            "by-day"
        };
        say::with(name, [("day", clock::show_near(date).into())])
    });
    let me = app.open_untracked().map(|open| Me {
        id: open.me,
        name: open.my_name,
    });
    let is_named = promise.member.is_some() || promise.who.is_some();
    let who = match me.is_some_and(|me| is_named && me.promised(&promise)) {
        true => Some(say("you")),
        false => promise.who.clone(),
    };
    let notes = [Some(promise.household_name.clone()), who, when]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let called: String = promise.what.chars().take(60).collect();
    let ended = use_context::<Ended>();
    let is_done = {
        let action = promise.action.clone();
        Memo::new(move |_| ended.is_some_and(|ended| ended.has(&action)))
    };
    let (go, what) = (promise.household.clone(), promise.what.clone());
    view! {
        <li class="row-with-act" class:row-done=is_done>
            <button
                class="row"
                data-test="promised-row"
                data-household=household.clone()
                on:click=move |_| app.go(Place::Household(go.clone()))
            >
                <span class="row-name" dir="auto">
                    {what}
                </span>
                <span class="note" dir="auto">
                    {notes}
                </span>
            </button>
            <button
                class="plain row-act"
                data-test="promise-done"
                data-household=household
                data-done=move || is_done.get().to_string()
                aria-label=move || {
                    let name = if is_done.get() { "undo-last-this" } else { "mark-done" };
                    say::with(name, [("what", called.clone().into())])
                }
                on:click=move |_| {
                    if let Some(ended) = ended {
                        ended.touch(app, &promise);
                    }
                }
            >
                {move || match is_done.get() {
                    true => view! { <Icon name="undo" /> {say("undo-last")} }.into_any(),
                    false => view! { <Icon name="done" /> {say("action-done")} }.into_any(),
                }}
            </button>
        </li>
    }
    .into_any()
}
