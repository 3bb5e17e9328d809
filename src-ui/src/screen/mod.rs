//! The screens, one folder each.

mod asked;
mod begin;
mod connect;
mod copy;
mod erase;
mod history;
mod home;
mod household;
mod households;
mod import;
mod join;
mod learning;
mod licences;
mod moving;
mod plan;
mod removed;
mod same;
mod settings;
mod shell;
mod sync;
mod take_over;
mod team;
mod unlock;
mod visit;

use doorstep_model::call::Standing;
use leptos::prelude::*;

use crate::app::App;
use crate::part::{ErrorSummary, KeysList, Page, Palette};
use crate::say::say;

/// Which screen stands for how the device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Starting,
    Trouble,
    NewWords,
    Fresh,
    Joining,
    Recovering,
    Locked,
    Removed,
    Cleared,
    Open,
}

/// Everything in the window; drawn anew in another language.
#[component]
pub(crate) fn Window() -> impl IntoView {
    let app = App::here();
    let language = Memo::new(move |_| app.language.get());
    move || {
        // Read and not only followed: a memo that nobody reads knows of nothing that changes.
        let _ = language.get();
        view! { <Stages /> }
    }
}

#[component]
fn Stages() -> impl IntoView {
    let app = App::here();
    let stage = Memo::new(move |_| {
        let locked = |standing: &Option<_>| matches!(standing, Some(Standing::Locked { .. }));
        // Words that are being written down go behind the lock, and come back after it.
        if app.new_words.with(Option::is_some) && !app.standing.with(locked) {
            return Stage::NewWords;
        }
        app.standing.with(|standing| match standing {
            None if app.trouble.with(Option::is_some) => Stage::Trouble,
            None => Stage::Starting,
            Some(Standing::Fresh) => Stage::Fresh,
            Some(Standing::Locked { .. }) => Stage::Locked,
            Some(Standing::Joining(progress)) if progress.joined => Stage::Starting,
            Some(Standing::Joining(_)) => Stage::Joining,
            Some(Standing::Recovering(_)) => Stage::Recovering,
            Some(Standing::Removed(_)) => Stage::Removed,
            Some(Standing::Cleared { .. }) => Stage::Cleared,
            Some(Standing::Open(_)) => Stage::Open,
        })
    });
    view! {
        <a class="skip-link" href="#main" data-test="skip-link">
            {say("skip-to-content")}
        </a>
        {move || match stage.get() {
            Stage::Starting => view! { <p class="starting">{say("starting")}</p> }.into_any(),
            Stage::Trouble => view! { <Trouble /> }.into_any(),
            Stage::NewWords => view! { <begin::NewWords /> }.into_any(),
            Stage::Fresh => view! { <begin::Begin /> }.into_any(),
            Stage::Joining => view! { <join::Waiting /> }.into_any(),
            Stage::Recovering => view! { <begin::Recovering /> }.into_any(),
            Stage::Locked => view! { <unlock::Unlock /> }.into_any(),
            Stage::Removed => view! { <removed::Removed /> }.into_any(),
            Stage::Cleared => view! { <removed::Cleared /> }.into_any(),
            Stage::Open => view! { <shell::Shell /> }.into_any(),
        }}
        <Palette />
        <KeysList />
        <p class="unseen" aria-live="polite" data-test="announce">
            {move || app.announced.get()}
        </p>
    }
}

/// The device can't say where it stands.
#[component]
fn Trouble() -> impl IntoView {
    let app = App::here();
    let problems = Signal::derive(move || app.trouble.get().into_iter().collect::<Vec<_>>());
    let again = Callback::new(move |()| {
        leptos::task::spawn_local(async move { app.look().await });
    });
    view! {
        <Page name="trouble" heading=say("trouble-heading")>
            <ErrorSummary problems=problems retry=again />
        </Page>
    }
}
