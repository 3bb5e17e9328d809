//! How sync stands, household by household.

mod apart;

use doorstep_model::ProblemCode;
use doorstep_model::call::{SyncNow, SyncPage, SyncState};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::{Heading, Icon, sync_sentence};
use crate::place::Place;
use crate::say::{self, say};

/// The screen.
#[component]
pub(crate) fn Sync() -> impl IntoView {
    let app = App::here();
    let busy = RwSignal::new(false);
    spawn_local(async move { app.ask_sync().await });
    let practice = Memo::new(move |_| app.open().is_some_and(|open| open.practice));
    let now = move |_| {
        busy.set(true);
        spawn_local(async move {
            match ask(SyncNow {}).await {
                Ok(page) => app.sync.set(Some(page)),
                Err(problem) => {
                    app.heed(&problem);
                    app.sync.update(|page| {
                        if let Some(page) = page {
                            page.problem = Some(problem);
                        }
                    });
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let no_server = Memo::new(move |_| {
        app.sync.with(|page| {
            page.as_ref()
                .is_none_or(|page| page.state == SyncState::NoServer)
        })
    });
    view! {
        <Heading text=say("sync-heading") />
        <Show
            when=move || practice.get()
            fallback=move || {
                view! {
                    {move || app.sync.get().map(page)}
                    <p class="actions">
                        <Show
                            when=move || no_server.get()
                            fallback=move || {
                                view! {
                                    <button
                                        class="button"
                                        data-test="sync-now"
                                        disabled=busy
                                        on:click=now
                                    >
                                        <Icon name="sync" />
                                        {move || {
                                            if busy.get() {
                                                say("sync-busy")
                                            } else {
                                                say("sync-do")
                                            }
                                        }}
                                    </button>
                                }
                            }
                        >
                            <button
                                class="button"
                                data-test="connect-server"
                                on:click=move |_| app.go(Place::Connect)
                            >
                                {say("connect-do-go")}
                            </button>
                        </Show>
                    </p>
                }
            }
        >
            <p>{say("sync-practice-says")}</p>
        </Show>
    }
}

fn page(page: SyncPage) -> impl IntoView {
    let app = App::here();
    let sentence = sync_sentence(&page);
    let astray = page.problem.as_ref().is_some_and(|problem| {
        matches!(
            problem.code,
            ProblemCode::ServerLostTeam
                | ProblemCode::ServerForgotDevice
                | ProblemCode::ServerNotTheSame
                | ProblemCode::ServerGone
        )
    });
    let more = page.unsent.len() < usize::try_from(page.waiting).unwrap_or(usize::MAX)
        && page.unsent.len() >= 100;
    view! {
        <p class="lead" data-test="sync-summary">
            {sentence}
        </p>
        {(page.state == SyncState::NoServer).then(|| view! { <p>{say("sync-no-server-says")}</p> })}
        {page
            .server
            .map(|server| {
                view! { <p class="note">{say::with("sync-server", [("server", server.into())])}</p> }
            })}
        {page
            .problem
            .map(|problem| {
                view! {
                    <p class="notice" data-test="sync-problem" data-code=problem.code.word()>
                        {say::problem(&problem)}
                    </p>
                }
            })}
        {astray
            .then(|| {
                view! {
                    <p class="actions">
                        <button
                            class="button quiet"
                            data-test="connect-again"
                            on:click=move |_| app.go(Place::Connect)
                        >
                            {say("sync-connect-again")}
                        </button>
                    </p>
                }
            })}
        {page
            .attachment_problem
            .map(|problem| {
                view! {
                    <p
                        class="notice"
                        data-test="sync-photo-problem"
                        data-code=problem.code.word()
                    >
                        {say::problem(&problem)}
                    </p>
                }
            })}
        {page
            .server_behind
            .map(|behind| {
                let key = match behind.to_give_back {
                    0 => "sync-server-behind-done",
                    _ => "sync-server-behind",
                };
                let when = clock::moment(behind.found).into();
                let count = behind.lacked.into();
                view! {
                    <p class="notice" data-test="sync-server-behind">
                        {say::with(key, [("count", count), ("when", when)])}
                    </p>
                }
            })}
        {(page.not_taken > 0)
            .then(|| {
                view! {
                    <p class="notice" data-test="sync-not-taken">
                        {say::with("sync-not-taken", [("count", page.not_taken.into())])}
                    </p>
                }
            })}
        {(page.quarantined > 0)
            .then(|| {
                view! {
                    <p class="notice" data-test="sync-quarantined">
                        {say::with("sync-quarantined", [("count", page.quarantined.into())])}
                    </p>
                }
            })}
        {(page.held_back > 0)
            .then(|| {
                view! {
                    <p class="note" data-test="sync-held-back">
                        {say::with("sync-held-back", [("count", page.held_back.into())])}
                    </p>
                }
            })}
        {(!page.apart.is_empty()).then(|| apart::rows(page.apart))}
        {(!page.unsent.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{say("sync-only-here")}</h2>
                        <ul class="rows">
                            {page
                                .unsent
                                .into_iter()
                                .map(|unsent| {
                                    let id = unsent.household.as_ref().map(ToString::to_string);
                                    let target = unsent
                                        .household
                                        .map_or(Place::Team, Place::Household);
                                    let name = if unsent.name.is_empty() {
                                        say("sync-team-record")
                                    } else {
                                        unsent.name
                                    };
                                    let changes = say::with(
                                        "row-unsent",
                                        [("count", unsent.changes.into())],
                                    );
                                    view! {
                                        <li>
                                            <button
                                                class="row"
                                                data-test="sync-row"
                                                data-household=id
                                                on:click=move |_| app.go(target.clone())
                                            >
                                                <span class="row-name" dir="auto">
                                                    {name}
                                                </span>
                                                <span class="note">{changes}</span>
                                            </button>
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                        {more.then(|| view! { <p class="note">{say("sync-more")}</p> })}
                    </section>
                }
            })}
    }
}
