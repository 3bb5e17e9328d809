//! Who may open a document, as all that was said about it comes to in the order of the team's sequence.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_wire::id::DeviceId;

use super::bits::Bits;
use super::reach::MOST_OF_ONE;
use super::statement::{About, MOST_UPON, Named, PersonId, Statement, StatementId, StatementRef};

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
    /// The epoch that its chunk is sealed in.
    pub epoch: u32,
    /// What it says.
    pub statement: Statement,
}

impl Said {
    /// What others refer to it by.
    pub fn is(&self) -> StatementRef {
        StatementRef {
            by: self.by,
            id: self.statement.id,
        }
    }
}

/// What all statements about a document come to.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Who may open it.
    pub openers: Openers,
    /// What the document is, where anything was said.
    pub about: Option<About>,
    /// The highest epoch of those that count.
    epoch: u32,
    /// Those that count, by when they came.
    numbers: BTreeMap<StatementRef, usize>,
    /// The same, in the order of the sequence.
    counted: Vec<Counted>,
    /// Those of them that nobody has built upon.
    heads: BTreeSet<StatementRef>,
    /// Every device that was ever named.
    ever: BTreeSet<DeviceId>,
    /// How many of each signer's were heard.
    heard: BTreeMap<DeviceId, usize>,
}

/// A statement that counts.
#[derive(Debug, Clone)]
struct Counted {
    /// The numbers of all that its writer knew.
    knew: Bits,
    /// The people as it named them, which is how things stood for its writer; none where it lifted.
    named: Option<People>,
}

impl Standing {
    /// Whether it is restricted.
    pub fn is_restricted(&self) -> bool {
        self.openers != Openers::Everybody
    }

    /// Whether nothing that counts was ever said.
    pub fn is_untold(&self) -> bool {
        self.counted.is_empty()
    }

    /// Whether somebody said on purpose that it is everybody's again.
    pub fn is_lifted(&self) -> bool {
        !self.is_restricted() && !self.is_untold()
    }

    /// Whether a statement counts.
    pub fn counts(&self, statement: &StatementRef) -> bool {
        self.numbers.contains_key(statement)
    }

    /// What a new statement is said upon.
    pub fn upon(&self) -> Vec<StatementRef> {
        self.heads.iter().copied().take(MOST_UPON).collect()
    }

    /// Whether a device may open it. `recovered` is the epoch that a device began which came in by paper words:
    /// the words that were in force when it was last said who may open it do as well, and all after them, until
    /// the device was named and taken out.
    pub fn is_for(&self, device: &DeviceId, recovered: Option<u32>) -> bool {
        match self.openers {
            Openers::Everybody => true,
            Openers::Named(_) => self.openers.names(device) || self.is_by_words(device, recovered),
        }
    }

    /// Whether a device was ever named.
    pub fn was_named(&self, device: &DeviceId) -> bool {
        self.ever.contains(device)
    }

    /// Whether it is for a device by paper words alone, so far.
    pub fn is_by_words(&self, device: &DeviceId, recovered: Option<u32>) -> bool {
        recovered.is_some_and(|epoch| epoch > self.epoch) && !self.was_named(device)
    }

    /// One more, which stands after all before it. `recovered` tells of a device that came in by paper words
    /// which epoch it began. Answers whether it counts.
    pub fn hear(&mut self, said: &Said, recovered: impl Fn(&DeviceId) -> Option<u32>) -> bool {
        let (is, by) = (said.is(), said.by);
        let of_one = self.heard.entry(by).or_default();
        if *of_one >= MOST_OF_ONE {
            return false;
        }
        *of_one += 1;
        if self.counts(&is) || !self.is_for(&by, recovered(&by)) {
            return false;
        }
        let (mut knew, mut base) = (Bits::default(), None);
        // Whoever says something knows what they said before.
        let first = StatementRef {
            id: StatementId([0; 16]),
            ..is
        };
        let own = self
            .numbers
            .range(first..)
            .take_while(|(said, _)| said.by == by);
        let own: Vec<usize> = own.map(|(_, number)| *number).collect();
        let last = own.iter().max().copied();
        let upon = said.statement.upon.iter();
        let upon = upon.filter_map(|upon| self.numbers.get(upon).copied());
        for number in upon.chain(last) {
            let Some(before) = self.counted.get(number) else {
                continue;
            };
            knew.add_all(&before.knew);
            knew.add(number);
            add_people(&mut base, before.named.as_ref());
        }
        let knew_all = knew.count() == self.counted.len();
        let named = said.statement.named.as_deref().map(people_of);
        let next = match (&named, &self.openers) {
            // What was said meanwhile was not known to whoever lifted it.
            (None, Openers::Everybody) => return false,
            (None, _) if !knew_all => return false,
            (None, Openers::Named(_)) => Openers::Everybody,
            (Some(named), _) if !named.values().any(|devices| devices.contains(&by)) => {
                return false;
            }
            (Some(named), Openers::Named(people)) if !knew_all => {
                Openers::Named(merged(people, named, base.as_ref(), by))
            }
            (Some(named), _) => Openers::Named(named.clone()),
        };
        self.ever.extend(next.devices());
        self.about = Some(said.statement.about);
        self.epoch = said.epoch.max(self.epoch);
        let numbers = &self.numbers;
        self.heads
            .retain(|head| !numbers.get(head).is_some_and(|number| knew.has(*number)));
        self.heads.insert(is);
        self.numbers.insert(is, self.counted.len());
        self.counted.push(Counted { knew, named });
        self.openers = next;
        true
    }
}

impl Default for Standing {
    /// Nothing was said.
    fn default() -> Self {
        Self {
            openers: Openers::Everybody,
            about: None,
            epoch: 0,
            numbers: BTreeMap::new(),
            counted: Vec::new(),
            heads: BTreeSet::new(),
            ever: BTreeSet::new(),
            heard: BTreeMap::new(),
        }
    }
}

/// Goes through what was said, in the order of the team's sequence, as [`Standing::hear`] does.
pub fn standing<'a>(
    said: impl IntoIterator<Item = &'a Said>,
    recovered: impl Fn(&DeviceId) -> Option<u32>,
) -> Standing {
    let mut now = Standing::default();
    for said in said {
        now.hear(said, &recovered);
    }
    now
}

/// Who stood in any of several that somebody had before them: of those, nobody who is named again comes in
/// anew, and whoever is not goes.
fn add_people(base: &mut Option<People>, named: Option<&People>) {
    let Some(named) = named else { return };
    let base = base.get_or_insert_default();
    for (person, devices) in named {
        base.entry(*person).or_default().extend(devices);
    }
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
fn merged(now: &People, said: &People, base: Option<&People>, by: DeviceId) -> People {
    let people = match base {
        Some(base) => changed(now, said, base),
        None => both(now, said),
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
