//! What can be taken back. An entry names the steps that were saved; it holds no word of a record,
//! and so it outlives locking. The device finds out what taking them back means, and leaves what
//! teammates did since. Taking back is a step itself, and can be done again.

use std::collections::BTreeMap;

use doorstep_model::DeviceKey;
use doorstep_model::call::{UndoHousehold, UndoSafetyNote, UndoTeam, Undone};
use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::field::Part;
use doorstep_model::history::Left;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::{App, tick};
use crate::bridge::ask;
use crate::draft::Tick;
use crate::place::{Corner, Place};
use crate::record::Doc;
use crate::{form, say};

/// How many entries are kept.
const MOST: usize = 100;

/// Something that was done and can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Undo {
    id: Tick,
    /// In which document; `None` for what can't be taken back.
    doc: Option<Doc>,
    /// What was done, as a sentence.
    pub(crate) said: String,
    /// What the button says.
    button: String,
    /// Whether a line about it is shown at once.
    is_shown: bool,
    /// One stay in a field: what is saved meanwhile is taken back together.
    session: Tick,
    steps: Vec<String>,
    /// A visit that it began stays when it is taken back: only an explicit "remove" takes a whole
    /// visit away.
    keeps_visit: bool,
}

/// The line at the foot of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UndoNote {
    /// This was done, and the button takes it back.
    Did {
        /// Which.
        id: Tick,
        /// In which document.
        doc: Option<Doc>,
        /// As a sentence.
        said: String,
        /// What the button says.
        button: String,
    },
    /// This was taken back, and the button does it again.
    TookBack(Option<Doc>, String),
    /// Something to know, without a button.
    Plain(String),
}

impl UndoNote {
    /// The sentence.
    pub(crate) fn said(&self) -> &str {
        match self {
            Self::Did { said, .. } | Self::TookBack(_, said) | Self::Plain(said) => said,
        }
    }

    /// The document it is about.
    pub(crate) fn doc(&self) -> Option<&Doc> {
        match self {
            Self::Did { doc, .. } | Self::TookBack(doc, _) => doc.as_ref(),
            Self::Plain(_) => None,
        }
    }
}

impl Undo {
    fn new(doc: Doc, said: String, button: String) -> Self {
        Self {
            id: tick(),
            doc: Some(doc),
            said,
            button,
            is_shown: true,
            session: 0,
            steps: Vec::new(),
            keeps_visit: false,
        }
    }

    /// What [`App::undo_this`] knows it by.
    pub(crate) fn id(&self) -> Tick {
        self.id
    }

    /// Whether it was done in this document, or in a safety note of the household.
    pub(crate) fn is_in(&self, doc: &Doc) -> bool {
        match (&self.doc, doc) {
            (Some(Doc::SafetyNote { household, .. }), Doc::Household(id)) => household == id,
            (own, doc) => own.as_ref() == Some(doc),
        }
    }

    /// A line was removed.
    pub(crate) fn removed(doc: Doc, part: Part) -> Self {
        let said = say::with("undo-removed", [("what", one_of(part).into())]);
        Self::new(doc, said, say::say("undo-restore"))
    }

    /// A line was brought back.
    fn restored(doc: Doc, part: Part) -> Self {
        let said = say::with("undo-restored", [("what", one_of(part).into())]);
        Self::new(doc, said, say::say("undo-set-back"))
    }

    /// A line was added.
    fn added(doc: Doc, part: Part) -> Self {
        let said = say::with("undo-added", [("what", one_of(part).into())]);
        Self::new(doc, said, say::say("undo-set-back")).quiet(true)
    }

    /// A field was changed.
    pub(crate) fn changed(doc: Doc, at: &FieldRef) -> Self {
        let what = field_label(at.part, &at.field);
        let said = say::with("undo-changed", [("what", what.into())]);
        Self::new(doc, said, say::say("undo-set-back"))
    }

    /// Something else was done, said in a sentence of its own.
    pub(crate) fn did(doc: Doc, said: String) -> Self {
        Self::new(doc, said, say::say("undo-set-back"))
    }

    /// Without a line about it, if so; the key and the button beside "saved" reach it all the same.
    pub(crate) fn quiet(mut self, quiet: bool) -> Self {
        self.is_shown = !quiet;
        self
    }

    /// Saved during one stay in a field.
    pub(crate) fn within(mut self, session: Tick) -> Self {
        self.session = session;
        self
    }

    /// What edits do, where nobody says it better.
    pub(crate) fn of(doc: Doc, edits: &[Edit]) -> Self {
        match edits.last() {
            Some(Edit::Remove(line)) => Self::removed(doc, line.part),
            Some(Edit::Restore(line)) => Self::restored(doc, line.part),
            Some(Edit::Add { line, .. }) => Self::added(doc, line.part),
            Some(Edit::Set { at, .. } | Edit::Exclude { at, .. }) => Self::changed(doc, at),
            Some(Edit::Write { at, .. } | Edit::Include { at, .. }) => {
                Self::changed(doc, at).quiet(true)
            }
            None => Self::new(doc, String::new(), String::new()).quiet(true),
        }
    }

