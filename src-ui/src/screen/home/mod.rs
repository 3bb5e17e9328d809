//! What comes first today.

mod choose;

pub(crate) use choose::{PlanVisit, RecordVisit};

use doorstep_model::ItemId;
use doorstep_model::Problem;
use doorstep_model::call::{GetHome, Home as HomeReply, Look, NeedsALook, PlannedVisit, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::{ErrorSummary, Heading, HouseholdItem, Icon, end_action};
use crate::place::Place;
use crate::record::Doc;
use crate::say::{self, say};
use crate::screen::visit;

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
        <div class="home-acts">
            <button
                class="button big"
                data-test="record-visit"
                on:click=move |_| app.go(Place::RecordVisit)
            >
                <Icon name="visit" />
                {say("record-visit")}
            </button>
            <button
                class="button quiet"
                data-test="plan-visit"
                on:click=move |_| app.go(Place::PlanVisit)
            >
                <Icon name="add" />
                {say("plan-visit")}
            </button>
        </div>
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
    let me = app.open_untracked().and_then(|open| open.me);
    let (mine, others): (Vec<PlannedVisit>, Vec<PlannedVisit>) = home
        .visits_today
        .into_iter()
        .partition(|visit| is_mine(visit, me.as_ref()));
    let others_count = others.len();
    let nothing = mine.is_empty() && due.is_empty();
    let looks = !home.needs_a_look.is_empty() || home.asked_for_count > 0;
    let (missed, coming) = (home.visits_not_noted, home.visits_coming);
    view! {
        <section>
            <h2>{say("home-today")}</h2>
            {nothing.then(|| view! { <p class="empty">{say("home-today-empty")}</p> })}
            <ul class="rows">
                {mine.into_iter().map(|visit| planned(visit, "today-row")).collect_view()}
                {due.into_iter().map(promised).collect_view()}
            </ul>
            {(others_count > 0)
                .then(|| {
                    view! {
                        <details class="others">
                            <summary data-test="others-today">
                                {say::with("home-others", [("count", others_count.into())])}
                            </summary>
                            <ul class="rows">
                                {others
                                    .into_iter()
                                    .map(|visit| planned(visit, "today-row"))
                                    .collect_view()}
                            </ul>
                        </details>
                    }
                })}
            {(!missed.is_empty())
                .then(|| {
                    view! {
                        <h3>{say("home-not-noted")}</h3>
                        <ul class="rows">
                            {missed
                                .into_iter()
                                .map(|visit| planned(visit, "not-noted-row"))
                                .collect_view()}
                        </ul>
                    }
                })}
        </section>
        {looks
            .then(|| {
                view! {
                    <section>
                        <h2>{say("home-look")}</h2>
                        <ul class="rows">
                            {home.needs_a_look.into_iter().map(look).collect_view()}
                            {(home.asked_for_count > 0)
                                .then(|| asked_for(home.asked_for_count))}
                        </ul>
                    </section>
                }
            })}
        {(!coming.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say("home-coming")}</h2>
                        <ul class="rows">
                            {coming
                                .into_iter()
                                .map(|visit| planned(visit, "coming-row"))
                                .collect_view()}
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

/// Whether I go, or nobody has been named.
fn is_mine(visit: &PlannedVisit, me: Option<&ItemId>) -> bool {
    visit.members.is_empty() || visit.members.iter().any(|(member, _)| Some(member) == me)
}

/// A visit to come, or one that was to be: its page, and one touch for "we met".
fn planned(visit: PlannedVisit, test: &'static str) -> impl IntoView {
    let app = App::here();
    let me = app.open_untracked().and_then(|open| open.me);
    let household = visit.household.to_string();
    let today = app.today.get_untracked();
    let day = (visit.date != today).then(|| match visit.date < today {
        true => say::with(
            "home-was-for",
            [("day", clock::show_near(visit.date).into())],
        ),
        false => clock::show_near(visit.date),
    });
    let alone = visit
        .members
        .iter()
        .all(|(member, _)| Some(member) == me.as_ref());
    let with = visit
        .members
        .iter()
        .map(|(member, name)| match Some(member) == me.as_ref() {
            true => say("you"),
            false => name.clone(),
        });
    let with = (!alone).then(|| with.collect::<Vec<_>>().join(", "));
    let notes = [day, visit.time.clone(), with].into_iter().flatten();
    let notes = notes
        .filter(|text| !text.trim().is_empty())
        .collect::<Vec<_>>();
    let notes = match notes.is_empty() {
        true => say("home-visit"),
        false => notes.join(" · "),
    };
    let called = say::with("home-met", [("name", visit.household_name.clone().into())]);
    let (go, met) = (visit.clone(), visit.clone());
    view! {
        <li class="row-with-act">
            <button
                class="row"
                data-test=test
                data-household=household.clone()
                on:click=move |_| app.go(Place::Visit(go.household.clone(), go.visit.clone()))
            >
                <span class="row-name" dir="auto">
                    {visit.household_name}
                </span>
                <span class="note" dir="auto">
                    {notes}
                </span>
                {visit
                    .safety_note
                    .then(|| {
                        view! {
                            <span class="row-tags">
                                <span class="label strong" data-test="row-safety">
                                    <Icon name="warning" />
                                    {say("home-safety")}
                                </span>
                            </span>
                        }
                    })}
            </button>
            <button
                class="plain row-act"
                data-test="row-met"
                data-household=household
                aria-label=called
                on:click=move |_| visit::met(
                    app,
                    met.household.clone(),
                    met.visit.clone(),
                    Some(met.date),
                )
            >
                <Icon name="visit" />
                {say("visit-met-short")}
            </button>
        </li>
    }
}

/// Something we said we would do: where it stands, and one touch for "done".
fn promised(promise: Promise) -> impl IntoView {
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
    let notes = [Some(promise.household_name), promise.who, when]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let called: String = promise.what.chars().take(60).collect();
    let (doc, action) = (Doc::Household(promise.household.clone()), promise.action);
    view! {
        <li class="row-with-act">
            <button
                class="row"
                data-test="promised-row"
                data-household=household.clone()
                on:click=move |_| app.go(Place::Household(promise.household.clone()))
            >
                <span class="row-name" dir="auto">
                    {promise.what}
                </span>
                <span class="note" dir="auto">
                    {notes}
                </span>
            </button>
            <button
                class="plain row-act"
                data-test="promise-done"
                data-household=household
                aria-label=say::with("mark-done", [("what", called.into())])
                on:click=move |_| end_action(app.record(doc.clone()), &action)
            >
                <Icon name="done" />
                {say("action-done")}
            </button>
        </li>
    }
}

fn asked_for(count: u32) -> impl IntoView {
    let app = App::here();
    view! {
        <li>
            <button
                class="row"
                data-test="look-row"
                data-why="asked-for"
                on:click=move |_| app.go(Place::AskedFor)
            >
                <span class="row-name">{say::with("look-asked-for", [("count", count.into())])}</span>
                <span class="note">{say("asked-heading")}</span>
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
        Look::SafetyReview(day) => (
            "safety-review",
            say::with("look-safety", [("day", clock::show_near(day).into())]),
        ),
    };
    let when = match look.why {
        Look::SafetyReview(_) => String::new(),
        _ => format!(" · {}", clock::moment(look.at)),
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
                <span class="note">{format!("{what}{when}")}</span>
            </button>
        </li>
    }
}
