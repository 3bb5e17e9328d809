//! First run: three doors.

mod check;
mod kit;
mod qr;
mod recover;
mod replace;
mod start;
mod words;

pub(crate) use check::Recovery;
pub(crate) use recover::Recovering;
pub(crate) use replace::ReplaceWords;
pub(crate) use words::{NewWords, words_in};

use doorstep_model::Problem;
use doorstep_model::call::StartPractice;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::join;
use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::{ErrorSummary, Icon, LanguageSwitch, Page};
use crate::say::say;

/// Which door was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    None,
    Start,
    Join,
    Recover,
}

/// The doors, and what is behind them.
#[component]
pub(super) fn Begin() -> impl IntoView {
    let door = RwSignal::new(Door::None);
    let back = Callback::new(move |()| door.set(Door::None));
    view! {
        {move || match door.get() {
            Door::None => view! { <Doors door=door /> }.into_any(),
            Door::Start => view! { <start::Start back=back /> }.into_any(),
            Door::Join => view! { <join::Join back=back /> }.into_any(),
            Door::Recover => view! { <recover::Recover back=back /> }.into_any(),
        }}
    }
}

#[component]
fn Doors(door: RwSignal<Door>) -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let practice = move |_| {
        busy.set(true);
        spawn_local(async move {
            match ask(StartPractice {
                today: clock::today(),
            })
            .await
            {
                Ok(standing) => app.stands(standing),
                Err(problem) => problems.set(vec![problem]),
            }
            busy.set(false);
        });
    };
    view! {
        <Page name="first-run" heading=say("begin-heading")>
            <p class="lead">{say("begin-lead")}</p>
            <ErrorSummary problems=problems />
            <ul class="doors">
                <li>
                    <button data-test="door-practice" disabled=busy on:click=practice>
                        <Icon name="practice" />
                        <strong>{say("door-practice")}</strong>
                        <span>{say("door-practice-says")}</span>
                    </button>
                </li>
                <li>
                    <button data-test="door-start" on:click=move |_| door.set(Door::Start)>
                        <Icon name="households" />
                        <strong>{say("door-start")}</strong>
                        <span>{say("door-start-says")}</span>
                    </button>
                </li>
                <li>
                    <button data-test="door-join" on:click=move |_| door.set(Door::Join)>
                        <Icon name="join" />
                        <strong>{say("door-join")}</strong>
                        <span>{say("door-join-says")}</span>
                    </button>
                </li>
            </ul>
            <p>
                <button
                    class="plain"
                    data-test="door-recover"
                    on:click=move |_| door.set(Door::Recover)
                >
                    {say("door-recover")}
                </button>
            </p>
            <p class="languages"><LanguageSwitch /></p>
        </Page>
    }
}
