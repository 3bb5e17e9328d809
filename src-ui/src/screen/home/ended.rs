//! Promises that were marked as done on this screen. Their rows stay where they are until one
//! leaves, so that the next row never slides under a finger that touches twice.

use std::collections::BTreeMap;

use doorstep_model::ItemId;
use doorstep_model::call::{Home, Promise};
use leptos::prelude::*;

use crate::app::{App, tick};
use crate::draft::Tick;
use crate::part::end_action;
use crate::record::Doc;
use crate::timer;

/// The second of two quick touches does not take back what the first one did.
const QUICK_MILLIS: i32 = 700;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    marked: Tick,
    undo: Tick,
    can_undo: bool,
}

/// Which ones; a handle that is copied around.
#[derive(Clone, Copy)]
pub(super) struct Ended(RwSignal<BTreeMap<ItemId, Mark>>);

impl Ended {
    /// None yet. The rows find it as a context.
    pub(super) fn provide() -> Self {
        let ended = Self(RwSignal::new(BTreeMap::new()));
        provide_context(ended);
        ended
    }

    /// Whether it was marked here.
    pub(super) fn has(self, action: &ItemId) -> bool {
        self.0.with(|ended| ended.contains_key(action))
    }

    /// Marks it as done, or takes that back.
    pub(super) fn touch(self, app: App, promise: &Promise) {
        let mark = self
            .0
            .with_untracked(|all| all.get(&promise.action).copied());
        match mark {
            Some(Mark {
                can_undo: false, ..
            }) => {}
            Some(mark) => app.undo_this(mark.undo),
            None => self.end(app, promise),
        }
    }

    fn end(self, app: App, promise: &Promise) {
        let record = app.record(Doc::Household(promise.household.clone()));
        let mark = Mark {
            marked: tick(),
            undo: end_action(record, &promise.action),
            can_undo: false,
        };
        let action = promise.action.clone();
        self.0.update(|all| {
            all.insert(action.clone(), mark);
        });
        leptos::task::spawn_local(async move {
            timer::sleep(QUICK_MILLIS).await;
            let _left_meanwhile = self.0.try_update(|all| {
                if let Some(mark) = all.get_mut(&action) {
                    mark.can_undo = true;
                }
            });
        });
    }

    /// The home screen was read anew at `asked`: what was marked here stays in its place among
    /// what it says, and what is open again is no longer marked.
    pub(super) fn keep(self, before: Option<&Home>, mut now: Home, asked: Tick) -> Home {
        let open_again = |action: &ItemId, mark: &Mark| {
            let mut open = now.promised_due.iter().chain(&now.promised_later);
            mark.marked < asked && open.any(|one| one.action == *action)
        };
        let stays = |all: &BTreeMap<ItemId, Mark>| {
            let open = all.iter().filter(|(action, mark)| open_again(action, mark));
            open.map(|(action, _)| action.clone()).collect::<Vec<_>>()
        };
        let back = self.0.with_untracked(stays);
        if !back.is_empty() {
            self.0
                .update(|all| all.retain(|action, _| !back.contains(action)));
        }
        if let Some(before) = before {
            let marked = self
                .0
                .with_untracked(|all| all.keys().cloned().collect::<Vec<_>>());
            now.promised_due = in_place(&before.promised_due, now.promised_due, &marked);
            now.promised_later = in_place(&before.promised_later, now.promised_later, &marked);
        }
        now
    }
}

/// The new list, with those that were marked where they stood in the old one.
fn in_place(before: &[Promise], now: Vec<Promise>, marked: &[ItemId]) -> Vec<Promise> {
    let mut list = now;
    for (place, old) in before.iter().enumerate() {
        let is_there = list.iter().any(|one| one.action == old.action);
        if is_there || !marked.contains(&old.action) {
            continue;
        }
        // After the nearest one above it that is still there.
        let above = before.iter().take(place).rev();
        let after = above
            .filter_map(|above| list.iter().position(|one| one.action == above.action))
            .next();
        list.insert(after.map_or(0, |after| after + 1), old.clone());
    }
    list
}

#[cfg(test)]
mod tests {
    use doorstep_model::DocKey;

    use super::*;

    fn promise(byte: u8) -> Promise {
        Promise {
            household: DocKey::from([1; 16]),
            household_name: "The Ambers".into(),
            action: ItemId::from([byte; 16]),
            what: format!("ring {byte}"),
            who: None,
            member: None,
            by_when: None,
        }
    }

    #[test]
    fn what_was_marked_stays_in_its_place_and_nothing_else_does() {
        let before = [1, 2, 3, 4].map(promise);
        let marked = [ItemId::from([1; 16]), ItemId::from([3; 16])];
        let now = [2, 5].map(promise).to_vec();
        let list = in_place(&before, now, &marked);
        assert_eq!(list, [1, 2, 3, 5].map(promise));
    }
}
