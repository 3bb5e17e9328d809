//! What stands around every screen of an open team: the rail, the way back, the sync chip.

use leptos::prelude::*;

use super::{
    asked, connect, copy, erase, history, home, household, households, import, learning, licences,
    moving, plan, same, settings, sync, take_over, team, visit,
};
use crate::app::App;
use crate::part::{Icon, Rail, SyncChip, UndoLine, VoiceBar};
use crate::place::Place;
use crate::say::say;
use crate::screen::begin;

/// What fills the page; the two columns stay while one goes from household to household.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Area {
    Beside,
    One(Place),
}

/// The shell.
#[component]
pub(super) fn Shell() -> impl IntoView {
    let app = App::here();
    let area = Memo::new(move |_| match app.place.get() {
        Place::Households | Place::Household(_) if app.wide.get() => Area::Beside,
        place => Area::One(place),
    });
    let practice = Memo::new(move |_| app.open().is_some_and(|open| open.practice));
    view! {
        <div class="shell">
            <Rail />
            <div class="page">
                <header class="top">
                    <Show
                        when=move || app.can_go_back()
                        fallback=move || {
                            view! {
                                <p class="team-name" dir="auto">
                                    {move || app.open().map(|open| open.team_name)}
                                </p>
                            }
                        }
                    >
                        <button class="plain" data-test="back" on:click=move |_| app.back()>
                            <Icon name="back" />
                            {say("back")}
                        </button>
                    </Show>
                    <SyncChip />
                </header>
                <Show when=move || practice.get()>
                    <p class="practice-note" data-test="practice-note">{say("practice-note")}</p>
                </Show>
                <VoiceBar />
                <main
                    id="main"
                    tabindex="-1"
                    data-test="screen"
                    data-screen=move || app.place.with(screen_name)
                >
                    {move || match area.get() {
                        Area::Beside => view! { <Beside /> }.into_any(),
                        Area::One(place) => one(place),
                    }}
                </main>
                <UndoLine />
            </div>
        </div>
    }
}

fn one(place: Place) -> AnyView {
    match place {
        Place::Home => view! { <home::Home /> }.into_any(),
        Place::RecordVisit => view! { <home::RecordVisit /> }.into_any(),
        Place::PlanVisit => view! { <home::PlanVisit /> }.into_any(),
        Place::Planning(id) => view! { <visit::Plan id=id /> }.into_any(),
        Place::AskedFor => view! { <asked::AskedFor /> }.into_any(),
        Place::Households => view! { <households::Households /> }.into_any(),
        Place::Import => view! { <import::ImportScreen /> }.into_any(),
        Place::Household(id) => view! { <household::Household id=id /> }.into_any(),
        Place::Visit(id, visit) => view! { <visit::Visit id=id visit=visit /> }.into_any(),
        Place::Same(id) => view! { <same::Same id=id /> }.into_any(),
        Place::Learning => view! { <learning::Learning /> }.into_any(),
        Place::Meeting => view! { <learning::Meeting /> }.into_any(),
        Place::History(id) => view! { <history::History id=id /> }.into_any(),
        Place::Plan(id) => view! { <plan::Plan id=id /> }.into_any(),
        Place::Copy(id) => view! { <copy::Copy id=id /> }.into_any(),
        Place::Erase(id) => view! { <erase::Erase id=id /> }.into_any(),
        Place::Move(id) => view! { <moving::MoveScreen id=id /> }.into_any(),
        Place::TakeOver => view! { <take_over::TakeOverScreen /> }.into_any(),
        Place::Team => view! { <team::Team /> }.into_any(),
        Place::Connect => view! { <connect::Connect /> }.into_any(),
        Place::Sync => view! { <sync::Sync /> }.into_any(),
        Place::Settings => view! { <settings::SettingsScreen /> }.into_any(),
        Place::Licences => view! { <licences::LicencesScreen /> }.into_any(),
        Place::Recovery => view! { <begin::Recovery /> }.into_any(),
        Place::NewWords => view! { <begin::ReplaceWords /> }.into_any(),
    }
}

/// The list, and the household that is open.
#[component]
fn Beside() -> impl IntoView {
    let app = App::here();
    let open = Memo::new(move |_| app.place.with(|place| place.household().cloned()));
    view! {
        <div class="beside">
            <div class="column list-column">
                <households::Households />
            </div>
            <div class="column">
                {move || match open.get() {
                    Some(id) => view! { <household::Household id=id /> }.into_any(),
                    None => view! { <p class="empty">{say("choose-a-household")}</p> }.into_any(),
                }}
            </div>
        </div>
    }
}

fn screen_name(place: &Place) -> &'static str {
    match place {
        Place::Home => "home",
        Place::RecordVisit => "record-visit",
        Place::PlanVisit => "plan-visit",
        Place::Planning(_) => "planning",
        Place::AskedFor => "asked-for",
        Place::Households => "households",
        Place::Import => "import",
        Place::Household(_) => "household",
        Place::Visit(..) => "visit",
        Place::Same(_) => "same",
        Place::Learning => "learning",
        Place::Meeting => "meeting",
        Place::History(_) => "history",
        Place::Plan(_) => "plan",
        Place::Copy(_) => "copy",
        Place::Erase(_) => "erase",
        Place::Move(_) => "move",
        Place::TakeOver => "take-over",
        Place::Team => "team",
        Place::Connect => "connect",
        Place::Sync => "sync",
        Place::Settings => "settings",
        Place::Licences => "licences",
        Place::Recovery => "recovery-confirm",
        Place::NewWords => "new-words",
    }
}