    /// As it is, but lines of these parts were begun with it. A visit is not what was done: it is
    /// where it was done, and stays.
    pub(crate) fn that_adds(self, parts: &[Part]) -> Self {
        let keeps_visit = parts.contains(&Part::Visits);
        let begun = parts.iter().rfind(|part| **part != Part::Visits);
        let undo = match (begun, self.doc.clone()) {
            (Some(part), Some(doc)) => Self::added(doc, *part).within(self.session),
            _ => self,
        };
        Self {
            keeps_visit,
            ..undo
        }
    }

    fn note(&self) -> UndoNote {
        UndoNote::Did {
            id: self.id,
            doc: self.doc.clone(),
            said: self.said.clone(),
            button: self.button.clone(),
        }
    }

    fn place(&self) -> Option<Place> {
        match self.doc.as_ref()? {
            Doc::Household(id) => Some(Place::Household(id.clone())),
            Doc::SafetyNote { household, .. } => Some(Place::Household(household.clone())),
            Doc::Team => Some(Place::Team),
        }
    }
}

fn one_of(part: Part) -> String {
    say::say(&format!("part-one-{}", form::of(part).word))
}

/// What a field is called.
pub(crate) fn field_label(part: Part, field: &str) -> String {
    let name = format!("field-{}-{}", form::of(part).word, field.replace('_', "-"));
    say::maybe(&name).unwrap_or_else(|| field.replace('_', " "))
}

impl App {
    /// Something was saved in these steps.
    pub(crate) fn did(self, mut undo: Undo, steps: Vec<String>) {
        if steps.is_empty() {
            return;
        }
        self.redo.set(Vec::new());
        let session = undo.session;
        let is_awaited = session != 0 && self.undo_awaited.get_value() == session;
        let mut note = None;
        self.undo.update(|stack| match stack.last_mut() {
            Some(last) if session != 0 && last.session == session && last.doc == undo.doc => {
                last.steps.extend(steps);
                last.keeps_visit |= undo.keeps_visit;
                note = is_awaited.then(|| last.note());
            }
            _ => {
                undo.steps = steps;
                note = (undo.is_shown || is_awaited).then(|| undo.note());
                stack.push(undo);
                if stack.len() > MOST {
                    stack.remove(0);
                }
            }
        });
        if let Some(note) = note {
            self.undo_awaited.set_value(0);
            self.show_note(note);
        }
    }

    fn show_note(self, note: UndoNote) {
        let name = untrack(|| note.doc().and_then(|doc| self.name_of(doc)));
        self.announced.set(said_at(name, note.said()));
        self.note_moves.set_value(0);
        self.undo_note.set(Some(note));
    }

    /// What the household is called that a document is about, followed as it changes, while it is
    /// open in this window.
    pub(crate) fn name_of(self, doc: &Doc) -> Option<String> {
        let (Doc::Household(id) | Doc::SafetyNote { household: id, .. }) = doc else {
            return None;
        };
        let record = self.known(&Doc::Household(id.clone()))?;
        record.view.with(|view| {
            let name = view.as_ref()?.line(Part::About, None)?.text("name");
            (!name.trim().is_empty()).then_some(name)
        })
    }

    /// One has gone somewhere. The line about what was done goes with one once, so that one can
    /// still take it back; the second time it would only be in the way.
    pub(crate) fn undo_note_moves(self) {
        let moves = self.note_moves.get_value().saturating_add(1);
        self.note_moves.set_value(moves);
        if moves > 1 {
            self.undo_note.set(None);
        }
    }

    /// One stay in a field has ended, and what it did deserves a line, now or once it is saved.
    pub(crate) fn show_undo_of(self, session: Tick) {
        let found = self.undo.with_untracked(|stack| {
            let last = stack.last().filter(|last| last.session == session);
            last.map(Undo::note)
        });
        match found {
            Some(note) => self.show_note(note),
            None => self.undo_awaited.set_value(session),
        }
    }

    /// Something was done that can't be taken back. The next undo says so instead of taking back
    /// what was done before it.
    pub(crate) fn can_not_undo(self, said: String) {
        self.redo.set(Vec::new());
        self.undo.update(|stack| {
            stack.push(Undo {
                id: tick(),
                doc: None,
                said,
                button: String::new(),
                is_shown: false,
                session: 0,
                steps: Vec::new(),
                keeps_visit: false,
            });
        });
    }

