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
    let wrong_id = format!("{id}-wrong");
    let has_hint = hint.is_some();
    let described = {
        let (hint_id, wrong_id) = (hint_id.clone(), wrong_id.clone());
        move || described_by([(wrong.get().is_some(), &wrong_id), (has_hint, &hint_id)])
    };
    view! {
        <div class="field" class:wrong=move || wrong.get().is_some()>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> })}
            <FieldWrong id=wrong_id wrong=wrong />
            <input
                id=id
                type="text"
                dir="auto"
                class:code=code
                autocomplete="off"
                autocapitalize=if code { "off" } else { "sentences" }
                spellcheck="false"
                data-test=test
                aria-describedby=described
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
    let wrong_id = format!("{id}-wrong");
    let has_hint = hint.is_some();
    let described = {
        let (hint_id, wrong_id) = (hint_id.clone(), wrong_id.clone());
        move || described_by([(wrong.get().is_some(), &wrong_id), (has_hint, &hint_id)])
    };
    let shown = RwSignal::new(false);
    view! {
        <div class="field" class:wrong=move || wrong.get().is_some()>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> })}
            <FieldWrong id=wrong_id wrong=wrong />
            <input
                id=id
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=if new { "new-password" } else { "current-password" }
                autocapitalize="off"
                spellcheck="false"
                data-test=test
                aria-describedby=described
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

/// What is wrong with a field, in the words of the summary. The field names `id` among what
/// describes it.
#[component]
pub(crate) fn FieldWrong(
    id: String,
    #[prop(into)] wrong: MaybeProp<String>,
    /// Whether it is announced: where no summary above says the same.
    #[prop(optional)]
    announced: bool,
) -> impl IntoView {
    let role = announced.then_some("alert");
    view! {
        {move || {
            let id = id.clone();
            wrong
                .get()
                .map(|wrong| {
                    view! {
                        <p class="field-error" id=id role=role data-test="field-error">
                            {wrong}
                        </p>
                    }
                })
        }}
    }
}

/// The ids of what describes a field now, for `aria-describedby`: what is wrong first. `None` where
/// nothing does, since an id that is nowhere describes nothing.
pub(crate) fn described_by<const N: usize>(parts: [(bool, &str); N]) -> Option<String> {
    let there = parts.into_iter().filter(|(is_there, _)| *is_there);
    let ids = there.map(|(_, id)| id).collect::<Vec<_>>().join(" ");
    (!ids.is_empty()).then_some(ids)
}

#[cfg(test)]
mod tests {
    use super::described_by;

    #[test]
    fn only_what_is_there_describes_a_field() {
        let all = [(true, "wrong"), (false, "hint"), (true, "means")];
        assert_eq!(described_by(all).as_deref(), Some("wrong means"));
        assert_eq!(described_by([(false, "hint")]), None);
    }
}
