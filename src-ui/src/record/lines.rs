//! Lines: begun on the screen, added whole, taken away and brought back.

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::Record;
use super::begun::part_of;
use crate::random;
use crate::undo::Undo;

impl Record {
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
}
