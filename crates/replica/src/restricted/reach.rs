//! How far a key or what waits to be sealed may be handed on.
//!
//! Which of two statements counts is decided by their order, and that is the server's to give. So nothing goes to
//! anybody on the order's word alone: only to whoever was named when it was made, and to whoever somebody let in who
//! may have it, and knew who it was for.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_wire::id::DeviceId;

use super::standing::Said;
use super::statement::StatementRef;

/// To whom something may be handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everybody in the team.
    Everybody,
    /// These devices.
    Devices(BTreeSet<DeviceId>),
}

impl Reach {
    /// Whether a device is among them.
    pub fn includes(&self, device: &DeviceId) -> bool {
        match self {
            Self::Everybody => true,
            Self::Devices(devices) => devices.contains(device),
        }
    }
}

/// How far something may go that was made `upon` these statements, by all that was said since, in whichever order
/// it came and whether it counts or not. What was made upon none was everybody's. `recovered` tells of a device that
/// came in by paper words which epoch it began: the paper has what was made before that, and so has it.
pub fn reach(
    said: &[Said],
    upon: &[StatementRef],
    recovered: impl Fn(&DeviceId) -> Option<u32>,
) -> Reach {
    let mut all: BTreeMap<StatementRef, &Said> = BTreeMap::new();
    for one in said {
        all.entry(one.is()).or_insert(one);
    }
    let (mut devices, mut epoch) = (BTreeSet::new(), 0);
    for head in upon {
        // Of one that is not here nothing is known.
        let Some(said) = all.get(head) else { continue };
        epoch = said.epoch.max(epoch);
        match named(said) {
            Some(named) => devices.extend(named),
            None => return Reach::Everybody,
        }
    }
    if upon.is_empty() {
        return Reach::Everybody;
    }
    let mut left: Vec<&Said> = all.values().copied().collect();
    loop {
        let before = left.len();
        let mut waits = Vec::new();
        for said in left {
            let has_it = devices.contains(&said.by)
                || recovered(&said.by).is_some_and(|began| began > epoch);
            if !has_it || !knows(&all, said, upon) {
                waits.push(said);
                continue;
            }
            match named(said) {
                Some(named) => devices.extend(named),
                None => return Reach::Everybody,
            }
        }
        // Each round lets somebody in by whom others may be let in.
        if waits.len() == before {
            return Reach::Devices(devices);
        }
        left = waits;
    }
}

fn named(said: &Said) -> Option<impl Iterator<Item = DeviceId>> {
    let named = said.statement.named.as_ref()?;
    Some(named.iter().flat_map(|one| one.devices.iter().copied()))
}

/// Whether whoever said it knew all of these.
fn knows(all: &BTreeMap<StatementRef, &Said>, said: &Said, upon: &[StatementRef]) -> bool {
    let mut missing: BTreeSet<StatementRef> = upon.iter().copied().collect();
    missing.remove(&said.is());
    let (mut seen, mut next) = (BTreeSet::new(), said.statement.upon.clone());
    while let Some(one) = next.pop() {
        if missing.is_empty() {
            return true;
        }
        missing.remove(&one);
        if seen.insert(one)
            && let Some(said) = all.get(&one)
        {
            next.extend(&said.statement.upon);
        }
    }
    missing.is_empty()
}
