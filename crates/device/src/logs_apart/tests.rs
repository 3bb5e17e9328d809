//! Each document about which something was said has a log of its own, unbroken and with the same content, and
//! nothing else is moved.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::call::{EditHousehold, GetOpeners, SetOpeners};
use doorstep_model::household::WhatMatters;
use doorstep_model::{DocKey, Heads};
use doorstep_replica::team::change::remove;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::device::Role;
use doorstep_wire::entry::{LogEnd, Removed};
use doorstep_wire::id::{ChunkId, DocId, LogId};

use crate::alone::Alone;
use crate::random;
use crate::store::table::chunk;
use crate::store::table::chunk::Waiting;
use crate::teammate::{Teammate, doc, sent};

fn write(alone: &Alone, id: &DocKey, text: &str) {
    let base = Heads::default();
    let edits = vec![WhatMatters::matters_to_us.only().write(&base, text)];
    let id = id.clone();
    alone.must(EditHousehold { id, edits });
    let seal = |open: &mut crate::unlocked::Unlocked, _| open.seal_waiting(usize::MAX);
    alone.device.with(seal).unwrap();
}

/// Alex alone can open it from now on.
fn restrict(alone: &Alone, id: &DocKey) {
    let document = id.clone();
    let people = alone.must(GetOpeners { document }).people.into_iter();
    let me = people.filter(|one| one.me).map(|one| one.person);
    let (document, people) = (id.clone(), Some(me.collect()));
    alone.must(SetOpeners { document, people });
}

/// A restricted household and one that everybody can open, written in turns; nothing of that is sent.
fn in_turns(alone: &Alone) -> (DocKey, DocKey) {
    let (bell, other) = (alone.household("Bell Street"), alone.household("Number 12"));
    sent(alone);
    write(alone, &other, "One.");
    restrict(alone, &bell);
    write(alone, &bell, "For Alex.");
    write(alone, &other, "Two.");
    write(alone, &bell, "For Alex, too.");
    write(alone, &other, "Three.");
    (bell, other)
}

fn part(alone: &Alone, gone: Option<Waiting>) {
    let parted = alone.device.with_removed(|open, _| open.part_logs(gone));
    parted.unwrap();
}

/// What waits, in its order.
fn waiting(alone: &Alone) -> Vec<(Waiting, SealedChunk)> {
    let waiting = alone.device.with_removed(|open, _| {
        let me = open.identity.device_id();
        let all = open
            .store
            .read(|conn| chunk::own_outbox(conn, me, None, usize::MAX))?;
        Ok(all)
    });
    let parsed = |(at, bytes)| (at, SealedChunk::parse(bytes).unwrap());
    waiting.unwrap().into_iter().map(parsed).collect()
}

fn ids(alone: &Alone) -> Vec<ChunkId> {
    waiting(alone).iter().map(|(_, one)| one.id()).collect()
}

/// The documents in each log.
fn logs(alone: &Alone) -> BTreeMap<LogId, BTreeSet<DocId>> {
    let mut logs: BTreeMap<LogId, BTreeSet<DocId>> = BTreeMap::new();
    for (_, chunk) in waiting(alone) {
        let header = chunk.header();
        logs.entry(header.log_id).or_default().insert(header.doc_id);
    }
    logs
}

/// What is in each chunk about a document, in order.
fn content(alone: &Alone, id: &DocKey) -> Vec<String> {
    let of_it = waiting(alone).into_iter().map(|(_, chunk)| chunk);
    let of_it = of_it.filter(|chunk| chunk.header().doc_id == doc(id));
    let opened = of_it.map(|chunk| {
        let payload = alone.device.with_removed(|open, _| open.payload_of(&chunk));
        let header = chunk.header();
        let as_it_was = (header.epoch, header.key_id, header.seen, header.kind);
        format!("{as_it_was:?} {:?}", payload.unwrap().map(|(_, one)| one))
    });
    opened.collect()
}

/// Somebody removes Alex's device, and counts this much of it.
fn goes(alone: &Alone, ends: Vec<LogEnd>) {
    let robin = Teammate::of(alone, Role::Admin);
    let goes = |open: &mut crate::unlocked::Unlocked, now| {
        let device = open.identity.device_id();
        let membership = open.membership()?;
        let (roster, former) = (&membership.roster, membership.epoch_key()?);
        let removed = vec![Removed { device, ends }];
        let mut rng = random::system();
        let entry = remove(&robin.identity, roster, &former, removed, &mut rng);
        open.append_entry(&entry.unwrap(), now)
    };
    alone.device.with(goes).unwrap();
}

