//! Inviting: an address and a code to hand over, good for one device.

use doorstep_model::Problem;
use doorstep_model::call::CreateInvite;
use doorstep_model::team::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::role;
use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::{BigCode, Icon};
use crate::place::Place;
use crate::say::{self, say};

/// Making an invite, and those that are still open.
#[component]
pub(super) fn Invite(problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let chosen = RwSignal::new(Role::Worker);
    let busy = RwSignal::new(false);
    let admin = Memo::new(move |_| {
        app.open()
            .is_some_and(|open| open.role == Role::Admin && !open.practice)
    });
    let server = Memo::new(move |_| app.team.with(|page| page.as_ref()?.server.clone()));
    let invites = Memo::new(move |_| {
        app.team.with(|page| {
            page.as_ref()
                .map(|page| page.invites.clone())
                .unwrap_or_default()
        })
    });
    let invite = move |_| {
        busy.set(true);
        let role = chosen.get_untracked();
        spawn_local(async move {
            match ask(CreateInvite { role }).await {
                Ok(_) => {
                    let _ = problems.try_set(Vec::new());
                    app.team_record().refresh(false).await;
                }
                Err(problem) => {
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let make = move || {
        view! {
            <div class="field">
                <label for="invite-role">{say("invite-role")}</label>
                <select
                    id="invite-role"
                    data-test="invite-role"
                    on:change=move |event| {
                        let word = event_target_value(&event);
                        let found = Role::ALL.iter().find(|role| role.word() == word);
                        chosen.set(found.copied().unwrap_or(Role::Worker));
                    }
                >
                    {Role::ALL
                        .iter()
                        .map(|one| {
                            view! { <option value=one.word()>{role(*one)}</option> }
                        })
                        .collect_view()}
                </select>
            </div>
            <p class="actions">
                <button class="button" data-test="invite" disabled=busy on:click=invite>
                    <Icon name="invite" />
                    {say("invite-do")}
                </button>
            </p>
        }
    };
    view! {
        <Show when=move || admin.get()>
            <section class="part">
                <h2>{say("invite-heading")}</h2>
                <Show
                    when=move || server.with(Option::is_some)
                    fallback=move || {
                        view! {
                            <p>{say("invite-no-server")}</p>
                            <p class="actions">
                                <button
                                    class="button"
                                    data-test="connect-server"
                                    on:click=move |_| app.go(Place::Connect)
                                >
                                    {say("connect-do-go")}
                                </button>
                            </p>
                        }
                    }
                >
                    <p>{say("invite-lead")}</p>
                    {make}
                    <ul class="invites">
                        {move || {
                            let address = server.get().unwrap_or_default();
                            invites
                                .get()
                                .into_iter()
                                .map(|invite| {
                                    let role = role(invite.role);
                                    let until = clock::moment_ahead(invite.expires);
                                    view! {
                                        <li class="invite-card">
                                            <p class="note">{say("join-address")}</p>
                                            <p
                                                class="big-code"
                                                data-test="invite-address"
                                                data-address=address.clone()
                                            >
                                                {address.clone()}
                                            </p>
                                            <p class="note">{say("join-code")}</p>
                                            <BigCode test="invite-code" code=invite.code />
                                            <p class="note">
                                                {say::with(
                                                    "invite-until",
                                                    [("role", role.into()), ("when", until.into())],
                                                )}
                                            </p>
                                        </li>
                                    }
                                })
                                .collect_view()
                        }}
                    </ul>
                </Show>
            </section>
        </Show>
    }
}
