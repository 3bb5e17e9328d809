//! What is restricted costs those who wait for a screen little.

use doorstep_model::UnixMillis;
use doorstep_replica::chunk::Payload;
use doorstep_replica::crypto::key::DocumentKey;
use doorstep_replica::restricted::{Handed, Known, RestrictedGrant, hand_on};
use doorstep_wire::device::Role;

use super::{restrict, seal};
use crate::alone::Alone;
use crate::random;
use crate::restricting::keep::IN_ONE_HOLD;
use crate::teammate::{Teammate, doc, sent};
use crate::unlocked::Unlocked;

#[test]
fn a_pass_gives_way_after_a_few() {
    let alone = Alone::begin();
    for number in 0..=IN_ONE_HOLD {
        let id = alone.household(&format!("Number {number}"));
        restrict(&alone, &id);
    }
    seal(&alone);
    let keep = |open: &mut Unlocked, now: UnixMillis| {
        let mut keeping = open.begin_keeping()?.unwrap();
        let more = open.keep_some(&mut keeping, now)?;
        assert!(open.begin_keeping()?.is_some(), "it is not over");
        Ok((
            more,
            open.keep_some(&mut keeping, now)?,
            open.begin_keeping()?.is_some(),
        ))
    };
    let (more, still_more, again) = alone.device.with(keep).unwrap();
    assert!(more && !still_more);
    assert!(!again, "nothing is to do until something comes");
}

#[test]
fn a_grant_that_changes_nothing_for_this_device_lets_others_be_read() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    restrict(&alone, &id);
    sent(&alone);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let key = DocumentKey::generate_named(&mut random::system());
    let upon = robin.upon(&alone, &id);
    let grant = alone.device.with(|open, _| {
        let (team, to) = (open.team_id()?, [open.identity.public()]);
        let known = Known {
            key: &key,
            epoch: 0,
            upon,
            held_by: Vec::new(),
        };
        let to = Handed::To(&to);
        let keys = vec![hand_on(
            (&team, &doc(&id)),
            &known,
            &to,
            &mut random::system(),
        )];
        Ok(Payload::Restricted(RestrictedGrant { said: None, keys }))
    });
    robin.sends(&alone, &id, &grant.unwrap());
    let version = || {
        let version = alone.device.with(|open, _| Ok(open.waiting_version));
        version.unwrap()
    };
    let before = version();
    let settle = |open: &mut Unlocked, _| open.settle_grants(doc(&id));
    assert_eq!(alone.device.with(settle), Ok(true));
    assert_eq!(version(), before);
}
