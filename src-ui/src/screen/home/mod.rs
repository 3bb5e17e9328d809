//! What comes first today.

mod choose;

pub(crate) use choose::RecordVisit;

use doorstep_model::Problem;
use doorstep_model::call::{GetHome, Home as HomeReply, Look, NeedsALook, PlannedVisit, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Heading, HouseholdItem, Icon};
use crate::place::Place;
use crate::say::{self, say};
use crate::{clock, day};

/// The screen.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let app = App::here();
    let home = RwSignal::new(None::<HomeReply>);
    let problems = RwSignal::new(Vec::<Problem>::new());
    Effect::new(move |_| {
        app.lists.track();
        let today = app.today.get();
        spawn_local(async move {
            match ask(GetHome { today }).await {
                Ok(reply) => {
                    let _ = problems.try_set(Vec::new());
                    let _ = home.try_set(Some(reply));
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    });
    let greeting = Signal::derive(move || {
        let name = app.open().map(|open| open.my_name).unwrap_or_default();
        let day = clock::show(app.today.get());
        if name.is_empty() {
            return day;
        }
        say::with("home-heading", [("day", day.into()), ("name", name.into())])
    });
    let unconfirmed = move || {
        app.open()
            .is_some_and(|open| !open.practice && !open.recovery_confirmed)
    };
    view! {
        <Heading text=greeting />
        <ErrorSummary problems=problems />
        <Show when=unconfirmed>
            <p class="notice">
                <span>{say("words-reminder")}</span>
                <button
                    class="plain"
                    data-test="recovery-reminder"
                    on:click=move |_| app.go(Place::Recovery)
                >
                    {say("words-reminder-do")}
                </button>
            </p>
        </Show>
        <button
            class="button big"
            data-test="record-visit"
            on:click=move |_| app.go(Place::RecordVisit)
        >
            <Icon name="visit" />
            {say("record-visit")}
        </button>
        {move || home.get().map(sections)}
    }
}

fn sections(home: HomeReply) -> AnyView {
    let app = App::here();
    if home.household_count == 0 {
        return view! { <p class="empty">{say("home-empty")}</p> }.into_any();
    }
    let today = app.today.get_untracked();
    let (due, later): (Vec<Promise>, Vec<Promise>) = home
        .promised
        .into_iter()
        .partition(|promise| promise.by_when.is_some_and(|day| day <= today));
    let more = home
        .promised_count
        .saturating_sub(u32::try_from(due.len() + later.len()).unwrap_or(u32::MAX));
    view! {
        <section>
            <h2>{say("home-today")}</h2>
            {(home.visits_today.is_empty() && due.is_empty())
                .then(|| view! { <p class="empty">{say("home-today-empty")}</p> })}
            <ul class="rows">
                {home.visits_today.into_iter().map(planned).collect_view()}
                {due.into_iter().map(promised).collect_view()}
            </ul>
        </section>
        {(!home.needs_a_look.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say("home-look")}</h2>
                        <ul class="rows">
                            {home.needs_a_look.into_iter().map(look).collect_view()}
                        </ul>
                    </section>
                }
            })}
        {(!later.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say("home-promised")}</h2>
                        <ul class="rows">{later.into_iter().map(promised).collect_view()}</ul>
                        {(more > 0)
                            .then(|| {
                                view! {
                                    <p class="note">
                                        {say::with("home-promised-more", [("count", more.into())])}
                                    </p>
                                }
                            })}
                    </section>
                }
            })}
        {(!home.recently_seen.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say("home-seen")}</h2>
                        <ul class="rows">
                            {home
                                .recently_seen
                                .into_iter()
                                .map(|row| {
                                    let id = row.id.clone();
                                    let go = Callback::new(move |()| {
                                        app.go(Place::Household(id.clone()));
                                    });
                                    view! {
                                        <li>
                                            <HouseholdItem row=row test="seen-row" chosen=go />
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    </section>
                }
            })}
    }
    .into_any()
}

fn planned(visit: PlannedVisit) -> impl IntoView {
    let app = App::here();
    let household = visit.household.to_string();
    let time = visit.time.unwrap_or_else(|| say("home-visit"));
    view! {
        <li>
            <button
                class="row"
                data-test="today-row"
                data-household=household
                on:click=move |_| app.go(
                    Place::Visit(visit.household.clone(), visit.visit.clone()),
                )
            >
                <span class="row-name" dir="auto">
                    {visit.household_name}
                </span>
                <span class="note" dir="auto">
                    {time}
                </span>
            </button>
        </li>
    }
}

fn promised(promise: Promise) -> impl IntoView {
    let app = App::here();
    let household = promise.household.to_string();
    let today = app.today.get_untracked();
    let when = promise.by_when.map(|date| {
        let late = day::days_between(date, today);
        if late > 0 {
            say::with("home-late", [("days", late.into())])
        } else {
            say::with("by-day", [("day", clock::show_near(date).into())])
        }
    });
    let is_late = promise.by_when.is_some_and(|date| date < today);
    let notes = [Some(promise.household_name), promise.who]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <li>
            <button
                class="row"
                data-test="promised-row"
                data-household=household
                on:click=move |_| app.go(Place::Household(promise.household.clone()))
            >
                <span class="row-name" dir="auto">
                    {promise.what}
                </span>
                <span class="note" dir="auto">
                    {notes}
                </span>
                {when
                    .map(|when| {
                        view! {
                            <span class="row-tags">
                                <span class="label" class:strong=is_late>
                                    {when}
                                </span>
                            </span>
                        }
                    })}
            </button>
        </li>
    }
}

fn look(look: NeedsALook) -> impl IntoView {
    let app = App::here();
    let (word, what) = match look.why {
        Look::Arrived => ("arrived", say("look-arrived")),
        Look::BothChanged(count) => (
            "both-changed",
            say::with("look-both-changed", [("count", count.into())]),
        ),
        Look::Quarantined => ("quarantined", say("look-quarantined")),
    };
    let household = look.household.as_ref().map(ToString::to_string);
    let name = if look.household_name.is_empty() {
        say("look-unknown")
    } else {
        look.household_name
    };
    view! {
        <li>
            <button
                class="row"
                data-test="look-row"
                data-why=word
                data-household=household
                on:click=move |_| {
                    app.go(look.household.clone().map_or(Place::Sync, Place::Household));
                }
            >
                <span class="row-name" dir="auto">
                    {name}
                </span>
                <span class="note">{format!("{what} · {}", clock::moment(look.at))}</span>
            </button>
        </li>
    }
}
