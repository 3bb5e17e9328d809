//! What a removed device has left of restricted households is for those who can open them, and for nobody
//! where there is no such household.

use doorstep_model::DocKey;
use doorstep_replica::chunk::Payload;
use doorstep_replica::crypto::key::DocumentKey;
use doorstep_replica::restricted::{Handed, Known, RestrictedGrant, Statement, hand_on};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::device::Role;
use doorstep_wire::encode;
use doorstep_wire::handed_over::Item;

use super::HandedOver;
use crate::alone::Alone;
use crate::random;
use crate::teammate::{Teammate, doc, sent};

/// What somebody says of a household, or a key that they hand to themselves, and what nobody here has a key for.
fn left_by(who: &mut Teammate, alone: &Alone, id: &DocKey, said: Option<Statement>) -> Left {
    let key = DocumentKey::generate_named(&mut random::system());
    let upon = who.upon(alone, id);
    let grant = alone.device.with(|open, _| {
        let (team, to) = (open.team_id()?, [who.identity.public()]);
        let known = Known {
            key: &key,
            epoch: 0,
            upon,
            held_by: Vec::new(),
        };
        let to = Handed::To(&to);
        let keys = vec![hand_on(
            (&team, &doc(id)),
            &known,
            &to,
            &mut random::system(),
        )];
        Ok(Payload::Restricted(RestrictedGrant { said, keys }))
    });
    let changes = Payload::Changes(Vec::new());
    vec![
        who.sealed(alone, id, &grant.unwrap(), None),
        who.sealed(alone, id, &changes, Some(&key)),
    ]
}

type Left = Vec<SealedChunk>;

/// How much of what Robin has left is for others, and of that for somebody.
fn told(alone: &Alone, robin: &Teammate, left: &[SealedChunk]) -> (u32, u32) {
    let item = |chunk: &SealedChunk| {
        let bytes = chunk.bytes().to_vec().into();
        encode(&Item::Chunk { bytes })
    };
    let items = left.iter().map(item).collect();
    let handed = alone.device.with(|open, _| {
        let roster = &open.membership()?.roster;
        Ok(HandedOver::of(items, &robin.id(), roster))
    });
    let previewed = alone.device.previewed(handed.unwrap(), robin.id());
    let previewed = previewed.unwrap();
    (previewed.for_others, previewed.for_somebody)
}

#[test]
fn what_nobody_in_the_team_can_open_is_kept_for_nobody() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let let_in = || Teammate::of(&alone, Role::Worker);
    let (mut robin, mut sam, mut lee, kim) = (let_in(), let_in(), let_in(), let_in());
    let damaged = left_by(&mut robin, &alone, &id, None);
    let of_one = sam.names(&[], &[sam.id()]);
    let of_one = left_by(&mut sam, &alone, &id, Some(of_one));
    let with_kim = lee.names(&[], &[lee.id(), kim.id()]);
    let with_kim = left_by(&mut lee, &alone, &id, Some(with_kim));
    for gone in [&robin, &sam, &lee] {
        gone.goes(&alone);
    }
    assert_eq!(told(&alone, &robin, &damaged), (0, 0), "it is everybody's");
    let (for_others, for_somebody) = told(&alone, &sam, &of_one);
    assert!(for_others > 0 && for_somebody == 0, "nobody is left");
    let (for_others, for_somebody) = told(&alone, &lee, &with_kim);
    assert!(for_others > 0 && for_somebody == for_others, "the control");
    // Nothing of it counts yet.
    let standing = alone.device.with(|open, _| open.standing_of(doc(&id)));
    assert!(!standing.unwrap().is_restricted());
}
