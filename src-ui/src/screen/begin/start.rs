//! Starting a team: a name for it, a name for oneself, a passphrase.

use doorstep_model::call::StartTeam;
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Icon, Page, PassphraseInput, TextInput, beside};
use crate::say::say;

/// The form.
#[component]
pub(super) fn Start(back: Callback<()>) -> impl IntoView {
    let app = App::here();
    let team = RwSignal::new(app.kept("team-name"));
    let locality = RwSignal::new(app.kept("team-locality"));
    let name = RwSignal::new(app.kept("my-name"));
    let passphrase = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    Effect::new(move |_| app.keep("team-name", team.get()));
    Effect::new(move |_| app.keep("team-locality", locality.get()));
    Effect::new(move |_| app.keep("my-name", name.get()));
    let unnamed = beside(problems, &[ProblemCode::NameNeeded]);
    let name_needed = move |value: RwSignal<String>| {
        MaybeProp::derive(move || {
            let empty = value.with(|value| value.trim().is_empty());
            unnamed.get().filter(|_| empty)
        })
    };
    let short = beside(problems, &[ProblemCode::ShortPassphrase]);
    let start = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.set(Vec::new());
        let call = StartTeam {
            team_name: team.get_untracked().trim().into(),
            locality: locality.get_untracked().trim().into(),
            my_name: name.get_untracked().trim().into(),
            passphrase: passphrase.get_untracked(),
        };
        spawn_local(async move {
            match ask(call).await {
                Ok(started) => {
                    passphrase.set(String::new());
                    app.new_words.set(Some(started.recovery_words));
                    app.look().await;
                }
                Err(problem) => problems.set(vec![problem]),
            }
            busy.set(false);
        });
    };
    view! {
        <Page name="start-team" heading=say("start-heading")>
            <ErrorSummary problems=problems />
            <form on:submit=start novalidate=true>
                <TextInput
                    test="team-name"
                    label=say("start-team-name")
                    value=team
                    wrong=name_needed(team)
                />
                <TextInput
                    test="team-locality"
                    label=say("start-locality")
                    hint=say("start-locality-hint")
                    value=locality
                />
                <TextInput
                    test="my-name"
                    label=say("my-name")
                    hint=say("my-name-hint")
                    value=name
                    wrong=name_needed(name)
                />
                <PassphraseInput
                    test="passphrase"
                    label=say("new-passphrase")
                    hint=say("new-passphrase-hint")
                    value=passphrase
                    wrong=short
                    new=true
                />
                <p class="actions">
                    <button class="button" type="submit" data-test="start-team" disabled=busy>
                        {move || if busy.get() { say("start-busy") } else { say("start-do") }}
                    </button>
                    <button
                        class="plain"
                        type="button"
                        data-test="back"
                        on:click=move |_| back.run(())
                    >
                        <Icon name="back" />
                        {say("back")}
                    </button>
                </p>
            </form>
        </Page>
    }
}
