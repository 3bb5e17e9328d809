//! Notes for safety go with the household that they are about.

use std::collections::BTreeSet;

use doorstep_model::DocKey;
use doorstep_model::call::{AddSafetyNote, GetHouseholdKept};
use doorstep_replica::chunk::Payload;
use doorstep_replica::restricted::RestrictedGrant;
use doorstep_wire::device::Role;

use super::{keys, me, seal};
use crate::alone::Alone;
use crate::restricting::named_in;
use crate::store::table::seen;
use crate::teammate::{Teammate, doc, sent};

fn note(alone: &Alone, household: &DocKey) -> DocKey {
    let call = AddSafetyNote {
        household: household.clone(),
        what: "The dog bites.".into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    };
    alone.must(call).id
}

#[test]
fn a_note_goes_with_a_restriction_that_has_come_and_was_not_read() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let note = note(&alone, &id);
    let said = robin.names(&[], &[robin.id(), me(&alone)]);
    let grant = RestrictedGrant {
        said: Some(said),
        keys: Vec::new(),
    };
    robin.sends(&alone, &id, &Payload::Restricted(grant));
    seal(&alone);
    let all = keys(&alone, &note);
    assert!(
        !all.is_empty() && all.iter().all(|(_, open)| !open),
        "{all:?}"
    );
}

#[test]
fn a_note_that_whoever_restricted_its_household_did_not_have_goes_with_it() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    let note = note(&alone, &id);
    sent(&alone);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let both = [robin.id(), me(&alone)];
    let said = robin.names(&[], &both);
    robin.grants(&alone, &id, Some(said), Vec::new());
    let named = || {
        let standing = alone.device.with(|open, _| open.standing_of(doc(&note)));
        standing.unwrap().openers.devices()
    };
    assert!(named().is_empty(), "the control");
    alone.device.keep_restricted().unwrap();
    assert_eq!(named(), BTreeSet::from(both));
}

#[test]
fn whoever_can_not_open_a_note_is_not_said_to_have_all_of_its_household() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    let note = note(&alone, &id);
    sent(&alone);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let said = robin.names(&[], &[robin.id(), me(&alone)]);
    robin.grants(&alone, &id, Some(said), Vec::new());
    alone.device.keep_restricted().unwrap();
    sent(&alone);
    let has_read = |open: &mut crate::unlocked::Unlocked, _| {
        Ok(open.store.write(|tx| seen::put(tx, robin.id(), 1_000))?)
    };
    alone.device.with(has_read).unwrap();
    let has_all = || {
        let kept = alone.must(GetHouseholdKept { id: id.clone() });
        let all: Vec<bool> = kept.devices.into_iter().map(|one| one.all).collect();
        all
    };
    assert_eq!(has_all(), [true], "the control");
    let without_robin = |open: &mut crate::unlocked::Unlocked, _| {
        let named = named_in(&open.standing_of(doc(&note))?)
            .unwrap()
            .into_iter();
        let left = named.filter(|one| !one.devices.contains(&robin.id()));
        open.say(doc(&note), Some(left.collect()))
    };
    alone.device.with(without_robin).unwrap();
    sent(&alone);
    assert_eq!(has_all(), [false]);
}
