//! A field to search with.

use leptos::prelude::*;

/// One line; what is typed goes to `changed` with each key.
#[component]
pub(crate) fn SearchField(
    /// Its name on the page and for tests.
    name: &'static str,
    label: String,
    #[prop(into)] value: Signal<String>,
    changed: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field search">
            <label for=name>{label}</label>
            <input
                id=name
                type="search"
                dir="auto"
                autocomplete="off"
                data-test=name
                prop:value=value
                on:input=move |event| changed.run(event_target_value(&event))
            />
        </div>
    }
}
