//! Another passphrase for this device.

use doorstep_model::call::ChangePassphrase;
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, PassphraseInput, beside};
use crate::say::say;

/// The section.
#[component]
pub(super) fn Passphrase() -> impl IntoView {
    let app = App::here();
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let again = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let differs = RwSignal::new(false);
    let changed = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let not_the_same = MaybeProp::derive(move || differs.get().then(|| say("passphrase-differs")));
    let change = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        problems.set(Vec::new());
        changed.set(false);
        differs.set(new.get_untracked() != again.get_untracked());
        if differs.get_untracked() {
            app.announced.set(say("passphrase-differs"));
            return;
        }
        busy.set(true);
        let call = ChangePassphrase {
            passphrase: current.get_untracked(),
            new_passphrase: new.get_untracked(),
        };
        spawn_local(async move {
            match ask(call).await {
                Ok(()) => {
                    for typed in [current, new, again] {
                        let _ = typed.try_set(String::new());
                    }
                    app.announced.set(say("passphrase-changed"));
                    let _ = changed.try_set(true);
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
        <section class="part">
            <h2>{say("passphrase-heading")}</h2>
            <p>{say("passphrase-says")}</p>
            <ErrorSummary problems=problems />
            <Show when=move || changed.get()>
                <p class="notice" data-test="passphrase-changed">{say("passphrase-changed")}</p>
            </Show>
            <form on:submit=change novalidate=true>
                <PassphraseInput
                    test="current-passphrase"
                    label=say("passphrase-now")
                    value=current
                    wrong=beside(
                        problems,
                        &[ProblemCode::WrongPassphrase, ProblemCode::WaitBeforeRetry],
                    )
                />
                <PassphraseInput
                    test="new-passphrase"
                    label=say("passphrase-new")
                    hint=say("new-passphrase-hint")
                    value=new
                    wrong=beside(problems, &[ProblemCode::ShortPassphrase])
                    new=true
                />
                <PassphraseInput
                    test="new-passphrase-again"
                    label=say("passphrase-again")
                    value=again
                    wrong=not_the_same
                    new=true
                />
                <p class="actions">
                    <button
                        class="button quiet"
                        type="submit"
                        data-test="change-passphrase"
                        disabled=busy
                    >
                        {move || {
                            if busy.get() { say("passphrase-busy") } else { say("passphrase-do") }
                        }}
                    </button>
                </p>
            </form>
        </section>
    }
}
