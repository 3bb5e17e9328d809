//! Fields of one value: as they are typed, and what is chosen.

use std::time::Duration;

use doorstep_model::Heads;
use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::id::ItemId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Entry, Record};
use crate::draft::Tick;
use crate::undo::Undo;

/// After the last key, before a single value goes to the disk by itself.
const PAUSE: Duration = Duration::from_millis(1_200);

impl Record {
    /// A single value as it is being typed.
    pub(crate) fn entry(self, at: &FieldRef) -> RwSignal<Entry> {
        if let Some(entry) = self.entries.with_value(|entries| entries.get(at).copied()) {
            return entry;
        }
        let entry = self.app.outlive(|| RwSignal::new(Entry::default()));
        self.entries.update_value(|entries| {
            entries.insert(at.clone(), entry);
        });
        self.watched.update(|count| *count += 1);
        entry
    }

    /// The person typed into a field of one value.
    pub(crate) fn typed_value(self, at: &FieldRef, raw: String, means: Option<Option<Value>>) {
        let entry = self.entry(at);
        let shown = self.heads();
        entry.update(|entry| entry.typed(raw.clone(), means, shown));
        let at = at.clone();
        set_timeout(
            move || {
                if entry.with_untracked(|entry| entry.raw() == Some(raw.as_str())) {
                    self.settle_entry(&at);
                }
            },
            PAUSE,
        );
    }

    /// The person left the field, or pressed Enter: what is typed goes to the disk.
    pub(crate) fn settle_entry(self, at: &FieldRef) {
        let entry = self.entry(at);
        if entry.with_untracked(|entry| entry.raw().is_none()) {
            return;
        }
        let before = self.value(at);
        let mut next = None;
        entry.update(|entry| next = entry.next());
        let Some(value) = next else {
            return;
        };
        if value == before && !self.has_both(at) {
            entry.update(|entry| {
                entry.saved();
            });
            return;
        }
        let at = at.clone();
        spawn_local(async move {
            let edit = Edit::Set {
                at: at.clone(),
                value: value.clone(),
                base: entry.with_untracked(Entry::base),
            };
            // Filling in what was empty needs no line about it.
            let undo = Undo::changed(self.doc(), &at)
                .quiet(before.is_none())
                .within(entry.with_untracked(|entry| entry.session));
            match self.send(vec![edit], undo).await {
                Ok(_) => {
                    self.refresh(false).await;
                    entry.update(Entry::saved);
                    if entry.with_untracked(Entry::is_unsaved) {
                        self.settle_entry(&at);
                    }
                }
                Err(problem) => {
                    self.app.heed(&problem);
                    entry.update(|entry| entry.failed(problem));
                    set_timeout(move || self.try_again(), Duration::from_secs(10));
                }
            }
        });
    }

    /// The state that is on the screen.
    fn heads(self) -> Option<Heads> {
        let view = self.view.read_untracked();
        view.as_ref().map(|view| view.heads.clone())
    }

    /// What the record says in a field of one value.
    pub(crate) fn value(self, at: &FieldRef) -> Option<Value> {
        let line = untrack(|| {
            let there = self
                .view
                .with(|view| view.as_ref()?.line(at.part, at.item.as_ref()).cloned());
            there.or_else(|| self.begun_line(at.part, at.item.as_ref()?))
        });
        line?.value(&at.field)
    }

    /// The person left the field of one value: what is in it goes to the disk.
    pub(crate) fn left_entry(self, at: &FieldRef) {
        self.settle_entry(at);
        self.entry(at).update(Entry::left);
    }

    /// What was saved was taken back or done again: fields say what the record says now.
    pub(crate) fn let_go(self) {
        self.entries.with_value(|entries| {
            for entry in entries.values() {
                entry.update(Entry::let_go);
            }
        });
    }

    fn has_both(self, at: &FieldRef) -> bool {
        self.view.with_untracked(|view| {
            let line = view
                .as_ref()
                .and_then(|view| view.line(at.part, at.item.as_ref()));
            line.is_some_and(|line| !line.both(&at.field).is_empty())
        })
    }

    /// Sets a field of one value at once: a choice out of a list.
    pub(crate) fn choose(self, at: FieldRef, value: Option<Value>) {
        let before = self.value(&at);
        if before == value && !self.has_both(&at) {
            return;
        }
        // Filling in what was empty needs no line about it.
        let undo = Undo::changed(self.doc(), &at).quiet(before.is_none());
        self.entry(&at).update(Entry::dropped);
        let base = self.heads();
        self.save(vec![Edit::Set { at, value, base }], Some(undo));
    }

    /// Sets fields of one value together, with one line that offers to take them all back. Gives
    /// what [`crate::app::App::undo_this`] knows it by.
    pub(crate) fn mark_all(self, said: String, fields: Vec<(FieldRef, Option<Value>)>) -> Tick {
        let base = self.heads();
        let edits = fields.into_iter().map(|(at, value)| Edit::Set {
            at,
            value,
            base: base.clone(),
        });
        let undo = Undo::did(self.doc(), said);
        let id = undo.id();
        self.save(edits.collect(), Some(undo));
        id
    }

    /// Puts a value into a set, or takes it out.
    pub(crate) fn include(self, at: FieldRef, value: Value, included: bool) {
        let edit = if included {
            Edit::Include { at, value }
        } else {
            Edit::Exclude { at, value }
        };
        self.save(vec![edit], None);
    }
}

/// A field's place.
pub(crate) fn place(part: Part, item: Option<&ItemId>, name: &str) -> FieldRef {
    FieldRef {
        part,
        item: item.cloned(),
        field: name.into(),
    }
}
