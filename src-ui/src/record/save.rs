//! Sending edits to the device, and keeping those that fail.

use std::time::Duration;

use doorstep_model::call::{
    AddAttachment, AddVoiceNote, Call, EditHousehold, EditSafetyNote, EditTeam, KeepRecording,
    Saved, StartRecording,
};
use doorstep_model::edit::{Edit, FieldRef, ItemRef};
use doorstep_model::field::{Part, Scalar, Value};
use doorstep_model::id::{DocKey, FileTicket, ItemId, RecordingKey};
use doorstep_model::{Heads, Problem, ProblemCode, UnixMillis};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Doc, Entry, Record};
use crate::bridge::ask;
use crate::draft::Tick;
use crate::random;
use crate::undo::Undo;

/// After the last key, before a single value goes to the disk by itself.
const PAUSE: Duration = Duration::from_millis(1_200);

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

    // Single values.

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

    /// Adds a line that is whole at once, with one line that offers to take it away.
    pub(crate) fn add(self, part: Part, fields: Vec<(String, Value)>, said: String) -> ItemId {
        let item = random::item_id();
        let line = ItemRef {
            part,
            item: item.clone(),
        };
        let edits = vec![Edit::Add { line, fields }];
        self.save(edits, Some(Undo::did(self.doc(), said)));
        item
    }

    // Lines.

    /// A new line on the screen. The device has it as soon as something is put into it.
    pub(crate) fn begin(self, part: Part, fields: Vec<(String, Value)>) -> ItemId {
        let item = random::item_id();
        let line = ItemRef {
            part,
            item: item.clone(),
        };
        self.begun.update(|begun| {
            begun.insert(item.clone(), vec![Edit::Add { line, fields }]);
        });
        item
    }

    /// Saves a line that was begun and that the device still does not have, as it began, with one
    /// line that offers to take it away.
    pub(crate) fn keep_begun(self, item: &ItemId, said: String) {
        let first = self.begun.with_untracked(|begun| begun.get(item).cloned());
        if let Some(edits) = first {
            self.save(edits, Some(Undo::did(self.doc(), said)));
        }
    }

    /// Takes a photo out of a file that the person chose, as a new line that begins with `fields`.
    /// The line and the photo are on the disk together, or neither is.
    pub(crate) async fn attach(
        self,
        file: FileTicket,
        fields: Vec<(String, Value)>,
    ) -> Result<ItemId, Problem> {
        self.attach_by(fields, None, |household, item, edits| AddAttachment {
            household,
            file,
            item,
            edits,
        })
        .await
    }

    /// As [`Record::attach`], a voice note.
    pub(crate) async fn attach_voice(
        self,
        file: FileTicket,
        fields: Vec<(String, Value)>,
    ) -> Result<ItemId, Problem> {
        let said = crate::say::say("voice-kept");
        self.attach_by(fields, Some(said), |household, item, edits| AddVoiceNote {
            household,
            file,
            item,
            edits,
        })
        .await
    }

    /// Keeps a recording, as a new line that begins with `fields`.
    pub(crate) async fn keep_recording(
        self,
        recording: RecordingKey,
        fields: Vec<(String, Value)>,
    ) -> Result<ItemId, Problem> {
        let said = crate::say::say("voice-kept");
        self.attach_by(fields, Some(said), |household, item, edits| KeepRecording {
            recording,
            household,
            item,
            edits,
        })
        .await
    }

    /// Begins to record in this visit, which is saved first if it was only begun here.
    pub(crate) async fn start_recording(self, visit: ItemId) -> Result<(), Problem> {
        let household = self.household().ok_or(ProblemCode::NotHere)?;
        let edits = self
            .begun
            .with_untracked(|begun| begun.get(&visit).cloned().unwrap_or_default());
        let call = StartRecording {
            household,
            visit,
            edits,
        };
        self.app.voice.stands(ask(call).await?);
        self.refresh(false).await;
        Ok(())
    }

    async fn attach_by<C: Call<Reply = Saved>>(
        self,
        fields: Vec<(String, Value)>,
        said: Option<String>,
        call: impl FnOnce(DocKey, ItemId, Vec<Edit>) -> C,
    ) -> Result<ItemId, Problem> {
        let household = self.household().ok_or(ProblemCode::NotHere)?;
        let item = random::item_id();
        let line = ItemRef {
            part: Part::Attachments,
            item: item.clone(),
        };
        let (edits, _) = self.with_begun(vec![Edit::Add { line, fields }]);
        let undo = match said {
            Some(said) => Undo::did(self.doc(), said),
            None => Undo::of(self.doc(), &edits).that_adds(&parts_of(&edits)),
        };
        self.in_flight.update(|count| *count += 1);
        let saved = ask(call(household, item.clone(), edits)).await;
        self.in_flight
            .update(|count| *count = count.saturating_sub(1));
        let saved = saved?;
        self.saved_at.set(Some(saved.at));
        self.app.did(undo, saved.steps);
        self.refresh(false).await;
        Ok(item)
    }

    /// Takes a line away: off the screen if the device never had it, else with a mark.
    pub(crate) fn remove(self, part: Part, item: &ItemId) {
        if self.is_begun_only(item) {
            self.forget(item);
            return;
        }
        let line = ItemRef {
            part,
            item: item.clone(),
        };
        let undo = Undo::removed(self.doc(), part);
        self.save(vec![Edit::Remove(line)], Some(undo));
    }

    /// Takes a line off the screen that the device never had, unless a field of it has words in it.
    pub(crate) fn forget(self, item: &ItemId) {
        let part = self.begun.with_untracked(|begun| part_of(begun.get(item)?));
        let has_words = part.is_some_and(|part| self.is_not_read(part, Some(item)));
        if self.is_settled() && !has_words {
            self.begun.update(|begun| {
                begun.remove(item);
            });
        }
    }

    /// Brings a removed line back.
    pub(crate) fn restore(self, part: Part, item: &ItemId) {
        let line = ItemRef {
            part,
            item: item.clone(),
        };
        self.save(vec![Edit::Restore(line)], None);
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

    /// The edits, after bringing back the lines that they write into and that are out: what is
    /// typed is never saved where nobody sees it.
    fn with_restored(self, edits: Vec<Edit>) -> Vec<Edit> {
        let mut all: Vec<Edit> = Vec::new();
        self.view.with_untracked(|view| {
            let Some(view) = view else {
                return;
            };
            for edit in &edits {
                let (Edit::Set { at, .. }
                | Edit::Write { at, .. }
                | Edit::Include { at, .. }
                | Edit::Exclude { at, .. }) = edit
                else {
                    continue;
                };
                let is_out = view
                    .line(at.part, at.item.as_ref())
                    .is_some_and(|line| line.removed.is_some());
                let Some(item) = at.item.clone().filter(|_| is_out) else {
                    continue;
                };
                let restore = Edit::Restore(ItemRef {
                    part: at.part,
                    item,
                });
                if !all.contains(&restore) {
                    all.push(restore);
                }
            }
        });
        all.extend(edits);
        all
    }

    /// The edits, after the additions of lines that they mention and the device does not have.
    fn with_begun(self, edits: Vec<Edit>) -> (Vec<Edit>, Vec<ItemId>) {
        let is_added = |item: &ItemId| {
            let added = |edit: &Edit| matches!(edit, Edit::Add { line, .. } if line.item == *item);
            edits.iter().any(added)
        };
        self.begun.with_untracked(|begun| {
            let mut needed: Vec<ItemId> = Vec::new();
            let mut look = edits.clone();
            while let Some(edit) = look.pop() {
                for item in mentioned(&edit) {
                    let Some(first) = begun.get(&item) else {
                        continue;
                    };
                    if !needed.contains(&item) && !is_added(&item) {
                        needed.push(item);
                        look.extend(first.iter().cloned());
                    }
                }
            }
            // What was found last is mentioned by what was found before it.
            let additions = needed.iter().rev().filter_map(|item| begun.get(item));
            let mut all: Vec<Edit> = additions.flatten().cloned().collect();
            all.extend(edits.iter().cloned());
            (all, needed)
        })
    }
}

