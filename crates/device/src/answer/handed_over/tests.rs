//! What a removed device has left of restricted households is for those who can open them, and for nobody
//! where there is no such household.

use doorstep_model::household::WhatMatters;
use doorstep_model::{DocKey, Heads};
use doorstep_replica::chunk::Payload;
use doorstep_replica::crypto::key::DocumentKey;
use doorstep_replica::restricted::{Handed, Known, RestrictedGrant, Statement, hand_on};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::device::Role;
use doorstep_wire::encode;
use doorstep_wire::handed_over::Item;

use super::{HandedOver, Previewed};
use crate::alone::Alone;
use crate::handed_over::MOST_LOGS;
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

/// What an admin is shown of what somebody has left.
fn previewed(alone: &Alone, who: &Teammate, left: &[SealedChunk]) -> Previewed {
    let item = |chunk: &SealedChunk| {
        let bytes = chunk.bytes().to_vec().into();
        encode(&Item::Chunk { bytes })
    };
    let items = left.iter().map(item).collect();
    let handed = alone.device.with(|open, _| {
        let roster = &open.membership()?.roster;
        Ok(HandedOver::of(items, &who.id(), roster))
    });
    let previewed = alone.device.previewed(handed.unwrap(), who.id());
    previewed.unwrap()
}

/// How much of what Robin has left is for others, and of that for somebody.
fn told(alone: &Alone, robin: &Teammate, left: &[SealedChunk]) -> (u32, u32) {
    let previewed = previewed(alone, robin, left);
    (previewed.for_others, previewed.for_somebody)
}

/// A line of theirs about a household that everybody can open.
fn note(who: &mut Teammate, alone: &Alone, id: &DocKey, text: &str) -> SealedChunk {
    let edit = WhatMatters::matters_to_us
        .only()
        .write(&Heads::default(), text);
    who.edited(alone, id, &[edit])
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

#[test]
fn what_is_for_others_holds_up_its_own_log_alone() {
    let alone = Alone::begin();
    let (id, other) = (alone.household("Bell Street"), alone.household("Number 12"));
    sent(&alone);
    let mut sam = Teammate::of(&alone, Role::Worker);
    let alone_named = sam.names(&[], &[sam.id()]);
    let mut left = left_by(&mut sam, &alone, &id, Some(alone_named));
    let for_others = left.len();
    left.push(note(&mut sam, &alone, &other, "Behind it."));
    let behind = left.last().unwrap().id();
    sam.begins_a_log();
    left.push(note(&mut sam, &alone, &other, "In a log of its own."));
    let apart = left.last().unwrap().id();
    sam.goes(&alone);
    let Previewed {
        handed,
        previews,
        for_others: waits,
        ..
    } = previewed(&alone, &sam, &left);
    assert_eq!(usize::try_from(waits).unwrap(), for_others);
    let ids: Vec<_> = handed.chunks.iter().map(SealedChunk::id).collect();
    assert!(!ids.contains(&behind), "the control");
    assert_eq!(ids, [apart]);
    let ends: Vec<_> = handed.ends.iter().map(|end| end.chunk_id).collect();
    assert_eq!(ends, [apart]);
    // What is not taken in is not shown as if it were.
    let [(_, shown)] = previews.as_slice() else {
        panic!("{} households", previews.len());
    };
    assert_eq!(shown.texts, ["In a log of its own."]);
    assert_eq!(handed.unfit, for_others + 1);
}

#[test]
fn logs_that_wait_take_no_place_of_those_that_can_be_taken_in() {
    let alone = Alone::begin();
    let (id, other) = (alone.household("Bell Street"), alone.household("Number 12"));
    sent(&alone);
    let mut sam = Teammate::of(&alone, Role::Worker);
    let mut left = Vec::new();
    for _ in 0..=MOST_LOGS {
        sam.begins_a_log();
        let named = sam.names(&[], &[sam.id()]);
        left.append(&mut left_by(&mut sam, &alone, &id, Some(named)));
    }
    let mut notes = Vec::new();
    for _ in 0..MOST_LOGS + 3 {
        sam.begins_a_log();
        notes.push(note(&mut sam, &alone, &other, "A note."));
    }
    sam.goes(&alone);
    let all: Vec<_> = left.iter().chain(&notes).cloned().collect();
    let handed = previewed(&alone, &sam, &all).handed;
    // An entry has room for so many, and what is left comes after.
    assert_eq!(
        (handed.ends.len(), handed.chunks.len()),
        (MOST_LOGS, MOST_LOGS)
    );
    assert_eq!(handed.unfit, left.len() + 3);
    let are_notes = |chunk: &SealedChunk| notes.iter().any(|note| note.id() == chunk.id());
    assert!(handed.chunks.iter().all(are_notes));
}
