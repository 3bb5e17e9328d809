//! A field to choose one of a list.

use leptos::prelude::*;

/// One of `choices`, each with its value and what it is called; the value that was chosen goes to
/// `changed`.
#[component]
pub(crate) fn SelectField(
    /// Its name on the page and for tests.
    name: &'static str,
    label: String,
    #[prop(into)] choices: Signal<Vec<(String, String)>>,
    #[prop(into)] value: Signal<String>,
    changed: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select
                id=name
                data-test=name
                on:change=move |event| changed.run(event_target_value(&event))
            >
                <For
                    each=move || choices.get()
                    key=|choice| choice.clone()
                    children=move |(choice, called)| {
                        let this = choice.clone();
                        let selected = move || value.with(|value| *value == this);
                        view! {
                            <option value=choice prop:selected=selected>
                                {called}
                            </option>
                        }
                    }
                />
            </select>
        </div>
    }
}
