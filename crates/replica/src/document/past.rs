//! The changes of a document in the order in which they are told.
//!
//! What builds on something is never told before it. Between changes that don't know of each other
//! the clocks of the devices decide. A clock can be wrong: a time after the reader's own is
//! certainly so, and the earliest time of what was built on it stands in; a time before that of
//! what a change builds on is taken for that.

use std::collections::{HashMap, HashSet};

use automerge::{Automerge, ChangeHash};
use doorstep_model::UnixMillis;
use doorstep_wire::id::DeviceId;

use super::moved::writer_of;
use super::stamp::is_undo;

/// One change, without what it says.
pub(super) struct Step {
    pub(super) hash: ChangeHash,
    pub(super) deps: Vec<usize>,
    pub(super) by: DeviceId,
    /// The time at which it is told.
    pub(super) at: UnixMillis,
    /// It set something back.
    pub(super) is_undo: bool,
    /// Changes in an unbroken line by one device have the same number.
    pub(super) run: usize,
}

/// All changes, in an order in which they apply.
pub(super) struct Past {
    pub(super) steps: Vec<Step>,
    index: HashMap<ChangeHash, usize>,
}

impl Past {
    /// Reads it; costs a few steps a change, whatever the changes say.
    pub(super) fn of(doc: &Automerge, now: UnixMillis) -> Self {
        let metas = doc.get_changes_meta(&[]);
        let index: HashMap<ChangeHash, usize> = metas
            .iter()
            .enumerate()
            .map(|(at, meta)| (meta.hash, at))
            .collect();
        let mut steps: Vec<Step> = metas
            .iter()
            .map(|meta| Step {
                hash: meta.hash,
                deps: meta
                    .deps
                    .iter()
                    .filter_map(|dep| index.get(dep).copied())
                    .collect(),
                by: writer_of(&meta.actor, meta.message.as_deref()),
                at: UnixMillis(meta.timestamp),
                is_undo: is_undo(meta.message.as_deref()),
                run: 0,
            })
            .collect();
        not_after(&mut steps, now);
        not_before_what_it_builds_on(&mut steps);
        number_runs(&mut steps);
        Self { steps, index }
    }

    /// Where a change stands.
    pub(super) fn find(&self, hash: &ChangeHash) -> Option<usize> {
        self.index.get(hash).copied()
    }

    /// One change.
    pub(super) fn step(&self, at: usize) -> Option<&Step> {
        self.steps.get(at)
    }

    /// For each change whether it is one of these or before them.
    pub(super) fn up_to(&self, heads: &[ChangeHash]) -> Vec<bool> {
        let mut within = vec![false; self.steps.len()];
        for at in heads.iter().filter_map(|head| self.find(head)) {
            if let Some(mark) = within.get_mut(at) {
                *mark = true;
            }
        }
        for at in (0..self.steps.len()).rev() {
            if within.get(at) != Some(&true) {
                continue;
            }
            for dep in self
                .step(at)
                .map(|step| step.deps.as_slice())
                .unwrap_or_default()
            {
                if let Some(mark) = within.get_mut(*dep) {
                    *mark = true;
                }
            }
        }
        within
    }

    /// For each change whether it is one of these or builds on one of them.
    pub(super) fn from(&self, these: &HashSet<usize>) -> Vec<bool> {
        let mut after = vec![false; self.steps.len()];
        for at in 0..self.steps.len() {
            let deps = self.step(at).map(|step| step.deps.as_slice());
            let builds = deps
                .unwrap_or_default()
                .iter()
                .any(|dep| after.get(*dep) == Some(&true));
            if let Some(mark) = after.get_mut(at) {
                *mark = builds || these.contains(&at);
            }
        }
        after
    }

    /// These changes in the order in which they are told.
    pub(super) fn told(&self, kept: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.steps.len()).filter(|at| kept(*at)).collect();
        order.sort_by_key(|at| (self.step(*at).map(|step| step.at), *at));
        order
    }

    /// The newest changes of a set that holds everything that its changes build on.
    pub(super) fn heads_of(&self, kept: impl Fn(usize) -> bool) -> Vec<ChangeHash> {
        let mut is_built_on = vec![false; self.steps.len()];
        for (at, step) in self.steps.iter().enumerate() {
            if kept(at) {
                for dep in &step.deps {
                    if let Some(mark) = is_built_on.get_mut(*dep) {
                        *mark = true;
                    }
                }
            }
        }
        let steps = self.steps.iter().enumerate().zip(is_built_on);
        steps
            .filter(|((at, _), built_on)| kept(*at) && !built_on)
            .map(|((_, step), _)| step.hash)
            .collect()
    }
}

