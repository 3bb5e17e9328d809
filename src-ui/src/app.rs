//! What the window knows beyond its screens: whether a team is open, where one is and was, which
//! documents are open, how sync stands, what can be undone.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use doorstep_model::call::{
    GetSettings, GetStanding, GetSync, Lock, Open, Settings, Standing, SyncPage, TeamPage,
};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::stale::Stale;
use doorstep_model::{Date, Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bridge::ask;
use crate::clock;
use crate::draft::Tick;
use crate::place::Place;
use crate::record::{Doc, Record};
use crate::say::Language;
use crate::undo::{Undo, UndoNote};
use crate::voice::Voice;

/// What is done by a touch is on the disk, and said, within this time.
const SOON_MILLIS: i64 = 3_000;

/// The window's own state; a handle that is copied around.
#[derive(Clone, Copy)]
pub(crate) struct App {
    owner: StoredValue<Owner>,
    /// Where this device stands; `None` until it has said so.
    pub(crate) standing: RwSignal<Option<Standing>>,
    /// Why it could not say so.
    pub(crate) trouble: RwSignal<Option<Problem>>,
    /// Where one is.
    pub(crate) place: RwSignal<Place>,
    trail: StoredValue<Vec<Place>>,
    /// How sync stands.
    pub(crate) sync: RwSignal<Option<SyncPage>>,
    /// Grows when lists are to be asked for again.
    pub(crate) lists: RwSignal<u32>,
    /// Grows when an import stands otherwise than before.
    pub(crate) import: RwSignal<u32>,
    /// Grows when a photo came, or can't come.
    pub(crate) attachments: RwSignal<u32>,
    /// What is recorded and played.
    pub(crate) voice: Voice,
    /// Grows when safety notes are to be asked for again.
    pub(crate) safety: RwSignal<u32>,
    /// The team's page, as last read.
    pub(crate) team: RwSignal<Option<Arc<TeamPage>>>,
    records: StoredValue<HashMap<Doc, Record>>,
    /// Recovery words that were just made and are being shown.
    pub(crate) new_words: RwSignal<Option<Vec<String>>>,
    /// What can be undone, newest last.
    pub(crate) undo: RwSignal<Vec<Undo>>,
    /// What was taken back and can be done again, newest last.
    pub(crate) redo: RwSignal<Vec<Undo>>,
    /// The line about it, until it is put away.
    pub(crate) undo_note: RwSignal<Option<UndoNote>>,
    /// Until when the line about what was just done takes the focus as it comes: what was touched
    /// goes with the line that it stood in.
    undo_takes_focus: StoredValue<i64>,
    /// How often one has gone somewhere since that line is there.
    pub(crate) note_moves: StoredValue<u8>,
    /// The stay in a field that deserves a line once it is saved.
    pub(crate) undo_awaited: StoredValue<Tick>,
    /// Something was typed into the field with the focus that the field itself can take back.
    pub(crate) field_undoes: StoredValue<bool>,
    /// What a screen reader is told.
    pub(crate) announced: RwSignal<String>,
    /// Whether the box is open in which one types where to go.
    pub(crate) palette_shown: RwSignal<bool>,
    /// Whether the list of keys is shown.
    pub(crate) keys_shown: RwSignal<bool>,
    /// What is typed outside of any document: a search, a name for a new household.
    kept: StoredValue<HashMap<String, String>>,
    /// The day it is.
    pub(crate) today: RwSignal<Date>,
    /// This device's settings.
    pub(crate) settings: RwSignal<Settings>,
    /// The language that the screens speak.
    pub(crate) language: RwSignal<Language>,
    /// The visit whose page one has just left as done; its household says so once.
    pub(crate) noted: RwSignal<Option<(DocKey, ItemId)>>,
    /// Whether a list and what is open stand side by side.
    pub(crate) wide: RwSignal<bool>,
}

impl App {
    /// Made once, under the owner that lives as long as the window.
    pub(crate) fn new() -> Self {
        Self {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            standing: RwSignal::new(None),
            trouble: RwSignal::new(None),
            place: RwSignal::new(Place::Home),
            trail: StoredValue::new(Vec::new()),
            sync: RwSignal::new(None),
            lists: RwSignal::new(0),
            import: RwSignal::new(0),
            attachments: RwSignal::new(0),
            voice: Voice::new(),
            safety: RwSignal::new(0),
            team: RwSignal::new(None),
            records: StoredValue::new(HashMap::new()),
            new_words: RwSignal::new(None),
            undo: RwSignal::new(Vec::new()),
            redo: RwSignal::new(Vec::new()),
            undo_note: RwSignal::new(None),
            undo_takes_focus: StoredValue::new(0),
            note_moves: StoredValue::new(0),
            undo_awaited: StoredValue::new(0),
            field_undoes: StoredValue::new(false),
            announced: RwSignal::new(String::new()),
            palette_shown: RwSignal::new(false),
            keys_shown: RwSignal::new(false),
            kept: StoredValue::new(HashMap::new()),
            today: RwSignal::new(clock::today()),
            settings: RwSignal::new(Settings::default()),
            language: RwSignal::new(Language::default()),
            noted: RwSignal::new(None),
            wide: RwSignal::new(false),
        }
    }

    /// The app, from anywhere on a screen.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// Makes something that lives as long as the window.
    pub(crate) fn outlive<T>(self, make: impl FnOnce() -> T) -> T {
        self.owner.with_value(|owner| owner.with(make))
    }

    /// Whether a team is open.
    pub(crate) fn is_open(self) -> bool {
        self.standing
            .with_untracked(|standing| matches!(standing, Some(Standing::Open(_))))
    }

    /// There is something on the screen that is not for everybody.
    pub(crate) fn is_to_be_locked(self) -> bool {
        self.standing
            .with_untracked(|standing| standing.as_ref().is_some_and(Standing::is_to_be_locked))
    }

    /// Who and where one is, followed as it changes.
    pub(crate) fn open(self) -> Option<Open> {
        self.standing.with(|standing| match standing {
            Some(Standing::Open(open)) => Some(open.clone()),
            _ => None,
        })
    }

    /// As [`App::open`], as it is now.
    pub(crate) fn open_untracked(self) -> Option<Open> {
        untrack(|| self.open())
    }

    // Standing.

    /// Asks where this device stands.
    pub(crate) async fn look(self) {
        match ask(GetStanding {}).await {
            Ok(standing) => self.stands(standing),
            Err(problem) => self.trouble.set(Some(problem)),
        }
    }

    /// The device said where it stands.
    pub(crate) fn stands(self, standing: Standing) {
        self.trouble.set(None);
        if matches!(standing, Standing::Removed(_)) && self.is_open() {
            // What is being typed is saved first, and counted among what was not sent.
            spawn_local(async move {
                let _ = self.settle().await;
                self.standing.set(None);
                self.look().await;
            });
            return;
        }
        let opened = matches!(standing, Standing::Open(_)) && !self.is_open();
        if let Standing::Open(open) = &standing {
            self.settings.set(open.settings.clone());
        } else {
            self.voice.forget();
            // Over a locked screen nothing may stand that names a household.
            self.palette_shown.set(false);
            self.keys_shown.set(false);
            self.close_records();
            spawn_local(async move {
                // Without them the screens look as the system does.
                if let Ok(settings) = ask(GetSettings {}).await {
                    self.settings.set(settings);
                }
            });
            if matches!(
                standing,
                Standing::Fresh | Standing::Removed(_) | Standing::Cleared { .. }
            ) {
                self.forget_all();
            }
        }
        self.standing.set(Some(standing));
        if opened {
            self.voice.ask();
            spawn_local(async move {
                self.ask_sync().await;
                self.team_record().refresh(false).await;
            });
            self.records.with_value(|records| {
                for record in records.values() {
                    let record = *record;
                    spawn_local(async move {
                        record.refresh(false).await;
                        record.flush();
                    });
                }
            });
        }
    }

    /// Some problems concern the whole window.
    pub(crate) fn heed(self, problem: &Problem) {
        if matches!(
            problem.code,
            ProblemCode::Locked | ProblemCode::NoTeam | ProblemCode::Removed
        ) {
            spawn_local(async move { self.look().await });
        }
    }

    /// Saves everything, then locks the device. What could not be saved stays in the window.
    pub(crate) async fn lock(self) {
        // What can't be saved does not keep a device open.
        let _ = self.settle().await;
        match ask(Lock {}).await {
            Ok(standing) => self.stands(standing),
            Err(problem) => self.trouble.set(Some(problem)),
        }
    }

    /// Sends everything that was typed, now.
    pub(crate) fn flush(self) {
        self.records.with_value(|records| {
            for record in records.values() {
                record.flush();
            }
        });
    }

    /// Saves what is being typed, and waits until it is on the disk; whether all of it is.
    pub(crate) async fn settle(self) -> bool {
        self.flush();
        // Saves that are on their way are few and local; the device takes calls in order.
        for _ in 0..40 {
            if self.is_settled() {
                return true;
            }
            crate::timer::sleep(50).await;
        }
        false
    }

    /// The line about what is done now takes the focus, if it comes soon.
    pub(crate) fn focus_undo(self) {
        self.undo_takes_focus
            .set_value(clock::now().0 + SOON_MILLIS);
    }

    /// Whether it does, once.
    pub(crate) fn takes_undo_focus(self) -> bool {
        let until = self.undo_takes_focus.get_value();
        self.undo_takes_focus.set_value(0);
        clock::now().0 <= until
    }

    /// Whether everything that was typed is on the disk.
    pub(crate) fn is_settled(self) -> bool {
        self.records
            .with_value(|records| records.values().all(|record| record.is_settled()))
    }

    fn close_records(self) {
        self.records.with_value(|records| {
            for record in records.values() {
                record.close();
            }
        });
        self.team.set(None);
        self.sync.set(None);
        // It may name a household.
        self.undo_note.set(None);
    }

    fn forget_all(self) {
        self.records.update_value(HashMap::clear);
        self.undo.set(Vec::new());
        self.redo.set(Vec::new());
        self.undo_note.set(None);
        self.kept.update_value(HashMap::clear);
        self.trail.update_value(Vec::clear);
        self.place.set(Place::Home);
    }

    // Documents.

    /// An open document.
    pub(crate) fn record(self, doc: Doc) -> Record {
        if let Some(record) = self
            .records
            .with_value(|records| records.get(&doc).copied())
        {
            return record;
        }
        let record = self.outlive(|| Record::new(self, doc.clone()));
        self.records.update_value(|records| {
            records.insert(doc, record);
        });
        record
    }

    /// A document, if it has been opened in this window.
    pub(crate) fn known(self, doc: &Doc) -> Option<Record> {
        self.records.with_value(|records| records.get(doc).copied())
    }

    /// The team's record.
    pub(crate) fn team_record(self) -> Record {
        self.record(Doc::Team)
    }

    // News.

    /// The device said that something is stale.
    pub(crate) fn stale(self, stale: &[Stale]) {
        for stale in stale {
            match stale {
                Stale::Standing => spawn_local(async move { self.look().await }),
                _ if !self.is_open() => {}
                Stale::Lists => self.lists.update(|count| *count += 1),
                Stale::Voice => self.voice.ask(),
                Stale::Import => self.import.update(|count| *count += 1),
                Stale::Attachments => self.attachments.update(|count| *count += 1),
                Stale::Sync => spawn_local(async move { self.ask_sync().await }),
                Stale::SafetyNotes => {
                    self.safety.update(|count| *count += 1);
                    self.records.with_value(|records| {
                        for (doc, record) in records {
                            if matches!(doc, Doc::SafetyNote { .. }) {
                                let record = *record;
                                spawn_local(async move { record.refresh(false).await });
                            }
                        }
                    });
                }
                Stale::Team => {
                    let record = self.team_record();
                    spawn_local(async move { record.refresh(false).await });
                }
                Stale::Household(id) => {
                    let doc = Doc::Household(id.clone());
                    let record = self
                        .records
                        .with_value(|records| records.get(&doc).copied());
                    if let Some(record) = record {
                        spawn_local(async move { record.refresh(false).await });
                        record.ask_news();
                    }
                }
            }
        }
    }

    /// Asks how sync stands.
    pub(crate) async fn ask_sync(self) {
        match ask(GetSync {}).await {
            Ok(page) => self.sync.set(Some(page)),
            Err(problem) => self.heed(&problem),
        }
    }

    // Places.

    /// Goes somewhere, after saving what was typed here.
    pub(crate) fn go(self, place: Place) {
        let from = self.place.get_untracked();
        if from == place {
            return;
        }
        self.flush();
        self.trail.update_value(|trail| {
            trail.push(from);
            if trail.len() > 50 {
                trail.remove(0);
            }
        });
        self.keys_shown.set(false);
        self.undo_note_moves();
        self.place.set(place);
    }

    /// Goes somewhere in the place of where one is: the way back leads to where one was before.
    pub(crate) fn go_instead(self, place: Place) {
        self.flush();
        self.keys_shown.set(false);
        self.place.set(place);
    }

    /// Whether there is somewhere to go back to.
    pub(crate) fn can_go_back(self) -> bool {
        self.place.track();
        self.trail.with_value(|trail| !trail.is_empty()) || self.place.get() != Place::Home
    }

    /// Back to where one was.
    pub(crate) fn back(self) {
        self.flush();
        let mut before = None;
        self.trail.update_value(|trail| before = trail.pop());
        self.keys_shown.set(false);
        self.undo_note_moves();
        self.place.set(before.unwrap_or_default());
    }

    // What is typed outside of documents.

    /// What was typed there, kept over locking.
    pub(crate) fn kept(self, name: &str) -> String {
        self.kept
            .with_value(|kept| kept.get(name).cloned())
            .unwrap_or_default()
    }

    /// What is typed into a field of this name, kept over locking.
    pub(crate) fn kept_text(self, name: String) -> RwSignal<String> {
        let text = RwSignal::new(self.kept(&name));
        Effect::new(move |_| self.keep(&name, text.get()));
        text
    }

    /// Keeps it.
    pub(crate) fn keep(self, name: &str, text: String) {
        self.kept.update_value(|kept| {
            kept.insert(name.to_owned(), text);
        });
    }
}

thread_local! {
    static TICKS: Cell<Tick> = const { Cell::new(0) };
}

/// The next moment.
pub(crate) fn tick() -> Tick {
    TICKS.with(|ticks| {
        ticks.set(ticks.get() + 1);
        ticks.get()
    })
}
