//! What somebody who is not named does with a changed program.

use doorstep_model::DocKey;
use doorstep_model::call::{GetSync, GetTeam};
use doorstep_replica::crypto::key::DocumentKey;
use doorstep_replica::restricted::{Handed, HandedKey, Known, StatementId, hand_on};
use doorstep_replica::team::change::remove;
use doorstep_wire::device::Role;
use doorstep_wire::entry::Removed;

use super::teammate::{Teammate, sent};
use super::{doc, keys, last_key, restrict, seal, write};
use crate::alone::Alone;
use crate::random;
use crate::store::leave::leave;
use crate::store::table::to_read;

#[test]
fn nobody_takes_the_teams_own_record_from_the_others() {
    let alone = Alone::begin();
    sent(&alone);
    let team = alone.device.with(|open, _| open.team_document());
    let team = DocKey::from(team.unwrap().unwrap().0);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let only_robin = robin.names(StatementId::NONE, &[robin.id()]);
    robin.grants(&alone, &team, Some(only_robin), Vec::new());
    let name = || alone.must(GetTeam {}).team.about.name.value;
    assert_eq!(name().as_deref(), Some("Riverside"));
    // As on a device that has just come in, and has what arrived and no document yet.
    let is_new = |open: &mut crate::unlocked::Unlocked, now| {
        open.store.write(|tx| {
            leave(tx, doc(&team))?;
            to_read::add(tx, doc(&team), now)
        })?;
        open.documents.forget(doc(&team));
        assert_eq!(open.team_document(), Ok(None), "the control");
        Ok(())
    };
    alone.device.with(is_new).unwrap();
    while alone.device.read_some(true) {}
    assert_eq!(name().as_deref(), Some("Riverside"));
}

/// A key as somebody hands it on to Alex's device.
fn handed_to(alone: &Alone, id: &DocKey, key: &DocumentKey) -> HandedKey {
    let handed = alone.device.with(|open, _| {
        let (team, devices) = (open.team_id()?, [open.identity.public()]);
        let known = Known {
            key,
            epoch: 0,
            held_by: Vec::new(),
        };
        let to = Handed::To(&devices);
        Ok(hand_on(
            (&team, &doc(id)),
            &known,
            &to,
            &mut random::system(),
        ))
    });
    handed.unwrap()
}

#[test]
fn a_key_for_some_of_what_is_everybodys_keeps_nobody_from_writing() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let first = last_key(&alone, &id);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let key = DocumentKey::generate(&mut random::system());
    let handed = handed_to(&alone, &id, &key);
    robin.grants(&alone, &id, None, vec![handed]);
    assert_eq!(keys(&alone, &id), [(first, true)]);
    write(&alone, &id, "For all.");
    seal(&alone);
    assert_eq!(last_key(&alone, &id), first);
}

#[test]
fn where_it_is_not_known_for_whom_a_new_key_of_the_team_holds_up_nothing_else() {
    let alone = Alone::begin();
    let (id, other) = (alone.household("Bell Street"), alone.household("The Quay"));
    sent(&alone);
    restrict(&alone, &id);
    sent(&alone);
    let robin = Teammate::of(&alone, Role::Worker);
    write(&alone, &id, "For Alex.");
    write(&alone, &other, "For all.");
    seal(&alone);
    let before = (last_key(&alone, &id), last_key(&alone, &other));
    alone.sql("DELETE FROM restriction WHERE doc_id = ?1", &id);
    alone.sql("DELETE FROM restricted WHERE doc_id = ?1", &id);
    let goes = |open: &mut crate::unlocked::Unlocked, now| {
        let membership = open.membership()?;
        let removed = Removed {
            device: robin.id(),
            ends: Vec::new(),
        };
        let (roster, former) = (&membership.roster, membership.epoch_key()?);
        let mut rng = random::system();
        let entry = remove(&open.identity, roster, &former, vec![removed], &mut rng).unwrap();
        open.append_entry(&entry, now)?;
        open.leave_former_keys()
    };
    alone.device.with(goes).unwrap();
    assert_ne!(
        last_key(&alone, &other),
        before.1,
        "the others have gone on"
    );
    let unsent = alone.must(GetSync {}).unsent;
    let mut of_it = unsent
        .iter()
        .filter(|one| one.household.as_ref() == Some(&id));
    assert!(of_it.next().is_some_and(|one| one.changes > 0), "it waits");
    assert_ne!(last_key(&alone, &id), before.0, "and not in what is sent");
}
