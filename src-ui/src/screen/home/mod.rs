//! What comes first today.

mod choose;
mod ended;
mod look;
mod new_words;
mod planned;
mod promised;
mod section;
mod whose;

pub(crate) use choose::{PlanVisit, RecordVisit};

use doorstep_model::Problem;
use doorstep_model::call::{GetHome, Home as HomeReply};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::{App, tick};
use crate::bridge::ask;
use crate::clock;
use crate::part::{ErrorSummary, Heading, HouseholdRows, Icon};
use crate::place::Place;
use crate::say::{self, say};

use ended::Ended;
use look::Looks;
use planned::{Coming, Today};
use promised::Promised;
use whose::Me;

/// The screen.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let app = App::here();
    let home = RwSignal::new(None::<HomeReply>);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let promises = RwSignal::new(promised::AT_ONCE);
    let ended = Ended::provide();
    Effect::new(move |_| {
        app.lists.track();
        let call = GetHome {
            today: app.today.get(),
            promises: promises.get(),
        };
        let asked = tick();
        spawn_local(async move {
            match ask(call).await {
                Ok(reply) => {
                    let _ = problems.try_set(Vec::new());
                    let _ = home.try_update(|home| {
                        *home = Some(ended.keep(home.as_ref(), reply, asked));
                    });
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
    let words_due = Memo::new(move |_| {
        app.team
            .with(|page| page.as_ref().is_some_and(|page| page.recovery_due))
    });
    let shown = Memo::new(move |_| home.get().unwrap_or_default());
    let households =
        Memo::new(move |_| home.with(|home| home.as_ref().map(|home| home.household_count)));
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
        <Show when=move || !unconfirmed() && words_due.get()>
            <p class="notice">
                <span>{say("words-due")}</span>
                <button
                    class="plain"
                    data-test="recovery-due"
                    on:click=move |_| app.go(Place::Recovery)
                >
                    {say("team-recovery-do")}
                </button>
            </p>
        </Show>
        <new_words::ByOthers />
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
        {move || match households.get() {
            None => ().into_any(),
            Some(0) => view! { <p class="empty">{say("home-empty")}</p> }.into_any(),
            Some(_) => view! { <Sections home=shown promises=promises /> }.into_any(),
        }}
    }
}

/// What there is, each part redrawn only where it says something else.
#[component]
fn Sections(#[prop(into)] home: Signal<HomeReply>, promises: RwSignal<u32>) -> impl IntoView {
    let app = App::here();
    let seen = Memo::new(move |_| home.with(|home| home.recently_seen.clone()));
    let me = Memo::new(move |_| {
        let open = app.open();
        open.map(|open| Me {
            id: open.me,
            name: open.my_name,
        })
        .unwrap_or_default()
    });
    view! {
        <div class="home-columns">
            <div>
                <Today home=home me=me promises=promises />
                <Looks home=home />
            </div>
            <div>
                <Coming home=home me=me />
                <Promised home=home me=me promises=promises />
                <Show when=move || !seen.with(Vec::is_empty)>
                    <section>
                        <h2>{say("home-seen")}</h2>
                        <HouseholdRows
                            rows=seen
                            test="seen-row"
                            chosen=Callback::new(move |id| app.go(Place::Household(id)))
                        />
                    </section>
                </Show>
            </div>
        </div>
    }
}
