//! The 24 recovery words: shown once, then typed back.

use doorstep_model::Problem;
use doorstep_model::call::{ConfirmNewWords, ConfirmRecovery, RecoveryConfirmed};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::kit::Kit;
use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, FieldWrong, Heading, Icon, Page, described_by};
use crate::say::{self, say};

/// The words that were just made, and typing them back.
#[component]
pub(crate) fn NewWords() -> impl IntoView {
    let app = App::here();
    let written = RwSignal::new(false);
    let done = Callback::new(move |()| app.new_words.set(None));
    let words = Signal::derive(move || app.new_words.get().unwrap_or_default());
    view! {
        <Show
            when=move || written.get()
            fallback=move || {
                view! {
                    <Page name="recovery-words" heading=say("words-heading")>
                        <p class="lead">{say("words-lead")}</p>
                        <WordList words=words />
                        <p>{say("words-keep")}</p>
                        <Kit words=words />
                        <p class="actions">
                            <button
                                class="button"
                                data-test="recovery-written"
                                on:click=move |_| written.set(true)
                            >
                                {say("words-written")}
                            </button>
                        </p>
                    </Page>
                }
            }
        >
            <Page name="recovery-confirm" heading=say("words-confirm-heading")>
                <Confirm done=done />
                <p class="actions">
                    <button
                        class="plain"
                        data-test="recovery-see-again"
                        on:click=move |_| written.set(false)
                    >
                        {say("words-see-again")}
                    </button>
                    <button
                        class="plain"
                        data-test="recovery-later"
                        on:click=move |_| done.run(())
                    >
                        {say("words-later")}
                    </button>
                </p>
            </Page>
        </Show>
    }
}

/// Words to be written down, with their numbers.
#[component]
pub(super) fn WordList(words: Signal<Vec<String>>) -> impl IntoView {
    view! {
        <ol class="recovery-words" translate="no">
            {move || {
                words
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(place, word)| {
                        let shown = word.clone();
                        view! {
                            <li
                                data-test="recovery-word"
                                data-position=(place + 1).to_string()
                                data-word=word
                            >
                                {shown}
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ol>
    }
}

/// Where the words are typed in from the paper.
#[component]
pub(super) fn WordsInput(
    value: RwSignal<String>,
    #[prop(into)] wrong: MaybeProp<String>,
    /// Whether what is wrong is announced: where no summary above says the same.
    #[prop(optional)]
    announced: bool,
) -> impl IntoView {
    let count = move || value.with(|typed| words_in(typed).len());
    let is_wrong = move || wrong.get().is_some();
    view! {
        <div class="field" class:wrong=is_wrong>
            <label for="recovery-typed">{say("words-typed")}</label>
            <FieldWrong id="recovery-typed-wrong".to_owned() wrong=wrong announced=announced />
            <textarea
                id="recovery-typed"
                rows="4"
                autocapitalize="off"
                spellcheck="false"
                data-test="recovery-typed"
                aria-describedby=move || {
                    described_by([
                        (is_wrong(), "recovery-typed-wrong"),
                        (true, "recovery-typed-count"),
                    ])
                }
                aria-invalid=move || is_wrong().to_string()
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            <p class="hint" id="recovery-typed-count">
                {move || say::with("words-count", [("count", count().into())])}
            </p>
        </div>
    }
}

/// Typing them back on another day, from the paper.
#[component]
pub(crate) fn ConfirmLater() -> impl IntoView {
    let app = App::here();
    let done = Callback::new(move |()| app.back());
    view! {
        <Heading text=say("words-confirm-heading") />
        <Confirm done=done />
    }
}

/// Which words are typed back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Typed {
    /// Those of a team that was started or is being got back.
    #[default]
    First,
    /// Those that take the place of others.
    Replacing,
}

impl Typed {
    async fn check(self, words: Vec<String>) -> Result<RecoveryConfirmed, Problem> {
        match self {
            Self::First => ask(ConfirmRecovery { words }).await,
            Self::Replacing => ask(ConfirmNewWords { words }).await,
        }
    }
}

/// Typing them back: what is not right is named by its place.
#[component]
pub(super) fn Confirm(done: Callback<()>, #[prop(optional)] which: Typed) -> impl IntoView {
    let app = App::here();
    let typed = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let wrong = RwSignal::new(Vec::<u8>::new());
    let busy = RwSignal::new(false);
    let wrong_places = Signal::derive(move || {
        let wrong = wrong.get();
        let places = wrong.iter().map(ToString::to_string);
        let places = places.collect::<Vec<_>>().join(", ");
        (!wrong.is_empty()).then(|| {
            say::with(
                "words-wrong",
                [("count", wrong.len().into()), ("places", places.into())],
            )
        })
    });
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        busy.set(true);
        problems.set(Vec::new());
        let words = typed.with_untracked(|typed| words_in(typed));
        spawn_local(async move {
            match which.check(words).await {
                Ok(confirmed) if confirmed.wrong.is_empty() => {
                    // The team's page knows of it before the first page looks there.
                    if app.is_open() {
                        app.team_record().refresh(false).await;
                    }
                    app.look().await;
                    done.run(());
                }
                Ok(confirmed) => wrong.set(confirmed.wrong),
                Err(problem) => problems.set(vec![problem]),
            }
            busy.set(false);
        });
    };
    view! {
        <p class="lead">{say("words-confirm-lead")}</p>
        <ErrorSummary problems=problems />
        <form on:submit=confirm novalidate=true>
            <WordsInput value=typed wrong=wrong_places announced=true />
            <p class="actions">
                <button class="button" type="submit" data-test="confirm-recovery" disabled=busy>
                    <Icon name="done" />
                    {say("words-check")}
                </button>
            </p>
        </form>
    }
}

/// The words in a text, whatever stands between them: numbers, commas, line ends.
pub(crate) fn words_in(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_and_commas_between_words_are_no_words() {
        assert_eq!(
            super::words_in(" 1. Apple, 2) bear\n3 cat "),
            ["apple", "bear", "cat"]
        );
    }
}
