//! "Before you knock": safety notes, calm and not to be overlooked.

mod note;
mod section;

pub(crate) use note::SafetyBanner;
pub(crate) use section::SafetySection;

use std::sync::Arc;

use doorstep_model::call::GetSafetyNotes;
use doorstep_model::edit::FieldRef;
use doorstep_model::field::Value;
use doorstep_model::id::DocKey;
use doorstep_model::safety_note::SafetyNoteDocument;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::record::Record;

/// Until a note is looked at again, if nobody says otherwise: three months.
const REVIEW_AFTER_DAYS: i32 = 91;

/// What is known of a household's notes.
#[derive(Clone, Copy)]
struct Notes {
    read: RwSignal<Vec<Arc<SafetyNoteDocument>>>,
    /// There may be a note that is not among these, since it can't be read.
    unreadable: RwSignal<bool>,
    /// There may be one that is still on its way to this device.
    on_the_way: RwSignal<bool>,
}

/// The household's notes, asked for again when they are stale.
fn notes_of(household: DocKey) -> Notes {
    let app = App::here();
    let notes = Notes {
        read: RwSignal::new(Vec::new()),
        unreadable: RwSignal::new(false),
        on_the_way: RwSignal::new(false),
    };
    Effect::new(move |_| {
        app.safety.track();
        let household = household.clone();
        spawn_local(async move {
            match ask(GetSafetyNotes { household }).await {
                Ok(reply) => {
                    let read = reply.notes.into_iter().map(Arc::new).collect();
                    let _ = notes.read.try_set(read);
                    let _ = notes.unreadable.try_set(reply.unreadable > 0);
                    let _ = notes.on_the_way.try_set(reply.on_the_way);
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = notes.unreadable.try_set(true);
                }
            }
        });
    });
    notes
}

fn stands(document: &SafetyNoteDocument) -> bool {
    document.note.stands()
}

/// Sets a field of a note that may not have been opened yet, with a line that sets it back.
fn later(record: Record, said: String, at: FieldRef, value: Option<Value>) {
    spawn_local(async move {
        if record.view.with_untracked(Option::is_none) {
            record.refresh(false).await;
        }
        record.mark_all(said, vec![(at, value)]);
    });
}
