//! The file and its code.

use doorstep_model::ProblemCode;
use leptos::prelude::*;

use super::Taking;
use crate::part::{TextInput, beside};
use crate::say::{self, say};

/// What can be wrong with the code.
const WRONG: &[ProblemCode] = &[ProblemCode::CodeNotValid, ProblemCode::MoveWrongCode];

/// The file first, then the code.
#[component]
pub(super) fn Choose(taking: Taking) -> impl IntoView {
    let has_file = Memo::new(move |_| taking.file.with(Option::is_some));
    let name = move || {
        let name = taking.file.get().unwrap_or_default();
        say::with("take-over-file", [("name", name.into())])
    };
    view! {
        <p class="lead">{say("take-over-lead")}</p>
        <section class="part">
            <h2>{say("take-over-file-heading")}</h2>
            <Show when=move || has_file.get()>
                <p dir="auto" data-test="take-over-file" role="status">
                    {name}
                </p>
            </Show>
            <p class="actions">
                <button
                    class="button"
                    class:quiet=has_file
                    data-test="take-over-choose"
                    disabled=taking.busy
                    on:click=move |_| taking.choose()
                >
                    {move || match has_file.get() {
                        true => say("take-over-choose-other"),
                        false => say("take-over-choose"),
                    }}
                </button>
            </p>
        </section>
        <Show when=move || has_file.get()>
            <section class="part">
                <h2>{say("take-over-code-heading")}</h2>
                <form
                    novalidate=true
                    on:submit=move |event| {
                        event.prevent_default();
                        taking.look();
                    }
                >
                    <TextInput
                        test="take-over-code"
                        label=say("take-over-code")
                        hint=say("join-code-hint")
                        value=taking.code
                        wrong=beside(taking.problems, WRONG)
                        code=true
                    />
                    <p class="actions">
                        <button
                            class="button"
                            type="submit"
                            data-test="take-over-look"
                            disabled=taking.busy
                        >
                            {move || match taking.busy.get() {
                                true => say("take-over-looking"),
                                false => say("take-over-look"),
                            }}
                        </button>
                    </p>
                </form>
            </section>
        </Show>
    }
}
