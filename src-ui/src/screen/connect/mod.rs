//! Connecting the team to a server at the office.

use doorstep_model::call::ConnectServer;
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Heading, TextInput, beside};
use crate::place::Place;
use crate::say::say;

/// The screen.
#[component]
pub(crate) fn Connect() -> impl IntoView {
    let app = App::here();
    let address = RwSignal::new(app.kept("server-address"));
    let code = RwSignal::new(app.kept("setup-code"));
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let replace = RwSignal::new(false);
    Effect::new(move |_| app.keep("server-address", address.get()));
    Effect::new(move |_| app.keep("setup-code", code.get()));
    let wrong = move |codes| beside(problems, codes);
    let connect = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.set(Vec::new());
        let call = ConnectServer {
            address: address.get_untracked().trim().into(),
            setup_code: code.get_untracked().trim().into(),
            replace: replace.get_untracked(),
        };
        spawn_local(async move {
            match ask(call).await {
                Ok(page) => {
                    app.keep("setup-code", String::new());
                    app.sync.set(Some(page));
                    app.team_record().refresh(false).await;
                    if app.place.with_untracked(|place| *place == Place::Connect) {
                        app.go(Place::Sync);
                    }
                }
                Err(problem) => {
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        replace.set(false);
        connect();
    };
    let another = Memo::new(move |_| {
        problems.with(|problems| {
            let other = |problem: &Problem| problem.code == ProblemCode::ServerNotTheSame;
            problems.iter().any(other)
        })
    });
    view! {
        <Heading text=say("connect-heading") />
        <p class="lead">{say("connect-lead")}</p>
        <ErrorSummary problems=problems />
        <form on:submit=submit novalidate=true>
            <TextInput
                test="server-address"
                label=say("join-address")
                hint=say("connect-address-hint")
                value=address
                code=true
                wrong=wrong(
                    &[
                        ProblemCode::AddressNotValid,
                        ProblemCode::ServerGone,
                        ProblemCode::ServerNotTheSame,
                    ],
                )
            />
            <TextInput
                test="setup-code"
                label=say("connect-code")
                hint=say("connect-code-hint")
                value=code
                code=true
                wrong=wrong(&[ProblemCode::SetupCodeWrong, ProblemCode::CodeNotValid])
            />
            <p class="actions">
                <button class="button" type="submit" data-test="connect" disabled=busy>
                    {move || if busy.get() { say("connect-busy") } else { say("connect-do") }}
                </button>
            </p>
            <Show when=move || another.get() || (busy.get() && replace.get())>
                <p class="notice">{say("connect-replace-says")}</p>
                <p class="actions">
                    <button
                        class="button quiet"
                        type="button"
                        data-test="connect-replace"
                        disabled=busy
                        on:click=move |_| {
                            replace.set(true);
                            connect();
                        }
                    >
                        {say("connect-replace")}
                    </button>
                </p>
            </Show>
        </form>
    }
}
