//! Texts as they are typed: when they go to the disk, and what happens when they come back.

use std::time::Duration;

use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::{Heads, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Record, View};
use crate::app::tick;
use crate::draft::{Draft, Next, Standing, Tick};
use crate::undo::Undo;

/// After the last key, before the text goes to the disk.
const PAUSE: Duration = Duration::from_millis(300);
/// Before a failed save is tried again by itself.
const RETRY: Duration = Duration::from_secs(10);

impl Record {
    /// The text of a field as it is being typed, made from the view when it is first asked for.
    pub(crate) fn draft(self, at: &FieldRef) -> RwSignal<Draft> {
        if let Some(draft) = self.texts.with_value(|texts| texts.get(at).copied()) {
            return draft;
        }
        let draft = self.view.with_untracked(|view| match view {
            Some(view) => match view.text(at) {
                Some(text) => Draft::new(text, view.heads.clone()),
                None => Draft::new("", Heads::default()),
            },
            None => Draft::new("", Heads::default()),
        });
        let draft = self.app.outlive(|| RwSignal::new(draft));
        self.texts.update_value(|texts| {
            texts.insert(at.clone(), draft);
        });
        self.watched.update(|count| *count += 1);
        draft
    }

    /// The person typed.
    pub(crate) fn typed(self, at: &FieldRef, text: String) {
        let draft = self.draft(at);
        let version = tick();
        draft.update(|draft| {
            draft.typed(text);
            // More typing is a new try.
            draft.retry();
            draft.last_typed = version;
        });
        let at = at.clone();
        set_timeout(
            move || {
                let (last, first) =
                    draft.with_untracked(|draft| (draft.last_typed, draft.unsaved_for()));
                // The newest key's own timer saves; somebody who never pauses is saved all the same.
                if last == version || first > 40 {
                    self.pump(&at);
                }
            },
            PAUSE,
        );
    }

    /// Does what the field's state asks for now.
    pub(crate) fn pump(self, at: &FieldRef) {
        let draft = self.draft(at);
        // No notice to the screen for a look that changes nothing.
        let mut next = Next::Rest;
        if draft.with_untracked(|draft| draft.clone().next() != Next::Rest) {
            draft.update(|draft| next = draft.next());
        }
        match next {
            Next::Rest => {}
            Next::Ask => spawn_local(async move { self.refresh(false).await }),
            Next::Write { base, text } => {
                let at = at.clone();
                spawn_local(async move { self.write(draft, at, base, text).await });
            }
        }
    }

    async fn write(self, draft: RwSignal<Draft>, at: FieldRef, base: Heads, text: String) {
        let edit = Edit::Write {
            at: at.clone(),
            base: base.clone(),
            text,
        };
        let session = draft.with_untracked(|draft| draft.session);
        let undo = Undo::changed(self.doc(), &at).quiet(true).within(session);
        match self.send(vec![edit], undo).await {
            Ok(saved) => {
                draft.update(|draft| draft.saved(&saved, tick()));
                if !saved.more_arrived {
                    self.rebase(&base, &saved.heads);
                }
                self.pump(&at);
                if !is_typing() {
                    self.catch_up();
                }
            }
            Err(problem) => {
                draft.update(|draft| draft.failed(problem.clone(), tick()));
                self.app.heed(&problem);
                set_timeout(move || self.retry_text(&at), RETRY);
            }
        }
    }

    /// Reads the document again if words that were saved since stand in fields only: rows and
    /// other places show what was read. While one is typing in a text this can wait.
    pub(crate) fn catch_up(self) {
        let behind = self.view.with_untracked(|view| {
            let Some(view) = view else {
                return false;
            };
            self.texts.with_value(|texts| {
                texts.iter().any(|(at, draft)| {
                    draft.with_untracked(|draft| {
                        let read = view.text(at);
                        !draft.is_unsaved() && read.is_some_and(|read| read != draft.shown())
                    })
                })
            })
        });
        if behind {
            spawn_local(async move { self.refresh(false).await });
        }
    }

    /// Nothing but our own words came in between: texts known at `from` are the same at `to`.
    fn rebase(self, from: &Heads, to: &Heads) {
        self.texts.with_value(|texts| {
            for draft in texts.values() {
                if draft.with_untracked(|draft| draft.is_based_on(from)) {
                    draft.update_untracked(|draft| draft.rebase(from, to));
                }
            }
        });
    }

    fn retry_text(self, at: &FieldRef) {
        let draft = self.draft(at);
        let failed = |draft: &Draft| matches!(draft.standing(), Standing::Failed(_));
        if draft.with_untracked(failed) && self.app.is_open() {
            draft.update(Draft::retry);
            self.pump(at);
        }
    }

    /// Sends every text now, and tries again what failed.
    pub(super) fn pump_all(self) {
        let all: Vec<FieldRef> = self
            .texts
            .with_value(|texts| texts.keys().cloned().collect());
        for at in all {
            let draft = self.draft(&at);
            if draft.with_untracked(|draft| matches!(draft.standing(), Standing::Failed(_))) {
                draft.update(Draft::retry);
            }
            self.pump(&at);
        }
    }

    /// The problems of texts that could not be saved.
    pub(crate) fn text_problems(self) -> Vec<Problem> {
        self.texts.with_value(|texts| {
            let standings = texts.values().map(|draft| draft.with(Draft::standing));
            standings
                .filter_map(|standing| match standing {
                    Standing::Failed(problem) => Some(problem),
                    _ => None,
                })
                .collect()
        })
    }

    /// Whether some text is on its way, followed as it changes.
    pub(super) fn texts_unsaved(self) -> bool {
        self.texts
            .with_value(|texts| texts.values().any(|draft| draft.with(Draft::is_unsaved)))
    }

    pub(super) fn merge_texts(self, view: &View, asked: Tick) {
        let all: Vec<(FieldRef, RwSignal<Draft>)> = self.texts.with_value(|texts| {
            texts
                .iter()
                .map(|(at, draft)| (at.clone(), *draft))
                .collect()
        });
        for (at, draft) in all {
            let Some(text) = view.text(&at) else {
                continue;
            };
            let mut now = draft.get_untracked();
            let differs = now.arrived(&text, &view.heads, asked);
            if differs {
                draft.set(now);
            } else {
                draft.update_untracked(|draft| *draft = now);
            }
            self.pump(&at);
        }
    }
}

/// Whether the focus is in a text.
fn is_typing() -> bool {
    let active = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element());
    active.is_some_and(|active| active.tag_name() == "TEXTAREA")
}
