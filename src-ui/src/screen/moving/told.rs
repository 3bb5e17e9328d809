//! The words that the other team tells once it is there; or it stays here after all.

use doorstep_model::ProblemCode;
use leptos::prelude::*;

use super::Moving;
use crate::part::{TextInput, Touches, TwoTouches, beside};
use crate::say::say;

/// What can be wrong with the words.
const WRONG: &[ProblemCode] = &[ProblemCode::MoveWrongWords, ProblemCode::MoveNotBegun];

/// The field for the words.
#[component]
pub(super) fn Told(moving: Moving) -> impl IntoView {
    view! {
        <section class="part">
            <h2>{say("move-told-heading")}</h2>
            <form
                novalidate=true
                on:submit=move |event| {
                    event.prevent_default();
                    moving.confirm();
                }
            >
                <TextInput
                    test="move-words"
                    label=say("move-words")
                    hint=say("move-words-hint")
                    value=moving.words
                    wrong=beside(moving.problems, WRONG)
                    code=true
                />
                <p class="actions">
                    <button
                        class="button"
                        type="submit"
                        data-test="move-confirm"
                        disabled=moving.busy
                    >
                        {say("move-confirm")}
                    </button>
                </p>
            </form>
        </section>
    }
}

/// It does not move after all.
#[component]
pub(super) fn Stop(moving: Moving) -> impl IntoView {
    let touches = Touches {
        test: "move-stop",
        first: say("move-stop"),
        label: None,
        says: Some(say("move-stop-says")),
        yes: say("move-stop-yes"),
        doing: None,
    };
    let stop = Callback::new(move |()| moving.stop());
    view! {
        <section class="part">
            <h2>{say("move-stop-heading")}</h2>
            <TwoTouches touches=touches busy=moving.busy on_yes=stop />
        </section>
    }
}
