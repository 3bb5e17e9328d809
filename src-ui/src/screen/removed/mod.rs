//! A device that an admin has removed from its team: nothing of the team is shown any more. What it had not
//! sent goes to the team's admins, and then the device clears itself.

use doorstep_model::Problem;
use doorstep_model::call::{ClearRemoved, Standing};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Page, Touches, TwoTouches};
use crate::say::{self, say};

/// The screen, as long as something is still on the device.
#[component]
pub(super) fn Removed() -> impl IntoView {
    let app = App::here();
    let cleared = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let removed = Memo::new(move |_| {
        app.standing.with(|standing| match standing {
            Some(Standing::Removed(removed)) => Some(removed.clone()),
            _ => None,
        })
    });
    // Drawn once: the screen goes with the team that it names.
    let team = removed
        .with_untracked(|removed| removed.as_ref().map(|removed| removed.team_name.clone()))
        .unwrap_or_default();
    let unsent = move || removed.with(|removed| removed.as_ref().map_or(0, |now| now.unsent));
    let problems = Signal::derive(move || {
        let mut all = cleared.get();
        all.extend(removed.with(|removed| removed.as_ref()?.problem.clone()));
        all
    });
    let clear = clear(app, cleared, busy);
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
            <p role="status" data-test="removed-unsent" data-unsent=move || unsent().to_string()>
                {move || say::with("removed-unsent", [("count", unsent().into())])}
            </p>
            <TwoTouches touches=touches busy=busy on_yes=clear />
        </Page>
    }
}

/// Nothing is left on the device.
#[component]
pub(super) fn Cleared() -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let team = app.standing.with_untracked(|standing| match standing {
        Some(Standing::Cleared { team_name }) => team_name.clone(),
        _ => String::new(),
    });
    let begin = clear(app, problems, busy);
    view! {
        <Page name="cleared" heading=say::with("removed-heading", [("team", team.into())])>
            <ErrorSummary problems=problems />
            <p class="lead">{say("cleared-lead")}</p>
            <p>{say("cleared-says")}</p>
            <p class="actions">
                <button
                    class="button"
                    data-test="cleared-go-on"
                    disabled=busy
                    on:click=move |_| begin.run(())
                >
                    {say("cleared-go-on")}
                </button>
            </p>
        </Page>
    }
}

fn clear(app: App, problems: RwSignal<Vec<Problem>>, busy: RwSignal<bool>) -> Callback<()> {
    Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match ask(ClearRemoved {}).await {
                Ok(standing) => app.stands(standing),
                Err(problem) => problems.set(vec![problem]),
            }
            let _ = busy.try_set(false);
        });
    })
}
