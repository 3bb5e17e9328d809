//! Letting somebody in, after both screens showed the same six words.

use doorstep_model::Problem;
use doorstep_model::call::{ApproveJoin, DeclineJoin, PendingJoin};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::role;
use crate::app::App;
use crate::bridge::ask;
use crate::part::Icon;
use crate::say::{self, say};
use crate::screen::join::SixWords;
use crate::timer::sleep;

/// Between two questions whether somebody asks to come in.
const PAUSE_MILLIS: i32 = 4_000;

/// Who asks to come in. Asks again by itself while an invite is open.
#[component]
pub(super) fn Requests(problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let here = RwSignal::new(true);
    on_cleanup(move || here.set(false));
    spawn_local(async move {
        loop {
            sleep(PAUSE_MILLIS).await;
            if here.try_get_untracked() != Some(true) {
                break;
            }
            let waits = app.team.with_untracked(|page| {
                page.as_ref()
                    .is_some_and(|page| !page.invites.is_empty() || !page.joins.is_empty())
            });
            if waits && app.is_open() {
                app.team_record().refresh(false).await;
            }
        }
    });
    let joins = Memo::new(move |_| {
        app.team.with(|page| {
            page.as_ref()
                .map(|page| page.joins.clone())
                .unwrap_or_default()
        })
    });
    view! {
        {move || {
            joins
                .get()
                .into_iter()
                .map(|join| view! { <Request join=join problems=problems /> })
                .collect_view()
        }}
    }
}

#[component]
fn Request(join: PendingJoin, problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let busy = RwSignal::new(false);
    let after = move |reply: Result<(), Problem>| {
        match reply {
            Ok(()) => {
                let _ = problems.try_set(Vec::new());
            }
            Err(problem) => {
                let _ = problems.try_set(vec![problem]);
            }
        }
        let _ = busy.try_set(false);
        spawn_local(async move { app.team_record().refresh(false).await });
    };
    let approve = {
        let call = ApproveJoin {
            invite: join.invite.clone(),
            words: join.words.clone(),
        };
        move |_| {
            busy.set(true);
            let call = call.clone();
            spawn_local(async move { after(ask(call).await.map(|_| ())) });
        }
    };
    let decline = {
        let call = DeclineJoin {
            invite: join.invite.clone(),
        };
        move |_| {
            busy.set(true);
            let call = call.clone();
            spawn_local(async move { after(ask(call).await.map(|_| ())) });
        }
    };
    view! {
        <section class="part request" data-test="join-request">
            <h2>{say::with("request-heading", [("name", join.name.into())])}</h2>
            <p>{say::with("request-lead", [("role", role(join.role).into())])}</p>
            <SixWords words=join.words />
            <p class="actions">
                <button class="button" data-test="approve" disabled=busy on:click=approve>
                    <Icon name="done" />
                    {say("request-approve")}
                </button>
                <button class="button quiet" data-test="decline" disabled=busy on:click=decline>
                    {say("request-decline")}
                </button>
            </p>
        </section>
    }
}
