//! Who may open a document, as all that was said about it comes to in the order of the team's sequence.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_wire::id::DeviceId;

use super::statement::{About, Named, PersonId, Statement, StatementId};

type People = BTreeMap<PersonId, BTreeSet<DeviceId>>;

/// Who may open a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Openers {
    /// Everybody in the team.
    Everybody,
    /// These people, on these devices.
    Named(People),
}

impl Openers {
    /// Whether this device is named; of everybody's documents none is.
    pub fn names(&self, device: &DeviceId) -> bool {
        match self {
            Self::Everybody => false,
            Self::Named(people) => people.values().any(|devices| devices.contains(device)),
        }
    }

    /// Every device that is named.
    pub fn devices(&self) -> BTreeSet<DeviceId> {
        match self {
            Self::Everybody => BTreeSet::new(),
            Self::Named(people) => people.values().flatten().copied().collect(),
        }
    }
}

/// A statement and whose it is.
#[derive(Debug, Clone)]
pub struct Said {
    /// The device that signed the chunk.
    pub by: DeviceId,
    /// What it says.
    pub statement: Statement,
}

/// What all statements about a document come to.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Who may open it.
    pub openers: Openers,
    /// The last statement that counts, or none.
    pub last: StatementId,
    /// What the document is, where anything was said.
    pub about: Option<About>,
    /// The paper words that the last statement names.
    pub words: Option<DeviceId>,
    /// Every device that was ever named.
    ever: BTreeSet<DeviceId>,
}

impl Standing {
    /// Whether it is restricted.
    pub fn is_restricted(&self) -> bool {
        self.openers != Openers::Everybody
    }

    /// Whether somebody said on purpose that it is everybody's again.
    pub fn is_lifted(&self) -> bool {
        self.openers == Openers::Everybody && self.last != StatementId::NONE
    }

    /// Whether a device may open it. `words` are the paper words that let that device in: those that were in
    /// force when it was last said who may open it do as well, until the device was named and taken out.
    pub fn is_for(&self, device: &DeviceId, words: Option<DeviceId>) -> bool {
        match self.openers {
            Openers::Everybody => true,
            Openers::Named(_) => self.openers.names(device) || self.is_by_words(device, words),
        }
    }

    /// Whether a device was ever named.
    pub fn was_named(&self, device: &DeviceId) -> bool {
        self.ever.contains(device)
    }

    /// Whether it is for a device by paper words alone, so far.
    pub fn is_by_words(&self, device: &DeviceId, words: Option<DeviceId>) -> bool {
        words.is_some() && words == self.words && !self.was_named(device)
    }
}

/// Goes through what was said, in the order of the team's sequence. `words_of` tells by which paper words a
/// device came in.
pub fn standing(
    said: impl IntoIterator<Item = Said>,
    words_of: impl Fn(&DeviceId) -> Option<DeviceId>,
) -> Standing {
    let mut now = Standing {
        openers: Openers::Everybody,
        last: StatementId::NONE,
        about: None,
        words: None,
        ever: BTreeSet::new(),
    };
    let mut known: BTreeMap<StatementId, Openers> = BTreeMap::new();
    for Said { by, statement } in said {
        let base = known.get(&statement.upon);
        let is_nothing = known.contains_key(&statement.id) || !now.is_for(&by, words_of(&by));
        if is_nothing {
            continue;
        }
        let upon_last = statement.upon == now.last;
        let next = match (&statement.named, &now.openers) {
            // What was said meanwhile was not known to whoever lifted it.
            (None, _) if !upon_last => continue,
            (None, Openers::Everybody) => continue,
            (None, Openers::Named(_)) => Openers::Everybody,
            (Some(named), _) if !named.iter().any(|one| one.devices.contains(&by)) => continue,
            (Some(named), Openers::Named(people)) if !upon_last => {
                Openers::Named(merged(people, &people_of(named), base, by))
            }
            (Some(named), _) => Openers::Named(people_of(named)),
        };
        now.ever.extend(next.devices());
        now.last = statement.id;
        now.about = Some(statement.about);
        now.words = Some(statement.words);
        known.insert(statement.id, next.clone());
        now.openers = next;
    }
    now
}

fn people_of(named: &[Named]) -> People {
    let people = named.iter().map(|one| {
        let devices = one.devices.iter().copied().collect();
        (one.person, devices)
    });
    people.collect()
}

/// Both said something at the same time. What the later one changed against what it knew changes what stands;
/// where it knew of no restriction, what both allow is left. Nobody opens it under two names, and there is
/// always somebody who does: at least `by`, who said the later one and may open it.
fn merged(now: &People, said: &People, base: Option<&Openers>, by: DeviceId) -> People {
    let people = match base {
        Some(Openers::Named(base)) => changed(now, said, base),
        _ => both(now, said),
    };
    let mut taken = BTreeSet::new();
    let each = people.into_iter().filter_map(|(person, devices)| {
        let once: BTreeSet<DeviceId> = devices.into_iter().filter(|id| taken.insert(*id)).collect();
        (!once.is_empty()).then_some((person, once))
    });
    let people: People = each.collect();
    match people.is_empty() {
        true => {
            let of = said.iter().filter(|(_, devices)| devices.contains(&by));
            of.map(|(person, _)| (*person, BTreeSet::from([by])))
                .collect()
        }
        false => people,
    }
}

/// Devices that both name, as the people that they stood for already: the same device may be another line of
/// the team's record to each of the two.
fn both(now: &People, said: &People) -> People {
    let said: BTreeSet<&DeviceId> = said.values().flatten().collect();
    let left = now.iter().map(|(person, devices)| {
        let both = devices.iter().filter(|device| said.contains(device));
        (*person, both.copied().collect())
    });
    left.collect()
}

fn changed(now: &People, said: &People, base: &People) -> People {
    let mut people = now.clone();
    for (person, devices) in said {
        let Some(before) = base.get(person) else {
            people.entry(*person).or_default().extend(devices);
            continue;
        };
        // Whoever was taken out meanwhile stays out, with every device.
        if let Some(standing) = people.get_mut(person) {
            standing.extend(devices.difference(before));
            standing.retain(|device| devices.contains(device) || !before.contains(device));
        }
    }
    people.retain(|person, _| said.contains_key(person) || !base.contains_key(person));
    people
}

#[cfg(test)]
mod tests;
