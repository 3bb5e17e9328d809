//! What a removed device had not sent: an admin looks at it, and takes it in or does not.

use doorstep_model::call::{
    AcceptHandedOver, DeclineHandedOver, HandedOverHousehold, HandedOverPage, LookAtHandedOver,
    TeamDevice,
};
use doorstep_model::{DeviceKey, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::devices::{after, name_of};
use crate::app::App;
use crate::bridge::ask;
use crate::part::{Icon, Touches, TwoTouches};
use crate::say::{self, say};

/// One section for each device that left something.
#[component]
pub(super) fn HandedOver(problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let waiting = Memo::new(move |_| {
        app.team.with(|page| {
            let page = page.as_deref()?;
            let left = |device: &&TeamDevice| page.handed_over.contains(&device.device);
            Some(page.former.iter().filter(left).cloned().collect::<Vec<_>>())
        })
    });
    move || {
        waiting
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|device| view! { <One device=device problems=problems /> })
            .collect_view()
    }
}

#[component]
fn One(device: TeamDevice, problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let page = RwSignal::new(None::<HandedOverPage>);
    let name = name_of(&device);
    let key = device.device;
    let look = {
        let call = LookAtHandedOver {
            device: key.clone(),
        };
        move |_| {
            busy.set(true);
            let call = call.clone();
            spawn_local(async move {
                match ask(call).await {
                    Ok(found) => {
                        let _ = problems.try_set(Vec::new());
                        let _ = page.try_set(Some(found));
                    }
                    Err(problem) => {
                        let _ = problems.try_set(vec![problem]);
                    }
                }
                let _ = busy.try_set(false);
            });
        }
    };
    view! {
        <section class="part request" data-test="handed-over">
            <h2>{say::with("handed-over-heading", [("name", name.into())])}</h2>
            <p>{say("handed-over-lead")}</p>
            {move || match page.get() {
                Some(found) => {
                    view! { <Found page=found device=key.clone() busy=busy problems=problems /> }
                        .into_any()
                }
                None => {
                    view! {
                        <p class="actions">
                            <button
                                class="button"
                                data-test="handed-over-look"
                                disabled=busy
                                on:click=look.clone()
                            >
                                {move || {
                                    say(
                                        if busy.get() {
                                            "handed-over-looking"
                                        } else {
                                            "handed-over-look"
                                        },
                                    )
                                }}
                            </button>
                        </p>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Found(
    page: HandedOverPage,
    device: DeviceKey,
    busy: RwSignal<bool>,
    problems: RwSignal<Vec<Problem>>,
) -> impl IntoView {
    let app = App::here();
    let count = |id: &'static str, count: u32| {
        (count > 0).then(|| view! { <p>{say::with(id, [("count", count.into())])}</p> })
    };
    let accept = {
        let call = AcceptHandedOver {
            device: device.clone(),
            seen: page.seen.clone(),
        };
        move |_| {
            busy.set(true);
            let call = call.clone();
            spawn_local(async move {
                after(app, problems, ask(call).await, say("handed-over-taken"));
                let _ = busy.try_set(false);
            });
        }
    };
    let decline = Callback::new(move |()| {
        busy.set(true);
        let call = DeclineHandedOver {
            device: device.clone(),
        };
        spawn_local(async move {
            after(app, problems, ask(call).await, say("handed-over-declined"));
            let _ = busy.try_set(false);
        });
    });
    let touches = Touches {
        test: "handed-over-decline",
        first: say("handed-over-decline"),
        label: None,
        says: Some(say("handed-over-decline-says")),
        yes: say("handed-over-decline-yes"),
        doing: None,
    };
    view! {
        <ul class="lines">
            {page
                .households
                .into_iter()
                .map(|household| view! { <Household household=household /> })
                .collect_view()}
        </ul>
        {count("handed-over-photos", page.photos)}
        {count("handed-over-other", page.other_changes)}
        {count("handed-over-unreadable", page.unreadable)}
        {count("handed-over-unseen", page.unseen)}
        {count("handed-over-for-others", page.for_others)}
        {(!page.complete).then(|| view! { <p class="note">{say("handed-over-coming")}</p> })}
        <p class="actions">
            <button
                class="button"
                data-test="handed-over-accept"
                disabled=busy
                on:click=accept
            >
                <Icon name="done" />
                {say("handed-over-accept")}
            </button>
        </p>
        {page
            .complete
            .then(|| view! { <TwoTouches touches=touches busy=busy on_yes=decline /> })}
    }
}

#[component]
fn Household(household: HandedOverHousehold) -> impl IntoView {
    let changes = say::with("handed-over-changes", [("count", household.changes.into())]);
    let note = match household.is_new {
        true => say("handed-over-new"),
        false => changes,
    };
    let also = |id: &'static str, count: u32| {
        (count > 0).then(|| {
            view! { <p class="note">{say::with(id, [("count", count.into())])}</p> }
        })
    };
    view! {
        <li class="line" data-test="handed-over-household">
            <h3 class="line-text" dir="auto">
                {household.name}
            </h3>
            <p class="note">{note}</p>
            <ul class="said">
                {household
                    .texts
                    .into_iter()
                    .map(|text| view! { <li dir="auto">{text}</li> })
                    .collect_view()}
            </ul>
            {also("handed-over-taken-out", household.taken_out)}
            {also("handed-over-set", household.set)}
            {household.more.then(|| view! { <p class="note">{say("handed-over-more")}</p> })}
        </li>
    }
}