/// The part of a line that was begun.
pub(super) fn part_of(edits: &[Edit]) -> Option<Part> {
    edits.iter().find_map(|edit| match edit {
        Edit::Add { line, .. } => Some(line.part),
        _ => None,
    })
}

/// The parts of all lines that edits add.
fn parts_of(edits: &[Edit]) -> Vec<Part> {
    let added = edits.iter().filter_map(|edit| match edit {
        Edit::Add { line, .. } => Some(line.part),
        _ => None,
    });
    added.collect()
}

fn mentioned(edit: &Edit) -> Vec<ItemId> {
    let id = |value: &Value| ItemId::from_value(value);
    match edit {
        Edit::Add { line, fields } => {
            let mut items: Vec<ItemId> = fields.iter().filter_map(|(_, value)| id(value)).collect();
            items.push(line.item.clone());
            items
        }
        Edit::Set { at, value, .. } => {
            let value = value.as_ref().and_then(id);
            at.item.iter().cloned().chain(value).collect()
        }
        Edit::Write { at, .. } => at.item.iter().cloned().collect(),
        Edit::Include { at, value } | Edit::Exclude { at, value } => {
            at.item.iter().cloned().chain(id(value)).collect()
        }
        Edit::Remove(line) | Edit::Restore(line) => vec![line.item.clone()],
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