#[test]
fn a_restricted_household_goes_into_a_log_of_its_own() {
    let alone = Alone::begin();
    let (bell, other) = in_turns(&alone);
    let both = BTreeSet::from([doc(&bell), doc(&other)]);
    assert!(logs(&alone).values().eq([&both]), "the control");
    let before = (content(&alone, &bell), content(&alone, &other));
    part(&alone, None);
    let parted: BTreeSet<_> = logs(&alone).into_values().collect();
    let each = both.iter().map(|one| BTreeSet::from([*one])).collect();
    assert_eq!(parted, each);
    assert_eq!((content(&alone, &bell), content(&alone, &other)), before);
    let mut ends: BTreeMap<LogId, (u64, ChunkId)> = BTreeMap::new();
    for (_, chunk) in waiting(&alone) {
        let header = chunk.header();
        let next = ends
            .get(&header.log_id)
            .map_or((0, ChunkId::ZERO), |end| (end.0 + 1, end.1));
        assert_eq!((header.log_seq, header.previous), next, "no gap");
        ends.insert(header.log_id, (header.log_seq, chunk.id()));
    }
    // It is so now.
    let after = ids(&alone);
    part(&alone, None);
    assert_eq!(ids(&alone), after);
    // What is written then goes on where everybody's is.
    write(&alone, &other, "Four.");
    assert_eq!(logs(&alone).len(), 2);
    part(&alone, None);
    assert_eq!(ids(&alone)[..after.len()], after);
}

#[test]
fn where_nothing_was_said_nothing_is_moved() {
    let alone = Alone::begin();
    let (one, other) = (alone.household("Bell Street"), alone.household("Number 12"));
    write(&alone, &one, "One.");
    write(&alone, &other, "Two.");
    let before = ids(&alone);
    assert!(!before.is_empty());
    part(&alone, None);
    assert_eq!(ids(&alone), before);
}

#[test]
fn what_has_gone_stays_and_so_does_what_counts() {
    let alone = Alone::begin();
    in_turns(&alone);
    let before = waiting(&alone);
    let third = before.iter().map(|(at, _)| *at).nth(2);
    part(&alone, third);
    let kept = &before[..3];
    let here = ids(&alone);
    assert!(kept.iter().all(|(_, chunk)| here.contains(&chunk.id())));
    let rest = &before[3..];
    assert!(
        !rest.iter().any(|(_, chunk)| here.contains(&chunk.id())),
        "the control"
    );

    let alone = Alone::begin();
    in_turns(&alone);
    let before = waiting(&alone);
    let header = *before[2].1.header();
    let end = LogEnd {
        log_id: header.log_id,
        log_seq: header.log_seq,
        chunk_id: before[2].1.id(),
    };
    goes(&alone, vec![end]);
    part(&alone, None);
    let here = ids(&alone);
    let (kept, rest) = before.split_at(3);
    assert!(kept.iter().all(|(_, chunk)| here.contains(&chunk.id())));
    assert!(
        !rest.iter().any(|(_, chunk)| here.contains(&chunk.id())),
        "the control"
    );
}

#[test]
fn what_can_not_be_opened_stays_with_what_comes_before_it() {
    let alone = Alone::begin();
    let (bell, _) = in_turns(&alone);
    let before = waiting(&alone);
    let is_bells = |own: &&(Waiting, SealedChunk)| own.1.header().doc_id == doc(&bell);
    assert!(before.iter().filter(is_bells).count() > 2);
    assert!(alone.sql("DELETE FROM document_key WHERE doc_id = ?1", &bell) > 0);
    part(&alone, None);
    let here = ids(&alone);
    let last = before.iter().rposition(|own| is_bells(&own)).unwrap();
    let (kept, rest) = before.split_at(last + 1);
    assert!(kept.iter().all(|(_, chunk)| here.contains(&chunk.id())));
    assert!(!rest.is_empty());
    assert!(
        !rest.iter().any(|(_, chunk)| here.contains(&chunk.id())),
        "the control"
    );
}
