//! The other team has it.

use doorstep_model::team::Role;
use leptos::prelude::*;

use super::{Moving, told};
use crate::clock;
use crate::part::Landing;
use crate::place::Place;
use crate::say::{self, say};

/// Since when, and what is left to do here.
#[component]
pub(super) fn There(moving: Moving) -> impl IntoView {
    let app = moving.app;
    let said = move || {
        let day = moving.page.with(|page| page.as_ref()?.moved_on);
        let day = day.map(clock::show).unwrap_or_default();
        let team = moving.team().unwrap_or_default();
        say::with("move-there", [("team", team.into()), ("day", day.into())])
    };
    let may_erase = Memo::new(move |_| {
        app.open()
            .is_some_and(|open| open.role == Role::Admin && !open.practice)
    });
    view! {
        <section class="part" data-test="move-there">
            <Landing text=say("move-there-heading") acted=moving.acted />
            <p class="notice" dir="auto">
                {said}
            </p>
            <p>{say("move-stays")}</p>
            <Show when=move || may_erase.get()>
                <p class="actions">
                    <button
                        class="plain"
                        data-test="open-erase"
                        on:click=move |_| app.go(Place::Erase(moving.id.get_value()))
                    >
                        {say("open-erase")}
                    </button>
                </p>
            </Show>
        </section>
        <told::Stop moving=moving />
    }
}
