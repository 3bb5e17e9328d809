//! Which team it goes to, and saving the file for it.

use doorstep_model::ProblemCode;
use leptos::prelude::*;

use super::Moving;
use crate::part::{TextInput, beside};
use crate::say::say;

/// What can be wrong with the team's name.
const WRONG: &[ProblemCode] = &[ProblemCode::NameNeeded, ProblemCode::TextTooLong];

/// The field and the button.
#[component]
pub(super) fn Save(moving: Moving) -> impl IntoView {
    let again = Memo::new(move |_| moving.written().is_some());
    view! {
        <section class="part">
            <h2>
                {move || match again.get() {
                    true => say("move-anew-heading"),
                    false => say("move-save-heading"),
                }}
            </h2>
            <p class="note">
                {move || match again.get() {
                    true => say("move-anew-says"),
                    false => say("move-save-says"),
                }}
            </p>
            <form
                novalidate=true
                on:submit=move |event| {
                    event.prevent_default();
                    moving.save(false);
                }
            >
                <TextInput
                    test="move-to"
                    label=say("move-to")
                    hint=say("move-to-hint")
                    value=moving.to
                    wrong=beside(moving.problems, WRONG)
                />
                <p class="actions">
                    <button class="button" type="submit" data-test="move-save" disabled=moving.busy>
                        {move || match (moving.busy.get(), again.get()) {
                            (true, _) => say("move-saving"),
                            (false, true) => say("move-save-anew"),
                            (false, false) => say("move-save"),
                        }}
                    </button>
                    <Show when=move || moving.offers_without.get()>
                        <button
                            class="button quiet"
                            type="button"
                            data-test="move-save-without"
                            disabled=moving.busy
                            on:click=move |_| moving.save(true)
                        >
                            {say("move-save-without")}
                        </button>
                    </Show>
                </p>
            </form>
        </section>
    }
}
