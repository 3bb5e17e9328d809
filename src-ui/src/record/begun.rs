//! Lines that the device does not have yet, or has as taken out: whatever writes into one brings it
//! along.

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Scalar as _, Value};
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::Record;

impl Record {
    /// The edits, after bringing back the lines that they write into and that are out: what is
    /// typed is never saved where nobody sees it.
    pub(super) fn with_restored(self, edits: Vec<Edit>) -> Vec<Edit> {
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
    pub(super) fn with_begun(self, edits: Vec<Edit>) -> (Vec<Edit>, Vec<ItemId>) {
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
pub(super) fn parts_of(edits: &[Edit]) -> Vec<Part> {
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
