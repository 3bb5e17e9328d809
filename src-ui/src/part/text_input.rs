//! Fields of forms that are sent as a whole: first run, unlocking, connecting a server.

use leptos::prelude::*;

use crate::say::say;

/// A line of text with its label and what is wrong with it.
#[component]
pub(crate) fn TextInput(
    test: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    value: RwSignal<String>,
    #[prop(optional, into)] wrong: MaybeProp<String>,
    #[prop(optional)] code: bool,
) -> impl IntoView {
    let id = format!("input-{test}");
    let hint_id = format!("{id}-hint");
    let has_hint = hint.is_some();
    view! {
        <div class="field" class:wrong=move || wrong.get().is_some()>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> })}
            <FieldWrong wrong=wrong />
            <input
                id=id
                type="text"
                dir="auto"
                class:code=code
                autocomplete="off"
                autocapitalize=if code { "off" } else { "sentences" }
                spellcheck="false"
                data-test=test
                aria-describedby=has_hint.then_some(hint_id)
                aria-invalid=move || wrong.get().is_some().to_string()
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

/// A passphrase, which can be shown and pasted.
#[component]
pub(crate) fn PassphraseInput(
    test: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    value: RwSignal<String>,
    #[prop(optional, into)] wrong: MaybeProp<String>,
    #[prop(optional)] new: bool,
) -> impl IntoView {
    let id = format!("input-{test}");
    let hint_id = format!("{id}-hint");
    let has_hint = hint.is_some();
    let shown = RwSignal::new(false);
    view! {
        <div class="field" class:wrong=move || wrong.get().is_some()>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> })}
            <FieldWrong wrong=wrong />
            <input
                id=id
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=if new { "new-password" } else { "current-password" }
                autocapitalize="off"
                spellcheck="false"
                data-test=test
                aria-describedby=has_hint.then_some(hint_id)
                aria-invalid=move || wrong.get().is_some().to_string()
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <label class="check">
                <input
                    type="checkbox"
                    data-test="show-passphrase"
                    prop:checked=shown
                    on:change=move |event| shown.set(event_target_checked(&event))
                />
                <span>{say("show-passphrase")}</span>
            </label>
        </div>
    }
}

/// What is wrong with a field, in the words of the summary.
#[component]
pub(crate) fn FieldWrong(#[prop(into)] wrong: MaybeProp<String>) -> impl IntoView {
    view! {
        {move || {
            wrong
                .get()
                .map(|wrong| view! { <p class="field-error" data-test="field-error">{wrong}</p> })
        }}
    }
}
