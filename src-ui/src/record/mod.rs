//! A document that is open in the window: what it says, what is being typed into it, what is on its
//! way to the disk, and what failed. Lives outside the screens, so that leaving a screen or locking
//! loses nothing.

mod attach;
mod begun;
mod entry;
mod line;
mod lines;
mod news;
mod save;
mod value;
mod view;
mod words;

pub(crate) use entry::Entry;
pub(crate) use line::{BothValue, Line};
pub(crate) use save::{FailedSave, SaveState};
pub(crate) use value::place;
pub(crate) use view::View;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use doorstep_model::call::News;
use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::field::{Part, Stamp};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::{Problem, UnixMillis};
use leptos::prelude::*;

use crate::app::App;
use crate::draft::{Draft, Tick};

/// Which document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Doc {
    /// A household.
    Household(DocKey),
    /// A safety note about a household.
    SafetyNote {
        /// Whose.
        household: DocKey,
        /// The note's own document.
        id: DocKey,
    },
    /// The team's record.
    Team,
}

/// An open document; a handle that is copied around.
#[derive(Clone, Copy)]
pub(crate) struct Record {
    pub(crate) app: App,
    doc: StoredValue<Doc>,
    /// What it says; `None` until it has been read.
    pub(crate) view: RwSignal<Option<Arc<View>>>,
    /// Why it could not be read.
    pub(crate) problem: RwSignal<Option<Problem>>,
    /// Edits that the device could not save.
    pub(crate) failed: RwSignal<Vec<FailedSave>>,
    /// Lines that were begun on the screen and that the device does not have yet.
    begun: RwSignal<HashMap<ItemId, Vec<Edit>>>,
    texts: StoredValue<HashMap<FieldRef, RwSignal<Draft>>>,
    entries: StoredValue<HashMap<FieldRef, RwSignal<Entry>>>,
    in_flight: RwSignal<u32>,
    saved_at: RwSignal<Option<UnixMillis>>,
    shown_at: StoredValue<Tick>,
    /// Grows with every field that comes under watch, so that [`Record::state`] sees it.
    watched: RwSignal<u32>,
    /// What teammates did since one last looked.
    pub(crate) news: RwSignal<News>,
    /// What of it has been put away, by name.
    pub(crate) news_away: RwSignal<HashSet<String>>,
}

impl Record {
    /// An empty handle; [`Record::refresh`] fills it. Made under the app's own owner.
    pub(crate) fn new(app: App, doc: Doc) -> Self {
        Self {
            app,
            doc: StoredValue::new(doc),
            view: RwSignal::new(None),
            problem: RwSignal::new(None),
            failed: RwSignal::new(Vec::new()),
            begun: RwSignal::new(HashMap::new()),
            texts: StoredValue::new(HashMap::new()),
            entries: StoredValue::new(HashMap::new()),
            in_flight: RwSignal::new(0),
            saved_at: RwSignal::new(None),
            shown_at: StoredValue::new(0),
            watched: RwSignal::new(0),
            news: RwSignal::new(News::default()),
            news_away: RwSignal::new(HashSet::new()),
        }
    }

    /// Which document.
    pub(crate) fn doc(self) -> Doc {
        self.doc.get_value()
    }

    /// The household, if it is one.
    pub(crate) fn household(self) -> Option<DocKey> {
        match self.doc() {
            Doc::Household(id) => Some(id),
            Doc::SafetyNote { .. } | Doc::Team => None,
        }
    }

    /// One line, followed as it changes; one that was begun on the screen has what it begins with.
    pub(crate) fn line(self, part: Part, item: Option<ItemId>) -> Memo<Option<Line>> {
        Memo::new(move |_| {
            self.view
                .with(|view| view.as_ref()?.line(part, item.as_ref()).cloned())
                .or_else(|| self.begun_line(part, item.as_ref()?))
        })
    }

