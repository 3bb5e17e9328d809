//! "Saved on this device 14:02", and what is not.

use leptos::prelude::*;

use super::problem::ErrorSummary;
use super::undo_line::UndoLast;
use crate::clock;
use crate::record::{Record, SaveState};
use crate::say::{self, say};

/// How everything typed into a document stands, with the problems where there are any.
#[component]
pub(crate) fn SavedLine(
    record: Record,
    /// Where there is little room.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let state = Memo::new(move |_| record.state());
    let problems = Signal::derive(move || match state.get() {
        SaveState::Failed(problems) => problems,
        _ => Vec::new(),
    });
    let word = move || match state.get() {
        SaveState::Untouched => "untouched",
        SaveState::Saving => "saving",
        SaveState::Saved(_) => "saved",
        SaveState::NotRead => "not-read",
        SaveState::Failed(_) => "failed",
    };
    let sentence = move || match state.get() {
        SaveState::Untouched => say("saved-as-you-type"),
        SaveState::Saving => say("saving"),
        SaveState::Saved(at) => {
            let name = if short { "saved-at-short" } else { "saved-at" };
            say::with(name, [("time", clock::time_of(at).into())])
        }
        SaveState::NotRead => say("save-not-read"),
        SaveState::Failed(_) => say("save-failed"),
    };
    let again = Callback::new(move |()| record.try_again());
    view! {
        <ErrorSummary problems=problems retry=again />
        <div class="saved">
            <p class="saved-line" data-test="saved-line" data-state=word role="status">
                {sentence}
            </p>
            <UndoLast record=record />
        </div>
    }
}
