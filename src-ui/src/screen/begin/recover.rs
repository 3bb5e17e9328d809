//! Every device is lost: an address and the words on paper, then new words, then the team is back.

use doorstep_model::call::{
    BeginRecovery, CancelRecovery, FinishRecovery, RecoveryProgress, Standing,
};
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::kit::Kit;
use super::words::{Confirm, WordList, WordsInput};
use super::words_in;
use crate::app::App;
use crate::bridge::ask;
use crate::part::{
    ErrorSummary, Icon, Page, PassphraseInput, TextInput, Touches, TwoTouches, beside,
};
use crate::say::{self, say};
use crate::screen::join::SixWords;

/// The form.
#[component]
pub(super) fn Recover(back: Callback<()>) -> impl IntoView {
    let app = App::here();
    let address = RwSignal::new(app.kept("join-address"));
    let words = RwSignal::new(String::new());
    let team_words = RwSignal::new(String::new());
    // Asked for only where the server has several teams for these words.
    let several = RwSignal::new(false);
    let name = RwSignal::new(app.kept("my-name"));
    let passphrase = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    Effect::new(move |_| app.keep("join-address", address.get()));
    Effect::new(move |_| app.keep("my-name", name.get()));
    let wrong = move |codes| beside(problems, codes);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.set(Vec::new());
        let call = BeginRecovery {
            address: address.get_untracked().trim().into(),
            words: words.with_untracked(|words| words_in(words)),
            team_words: team_words.with_untracked(|words| words_in(words)),
            my_name: name.get_untracked().trim().into(),
            passphrase: passphrase.get_untracked(),
        };
        spawn_local(async move {
            match ask(call).await {
                Ok(progress) => {
                    passphrase.set(String::new());
                    words.set(String::new());
                    app.stands(Standing::Recovering(progress));
                }
                Err(problem) => {
                    if problem.code == ProblemCode::RecoverySeveral {
                        let _ = several.try_set(true);
                    }
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Page name="recover" heading=say("recover-heading")>
            <p class="lead">{say("recover-lead")}</p>
            <ErrorSummary problems=problems />
            <form
                on:submit=submit
                novalidate=true
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        back.run(());
                    }
                }
            >
                <TextInput
                    test="recover-address"
                    label=say("recover-address")
                    hint=say("recover-address-hint")
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
                <WordsInput
                    value=words
                    wrong=wrong(
                        &[
                            ProblemCode::WrongWords,
                            ProblemCode::WordsUsed,
                            ProblemCode::WordsUnknown,
                        ],
                    )
                />
                <Show when=move || several.get()>
                    <TextInput
                        test="recover-team-words"
                        label=say("recover-team-words")
                        hint=say("recover-team-words-hint")
                        value=team_words
                        wrong=wrong(&[ProblemCode::RecoverySeveral])
                    />
                </Show>
                <TextInput
                    test="my-name"
                    label=say("my-name")
                    hint=say("recover-name-hint")
                    value=name
                    wrong=wrong(&[ProblemCode::NameNeeded, ProblemCode::TextTooLong])
                />
                <PassphraseInput
                    test="passphrase"
                    label=say("new-passphrase")
                    hint=say("new-passphrase-hint")
                    value=passphrase
                    wrong=wrong(&[ProblemCode::ShortPassphrase])
                    new=true
                />
                <p class="actions">
                    <button class="button" type="submit" data-test="begin-recovery" disabled=busy>
                        {move || if busy.get() { say("recover-busy") } else { say("recover-do") }}
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

/// What is shown of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The team's six words, and the new words.
    Write,
    /// Typing them back.
    Type,
    /// All that is left is to do it.
    Finish,
}

/// The team was found: new words, typed back, and then it is back.
#[component]
pub(crate) fn Recovering() -> impl IntoView {
    let app = App::here();
    let progress = Memo::new(move |_| {
        app.standing.with(|standing| match standing {
            Some(Standing::Recovering(progress)) => Some(progress.clone()),
            _ => None,
        })
    });
    let typed_back = move || {
        let typed_back = |progress: &RecoveryProgress| progress.typed_back;
        progress.with(|progress| progress.as_ref().is_some_and(typed_back))
    };
    let step = RwSignal::new(match untrack(typed_back) {
        true => Step::Finish,
        false => Step::Write,
    });
    let new_words = Signal::derive(move || {
        progress.with(|progress| {
            let words = |progress: &RecoveryProgress| progress.new_words.clone();
            progress.as_ref().map(words).unwrap_or_default()
        })
    });
    let team_words = move || {
        progress.with(|progress| {
            let words = |progress: &RecoveryProgress| progress.team_words.clone();
            progress.as_ref().map(words).unwrap_or_default()
        })
    };
    let typed = Callback::new(move |()| step.set(Step::Finish));
    view! {
        {move || match step.get() {
            Step::Write => {
                view! {
                    <Page name="recovering" heading=say("recovering-heading")>
                        <p class="lead">{say("recovering-team")}</p>
                        {move || view! { <SixWords words=team_words() /> }}
                        <h2>{say("recovering-words-heading")}</h2>
                        <p>{say("recovering-words")}</p>
                        <WordList words=new_words />
                        <p>{say("words-keep")}</p>
                        <Kit words=new_words />
                        <p class="actions">
                            <button
                                class="button"
                                data-test="recovery-written"
                                on:click=move |_| step.set(Step::Type)
                            >
                                {say("words-written")}
                            </button>
                        </p>
                        <Cancel busy=RwSignal::new(false) />
                    </Page>
                }
                    .into_any()
            }
            Step::Type => {
                view! {
                    <Page name="recovering-confirm" heading=say("words-confirm-heading")>
                        <Confirm done=typed />
                        <p class="actions">
                            <button
                                class="plain"
                                data-test="recovery-see-again"
                                on:click=move |_| step.set(Step::Write)
                            >
                                {say("words-see-again")}
                            </button>
                        </p>
                        <Cancel busy=RwSignal::new(false) />
                    </Page>
                }
                    .into_any()
            }
            Step::Finish => view! { <Finish step=step /> }.into_any(),
        }}
    }
}

#[component]
fn Finish(step: RwSignal<Step>) -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let devices = move || {
        app.standing.with(|standing| match standing {
            Some(Standing::Recovering(progress)) => progress.devices,
            _ => 0,
        })
    };
    let finish = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.set(Vec::new());
        spawn_local(async move {
            match ask(FinishRecovery {}).await {
                Ok(standing) => app.stands(standing),
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Page name="recovering-finish" heading=say("recovering-finish-heading")>
            <p class="lead">{say("recovering-finish-lead")}</p>
            <p>{move || say::with("recovering-devices", [("count", devices().into())])}</p>
            <ErrorSummary problems=problems />
            <p class="actions">
                <button class="button" data-test="finish-recovery" disabled=busy on:click=finish>
                    {move || {
                        if busy.get() {
                            say("recovering-finish-busy")
                        } else {
                            say("recovering-finish-do")
                        }
                    }}
                </button>
                <button
                    class="plain"
                    data-test="recovery-see-again"
                    on:click=move |_| step.set(Step::Write)
                >
                    {say("words-see-again")}
                </button>
            </p>
            <Cancel busy=busy />
        </Page>
    }
}

/// Going back to the doors; not while something else is `busy`.
#[component]
fn Cancel(busy: RwSignal<bool>) -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let cancel = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match ask(CancelRecovery {}).await {
                Ok(standing) => app.stands(standing),
                Err(problem) => {
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    });
    let touches = Touches {
        test: "cancel-recovery",
        first: say("recovering-cancel"),
        label: None,
        says: Some(say("recovering-cancel-says")),
        yes: say("recovering-cancel-yes"),
        doing: None,
    };
    view! {
        <ErrorSummary problems=problems />
        <TwoTouches touches=touches busy=busy on_yes=cancel />
    }
}
