//! The format for programs. It is only added to: `docs/export.md` says what stands where.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::call::{CopyChoices, LeaveOut};
use doorstep_model::field::Single;
use doorstep_model::household::{About, Brought, Household, Plan, WhatMatters};
use doorstep_model::team::Team;
use doorstep_model::{DeviceKey, DocKey, ItemId, UnixMillis};
use serde::Serialize;

use super::ToCopy;

/// One household in a file of its own.
#[derive(Debug, Serialize)]
pub(crate) struct HouseholdFile {
    /// Always `doorstep-household`.
    pub(crate) format: String,
    /// Raised when a program that knows the version before could misunderstand a file.
    pub(crate) version: u32,
    /// When it was written, by this device's clock.
    pub(crate) made_at: UnixMillis,
    /// What was left out; empty if it is whole.
    pub(crate) left_out: Vec<LeaveOut>,
    /// The person it was made for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) for_person: Option<ItemId>,
    /// Names behind the devices in its stamps; only those that occur.
    pub(crate) devices: BTreeMap<DeviceKey, String>,
    /// Names of the team's members; only those that occur.
    pub(crate) members: BTreeMap<ItemId, String>,
    /// Whether it is of the practice team, where everybody is made up. Only then is it there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) practice: bool,
    /// The household.
    pub(crate) household: Household,
    /// What each household that was joined into it says of itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) joined: Vec<Joined>,
}

/// A household that was joined into another. Its lines are among that one's.
#[derive(Debug, Serialize)]
pub(crate) struct Joined {
    id: DocKey,
    about: About,
    what_matters: WhatMatters,
    plan: Plan,
}

impl HouseholdFile {
    /// Its name for programs.
    pub(crate) const FORMAT: &'static str = "doorstep-household";
    /// The version that is written.
    pub(crate) const VERSION: u32 = 1;

    /// A file of a household from which everything chosen was left out already.
    pub(crate) fn new(
        copy: ToCopy,
        choices: &CopyChoices,
        made_at: UnixMillis,
        devices: BTreeMap<DeviceKey, String>,
        members: Vec<(ItemId, String)>,
    ) -> Self {
        let mut left_out = choices.leave_out.clone();
        if choices.for_person.is_some() && !left_out.contains(&LeaveOut::RemovedLines) {
            left_out.push(LeaveOut::RemovedLines);
        }
        let ToCopy {
            mut household,
            joined,
            practice,
        } = copy;
        let joined: Vec<Joined> = joined
            .into_iter()
            .map(|joined| Joined {
                id: joined.id,
                about: joined.about,
                what_matters: joined.what_matters,
                plan: joined.plan,
            })
            .collect();
        // A name is no reason to name somebody.
        let brought = std::mem::take(&mut household.brought);
        let named = ids_in(&(&household, &joined));
        let is_named = |line: &Brought| {
            let key = line.key.value.as_ref();
            key.is_some_and(|key| named.contains(key))
        };
        household.brought = brought.into_iter().filter(is_named).collect();
        let brought: Vec<(String, String)> = household
            .names_brought()
            .map(|(key, name)| (key.to_owned(), name.to_owned()))
            .collect();
        let of_device = |(key, name): &(String, String)| {
            Some((DeviceKey::try_from(key.clone()).ok()?, name.clone()))
        };
        let of_member = |(key, name): &(String, String)| {
            Some((ItemId::try_from(key.clone()).ok()?, name.clone()))
        };
        Self {
            format: Self::FORMAT.to_owned(),
            version: Self::VERSION,
            made_at,
            left_out,
            for_person: choices.for_person.clone(),
            // Who of the team never wrote here, or only what was left out, is nobody's business.
            devices: brought
                .iter()
                .filter_map(of_device)
                .chain(devices)
                .filter(|(device, _)| named.contains(device.as_str()))
                .collect(),
            members: brought
                .iter()
                .filter_map(of_member)
                .chain(members)
                .filter(|(member, _)| named.contains(member.as_str()))
                .collect(),
            practice,
            household,
            joined,
        }
    }
}

/// Every text that stands somewhere in it as a value of its own; its ids are among them.
pub(crate) fn ids_in(whole: &impl Serialize) -> BTreeSet<String> {
    fn walk(value: serde_json::Value, found: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::String(text) => {
                found.insert(text);
            }
            serde_json::Value::Array(values) => {
                values.into_iter().for_each(|value| walk(value, found));
            }
            serde_json::Value::Object(fields) => {
                fields.into_iter().for_each(|(_, value)| walk(value, found));
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    if let Ok(value) = serde_json::to_value(whole) {
        walk(value, &mut found);
    }
    found
}

/// What the ids in a household stand for, in words: people, members, and the team's own lists.
pub(crate) fn names_of(
    household: &Household,
    members: &[(ItemId, String)],
    team: Option<&Team>,
    day: impl Fn(doorstep_model::Date) -> String,
) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut put = |id: Option<&ItemId>, name: String| {
        if let (Some(id), false) = (id, name.is_empty()) {
            names.insert(id.as_str().to_owned(), name);
        }
    };
    for (key, name) in household.names_brought() {
        let id = ItemId::try_from(key.to_owned()).ok();
        put(id.as_ref(), name.to_owned());
    }
    for (id, name) in members {
        put(Some(id), name.clone());
    }
    let said = |single: &Single<String>| single.value.clone().unwrap_or_default();
    for person in &household.people {
        put(person.id.as_ref(), said(&person.name));
    }
    for visit in &household.visits {
        put(
            visit.id.as_ref(),
            visit.date.value.map(&day).unwrap_or_default(),
        );
    }
    for demand in &household.demands {
        put(demand.id.as_ref(), demand.exact_words.0.clone());
    }
    if let Some(team) = team {
        for agency in &team.agencies {
            put(agency.id.as_ref(), said(&agency.name));
        }
        for cause in &team.failure_causes {
            put(cause.id.as_ref(), said(&cause.name));
        }
        for kind in &team.obstacle_kinds {
            put(kind.id.as_ref(), said(&kind.name));
        }
    }
    names
}
