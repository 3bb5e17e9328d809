//! How far a key or what waits to be sealed may be handed on.
//!
//! Which of two statements counts is decided by their order, and that is the server's to give. So nothing goes to
//! anybody on the order's word alone: only to whoever was named when it was made, and to whoever somebody let in who
//! may have it.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_wire::id::DeviceId;

use super::bits::Bits;
use super::standing::Said;
use super::statement::StatementRef;

/// Statements of one signer about one document that are looked at, here and for what counts: nobody says more, and
/// whoever does is not to make each look slow.
pub(super) const MOST_OF_ONE: usize = 200;

/// To whom something may be handed on; to the paper always.
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

/// All that was said about a document, with who knew what, in whichever order it came and whether it counts or not.
pub struct History<'a> {
    all: Vec<One<'a>>,
    numbers: BTreeMap<StatementRef, usize>,
}

struct One<'a> {
    said: &'a Said,
    /// All that its writer knew.
    knew: Bits,
    /// Whom it names; none where it lifts.
    named: Option<BTreeSet<DeviceId>>,
}

impl<'a> History<'a> {
    /// Of what was said, in any order that keeps each device's own.
    pub fn of(said: &'a [Said]) -> Self {
        let mut history = Self {
            all: Vec::new(),
            numbers: BTreeMap::new(),
        };
        let mut of_one: BTreeMap<DeviceId, Vec<usize>> = BTreeMap::new();
        let mut heard_of: BTreeMap<DeviceId, usize> = BTreeMap::new();
        for one in said {
            let heard = heard_of.entry(one.by).or_insert(0_usize);
            if *heard >= MOST_OF_ONE {
                continue;
            }
            *heard += 1;
            let own = of_one.entry(one.by).or_default();
            if history.numbers.contains_key(&one.is()) {
                continue;
            }
            let number = history.all.len();
            history.numbers.insert(one.is(), number);
            // Whoever says something knows what they said before.
            let mut knew = Bits::default();
            if let Some(last) = own.last() {
                knew.add(*last);
            }
            own.push(number);
            let named = one.statement.named.as_ref();
            let named =
                named.map(|named| named.iter().flat_map(|one| one.devices.clone()).collect());
            history.all.push(One {
                said: one,
                knew,
                named,
            });
        }
        history.learn();
        history
    }

    /// Adds to each what those knew that it is said upon. What was said upon something may stand before it.
    fn learn(&mut self) {
        loop {
            let mut is_more = false;
            for number in 0..self.all.len() {
                let Some(one) = self.all.get(number) else {
                    continue;
                };
                let mut knew = one.knew.clone();
                let upon = one.said.statement.upon.iter();
                let upon = upon.filter_map(|upon| self.numbers.get(upon).copied());
                let before: Vec<usize> = upon.chain(one.knew.last()).collect();
                for before in before.into_iter().filter(|before| *before != number) {
                    knew.add(before);
                    if let Some(of) = self.all.get(before) {
                        knew.add_all(&of.knew);
                    }
                }
                if let Some(one) = self.all.get_mut(number)
                    && one.knew != knew
                {
                    one.knew = knew;
                    is_more = true;
                }
            }
            if !is_more {
                return;
            }
        }
    }

    /// How far something may go that was made `upon` these statements. What was made upon none was everybody's.
    /// `recovered` are devices that came in by paper words, each with the epoch that it began: the paper has what was
    /// made before that, and so they may.
    pub fn reach(
        &self,
        upon: &[StatementRef],
        recovered: impl IntoIterator<Item = (DeviceId, u32)>,
    ) -> Reach {
        if upon.is_empty() {
            return Reach::Everybody;
        }
        let heads: Option<Vec<usize>> = upon
            .iter()
            .map(|upon| self.numbers.get(upon).copied())
            .collect();
        // Of one that is not here nothing is known.
        let Some(heads) = heads else {
            return Reach::Devices(BTreeSet::new());
        };
        let Some((mut devices, taken_out)) = self.begin(&heads) else {
            return Reach::Everybody;
        };
        let epoch = heads.iter().filter_map(|head| self.all.get(*head));
        let epoch = epoch.map(|one| one.said.epoch).max().unwrap_or(0);
        let by_paper = recovered.into_iter().filter(|(_, began)| *began > epoch);
        devices.extend(by_paper.map(|(device, _)| device));
        let mut left: Vec<usize> = (0..self.all.len())
            .filter(|one| !heads.contains(one))
            .collect();
        loop {
            let before = left.len();
            let mut waits = Vec::new();
            for number in left {
                let Some(one) = self.all.get(number) else {
                    continue;
                };
                if !devices.contains(&one.said.by) {
                    waits.push(number);
                    continue;
                }
                let knew_all = heads.iter().all(|head| one.knew.has(*head));
                match (&one.named, knew_all) {
                    (None, true) => return Reach::Everybody,
                    (Some(named), true) => devices.extend(named),
                    // Said at the same time, of something that was for some already: whoever it let in comes in.
                    (Some(named), false) => {
                        let base = self.base(one);
                        let added = named.iter().filter(|device| {
                            base.as_ref().is_some_and(|base| !base.contains(device))
                                && !taken_out.contains(device)
                        });
                        devices.extend(added);
                    }
                    (None, false) => {}
                }
            }
            // Each round lets somebody in by whom others may be let in.
            if waits.len() == before {
                return Reach::Devices(devices);
            }
            left = waits;
        }
    }

    /// Whom these together leave, and whom any of them took out; `None` if it is everybody.
    fn begin(&self, heads: &[usize]) -> Option<(BTreeSet<DeviceId>, BTreeSet<DeviceId>)> {
        let heads: Vec<&One<'_>> = heads
            .iter()
            .filter_map(|head| self.all.get(*head))
            .collect();
        let restricting: Vec<(&BTreeSet<DeviceId>, Option<BTreeSet<DeviceId>>)> = heads
            .iter()
            .filter_map(|head| Some((head.named.as_ref()?, self.base(head))))
            .collect();
        if restricting.is_empty() {
            return None;
        }
        let mut devices: BTreeSet<DeviceId> = BTreeSet::new();
        let mut taken_out: BTreeSet<DeviceId> = BTreeSet::new();
        for (named, base) in &restricting {
            devices.extend(named.iter());
            let base = base.iter().flatten();
            taken_out.extend(base.filter(|device| !named.contains(device)));
        }
        devices.retain(|device| {
            restricting.iter().all(|(named, base)| {
                let is_new = base.as_ref().is_some_and(|base| !base.contains(device));
                named.contains(device) || is_new
            })
        });
        Some((devices, taken_out))
    }

    /// Everybody who was named in anything that a statement's writer knew; `None` if nobody was.
    fn base(&self, one: &One<'_>) -> Option<BTreeSet<DeviceId>> {
        let mut base = None;
        for (number, before) in self.all.iter().enumerate() {
            if let Some(named) = before.named.as_ref().filter(|_| one.knew.has(number)) {
                base.get_or_insert_with(BTreeSet::new).extend(named);
            }
        }
        base
    }
}
