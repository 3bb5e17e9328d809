//! Sending edits to the device, keeping those that fail, and how everything stands.

use std::time::Duration;

use doorstep_model::call::{EditHousehold, EditSafetyNote, EditTeam, Saved};
use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::{Problem, UnixMillis};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::begun::parts_of;
use super::{Doc, Entry, Record};
use crate::bridge::ask;
use crate::undo::Undo;

/// Edits that are not on the disk, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FailedSave {
    /// What was to be saved.
    pub(crate) edits: Vec<Edit>,
    /// Why it was not.
    pub(crate) problem: Problem,
}

/// How everything typed into this document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SaveState {
    /// Nothing was changed here.
    Untouched,
    /// Something is on its way.
    Saving,
    /// All is on the disk.
    Saved(UnixMillis),
    /// All is on the disk but what can't be read as a day or a number; that is on the screen.
    NotRead,
    /// Something is not, and why.
    Failed(Vec<Problem>),
}

impl Record {
    /// Sends edits, with the lines that they need first.
    pub(super) async fn send(self, edits: Vec<Edit>, undo: Undo) -> Result<Saved, Problem> {
        let (edits, begun) = self.with_begun(self.with_restored(edits));
        let undo = match begun.is_empty() {
            true => undo,
            false => undo.that_adds(&parts_of(&edits)),
        };
        self.in_flight.update(|count| *count += 1);
        let saved = match self.doc() {
            Doc::Household(id) => ask(EditHousehold { id, edits }).await,
            Doc::SafetyNote { id, .. } => ask(EditSafetyNote { id, edits }).await,
            Doc::Team => ask(EditTeam { edits }).await,
        };
        self.in_flight
            .update(|count| *count = count.saturating_sub(1));
        let saved = saved?;
        self.saved_at.set(Some(saved.at));
        self.app.did(undo, saved.steps.clone());
        if !begun.is_empty() {
            // The view takes over; until it has been read the line stays among those begun.
            spawn_local(async move { self.refresh(false).await });
        }
        Ok(saved)
    }

    /// Saves edits that are made at once: a choice, a removal. What can't be saved is kept.
    pub(crate) fn save(self, edits: Vec<Edit>, undo: Option<Undo>) {
        let undo = undo.unwrap_or_else(|| Undo::of(self.doc(), &edits));
        spawn_local(async move {
            match self.send(edits.clone(), undo).await {
                Ok(_) => self.refresh(false).await,
                Err(problem) => {
                    self.app.heed(&problem);
                    self.failed
                        .update(|failed| failed.push(FailedSave { edits, problem }));
                    set_timeout(move || self.try_again(), Duration::from_secs(10));
                }
            }
        });
    }

    /// Sends everything that is not on the disk, now.
    pub(crate) fn flush(self) {
        self.pump_all();
        let entries: Vec<FieldRef> = self
            .entries
            .with_value(|entries| entries.keys().cloned().collect());
        for at in entries {
            self.settle_entry(&at);
        }
        self.retry_failed();
    }

    /// As [`Record::flush`], unless the device is locked; then there is nobody to send to.
    pub(crate) fn try_again(self) {
        if self.app.is_open() {
            self.flush();
        }
    }

    fn retry_failed(self) {
        let failed = self.failed.get_untracked();
        if failed.is_empty() {
            return;
        }
        self.failed.set(Vec::new());
        for save in failed {
            self.save(save.edits, None);
        }
    }

    /// How everything stands, followed as it changes.
    pub(crate) fn state(self) -> SaveState {
        let mut problems: Vec<Problem> = self
            .failed
            .with(|failed| failed.iter().map(|save| save.problem.clone()).collect());
        problems.extend(self.text_problems());
        problems.extend(self.entries.with_value(|entries| {
            let entries = entries.values();
            let problems = entries.filter_map(|entry| entry.with(|entry| entry.problem().cloned()));
            problems.collect::<Vec<_>>()
        }));
        problems.dedup();
        self.watched.track();
        let saved_at = self.saved_at.get();
        let unsaved = self.in_flight.get() > 0 || self.texts_unsaved() || self.entries_unsaved();
        match saved_at {
            _ if !problems.is_empty() => SaveState::Failed(problems),
            _ if unsaved => SaveState::Saving,
            _ if self.entries_not_read() => SaveState::NotRead,
            Some(at) => SaveState::Saved(at),
            None => SaveState::Untouched,
        }
    }

    fn entries_unsaved(self) -> bool {
        self.entries
            .with_value(|entries| entries.values().any(|entry| entry.with(Entry::is_unsaved)))
    }

    fn entries_not_read(self) -> bool {
        self.entries
            .with_value(|entries| entries.values().any(|entry| entry.with(Entry::is_not_read)))
    }
}
