//! Whoever is named again reads all of it.

use doorstep_model::call::{EditTeam, GetTeam, OpenHousehold};
use doorstep_model::edit::Edit;
use doorstep_model::field::Scalar;
use doorstep_model::team::Member;
use doorstep_model::{DeviceKey, DocKey, ProblemCode};
use doorstep_replica::chunk::Payload;
use doorstep_replica::crypto::key::DocumentKey;
use doorstep_replica::restricted::{
    Handed, Known, PersonId, RestrictedGrant, Statement, StatementRef, hand_on,
};
use doorstep_wire::device::Role;

use super::{keys, last_key, me, restrict, seal, write};
use crate::alone::Alone;
use crate::random;
use crate::restricting::named_in;
use crate::restricting::say::add_device;
use crate::store::table::key_holder;
use crate::teammate::{Teammate, doc, sent};
use crate::unlocked::Unlocked;

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
    let only_robin = robin.names(&[], &[robin.id()]);
    let first = StatementRef {
        by: robin.id(),
        id: only_robin.id,
    };
    robin.grants(&alone, &id, Some(only_robin), Vec::new());
    sent(&alone);
    alone.device.keep_restricted().unwrap();
    assert!(keys(&alone, &id).is_empty(), "the control");
    let both = robin.names(&[first], &[robin.id(), me(&alone)]);
    robin.grants(&alone, &id, Some(both), Vec::new());
    assert_eq!(read(&alone, &id), "Handed in.");
}

#[test]
fn what_was_for_others_is_not_handed_to_whoever_got_in_before_them() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let mut robin = Teammate::of(&alone, Role::Worker);
    // Alex keeps it from Robin, and writes; Robin was first, and keeps it from Alex.
    restrict(&alone, &id);
    write(&alone, &id, "Not for Robin.");
    seal(&alone);
    let sealed = last_key(&alone, &id);
    write(&alone, &id, "Nor is this. ");
    let only_robin = robin.names(&[], &[robin.id()]);
    let first = StatementRef {
        by: robin.id(),
        id: only_robin.id,
    };
    robin.grants(&alone, &id, Some(only_robin), Vec::new());
    alone.device.keep_restricted().unwrap();
    let open = OpenHousehold {
        id: id.clone(),
        seen: false,
    };
    let problem = alone.ask(open).unwrap_err();
    assert_eq!(problem.code, ProblemCode::NotForYou);
    let later = last_key(&alone, &id);
    assert!(!robin.is_given(&alone, &id, sealed) && !robin.is_given(&alone, &id, later));
    sent(&alone);
    alone.device.keep_restricted().unwrap();
    assert!(robin.given(&alone, &id).is_empty());
    assert!(keys(&alone, &id).is_empty(), "nothing is left here");
    // Once Robin lets Alex in, nothing is lost, and Robin has it by Alex's word alone.
    let both = robin.names(&[first], &[robin.id(), me(&alone)]);
    robin.grants(&alone, &id, Some(both), Vec::new());
    assert_eq!(read(&alone, &id), "Nor is this. Not for Robin.");
    alone.device.keep_restricted().unwrap();
    assert!(robin.given(&alone, &id).is_empty());
    // What is written now is for both, and waits for nothing.
    write(&alone, &id, "For both. ");
    seal(&alone);
    assert!(robin.is_given(&alone, &id, last_key(&alone, &id)));
    let on_purpose = |open: &mut Unlocked, _| {
        assert!(!open.all_keys_reach(doc(&id))?);
        let named = named_in(&open.standing_of(doc(&id))?);
        open.say_on_purpose(doc(&id), named)?;
        assert!(open.all_keys_reach(doc(&id))?);
        Ok(())
    };
    alone.device.with(on_purpose).unwrap();
    alone.device.keep_restricted().unwrap();
    assert!(robin.is_given(&alone, &id, sealed) && robin.is_given(&alone, &id, later));
}

#[test]
fn a_key_of_somebody_whom_a_third_one_left_out_goes_no_further() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let (mut robin, mut kim) = (
        Teammate::of(&alone, Role::Worker),
        Teammate::of(&alone, Role::Worker),
    );
    // Robin was first, and has said that Alex may open it; Kim keeps it from Robin, and comes too late.
    let by_robin = robin.names(&[], &[robin.id(), me(&alone)]);
    robin.grants(&alone, &id, Some(by_robin), Vec::new());
    let by_kim = kim.names(&[], &[kim.id(), me(&alone)]);
    let upon = vec![StatementRef {
        by: kim.id(),
        id: by_kim.id,
    }];
    let key = DocumentKey::generate_named(&mut random::system());
    let to_alex = |open: &mut Unlocked, _| {
        let (team, devices) = (open.team_id()?, [open.identity.public()]);
        let known = Known {
            key: &key,
            epoch: 0,
            upon,
            held_by: vec![kim.id()],
        };
        let to = Handed::To(&devices);
        let mut rng = random::system();
        Ok(hand_on((&team, &doc(&id)), &known, &to, &mut rng))
    };
    let handed = alone.device.with(to_alex).unwrap();
    kim.grants(&alone, &id, Some(by_kim), vec![handed]);
    assert!(
        keys(&alone, &id).contains(&(key.key_id, false)),
        "Alex has it"
    );
    alone.device.keep_restricted().unwrap();
    assert!(!robin.is_given(&alone, &id, key.key_id));
    // The control: what Alex writes for both is given to Robin.
    write(&alone, &id, "For both.");
    seal(&alone);
    assert!(robin.is_given(&alone, &id, last_key(&alone, &id)));
}

