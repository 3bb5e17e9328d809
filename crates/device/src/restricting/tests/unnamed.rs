//! What somebody who is not named does with a changed program.

use doorstep_model::DocKey;
use doorstep_model::call::{GetSync, GetTeam};
use doorstep_replica::chunk::{Grant, Payload};
use doorstep_replica::crypto::key::{DocumentKey, SecretKey};
use doorstep_replica::restricted::{
    Handed, HandedKey, Known, MOST_DEVICES, MOST_KEYS, PersonId, Statement, StatementRef, hand_on,
};
use doorstep_wire::device::Role;
use doorstep_wire::id::{DeviceId, KeyId};
use rusqlite::Connection;

use super::{keys, last_key, restrict, seal, write};
use crate::alone::Alone;
use crate::random;
use crate::restricting::named_in;
use crate::restricting::say::add_device;
use crate::store::leave::leave;
use crate::store::table::{document_key, key_holder, to_read};
use crate::teammate::{Teammate, doc, sent};

#[test]
fn nobody_takes_the_teams_own_record_from_the_others() {
    let alone = Alone::begin();
    sent(&alone);
    let team = alone.device.with(|open, _| open.team_document());
    let team = DocKey::from(team.unwrap().unwrap().0);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let only_robin = robin.names(&[], &[robin.id()]);
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
    handed(alone, id, key, Vec::new())
}

