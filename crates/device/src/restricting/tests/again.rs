//! Whoever is named again reads all of it.

use doorstep_model::DocKey;
use doorstep_model::call::OpenHousehold;
use doorstep_replica::restricted::{PersonId, StatementId};
use doorstep_wire::device::Role;

use super::{keys, last_key, me, restrict, seal, write};
use crate::alone::Alone;
use crate::restricting::named_in;
use crate::restricting::say::add_device;
use crate::store::table::key_holder;
use crate::teammate::{Teammate, doc, sent};

fn read(alone: &Alone, id: &DocKey) -> String {
    let (id, seen) = (id.clone(), false);
    let opened = alone.must(OpenHousehold { id, seen });
    opened.household.what_matters.matters_to_us.0
}

#[test]
fn what_was_handed_in_is_not_lost_to_whoever_wrote_it() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let mut robin = Teammate::of(&alone, Role::Worker);
    write(&alone, &id, "Handed in.");
    let only_robin = robin.names(StatementId::NONE, &[robin.id()]);
    let first = only_robin.id;
    robin.grants(&alone, &id, Some(only_robin), Vec::new());
    sent(&alone);
    alone.device.keep_restricted().unwrap();
    assert!(keys(&alone, &id).is_empty(), "the control");
    let both = robin.names(first, &[robin.id(), me(&alone)]);
    robin.grants(&alone, &id, Some(both), Vec::new());
    assert_eq!(read(&alone, &id), "Handed in.");
}

#[test]
fn whoever_comes_in_is_given_keys_that_they_had_before() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    let robin = Teammate::of(&alone, Role::Worker);
    restrict(&alone, &id);
    write(&alone, &id, "For Alex.");
    seal(&alone);
    let key = last_key(&alone, &id);
    // It was Robin's once, and may be gone from that device.
    let had = |open: &mut crate::unlocked::Unlocked, _| {
        open.store
            .write(|tx| key_holder::put(tx, doc(&id), key, [robin.id()]))?;
        let mut named = named_in(&open.standing_of(doc(&id))?).unwrap();
        add_device(&mut named, PersonId([7; 16]), robin.id());
        open.say(doc(&id), Some(named))
    };
    assert!(!robin.is_given(&alone, &id, key), "the control");
    alone.device.with(had).unwrap();
    assert!(robin.is_given(&alone, &id, key));
}
