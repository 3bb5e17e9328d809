//! The file is written: its code, and what to do with both.

use doorstep_model::call::MoveWritten;
use leptos::prelude::*;

use super::Moving;
use crate::clock;
use crate::part::{BigCode, Landing};
use crate::say::{self, say};

/// The section about it.
#[component]
pub(super) fn Written(moving: Moving) -> impl IntoView {
    let written = Memo::new(move |_| moving.written());
    let heading = Signal::derive(move || {
        let team = moving.team().unwrap_or_default();
        say::with("move-code-heading", [("team", team.into())])
    });
    view! {
        <section class="part" data-test="move-written">
            <Landing text=heading acted=moving.acted />
            {move || written.get().map(|written| about(moving, written))}
        </section>
    }
}

fn about(moving: Moving, written: MoveWritten) -> impl IntoView {
    let at = clock::moment(written.at);
    let lacks = (written.lacks > 0).then(|| {
        view! {
            <p class="notice" data-test="move-lacks">
                {say::with("move-lacks", [("count", written.lacks.into())])}
            </p>
        }
    });
    let since = written.written_since.then(|| {
        view! {
            <div class="notice" data-test="move-written-since">
                <p>{say("move-written-since")}</p>
                <button
                    class="plain"
                    data-test="move-save-since"
                    disabled=moving.busy
                    on:click=move |_| moving.save(false)
                >
                    {say("move-save-anew")}
                </button>
            </div>
        }
    });
    view! {
        {since}
        <p class="note">{say::with("move-written-at", [("when", at.into())])}</p>
        <BigCode test="move-code" code=written.code />
        {lacks}
        <ol class="lines">
            <li class="line">{say("move-how-file")}</li>
            <li class="line">{say("move-how-code")}</li>
            <li class="line">{say("move-how-apart")}</li>
        </ol>
    }
}