/// A time that lies ahead of the reader is wrong: the earliest time of what was built on the
/// change stands in for it, or now.
fn not_after(steps: &mut [Step], now: UnixMillis) {
    let mut earliest = vec![now; steps.len()];
    for at in (0..steps.len()).rev() {
        let bound = earliest.get(at).copied().unwrap_or(now);
        let Some(step) = steps.get_mut(at) else {
            continue;
        };
        if step.at > now {
            step.at = bound;
        }
        let time = step.at.min(bound);
        for dep in &step.deps {
            if let Some(known) = earliest.get_mut(*dep) {
                *known = (*known).min(time);
            }
        }
    }
}

fn not_before_what_it_builds_on(steps: &mut [Step]) {
    for at in 0..steps.len() {
        let latest = steps.get(at).and_then(|step| {
            let times = step.deps.iter().filter_map(|dep| steps.get(*dep));
            times.map(|dep| dep.at).max()
        });
        if let (Some(latest), Some(step)) = (latest, steps.get_mut(at)) {
            step.at = step.at.max(latest);
        }
    }
}

/// A change goes on with the run of the one it builds on if that is the same device's and no other
/// change of the run has gone on from there already.
fn number_runs(steps: &mut [Step]) {
    let mut gone_on = HashSet::new();
    for at in 0..steps.len() {
        let before = steps.get(at).and_then(|step| match step.deps.as_slice() {
            [only] => steps
                .get(*only)
                .filter(|dep| dep.by == step.by)
                .map(|dep| (*only, dep.run)),
            _ => None,
        });
        let run = match before {
            Some((dep, run)) if gone_on.insert(dep) => run,
            _ => at,
        };
        if let Some(step) = steps.get_mut(at) {
            step.run = run;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(at: i64, deps: &[usize], by: u8) -> Step {
        Step {
            hash: ChangeHash([0; 32]),
            deps: deps.to_vec(),
            by: DeviceId([by; 16]),
            at: UnixMillis(at),
            is_undo: false,
            run: 0,
        }
    }

    fn times(mut steps: Vec<Step>, now: i64) -> Vec<i64> {
        not_after(&mut steps, UnixMillis(now));
        not_before_what_it_builds_on(&mut steps);
        steps.iter().map(|step| step.at.0).collect()
    }

    #[test]
    fn a_clock_that_runs_ahead_or_was_set_back_never_turns_cause_and_effect_round() {
        let right = vec![step(10, &[], 1), step(20, &[0], 2), step(30, &[1], 1)];
        assert_eq!(times(right, 100), [10, 20, 30]);
        let back = vec![step(10, &[], 1), step(1, &[0], 2), step(30, &[1], 1)];
        assert_eq!(times(back, 100), [10, 10, 30]);
        let ahead = vec![step(10, &[], 1), step(9_999, &[0], 2), step(30, &[1], 1)];
        assert_eq!(times(ahead, 100), [10, 30, 30]);
        let last = vec![step(10, &[], 1), step(9_999, &[0], 2)];
        assert_eq!(times(last, 100), [10, 100]);
    }

    #[test]
    fn a_run_is_one_unbroken_line_of_one_device() {
        // 0 → 1 → 2, and 3 also builds on 1; 4 is somebody else's; 5 goes on from 2.
        let mut steps = vec![
            step(1, &[], 1),
            step(2, &[0], 1),
            step(3, &[1], 1),
            step(4, &[1], 1),
            step(5, &[2], 2),
            step(6, &[2], 1),
            step(7, &[3, 5], 1),
        ];
        number_runs(&mut steps);
        let runs: Vec<usize> = steps.iter().map(|step| step.run).collect();
        assert_eq!(runs, [0, 0, 0, 3, 4, 0, 6]);
    }
}