    /// A line that was begun on the screen and that the device does not have yet.
    pub(crate) fn begun_line(self, part: Part, item: &ItemId) -> Option<Line> {
        let by = self.app.open_untracked()?.device;
        let stamp = Stamp {
            by,
            at: crate::clock::now(),
        };
        self.begun.with(|begun| {
            begun.get(item)?.iter().find_map(|edit| match edit {
                Edit::Add { line, fields } if line.part == part => {
                    Some(Line::begun(item, stamp.clone(), part, fields))
                }
                _ => None,
            })
        })
    }

    /// The ids of a part's lines, those on the screen only too, newest additions last.
    pub(crate) fn items(self, part: Part) -> Memo<Vec<ItemId>> {
        Memo::new(move |_| {
            let mut items: Vec<ItemId> = self.view.with(|view| {
                let lines = view.as_ref().map(|view| view.part(part));
                let lines = lines.unwrap_or_default().iter();
                lines.filter_map(|line| line.id.clone()).collect()
            });
            self.begun.with(|begun| {
                for (item, edits) in begun {
                    let same_part = edits
                        .iter()
                        .any(|edit| matches!(edit, Edit::Add { line, .. } if line.part == part));
                    if same_part && !items.contains(item) {
                        items.push(item.clone());
                    }
                }
            });
            items
        })
    }

    /// Whether the device has this line.
    pub(crate) fn is_begun_only(self, item: &ItemId) -> bool {
        self.begun.with(|begun| begun.contains_key(item))
    }

    /// Whether it was made by a newer version and can only be read.
    pub(crate) fn read_only(self) -> Signal<bool> {
        Signal::derive(move || {
            self.view
                .with(|view| view.as_ref().is_some_and(|view| view.read_only))
        })
    }

    /// Whether a line was taken out.
    pub(crate) fn is_out(self, part: Part, item: Option<ItemId>) -> Memo<bool> {
        let line = self.line(part, item);
        Memo::new(move |_| {
            line.with(|line| line.as_ref().is_some_and(|line| line.removed.is_some()))
        })
    }

    /// Whether nothing can be written there now: the record can only be read, or the line is out.
    pub(crate) fn is_fixed(self, at: &FieldRef) -> Signal<bool> {
        let is_out = self.is_out(at.part, at.item.clone());
        let read_only = self.read_only();
        Signal::derive(move || read_only.get() || is_out.get())
    }

    /// Forgets what was read, for a device that is being locked; keeps what is not saved.
    pub(crate) fn close(self) {
        if !self.is_settled() {
            return;
        }
        self.view.set(None);
        self.news.set(News::default());
        self.texts.update_value(HashMap::clear);
        // What can't be read is nowhere else. It is shown again where it was typed.
        self.entries.update_value(|entries| {
            entries.retain(|_, entry| entry.with_untracked(Entry::holds_words))
        });
    }

    /// The lines of a part with something in a field that is nowhere else.
    pub(crate) fn holding_words(self, part: Part) -> Vec<ItemId> {
        self.entries.with_value(|entries| {
            let held = entries
                .iter()
                .filter(|(at, entry)| at.part == part && entry.with_untracked(Entry::holds_words));
            held.filter_map(|(at, _)| at.item.clone()).collect()
        })
    }

    /// Whether a field of this line has something in it that can't be read.
    pub(crate) fn is_not_read(self, part: Part, item: Option<&ItemId>) -> bool {
        self.entries.with_value(|entries| {
            entries.iter().any(|(at, entry)| {
                at.part == part
                    && at.item.as_ref() == item
                    && entry.with_untracked(Entry::is_unreadable)
            })
        })
    }

    /// Whether everything that was typed is on the disk.
    pub(crate) fn is_settled(self) -> bool {
        let drafts = self.texts.with_value(|texts| {
            texts
                .values()
                .all(|draft| draft.with_untracked(|draft| !draft.is_unsaved()))
        });
        let entries = self.entries.with_value(|entries| {
            entries
                .values()
                .all(|entry| entry.with_untracked(|entry| !entry.is_unsaved()))
        });
        drafts
            && entries
            && self.in_flight.get_untracked() == 0
            && self.failed.with_untracked(Vec::is_empty)
    }
}