fn handed(alone: &Alone, id: &DocKey, key: &DocumentKey, held_by: Vec<DeviceId>) -> HandedKey {
    let upon = Teammate::of_nobody().upon(alone, id);
    let handed = alone.device.with(|open, _| {
        let (team, devices) = (open.team_id()?, [open.identity.public()]);
        let known = Known {
            key,
            epoch: 0,
            upon,
            held_by,
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
    robin.goes(&alone);
    let leave = |open: &mut crate::unlocked::Unlocked, _| open.leave_former_keys();
    alone.device.with(leave).unwrap();
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

/// A household for Alex alone, with a key that Robin knows the name of.
fn restricted(alone: &Alone) -> (DocKey, KeyId) {
    let id = alone.household("Bell Street");
    sent(alone);
    restrict(alone, &id);
    write(alone, &id, "For Alex.");
    sent(alone);
    let key = last_key(alone, &id);
    (id, key)
}

/// Another key under a name.
fn other(key_id: KeyId) -> DocumentKey {
    DocumentKey {
        key_id,
        ..DocumentKey::generate(&mut random::system())
    }
}

fn bytes_of(alone: &Alone, id: &DocKey, key: KeyId) -> Vec<u8> {
    let bytes = |conn: &Connection| document_key::by_id(conn, doc(id), key);
    let bytes = alone.device.with(|open, _| Ok(open.store.read(bytes)?));
    bytes.unwrap().unwrap().to_vec()
}

#[test]
fn other_bytes_under_a_keys_name_are_neither_everybodys_nor_kept() {
    let alone = Alone::begin();
    let (id, key) = restricted(&alone);
    let before = bytes_of(&alone, &id, key);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let open = Payload::Grant(Grant::of(&other(key)));
    robin.writes(&alone, &id, &open);
    assert!(keys(&alone, &id).contains(&(key, false)));
    // A device that has lost it, or has just been named, has it from nobody else either.
    alone.sql(
        "DELETE FROM document_key WHERE doc_id = ?1 AND open = 0",
        &id,
    );
    robin.writes(&alone, &id, &open);
    let handed = handed_to(&alone, &id, &other(key));
    robin.grants(&alone, &id, None, vec![handed]);
    assert!(keys(&alone, &id).contains(&(key, false)));
    assert_eq!(bytes_of(&alone, &id, key), before);
    write(&alone, &id, "More. ");
    seal(&alone);
    assert!(!keys(&alone, &id).contains(&(last_key(&alone, &id), true)));
}

#[test]
fn whoever_knows_a_keys_name_keeps_it_from_nobody_who_is_named_later() {
    let alone = Alone::begin();
    let (id, key) = restricted(&alone);
    let before = bytes_of(&alone, &id, key);
    let mut robin = Teammate::of(&alone, Role::Worker);
    // As on the device of somebody who is named once Robin has said so, and to whom the key is wrapped then.
    let to_come = {
        let known = DocumentKey {
            key_id: key,
            key: SecretKey::from_bytes(&before).unwrap(),
        };
        handed_to(&alone, &id, &known)
    };
    alone.sql("DELETE FROM document_key WHERE doc_id = ?1", &id);
    alone.sql("DELETE FROM key_holder WHERE doc_id = ?1", &id);
    robin.writes(&alone, &id, &Payload::Grant(Grant::of(&other(key))));
    robin.grants(&alone, &id, None, vec![to_come]);
    assert_eq!(bytes_of(&alone, &id, key), before);
}

#[test]
fn a_statement_under_anothers_number_takes_the_place_of_none() {
    let alone = Alone::begin();
    let (id, _) = restricted(&alone);
    let (mut robin, kim) = (
        Teammate::of(&alone, Role::Worker),
        Teammate::of(&alone, Role::Worker),
    );
    let elsewhere = alone.household("The Quay");
    let name = |open: &mut crate::unlocked::Unlocked, _| {
        let mut named = named_in(&open.standing_of(doc(&id))?).unwrap();
        let upon = open.standing_of(doc(&id))?.upon();
        add_device(&mut named, PersonId([7; 16]), kim.id());
        Ok((named, upon))
    };
    let (named, upon) = alone.device.with(name).unwrap();
    let mut copied = |upon: &[StatementRef], of: StatementRef| Statement {
        id: of.id,
        ..robin.names(upon, &[robin.id()])
    };
    let first = upon[0];
    let copies = [copied(&[], first), copied(&upon, first)];
    for copy in copies {
        robin.grants(&alone, &elsewhere, Some(copy.clone()), Vec::new());
        robin.grants(&alone, &id, Some(copy), Vec::new());
    }
    let standing = || {
        let standing = alone.device.with(|open, _| open.standing_of(doc(&id)));
        standing.unwrap()
    };
    assert!(standing().counts(&first) && !standing().openers.names(&robin.id()));
    let more = |open: &mut crate::unlocked::Unlocked, _| open.say(doc(&id), Some(named));
    alone.device.with(more).unwrap();
    assert!(standing().openers.names(&kim.id()), "the control");
}

#[test]
fn nobody_writes_with_a_key_that_was_handed_to_everybody() {
    let alone = Alone::begin();
    let (id, key) = restricted(&alone);
    write(&alone, &id, "Once more. ");
    seal(&alone);
    assert_eq!(last_key(&alone, &id), key, "the control");
    let known = DocumentKey {
        key_id: key,
        key: SecretKey::from_bytes(&bytes_of(&alone, &id, key)).unwrap(),
    };
    let mut robin = Teammate::of(&alone, Role::Worker);
    let team = alone.device.with(|open, _| open.team_id()).unwrap();
    let open = Known {
        key: &known,
        epoch: 0,
        upon: robin.upon(&alone, &id),
        held_by: Vec::new(),
    };
    let to = (&team, &doc(&id));
    let handed = hand_on(to, &open, &Handed::Openly, &mut random::system());
    robin.grants(&alone, &id, None, vec![handed]);
    write(&alone, &id, "And again. ");
    seal(&alone);
    let now = last_key(&alone, &id);
    assert!(now != key && keys(&alone, &id).contains(&(now, false)));
}

#[test]
fn a_key_that_everybody_was_given_is_nobodys_to_hand_on() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let key = last_key(&alone, &id);
    let before = bytes_of(&alone, &id, key);
    restrict(&alone, &id);
    sent(&alone);
    let mut robin = Teammate::of(&alone, Role::Worker);
    alone.sql("DELETE FROM document_key WHERE doc_id = ?1", &id);
    let handed = handed_to(&alone, &id, &other(key));
    // As a device has it that is named and comes in: none of it was read yet.
    let again = "INSERT OR IGNORE INTO held_back (chunk_id, doc_id)
        SELECT chunk_id, doc_id FROM chunk WHERE doc_id = ?1 AND substr(bytes, 2, 1) = X'03'";
    alone.sql(again, &id);
    robin.grants(&alone, &id, None, vec![handed]);
    assert_eq!(bytes_of(&alone, &id, key), before);
}

#[test]
fn nobody_keeps_a_key_from_those_who_are_named_by_saying_that_they_have_it() {
    let alone = Alone::begin();
    let (id, _) = restricted(&alone);
    let (mut robin, kim) = (
        Teammate::of(&alone, Role::Worker),
        Teammate::of(&alone, Role::Worker),
    );
    let name = |open: &mut crate::unlocked::Unlocked, _| {
        let mut named = named_in(&open.standing_of(doc(&id))?).unwrap();
        add_device(&mut named, PersonId([7; 16]), kim.id());
        open.say(doc(&id), Some(named))
    };
    alone.device.with(name).unwrap();
    sent(&alone);
    // As whoever hands something in makes one.
    let key = DocumentKey::generate_named(&mut random::system());
    let handed = handed(&alone, &id, &key, vec![kim.id()]);
    robin.grants(&alone, &id, None, vec![handed]);
    assert!(
        keys(&alone, &id).contains(&(key.key_id, false)),
        "it is kept"
    );
    assert!(!kim.is_given(&alone, &id, key.key_id), "the control");
    alone.device.keep_restricted().unwrap();
    assert!(kim.is_given(&alone, &id, key.key_id));
}

#[test]
fn more_keys_and_devices_than_a_grant_has_room_for_go_in_several() {
    let alone = Alone::begin();
    let (id, key) = restricted(&alone);
    let kim = Teammate::of(&alone, Role::Worker);
    let upon = kim.upon(&alone, &id);
    let many = |open: &mut crate::unlocked::Unlocked, _| {
        open.store.write(|tx| {
            for _ in 0..=MOST_KEYS {
                let key = DocumentKey::generate_named(&mut random::system());
                let named = document_key::Named {
                    key: &key,
                    epoch: 0,
                    open: false,
                    upon: &upon,
                };
                document_key::put_named(tx, doc(&id), &named)?;
            }
            let devices = 0..=u128::try_from(MOST_DEVICES).unwrap();
            let devices = devices.map(|number| DeviceId(number.to_be_bytes()));
            key_holder::put(tx, doc(&id), key, devices)
        })?;
        let mut named = named_in(&open.standing_of(doc(&id))?).unwrap();
        add_device(&mut named, PersonId([7; 16]), kim.id());
        open.say(doc(&id), Some(named))
    };
    alone.device.with(many).unwrap();
    let given = kim.given(&alone, &id);
    assert!(given.len() == MOST_KEYS + 2 && given.contains(&key));
    let standing = alone.device.with(|open, _| open.standing_of(doc(&id)));
    assert!(standing.unwrap().openers.names(&kim.id()));
}