#[test]
fn whoever_is_taken_out_hands_in_what_they_wrote_for_one_more() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let (mut robin, kim) = (
        Teammate::of(&alone, Role::Worker),
        Teammate::of(&alone, Role::Worker),
    );
    let both = robin.names(&[], &[robin.id(), me(&alone)]);
    let first = StatementRef {
        by: robin.id(),
        id: both.id,
    };
    robin.grants(&alone, &id, Some(both), Vec::new());
    // Without signal Alex lets Kim in and writes; Robin has taken Alex out meanwhile.
    let lets_in = |open: &mut Unlocked, _| {
        let mut named = named_in(&open.standing_of(doc(&id))?).unwrap();
        add_device(&mut named, PersonId([7; 16]), kim.id());
        open.say(doc(&id), Some(named))
    };
    alone.device.with(lets_in).unwrap();
    write(&alone, &id, "For Robin and Kim.");
    let without_alex = robin.names(&[first], &[robin.id()]);
    robin.grants(&alone, &id, Some(without_alex), Vec::new());
    alone.device.keep_restricted().unwrap();
    let key = last_key(&alone, &id);
    assert!(robin.is_given(&alone, &id, key) && !kim.is_given(&alone, &id, key));
}

#[test]
fn what_waits_under_everybodys_key_is_sealed_anew() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let mut robin = Teammate::of(&alone, Role::Worker);
    write(&alone, &id, "Written without signal.");
    seal(&alone);
    let open = last_key(&alone, &id);
    let leave = |open: &mut Unlocked, _| open.leave_former_keys();
    alone.device.with(leave).unwrap();
    assert_eq!(last_key(&alone, &id), open, "the control");
    let both = robin.names(&[], &[robin.id(), me(&alone)]);
    robin.sends(&alone, &id, &said(both));
    alone.device.with(leave).unwrap();
    let now = last_key(&alone, &id);
    assert!(now != open && keys(&alone, &id).contains(&(now, false)));
    assert!(robin.is_given(&alone, &id, now));
    assert_eq!(read(&alone, &id), "Written without signal.");
}

fn said(statement: Statement) -> Payload {
    Payload::Restricted(RestrictedGrant {
        said: Some(statement),
        keys: Vec::new(),
    })
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

#[test]
fn what_a_device_says_by_itself_lets_nobody_into_what_was_written_without_them() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let let_in = || Teammate::of(&alone, Role::Worker);
    let (mut robin, kim, phone) = (let_in(), let_in(), let_in());
    let both = robin.names(&[], &[robin.id(), me(&alone)]);
    let first = StatementRef {
        by: robin.id(),
        id: both.id,
    };
    robin.grants(&alone, &id, Some(both), Vec::new());
    // At the same moment Alex takes Robin out and writes, and Robin lets Kim in, and is first.
    let takes_out = |open: &mut Unlocked, _| {
        let only_alex = open.with_me(Vec::new());
        open.say(doc(&id), Some(only_alex))
    };
    alone.device.with(takes_out).unwrap();
    write(&alone, &id, "For nobody of Robin's.");
    seal(&alone);
    let key = last_key(&alone, &id);
    let with_kim = robin.names(&[first], &[robin.id(), me(&alone), kim.id()]);
    robin.grants(&alone, &id, Some(with_kim), Vec::new());
    let stands = || {
        alone.device.keep_restricted().unwrap();
        let standing = alone.device.with(|open, _| open.standing_of(doc(&id)));
        standing.unwrap().openers.devices()
    };
    assert_eq!(stands(), [me(&alone), kim.id()].into(), "the control");
    assert!(!kim.is_given(&alone, &id, key));
    // Alex has a new phone: it waits for Alex's word, as everything else does that Kim would have by it.
    let mine = alone.must(GetTeam {}).team.members.remove(0);
    let edits = vec![Edit::Include {
        at: Member::devices.of(&mine.id.unwrap()),
        value: DeviceKey::from(phone.id().0).to_value(),
    }];
    alone.must(EditTeam { edits });
    sent(&alone);
    assert!(!stands().contains(&phone.id()));
    assert!(!kim.is_given(&alone, &id, key));
    // The control: Alex says so.
    let says = |open: &mut Unlocked, _| {
        let named = named_in(&open.standing_of(doc(&id))?);
        open.say_on_purpose(doc(&id), named)
    };
    alone.device.with(says).unwrap();
    sent(&alone);
    assert!(stands().contains(&phone.id()));
    assert!(kim.is_given(&alone, &id, key));
}
