//! What the documents begin with, how automerge frames what it writes, and the seeds.

use std::sync::LazyLock;

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Person, Visit};
use doorstep_model::id::ItemId;
use doorstep_model::{Date, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::chunk::ChangeBytes;
use doorstep_replica::document::{Kind, steps_of};
use doorstep_wire::id::DeviceId;
use rand_core::Rng as _;
use sha2::{Digest, Sha256};

use crate::fixed::{Fixed, device};
use crate::{joined, seed};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
pub(super) const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;

/// A household with a few lines, and the changes that a teammate makes next.
pub(super) struct Start {
    pub(super) document: Document,
    pub(super) saved: Vec<u8>,
    pub(super) first: Vec<ChangeBytes>,
    pub(super) next: Vec<ChangeBytes>,
}

pub(super) static START: LazyLock<Start> = LazyLock::new(|| {
    let mut rng = Fixed::new(10);
    let made = Document::create(Kind::Household, author(), UnixMillis(1_000), &mut rng);
    let (mut document, mut first) = made.expect("a new document is made");
    first.extend(edited(&mut document, &lines(1), 2_000));
    let begun = Document::begin(author(), &first, reader(), &mut rng);
    let start = begun.expect("good changes are taken in").0;
    let saved = start.save();
    let mut next = edited(&mut document, &lines(2), 3_000);
    let heads = document.heads();
    let person = ItemRef {
        part: Part::People,
        item: ItemId::from([1; 16]),
    };
    for edit in [
        About::name.only().set(Some("The Hollies".to_owned())),
        Visit::notes
            .of(&ItemId::from([1; 16]))
            .write(&heads, "They said: come agåin 🙂"),
        Edit::Remove(person.clone()),
        Edit::Restore(person),
    ] {
        next.extend(edited(&mut document, &[edit], 4_000));
    }
    let last = next.last().map(std::slice::from_ref).unwrap_or_default();
    let undone = document.undo(&steps_of(last), None, UnixMillis(5_000), &mut rng);
    next.extend(undone.expect("an own change is taken back").edited.changes);
    Start {
        document: start,
        saved,
        first,
        next,
    }
});

pub(super) fn author() -> DeviceId {
    device(1).device_id()
}

/// Who takes them in.
pub(super) fn reader() -> DeviceId {
    device(2).device_id()
}

fn lines(byte: u8) -> Vec<Edit> {
    let item = ItemId::from([byte; 16]);
    let line = |part| ItemRef {
        part,
        item: item.clone(),
    };
    vec![
        Edit::Add {
            line: line(Part::People),
            fields: vec![Person::name.with(format!("Person {byte}"))],
        },
        Edit::Add {
            line: line(Part::Visits),
            fields: vec![
                Visit::date.with(Date::new(2026, 11, 23).expect("a day of the calendar")),
                Visit::done.with(true),
                Visit::notes.with(format!("Visit {byte}")),
            ],
        },
    ]
}

fn edited(document: &mut Document, edits: &[Edit], now: i64) -> Vec<ChangeBytes> {
    let edited = document.edit(edits, UnixMillis(now), &mut Fixed::new(now as u64));
    edited.expect("a good edit is made").changes
}

pub(super) fn change(body: &[u8]) -> ChangeBytes {
    let bytes = chunk(CHANGE, body);
    ChangeBytes {
        hash: Sha256::digest(&bytes[8..]).into(),
        bytes: bytes.into(),
    }
}

/// automerge's frame around a body: magic ‖ checksum ‖ kind ‖ length ‖ body.
pub(super) fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut framed = vec![kind];
    let mut len = body.len();
    while len > 0x7f {
        framed.push(len as u8 | 0x80);
        len >>= 7;
    }
    framed.push(len as u8);
    framed.extend(body);
    let hash: [u8; 32] = Sha256::digest(&framed).into();
    [&MAGIC[..], &hash[..4], &framed].concat()
}

/// The body in such a frame.
fn body(chunk: &[u8]) -> &[u8] {
    let framed = &chunk[9..];
    let len = framed.iter().take_while(|byte| **byte > 0x7f).count() + 1;
    &framed[len..]
}

/// The same changes in every way of taking them in, and a document of each kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let bodies = |changes: &[ChangeBytes]| -> Vec<Vec<u8>> {
        changes
            .iter()
            .map(|change| body(&change.bytes).to_vec())
            .collect()
    };
    let next = bodies(&START.next);
    let all = || joined(next.iter().map(Vec::as_slice));
    let mut seeds = vec![seed(0, &all()), seed(1, &all()), seed(2, &all())];
    seeds.extend(next.iter().map(|one| seed(2, &joined([one.as_slice()]))));
    let first = bodies(&START.first);
    seeds.push(seed(3, &joined(first.iter().map(Vec::as_slice))));
    seeds.push(seed(4, body(&START.saved)));
    for number in 0..12 {
        let mut rng = Fixed::new(100 + number);
        let mut plans = vec![vec![0; 24]; 4];
        plans.iter_mut().for_each(|plan| rng.fill_bytes(plan));
        let plans = joined(plans.iter().map(Vec::as_slice));
        seeds.push(seed(5 + (number % 2) as u8, &plans));
    }
    for kind in [Kind::Team, Kind::SafetyNote] {
        let made = Document::create(kind, author(), UnixMillis(1_000), &mut Fixed::new(18));
        let (document, changes) = made.expect("a new document is made");
        seeds.push(seed(4, body(&document.save())));
        let changes = bodies(&changes);
        seeds.push(seed(3, &joined(changes.iter().map(Vec::as_slice))));
    }
    seeds
}
