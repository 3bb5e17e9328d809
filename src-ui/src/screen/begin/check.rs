//! Looking once a year whether the paper with the recovery words is still there and can be read.

use doorstep_model::call::CheckRecoveryWords;
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::words::{ConfirmLater, WordsInput};
use super::words_in;
use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Heading, Icon, beside};
use crate::say::say;

/// Typing the words back for the first time where that was put off, and looking at them otherwise.
#[component]
pub(crate) fn Recovery() -> impl IntoView {
    let app = App::here();
    // What was put off is done once, and then this screen is left.
    let put_off = app
        .open_untracked()
        .is_some_and(|open| !open.recovery_confirmed);
    match put_off {
        true => view! { <ConfirmLater /> }.into_any(),
        false => view! { <Check /> }.into_any(),
    }
}

#[component]
fn Check() -> impl IntoView {
    let app = App::here();
    let typed = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let right = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let check = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.set(Vec::new());
        right.set(false);
        let words = typed.with_untracked(|typed| words_in(typed));
        spawn_local(async move {
            match ask(CheckRecoveryWords { words }).await {
                Ok(()) => {
                    app.announced.set(say("check-words-right"));
                    app.team_record().refresh(false).await;
                    let _ = typed.try_set(String::new());
                    let _ = right.try_set(true);
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Heading text=say("check-words-heading") />
        <p class="lead">{say("check-words-lead")}</p>
        <ErrorSummary problems=problems />
        <Show when=move || right.get()>
            <p class="notice" data-test="check-words-right">{say("check-words-right")}</p>
        </Show>
        <form on:submit=check novalidate=true>
            <WordsInput
                value=typed
                wrong=beside(problems, &[ProblemCode::WrongWords, ProblemCode::WordsUsed])
            />
            <p class="actions">
                <button class="button" type="submit" data-test="check-words" disabled=busy>
                    <Icon name="done" />
                    {say("words-check")}
                </button>
            </p>
        </form>
    }
}
