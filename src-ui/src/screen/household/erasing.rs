//! At the very end of a household's page, for admins alone: the way to where it is erased.

use doorstep_model::id::DocKey;
use doorstep_model::team::Role;
use leptos::prelude::*;

use crate::app::App;
use crate::place::Place;
use crate::say::say;

/// The way there.
#[component]
pub(super) fn Erasing(id: DocKey) -> impl IntoView {
    let app = App::here();
    let may = Memo::new(move |_| {
        app.open()
            .is_some_and(|open| open.role == Role::Admin && !open.practice)
    });
    view! {
        <Show when=move || may.get()>
            <p class="actions">
                <button
                    class="plain"
                    data-test="open-erase"
                    on:click={
                        let id = id.clone();
                        move |_| app.go(Place::Erase(id.clone()))
                    }
                >
                    {say("open-erase")}
                </button>
            </p>
        </Show>
    }
}
