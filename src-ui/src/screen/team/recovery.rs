//! The team's recovery words: when an admin last looked at the paper, and doing so.

use leptos::prelude::*;

use crate::app::App;
use crate::clock;
use crate::place::Place;
use crate::say::{self, say};
use doorstep_model::call::NewWordsStand;
use doorstep_model::team::Role;

/// The sentence that tells which paper counts where new words were made on this device.
pub(crate) fn which_counts(stand: NewWordsStand) -> &'static str {
    match stand {
        NewWordsStand::NotInForce => "new-words-not-yet",
        NewWordsStand::Unclear => "new-words-unclear",
        NewWordsStand::InForce => "new-words-in-force",
        NewWordsStand::Overtaken => "new-words-overtaken",
    }
}

/// For admins of a team that is not for practice.
#[component]
pub(super) fn RecoveryWords() -> impl IntoView {
    let app = App::here();
    let shown = Memo::new(move |_| {
        app.open()
            .is_some_and(|open| open.role == Role::Admin && !open.practice)
    });
    let due = Memo::new(move |_| {
        app.team
            .with(|page| page.as_ref().is_some_and(|page| page.recovery_due))
    });
    let waiting = Memo::new(move |_| {
        let stand = app
            .team
            .with(|page| page.as_ref().and_then(|page| page.new_words));
        stand.map(which_counts)
    });
    let checked = move || {
        let checked = app
            .team
            .with(|page| page.as_ref().and_then(|page| page.recovery_checked));
        match checked {
            Some(at) => {
                let day = clock::show(clock::day_of(at));
                say::with("team-recovery-checked", [("day", day.into())])
            }
            None => say("team-recovery-never"),
        }
    };
    view! {
        <Show when=move || shown.get()>
            <section class="part" data-test="team-recovery">
                <h2>{say("team-recovery")}</h2>
                <p>{say("team-recovery-says")}</p>
                <p class="hint" data-test="recovery-checked">{checked}</p>
                <Show when=move || due.get()>
                    <p class="notice" data-test="recovery-due">{say("team-recovery-due")}</p>
                </Show>
                {move || {
                    let says = waiting.get()?;
                    Some(
                        view! {
                            <p class="notice" data-test="new-words-stand">
                                {say(says)}
                            </p>
                        },
                    )
                }}
                <p class="actions">
                    <button
                        class="button quiet"
                        data-test="recovery-check"
                        on:click=move |_| app.go(Place::Recovery)
                    >
                        {say("team-recovery-do")}
                    </button>
                    <button
                        class="button quiet"
                        data-test="new-words"
                        on:click=move |_| app.go(Place::NewWords)
                    >
                        {say("team-new-words-do")}
                    </button>
                </p>
                <p class="hint">{say("team-new-words-says")}</p>
            </section>
        </Show>
    }
}
