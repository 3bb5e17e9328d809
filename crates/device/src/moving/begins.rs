//! What is written into a household that was taken over, beside what it brings: where it came from, who holds it from
//! now on, and the names of those who stand in it.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Brought};
use doorstep_model::safety_note::SafetyNote;
use doorstep_model::{Date, DeviceKey, DocKey, ItemId};
use doorstep_replica::document::{Document, Kind};
use doorstep_replica::moving::{Called, Head};

use super::file::LONGEST_NAME;
use crate::random::Randomness;

/// What is other from now on; of the household that shows all others with who holds it.
pub(super) fn begins(
    head: &Head,
    first: Option<Option<&ItemId>>,
    document: &Document,
    names: &BTreeMap<String, String>,
    random: &Randomness,
) -> Vec<Edit> {
    let mut edits = vec![
        About::moved_from.only().set(Some(head.team_name.clone())),
        About::named_worker.only().set(first.flatten().cloned()),
        About::second_worker.only().set(None::<ItemId>),
    ];
    edits.extend(marks(None, None));
    if first.is_some() {
        edits.push(About::joined_into.only().set(None::<DocKey>));
    }
    edits.extend(missing_names(document, names, random));
    edits
}

/// Where it is on its way to, and since when it is there.
pub(super) fn marks(to: Option<String>, on: Option<Date>) -> [Edit; 2] {
    [
        About::moving_to.only().set(to),
        About::moved_on.only().set(on),
    ]
}

/// A note that fewer could open stays for fewer, whatever becomes of its household.
pub(super) fn kept_apart(apart: bool) -> Vec<Edit> {
    let mark = SafetyNote::kept_apart.only().set(Some(true));
    Some(mark).filter(|_| apart).into_iter().collect()
}

/// Names as they stand here: a device's under the key that it has here, whatever is this team's under another.
pub(super) fn names(
    people: &[Called],
    writers: &BTreeMap<DeviceKey, DeviceKey>,
    ids: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let named = people.iter().filter_map(|called| {
        let before = DeviceKey::try_from(called.key.clone()).ok()?;
        let key = writers.get(&before).map(ToString::to_string);
        let key = key.or_else(|| ids.get(&called.key).cloned());
        let name = called.name.chars().take(LONGEST_NAME).collect();
        Some((key.unwrap_or_else(|| called.key.clone()), name))
    });
    named.collect()
}

/// Names that a household does not have yet; a note has none of its own.
pub(super) fn missing_names(
    document: &Document,
    names: &BTreeMap<String, String>,
    random: &Randomness,
) -> Vec<Edit> {
    if document.kind() != Kind::Household {
        return Vec::new();
    }
    let brought = document.brought().into_iter();
    let there: BTreeSet<String> = brought.filter_map(|line| line.key.value).collect();
    let missing = names.iter().filter(|(key, _)| !there.contains(*key));
    missing
        .map(|(key, name)| Edit::Add {
            line: ItemRef {
                part: Part::Brought,
                item: ItemId::from(random.bytes()),
            },
            fields: vec![
                Brought::key.with(key.clone()),
                Brought::name.with(name.clone()),
            ],
        })
        .collect()
}
