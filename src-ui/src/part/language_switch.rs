//! The other languages, each in its own, for whoever does not read the one that is shown.

use doorstep_model::call::ChangeSettings;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::say::{self, Language};

/// One button for each.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let app = App::here();
    let switch = move |language: Language| {
        let mut settings = app.settings.get_untracked();
        language.tag().clone_into(&mut settings.language);
        app.settings.set(settings.clone());
        spawn_local(async move {
            // It is shown all the same; what can't be kept is asked again next time.
            let _ = ask(ChangeSettings { settings }).await;
        });
    };
    let others = Language::ALL.iter().copied();
    others
        .filter(|language| *language != say::spoken())
        .map(|language| {
            view! {
                <button
                    class="plain"
                    type="button"
                    lang=language.tag()
                    data-test="switch-language"
                    on:click=move |_| switch(language)
                >
                    {language.own_name()}
                </button>
            }
        })
        .collect_view()
}