    /// Takes back what was done last.
    pub(crate) fn undo(self) {
        spawn_local(async move {
            if !self.is_ready().await {
                return;
            }
            let mut last = None;
            self.undo.update(|stack| last = stack.pop());
            match last {
                Some(last) => self.take_back(last, false).await,
                None => self.tell(say::say("undo-nothing")),
            }
        });
    }

    /// Takes back this, whatever was done since.
    pub(crate) fn undo_this(self, id: Tick) {
        spawn_local(async move {
            if !self.is_ready().await {
                return;
            }
            let mut found = None;
            self.undo.update(|stack| {
                let at = stack.iter().position(|undo| undo.id == id);
                found = at.map(|at| stack.remove(at));
            });
            if let Some(found) = found {
                self.take_back(found, false).await;
            }
        });
    }

    /// Does again what was taken back last.
    pub(crate) fn redo(self) {
        spawn_local(async move {
            if !self.is_ready().await {
                return;
            }
            let mut last = None;
            self.redo.update(|stack| last = stack.pop());
            match last {
                Some(last) => self.take_back(last, true).await,
                None => self.tell(say::say("redo-nothing")),
            }
        });
    }

    /// What is being typed is part of what was done: it is saved first. If it can't be, nothing is
    /// taken back: that would be the step before it.
    async fn is_ready(self) -> bool {
        let settled = self.settle().await;
        if !settled {
            self.tell(say::say("undo-not-saved-yet"));
        }
        settled
    }

    async fn take_back(self, entry: Undo, again: bool) {
        let Some(doc) = entry.doc.clone() else {
            self.tell(entry.said);
            return;
        };
        // One sees what happens: on home and in lists as well as on the household's own page.
        if let (Doc::Household(id) | Doc::SafetyNote { household: id, .. }, Some(place)) =
            (&doc, entry.place())
            && self.place.with_untracked(|at| {
                let shows_all = matches!(at, Place::Home | Place::Households | Place::AskedFor);
                !shows_all && at.household() != Some(id)
            })
        {
            self.go(place);
        }
        if doc == Doc::Team && self.place.with_untracked(|at| at.corner() != Corner::Team) {
            self.go(Place::Team);
        }
        let record = self.record(doc.clone());
        let steps = entry.steps.clone();
        let reply = match doc {
            Doc::Household(id) => {
                let keep_visits = entry.keeps_visit;
                ask(UndoHousehold {
                    id,
                    steps,
                    keep_visits,
                })
                .await
            }
            Doc::SafetyNote { id, .. } => ask(UndoSafetyNote { id, steps }).await,
            Doc::Team => ask(UndoTeam { steps }).await,
        };
        match reply {
            Ok(undone) => {
                record.refresh(false).await;
                record.let_go();
                self.took_back(entry, undone, again);
            }
            Err(problem) => {
                self.heed(&problem);
                self.tell(say::problem(&problem));
                let stack = if again { self.redo } else { self.undo };
                stack.update(|stack| stack.push(entry));
            }
        }
    }

    fn took_back(self, entry: Undo, undone: Undone, again: bool) {
        let left: Vec<String> = undone
            .left
            .iter()
            .map(|left| left_said(left, &undone.names))
            .collect();
        let did_something = !undone.saved.steps.is_empty();
        let said = if again {
            say::with("redo-done", [("what", entry.said.clone().into())])
        } else {
            say::with("undo-done", [("what", entry.said.clone().into())])
        };
        if did_something {
            let back = Undo {
                id: tick(),
                steps: undone.saved.steps,
                session: 0,
                ..entry
            };
            let stack = if again { self.undo } else { self.redo };
            stack.update(|stack| stack.push(back.clone()));
            let mut sentences = vec![said];
            sentences.extend(left);
            let said = sentences.join(" ");
            self.show_note(if again {
                Undo { said, ..back }.note()
            } else {
                UndoNote::TookBack(back.doc, said)
            });
        } else if left.is_empty() {
            self.tell(say::say("undo-no-need"));
        } else {
            self.tell(left.join(" "));
        }
    }

    fn tell(self, said: String) {
        self.show_note(UndoNote::Plain(said));
    }
}

/// What was done, with where.
pub(crate) fn said_at(name: Option<String>, said: &str) -> String {
    match name {
        Some(name) => say::with("undo-at", [("name", name.into()), ("what", said.into())]),
        None => said.to_owned(),
    }
}

/// Why something stays as it is.
fn left_said(left: &Left, names: &BTreeMap<DeviceKey, String>) -> String {
    let who = names
        .get(&left.stamp.by)
        .cloned()
        .unwrap_or_else(|| say::say("somebody"));
    match &left.field {
        Some(field) => {
            let what = field_label(left.part, field);
            say::with(
                "undo-left-field",
                [("who", who.into()), ("what", what.into())],
            )
        }
        None => say::with(
            "undo-left-line",
            [("who", who.into()), ("what", one_of(left.part).into())],
        ),
    }
}
