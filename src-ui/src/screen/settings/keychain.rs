//! Opening without the passphrase at the next start, where the computer has a keychain.

use doorstep_model::call::{GetKeychain, KeychainUse, UseKeychain};
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::ErrorSummary;
use crate::say::say;

/// The section.
#[component]
pub(super) fn Keychain() -> impl IntoView {
    let app = App::here();
    let kept = RwSignal::new(KeychainUse::default());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    // The box shows what counts, also where turning it on was refused.
    let shown = RwSignal::new(false);
    spawn_local(async move {
        match ask(GetKeychain {}).await {
            Ok(found) => {
                let _ = shown.try_set(found.on);
                let _ = kept.try_set(found);
            }
            Err(problem) => app.heed(&problem),
        }
    });
    let turn = move |on: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        shown.set(on);
        problems.set(Vec::new());
        spawn_local(async move {
            match ask(UseKeychain { on }).await {
                Ok(now) => {
                    app.announced.set(state(now.on));
                    let _ = kept.try_set(now);
                }
                Err(problem) => {
                    app.heed(&problem);
                    let refused = problem.code == ProblemCode::NoKeychain;
                    let _ = kept.try_update(|kept| kept.on = kept.on && !refused);
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = shown.try_set(kept.try_get_untracked().is_some_and(|kept| kept.on));
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Show when=move || kept.with(|kept| kept.possible)>
            <section class="part">
                <h2>{say("keychain-heading")}</h2>
                <ErrorSummary problems=problems />
                <label class="check">
                    <input
                        type="checkbox"
                        data-test="use-keychain"
                        aria-describedby="keychain-says"
                        disabled=busy
                        prop:checked=shown
                        on:change=move |event| turn(event_target_checked(&event))
                    />
                    <span>{say("keychain-use")}</span>
                </label>
                <p id="keychain-says">{say("keychain-says")}</p>
                <p class="note">{say("keychain-when")}</p>
                <p
                    class="note"
                    data-test="keychain-state"
                    data-on=move || kept.with(|kept| kept.on.to_string())
                >
                    {move || state(kept.with(|kept| kept.on))}
                </p>
            </section>
        </Show>
    }
}

fn state(on: bool) -> String {
    say(if on {
        "keychain-is-on"
    } else {
        "keychain-is-off"
    })
}
