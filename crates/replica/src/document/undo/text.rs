//! Taking back what was written in a text: the characters that our changes wrote go, those that
//! they took out come back, and every character that somebody else wrote stays where it is.

use std::collections::{HashMap, HashSet};

use automerge::legacy::OpType;
use automerge::transaction::{Transactable, Transaction};
use automerge::{Automerge, AutomergeError, ChangeHash, ObjId, ReadDoc, ScalarValueRef, ValueRef};

use super::Deed;
use crate::document::place::{Id, id_of, id_of_op};

/// What is to be done to a text, from its start to its end.
pub(super) struct Splices(Vec<Splice>);

struct Splice {
    /// In characters, in the text as it is once what stands before has been done.
    at: usize,
    gone: usize,
    put: String,
}

impl Splices {
    /// The splices that take back what our deeds did to this text. `without_ours` is the state in
    /// which everything is that does not build on them: there the characters to bring back stand
    /// among those that others wrote; `without` gives the same for one deed by its step.
    pub(super) fn back(
        doc: &Automerge,
        object: &ObjId,
        deeds: &[Deed],
        without_ours: &[ChangeHash],
        without: impl Fn(usize) -> Vec<ChangeHash>,
    ) -> Self {
        let Some(id) = id_of(object) else {
            return Self(Vec::new());
        };
        let (mut wrote, mut took, mut others_took) =
            (HashSet::new(), HashSet::new(), HashSet::new());
        for deed in deeds {
            for (made, op) in deed.ops_in(&id) {
                let gone = op.pred.iter().map(id_of_op);
                match (&op.action, deed.ours) {
                    (OpType::Put(_), true) if op.insert => {
                        wrote.insert(made.clone());
                    }
                    (OpType::Delete, true) => took.extend(gone),
                    (OpType::Delete, false) => others_took.extend(gone),
                    _ => {}
                }
            }
        }
        let now = characters(doc, object, None);
        let stays: HashSet<&Id> = now
            .iter()
            .map(|(id, _)| id)
            .filter(|id| !wrote.contains(*id))
            .collect();
        took.retain(|id| !wrote.contains(id) && !others_took.contains(id));
        let mut back = Back::default();
        if !took.is_empty() {
            back.take(&characters(doc, object, Some(without_ours)), &stays, &took);
        }
        // What others wrote knowing of ours is not in that state. In the one that lacks only what
        // builds on the deed that took it out, it still stands among its neighbours.
        for deed in deeds.iter().filter(|deed| deed.ours) {
            let missing = deed.ops_in(&id).any(|(_, op)| {
                matches!(op.action, OpType::Delete)
                    && op
                        .pred
                        .iter()
                        .map(id_of_op)
                        .any(|id| took.contains(&id) && !back.found.contains(&id))
            });
            if missing {
                let without_it = without(deed.step);
                back.take(&characters(doc, object, Some(&without_it)), &stays, &took);
            }
        }
        let mut splices = Self(Vec::new());
        let mut at = 0;
        at += splices.put(at, back.after(None));
        for (id, character) in now {
            if wrote.contains(&id) {
                splices.take_out(at, character.chars().count());
            } else {
                at += character.chars().count();
                at += splices.put(at, back.after(Some(id)));
            }
        }
        splices
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Does it.
    pub(super) fn write(
        &self,
        tx: &mut Transaction<'_>,
        object: &ObjId,
    ) -> Result<(), AutomergeError> {
        for Splice { at, gone, put } in &self.0 {
            let gone = isize::try_from(*gone).unwrap_or(isize::MAX);
            tx.splice_text(object, *at, gone, put)?;
        }
        Ok(())
    }

    fn put(&mut self, at: usize, put: String) -> usize {
        if put.is_empty() {
            return 0;
        }
        let length = put.chars().count();
        self.0.push(Splice { at, gone: 0, put });
        length
    }

    fn take_out(&mut self, at: usize, count: usize) {
        match self.0.last_mut() {
            Some(last) if last.at == at && last.put.is_empty() => last.gone += count,
            _ => self.0.push(Splice {
                at,
                gone: count,
                put: String::new(),
            }),
        }
    }
}

/// Characters that come back, each after the one that stood before it: one that still stands, or
/// another that comes back.
#[derive(Default)]
struct Back {
    found: HashSet<Id>,
    /// By the character before, the nearest last.
    after: HashMap<Option<Id>, Vec<(Id, String)>>,
}

impl Back {
    /// Finds places for those of `took` that stand in this state and have none yet.
    fn take(&mut self, state: &[(Id, String)], stays: &HashSet<&Id>, took: &HashSet<Id>) {
        let mut before: Option<Id> = None;
        for (id, character) in state {
            if took.contains(id) && self.found.insert(id.clone()) {
                let beside = self.after.entry(before).or_default();
                beside.push((id.clone(), character.clone()));
            } else if !stays.contains(id) && !self.found.contains(id) {
                continue;
            }
            before = Some(id.clone());
        }
    }

    /// Everything that comes back between this character and the next that still stands.
    fn after(&mut self, id: Option<Id>) -> String {
        let mut text = String::new();
        let mut waiting = self.after.remove(&id).unwrap_or_default();
        while let Some((id, character)) = waiting.pop() {
            text.push_str(&character);
            waiting.extend(self.after.remove(&Some(id)).unwrap_or_default());
        }
        text
    }
}

/// The characters of a text with the operations that wrote them, now or at some heads.
fn characters(doc: &Automerge, object: &ObjId, at: Option<&[ChangeHash]>) -> Vec<(Id, String)> {
    let items = match at {
        None => doc.list_range(object, ..),
        Some(heads) => doc.list_range_at(object, .., heads),
    };
    items
        .filter_map(|item| match &item.value {
            ValueRef::Scalar(ScalarValueRef::Str(text)) => {
                Some((id_of(&item.id())?, text.to_string()))
            }
            _ => None,
        })
        .collect()
}
