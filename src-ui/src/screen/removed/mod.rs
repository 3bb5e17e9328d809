//! A device that an admin has removed from its team: nothing of the team is shown any more.

use doorstep_model::Problem;
use doorstep_model::call::{ClearRemoved, Standing};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Page};
use crate::say::{self, say};

/// The screen.
#[component]
pub(super) fn Removed() -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let sure = RwSignal::new(false);
    let removed = app.standing.with_untracked(|standing| match standing {
        Some(Standing::Removed(removed)) => Some(removed.clone()),
        _ => None,
    });
    let (team, unsent) = removed.map_or((String::new(), 0), |removed| {
        (removed.team_name, removed.unsent)
    });
    let clear = move |_| {
        spawn_local(async move {
            match ask(ClearRemoved {}).await {
                Ok(standing) => app.stands(standing),
                Err(problem) => problems.set(vec![problem]),
            }
        });
    };
    view! {
        <Page name="removed" heading=say::with("removed-heading", [("team", team.into())])>
            <ErrorSummary problems=problems />
            <p class="lead">{say("removed-lead")}</p>
            <p data-test="removed-unsent" data-unsent=unsent.to_string()>
                {say::with("removed-unsent", [("count", unsent.into())])}
            </p>
            <Show
                when=move || sure.get()
                fallback=move || {
                    view! {
                        <p class="actions">
                            <button
                                class="button quiet"
                                data-test="clear-removed"
                                on:click=move |_| sure.set(true)
                            >
                                {say("removed-clear")}
                            </button>
                        </p>
                    }
                }
            >
                <p>{say("removed-clear-says")}</p>
                <p class="actions">
                    <button class="button" data-test="clear-removed-yes" on:click=clear>
                        {say("removed-clear-yes")}
                    </button>
                    <button class="plain" on:click=move |_| sure.set(false)>
                        {say("cancel")}
                    </button>
                </p>
            </Show>
        </Page>
    }
}
