//! The team's devices, and removing one: a lost laptop, somebody who has left.

use std::sync::Arc;

use doorstep_model::Problem;
use doorstep_model::call::{ChangeRole, RemoveDevice, TeamDevice, TeamPage};
use doorstep_model::team::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::role;
use crate::app::App;
use crate::bridge::ask;
use crate::part::{Touches, TwoTouches};
use crate::say::{self, say};

/// Every device in the team, and those that were.
#[component]
pub(super) fn Devices(problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let all = move |of: fn(&TeamPage) -> &Vec<TeamDevice>| {
        Memo::new(move |_| {
            app.team
                .with(|page| page.as_deref().map(of).cloned().unwrap_or_default())
        })
    };
    let devices = all(|page| &page.devices);
    let former = all(|page| &page.former);
    let can_remove = Memo::new(move |_| {
        let admin = app
            .open()
            .is_some_and(|open| open.role == Role::Admin && !open.practice);
        admin
            && app
                .team
                .with(|page| page.as_ref().is_some_and(|page| page.server.is_some()))
    });
    view! {
        <section class="part">
            <h2>{say("team-devices")}</h2>
            <ul class="lines">
                {move || {
                    let can_remove = can_remove.get();
                    devices
                        .get()
                        .into_iter()
                        .map(|device| {
                            let goes = can_remove && !device.this_device;
                            let one = device.clone();
                            view! {
                                <Row device=device test="device-row" chosen=goes>
                                    {goes
                                        .then(|| {
                                            view! {
                                                <MayDo device=one.clone() problems=problems />
                                                <Remove device=one problems=problems />
                                            }
                                        })}
                                </Row>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <Show when=move || !former.with(Vec::is_empty)>
                <h3>{say("team-former-devices")}</h3>
                <ul class="lines">
                    {move || {
                        former
                            .get()
                            .into_iter()
                            .map(|device| {
                                view! { <Row device=device test="former-device-row" /> }
                            })
                            .collect_view()
                    }}
                </ul>
            </Show>
        </section>
    }
}

pub(super) fn name_of(device: &TeamDevice) -> String {
    let name = device.name.clone();
    name.unwrap_or_else(|| say("team-device-unnamed"))
}

#[component]
fn Row(
    device: TeamDevice,
    test: &'static str,
    /// What it may do is chosen below.
    #[prop(optional)]
    chosen: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let mut notes = Vec::new();
    if !chosen {
        notes.push(role(device.role));
    }
    if device.this_device {
        notes.push(say("team-this-device"));
    }
    if device.by_words {
        notes.push(say("team-device-by-words"));
    }
    view! {
        <li class="line" data-test=test data-device=device.device.to_string()>
            <p class="line-text" dir="auto">
                {name_of(&device)}
            </p>
            {(!notes.is_empty())
                .then(|| {
                    view! { <p class="note">{notes.join(" · ")}</p> }
                })}
            {children.map(|children| children())}
        </li>
    }
}

/// The answer to what an admin did: the team's page as it is now, or why not. Whether it was done.
pub(super) fn after(
    app: App,
    problems: RwSignal<Vec<Problem>>,
    answer: Result<TeamPage, Problem>,
    said: String,
) -> bool {
    let done = answer.is_ok();
    match answer {
        Ok(page) => {
            let _ = problems.try_set(Vec::new());
            app.announced.set(said);
            app.team.set(Some(Arc::new(page)));
        }
        Err(problem) => {
            app.heed(&problem);
            let _ = problems.try_set(vec![problem]);
        }
    }
    done
}

/// What a device may do.
#[component]
fn MayDo(device: TeamDevice, problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let name = name_of(&device);
    let label = say::with("device-role-label", [("name", name.clone().into())]);
    let now = device.role;
    let shown = RwSignal::new(now);
    let busy = RwSignal::new(false);
    let change = move |event: leptos::ev::Event| {
        let word = event_target_value(&event);
        let Some(to) = Role::ALL.iter().find(|role| role.word() == word).copied() else {
            return;
        };
        busy.set(true);
        shown.set(to);
        let call = ChangeRole {
            device: device.device.clone(),
            role: to,
        };
        let told = [("name", name.clone().into()), ("role", role(to).into())];
        let said = say::with("device-role-said", told);
        spawn_local(async move {
            if !after(app, problems, ask(call).await, said) {
                let _ = shown.try_set(now);
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <select
            data-test="device-role"
            aria-label=label
            disabled=busy
            prop:value=move || shown.get().word()
            on:change=change
        >
            {Role::ALL
                .iter()
                .map(|one| {
                    view! {
                        <option value=one.word() selected=*one == now>
                            {role(*one)}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
}

#[component]
fn Remove(device: TeamDevice, problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let busy = RwSignal::new(false);
    let named = |id| say::with(id, [("name", name_of(&device).into())]);
    let touches = Touches {
        test: "remove-device",
        first: say("device-remove"),
        label: Some(named("device-remove-label")),
        says: Some(named("device-remove-says")),
        yes: say("device-remove-yes"),
        doing: Some(say("device-removing")),
    };
    let remove = Callback::new(move |()| {
        busy.set(true);
        let device = device.device.clone();
        spawn_local(async move {
            let said = say("device-removed-said");
            after(app, problems, ask(RemoveDevice { device }).await, said);
            let _ = busy.try_set(false);
        });
    });
    view! { <TwoTouches touches=touches busy=busy on_yes=remove /> }
}
