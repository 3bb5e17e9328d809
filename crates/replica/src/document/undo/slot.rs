//! Taking back what was put under one key: a single value, a mark, a value in a set.

use std::collections::HashSet;

use automerge::{ChangeHash, ObjId, ScalarValue, Value as Found};
use doorstep_model::history::Left;

use super::Plan;
use crate::document::line::{REMOVED_AT, REMOVED_BY};
use crate::document::place::{Id, LineAt, id_of};
use crate::document::reading::Reading;
use crate::document::{Document, stamp};

/// One key that the changes to take back have written to.
pub(super) struct Slot {
    line: LineAt,
    field: String,
    /// The operations to take back.
    pub(super) ours: HashSet<Id>,
    /// Their changes, in order.
    pub(super) by_ours: Vec<ChangeHash>,
}

/// A value that stood there before.
#[derive(Clone)]
pub(super) struct Before {
    pub(super) value: ScalarValue,
    /// The change in which somebody said it.
    pub(super) said: Option<ChangeHash>,
}

impl Slot {
    pub(super) fn new(line: LineAt, field: &str) -> Self {
        Self {
            line,
            field: field.into(),
            ours: HashSet::new(),
            by_ours: Vec::new(),
        }
    }

    fn is_ours(&self, id: &ObjId) -> bool {
        id_of(id).is_some_and(|id| self.ours.contains(&id))
    }
}

impl Document {
    pub(super) fn plan_slot(&self, (object, key): (ObjId, String), slot: Slot, plan: &mut Plan) {
        let visible = Reading::now(&self.doc).get_all(&object, &key);
        let (mine, others): (Vec<_>, Vec<_>) =
            visible.into_iter().partition(|(_, id)| slot.is_ours(id));
        let nothing_there = mine.is_empty() && others.is_empty();
        if mine.is_empty() && !nothing_there {
            // Somebody has put something else there since, or took it back before us.
            self.leave(&slot, &others, plan);
            return;
        }
        if others.is_empty() {
            let before = self.stood_before(&object, &key, &slot);
            if !(nothing_there && before.is_empty()) {
                plan.touch(&slot.line);
                plan.slots.push((object, key, before));
            }
            return;
        }
        plan.touch(&slot.line);
        for (_, id) in mine {
            if let Some(hash) = self.doc.hash_for_opid(&id) {
                plan.retract.push((object.clone(), key.clone(), hash));
            }
        }
    }

    /// What our first change there found.
    fn stood_before(&self, object: &ObjId, key: &str, slot: &Slot) -> Vec<Before> {
        let deps = |hash: &ChangeHash| {
            let meta = self.doc.get_change_meta_by_hash(hash);
            meta.map(|meta| meta.deps)
        };
        // Back from the last of ours to the first in the same line of changes.
        for hash in slot.by_ours.iter().rev() {
            let Some(deps) = deps(hash) else { continue };
            let found = Reading::at(&self.doc, &deps).get_all(object, key);
            if !found.is_empty() && found.iter().all(|(_, id)| slot.is_ours(id)) {
                continue;
            }
            let scalars = found.into_iter().filter_map(|(value, id)| match value {
                Found::Scalar(value) => Some((value.into_owned(), id)),
                Found::Object(_) => None,
            });
            let mut before: Vec<Before> = Vec::new();
            for (value, id) in scalars {
                let said = self.doc.hash_for_opid(&id).map(|hash| {
                    let original = stamp::original_of(&self.doc, object, key, (&value, hash));
                    original.unwrap_or(hash)
                });
                if before.iter().all(|known| known.value != value) {
                    before.push(Before { value, said });
                }
            }
            return before;
        }
        Vec::new()
    }

    fn leave(&self, slot: &Slot, others: &[(Found<'_>, ObjId)], plan: &mut Plan) {
        let newest = others.last().and_then(|(_, id)| self.doc.hash_for_opid(id));
        let Some(stamp) = newest.and_then(|hash| stamp::of_change(&self.doc, &hash)) else {
            return;
        };
        let is_mark = [REMOVED_AT, REMOVED_BY].contains(&slot.field.as_str());
        let left = Left {
            part: slot.line.part,
            item: slot.line.item.clone(),
            field: (!is_mark).then(|| slot.field.clone()),
            stamp,
        };
        if !plan.left.contains(&left) {
            plan.left.push(left);
        }
    }
}
