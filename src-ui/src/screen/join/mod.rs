//! Joining a team: an address and a code, then six words to compare until somebody says yes.

use doorstep_model::call::{AskToJoin, CancelJoin, CheckJoin, Standing};
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Icon, Page, PassphraseInput, TextInput, beside};
use crate::say::say;
use crate::timer::sleep;

/// Between two questions whether an admin has said yes.
const PAUSE_MILLIS: i32 = 3_000;

/// The form.
#[component]
pub(super) fn Join(back: Callback<()>) -> impl IntoView {
    let app = App::here();
    let address = RwSignal::new(app.kept("join-address"));
    let code = RwSignal::new(app.kept("join-code"));
    let name = RwSignal::new(app.kept("my-name"));
    let passphrase = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    Effect::new(move |_| app.keep("join-address", address.get()));
    Effect::new(move |_| app.keep("join-code", code.get()));
    Effect::new(move |_| app.keep("my-name", name.get()));
    let wrong = move |codes| beside(problems, codes);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let seen = seen_wrong(
            &address.read_untracked(),
            &code.read_untracked(),
            &name.read_untracked(),
            &passphrase.read_untracked(),
        );
        if !seen.is_empty() {
            problems.set(seen);
            return;
        }
        busy.set(true);
        problems.set(Vec::new());
        let call = AskToJoin {
            address: address.get_untracked().trim().into(),
            code: code.get_untracked().trim().into(),
            my_name: name.get_untracked().trim().into(),
            passphrase: passphrase.get_untracked(),
        };
        spawn_local(async move {
            match ask(call).await {
                Ok(progress) => {
                    passphrase.set(String::new());
                    app.stands(Standing::Joining(progress));
                }
                Err(problem) => problems.set(vec![problem]),
            }
            busy.set(false);
        });
    };
    view! {
        <Page name="join" heading=say("join-heading")>
            <p class="lead">{say("join-lead")}</p>
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
                    test="join-address"
                    label=say("join-address")
                    hint=say("join-address-hint")
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
                    test="join-code"
                    label=say("join-code")
                    hint=say("join-code-hint")
                    value=code
                    code=true
                    wrong=wrong(
                        &[
                            ProblemCode::CodeNotValid,
                            ProblemCode::CodeUnknown,
                            ProblemCode::CodeUsed,
                            ProblemCode::CodeExpired,
                        ],
                    )
                />
                <TextInput
                    test="my-name"
                    label=say("my-name")
                    hint=say("my-name-hint")
                    value=name
                    wrong=wrong(&[ProblemCode::NameNeeded])
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
                    <button class="button" type="submit" data-test="ask-to-join" disabled=busy>
                        {move || if busy.get() { say("join-busy") } else { say("join-do") }}
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

/// Characters of a passphrase, at least.
const PASSPHRASE: usize = 12;
/// Letters and digits of a code.
const CODE: usize = 26;

/// Everything that can be seen to be wrong before anybody is asked: all of it at once, so that
/// nobody mends one field only to be told of the next.
fn seen_wrong(address: &str, code: &str, name: &str, passphrase: &str) -> Vec<Problem> {
    let signs = code.chars().filter(|sign| sign.is_alphanumeric()).count();
    let wrong = [
        (address.trim().is_empty(), ProblemCode::AddressNotValid),
        (signs != CODE, ProblemCode::CodeNotValid),
        (name.trim().is_empty(), ProblemCode::NameNeeded),
        (
            passphrase.chars().count() < PASSPHRASE,
            ProblemCode::ShortPassphrase,
        ),
    ];
    let wrong = wrong.into_iter().filter(|(is_wrong, _)| *is_wrong);
    let problem = |code| match code {
        ProblemCode::ShortPassphrase => Problem::with(code, PASSPHRASE),
        code => Problem::new(code),
    };
    wrong.map(|(_, code)| problem(code)).collect()
}

/// Six words, until an admin has compared them and let this device in.
#[component]
pub(super) fn Waiting() -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let here = RwSignal::new(true);
    on_cleanup(move || here.set(false));
    let words = Memo::new(move |_| {
        app.standing.with(|standing| match standing {
            Some(Standing::Joining(progress)) => progress.words.clone(),
            _ => Vec::new(),
        })
    });
    let check = move || async move {
        match ask(CheckJoin {}).await {
            Ok(progress) if progress.joined => app.look().await,
            Ok(progress) => {
                let _ = problems.try_set(Vec::new());
                app.stands(Standing::Joining(progress));
            }
            Err(problem) => {
                app.heed(&problem);
                let _ = problems.try_set(vec![problem]);
            }
        }
    };
    spawn_local(async move {
        loop {
            sleep(PAUSE_MILLIS).await;
            if here.try_get_untracked() != Some(true) {
                break;
            }
            check().await;
        }
    });
    let cancel = move |_| {
        spawn_local(async move {
            match ask(CancelJoin {}).await {
                Ok(standing) => app.stands(standing),
                Err(problem) => problems.set(vec![problem]),
            }
        });
    };
    view! {
        <Page name="join-wait" heading=say("join-wait-heading")>
            <p class="lead">{say("join-wait-lead")}</p>
            <ErrorSummary problems=problems />
            {move || view! { <SixWords words=words.get() /> }}
            <p class="waiting">{say("join-wait-now")}</p>
            <p class="actions">
                <button
                    class="button quiet"
                    data-test="check-join"
                    on:click=move |_| spawn_local(check())
                >
                    {say("join-check")}
                </button>
                <button class="plain" data-test="cancel-join" on:click=cancel>
                    {say("join-cancel")}
                </button>
            </p>
        </Page>
    }
}

/// Words to be compared with those on another screen.
#[component]
pub(crate) fn SixWords(words: Vec<String>) -> impl IntoView {
    let all = words.join(" ");
    view! {
        <ol class="six-words" translate="no" data-test="six-words" data-words=all>
            {words
                .into_iter()
                .map(|word| view! { <li data-test="six-word">{word}</li> })
                .collect_view()}
        </ol>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let codes = |problems: Vec<Problem>| {
            let codes = problems.into_iter().map(|problem| problem.code);
            codes.collect::<Vec<_>>()
        };
        assert_eq!(
            codes(seen_wrong(" ", "abc", "", "short")),
            [
                ProblemCode::AddressNotValid,
                ProblemCode::CodeNotValid,
                ProblemCode::NameNeeded,
                ProblemCode::ShortPassphrase
            ]
        );
        let code = "ABCDE-FGHIJ KLMNO PQRST UVWXY Z";
        let right = seen_wrong("192.168.1.20:8443", code, "Sam", "three long words");
        assert_eq!(codes(right), []);
    }
}
