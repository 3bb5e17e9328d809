//! Unlocking, with the passphrase or with the words on paper.

use doorstep_model::call::{Standing, Unlock as UnlockCall, UnlockWithWords};
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::begin::words_in;
use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::{ErrorSummary, FieldWrong, Icon, Page, PassphraseInput, beside, described_by};
use crate::say::{self, say};
use crate::timer::sleep;

/// Between two looks at the clock while one has to wait.
const LOOK_MILLIS: i32 = 200;

/// The screen.
#[component]
pub(super) fn Unlock() -> impl IntoView {
    let by_words = RwSignal::new(false);
    view! {
        <Show when=move || by_words.get() fallback=move || view! { <ByPassphrase by_words /> }>
            <ByWords by_words />
        </Show>
    }
}

/// Seconds still to wait, counting down.
fn countdown(app: App) -> RwSignal<u32> {
    let seconds = RwSignal::new(0);
    Effect::new(move |_| {
        if let Some(Standing::Locked { wait_seconds }) = app.standing.get() {
            seconds.set(wait_seconds);
        }
    });
    let here = RwSignal::new(true);
    on_cleanup(move || here.set(false));
    spawn_local(async move {
        // A wait begins at any time; each of its seconds is whole, so that the device doesn't say
        // "wait" to somebody who has been told that the wait is over.
        let (mut shown, mut since) = (0, clock::now().0);
        while here.try_get_untracked() == Some(true) {
            sleep(LOOK_MILLIS).await;
            let now = clock::now().0;
            let left = seconds.try_get_untracked().unwrap_or_default();
            if left == 0 || left != shown || now < since {
                (shown, since) = (left, now);
            } else if now - since >= 1_000 {
                (shown, since) = (left - 1, now);
                let _ = seconds.try_set(shown);
            }
        }
    });
    seconds
}

fn wait_from(problem: &Problem) -> Option<u32> {
    let waits = problem.code == ProblemCode::WaitBeforeRetry;
    let detail = problem.detail.as_ref().filter(|_| waits)?;
    detail.parse().ok()
}

#[component]
fn Wait(seconds: RwSignal<u32>) -> impl IntoView {
    view! {
        <Show when=move || { seconds.get() > 0 }>
            <p
                class="waiting"
                data-test="wait-seconds"
                data-seconds=move || seconds.get().to_string()
            >
                {move || say::with("unlock-wait", [("seconds", seconds.get().into())])}
            </p>
        </Show>
    }
}

#[component]
fn ByPassphrase(by_words: RwSignal<bool>) -> impl IntoView {
    let app = App::here();
    let passphrase = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let seconds = countdown(app);
    let wrong = beside(problems, &[ProblemCode::WrongPassphrase]);
    let unlock = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.set(Vec::new());
        let call = UnlockCall {
            passphrase: passphrase.get_untracked(),
        };
        spawn_local(async move {
            match ask(call).await {
                Ok(standing) => app.stands(standing),
                Err(problem) => {
                    if let Some(wait) = wait_from(&problem) {
                        seconds.set(wait);
                    }
                    problems.set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Page name="unlock" heading=say("unlock-heading")>
            <ErrorSummary problems=problems />
            <Wait seconds=seconds />
            <form on:submit=unlock novalidate=true>
                <PassphraseInput
                    test="passphrase"
                    label=say("unlock-passphrase")
                    value=passphrase
                    wrong=wrong
                />
                <p class="actions">
                    <button class="button" type="submit" data-test="unlock" disabled=busy>
                        <Icon name="lock" />
                        {move || if busy.get() { say("unlock-busy") } else { say("unlock-do") }}
                    </button>
                    <button
                        class="plain"
                        type="button"
                        data-test="use-words"
                        on:click=move |_| by_words.set(true)
                    >
                        {say("unlock-use-words")}
                    </button>
                </p>
            </form>
        </Page>
    }
}

#[component]
fn ByWords(by_words: RwSignal<bool>) -> impl IntoView {
    let app = App::here();
    let typed = RwSignal::new(String::new());
    let passphrase = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let seconds = countdown(app);
    let wrong_words = beside(problems, &[ProblemCode::WrongWords]);
    let unlock = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.set(Vec::new());
        let call = UnlockWithWords {
            words: typed.with_untracked(|typed| words_in(typed)),
            new_passphrase: passphrase.get_untracked(),
        };
        spawn_local(async move {
            match ask(call).await {
                Ok(standing) => app.stands(standing),
                Err(problem) => {
                    if let Some(wait) = wait_from(&problem) {
                        seconds.set(wait);
                    }
                    problems.set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Page name="unlock-words" heading=say("unlock-words-heading")>
            <p class="lead">{say("unlock-words-lead")}</p>
            <ErrorSummary problems=problems />
            <Wait seconds=seconds />
            <form on:submit=unlock novalidate=true>
                <div class="field">
                    <label for="recovery-typed">{say("words-typed")}</label>
                    <FieldWrong id="recovery-typed-wrong".to_owned() wrong=wrong_words />
                    <textarea
                        id="recovery-typed"
                        rows="4"
                        autocapitalize="off"
                        spellcheck="false"
                        data-test="recovery-typed"
                        aria-describedby=move || {
                            described_by([(wrong_words.get().is_some(), "recovery-typed-wrong")])
                        }
                        aria-invalid=move || wrong_words.get().is_some().to_string()
                        prop:value=typed
                        on:input=move |event| typed.set(event_target_value(&event))
                    ></textarea>
                </div>
                <PassphraseInput
                    test="new-passphrase"
                    label=say("new-passphrase")
                    hint=say("new-passphrase-hint")
                    value=passphrase
                    wrong=beside(problems, &[ProblemCode::ShortPassphrase])
                    new=true
                />
                <p class="actions">
                    <button
                        class="button"
                        type="submit"
                        data-test="unlock-with-words"
                        disabled=busy
                    >
                        {say("unlock-do")}
                    </button>
                    <button
                        class="plain"
                        type="button"
                        data-test="use-passphrase"
                        on:click=move |_| by_words.set(false)
                    >
                        {say("unlock-use-passphrase")}
                    </button>
                </p>
            </form>
        </Page>
    }
}
