//! A device that an admin has removed from its team: nothing of the team is shown any more.

use doorstep_model::Problem;
use doorstep_model::call::{ClearRemoved, Standing};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Page, Touches, TwoTouches};
use crate::say::{self, say};

/// The screen.
#[component]
pub(super) fn Removed() -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let removed = app.standing.with_untracked(|standing| match standing {
        Some(Standing::Removed(removed)) => Some(removed.clone()),
        _ => None,
    });
    let (team, unsent) = removed.map_or((String::new(), 0), |removed| {
        (removed.team_name, removed.unsent)
    });
    let clear = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match ask(ClearRemoved {}).await {
                Ok(standing) => app.stands(standing),
                Err(problem) => problems.set(vec![problem]),
            }
            let _ = busy.try_set(false);
        });
    });
    let touches = Touches {
        test: "clear-removed",
        first: say("removed-clear"),
        label: None,
        says: Some(say("removed-clear-says")),
        yes: say("removed-clear-yes"),
        doing: None,
    };
    view! {
        <Page name="removed" heading=say::with("removed-heading", [("team", team.into())])>
            <ErrorSummary problems=problems />
            <p class="lead">{say("removed-lead")}</p>
            <p data-test="removed-unsent" data-unsent=unsent.to_string()>
                {say::with("removed-unsent", [("count", unsent.into())])}
            </p>
            <TwoTouches touches=touches busy=busy on_yes=clear />
        </Page>
    }
}
