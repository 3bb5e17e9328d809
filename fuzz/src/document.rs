//! What a document takes in: automerge's changes and snapshots, whose hashes and checksums are made
//! to fit here. Afterwards all is done with the document that a device does by itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use automerge::{Automerge, Change};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Person, Visit};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::{Date, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::chunk::{ChangeBytes, Snapshot};
use doorstep_replica::document::{Kind, Wanted, steps_of};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::DeviceId;
use sha2::{Digest, Sha256};

use crate::fixed::{Fixed, device};
use crate::{choice, joined, pieces, seed};

const READERS: [fn(&[u8]); 5] = [one_by_one, at_once, on_top, begin, snapshot];
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

/// A household with a few lines, and the changes that a teammate makes next.
struct Start {
    document: Document,
    saved: Vec<u8>,
    first: Vec<ChangeBytes>,
    next: Vec<ChangeBytes>,
}

static START: LazyLock<Start> = LazyLock::new(|| {
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

fn author() -> DeviceId {
    device(1).device_id()
}

/// Who takes them in.
fn reader() -> DeviceId {
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

/// The first byte says how the rest is taken in.
pub fn run(bytes: &[u8]) {
    if let Some((chosen, rest)) = choice(bytes, READERS.len() as u8)
        && let Some(read) = READERS.get(usize::from(chosen))
    {
        read(rest);
    }
}

/// Each change in a chunk of its own.
fn one_by_one(bytes: &[u8]) {
    let mut document = START.document.clone();
    for body in pieces(bytes) {
        take(&mut document, &[change(body)]);
    }
}

/// All of them in one chunk.
fn at_once(bytes: &[u8]) {
    let changes: Vec<ChangeBytes> = pieces(bytes).into_iter().map(change).collect();
    take(&mut START.document.clone(), &changes);
}

/// Each built on what is there, whatever it says itself.
fn on_top(bytes: &[u8]) {
    let mut document = START.document.clone();
    for body in pieces(bytes) {
        let mut body = body.to_vec();
        if let ([head], [1, rest @ ..]) = (document.head_bytes().as_slice(), body.as_mut_slice())
            && let Some(dep) = rest.first_chunk_mut()
        {
            *dep = *head;
        }
        take(&mut document, &[change(&body)]);
    }
}

/// A document that begins with them.
fn begin(bytes: &[u8]) {
    let changes: Vec<ChangeBytes> = pieces(bytes).into_iter().map(change).collect();
    let begun = Document::begin(signer(&changes), &changes, reader(), &mut Fixed::new(11));
    if let Ok((document, applied)) = begun {
        let tail = applied.new.iter().map(|change| change.bytes.as_slice());
        reload(&document, &[], tail);
        use_it(document);
    }
}

/// A whole document, with the heads that it has.
fn snapshot(bytes: &[u8]) {
    let saved = chunk(DOCUMENT, bytes);
    let loaded = catch_unwind(AssertUnwindSafe(|| Automerge::load(&saved)));
    let Ok(Ok(loaded)) = loaded else { return };
    let mut heads: Vec<Vec<u8>> = loaded
        .get_heads()
        .iter()
        .map(|head| head.0.to_vec())
        .collect();
    heads.sort_unstable();
    let snapshot = Snapshot {
        saved: saved.into(),
        heads: heads.into_iter().map(Into::into).collect(),
        covers: Cursor::START,
    };
    if let Ok(document) = Document::from_snapshot(&snapshot, reader(), &mut Fixed::new(12)) {
        reload(&document, &document.save(), []);
        use_it(document);
    }
}

/// A refused change leaves the document as it was. One that is taken in is there after a restart.
fn take(document: &mut Document, changes: &[ChangeBytes]) {
    let (heads, count) = (document.head_bytes(), document.change_count());
    let saved = document.save();
    match document.apply(signer(changes), changes, &mut Fixed::new(13)) {
        Err(_) => {
            assert_eq!(document.head_bytes(), heads);
            assert_eq!(document.change_count(), count);
        }
        Ok(applied) => {
            assert_eq!(document.change_count(), count + applied.new.len());
            let tail = applied.new.iter().map(|change| change.bytes.as_slice());
            reload(document, &saved, tail);
            use_it(document.clone());
        }
    }
}

/// What the store keeps of it is the same document.
fn reload<'a>(document: &Document, saved: &[u8], tail: impl IntoIterator<Item = &'a [u8]>) {
    let loaded = Document::load(saved, tail, reader(), &mut Fixed::new(14));
    let loaded = loaded.expect("what was taken in can be loaded");
    assert_eq!(loaded.head_bytes(), document.head_bytes());
    assert_eq!(loaded.kind(), document.kind());
}

/// What a device does with a document that arrived, by itself or when somebody opens it.
fn use_it(mut document: Document) {
    let id = DocKey::from([7; 16]);
    let household = document.household(id.clone());
    assert_eq!(household.is_some(), document.kind() == Kind::Household);
    let _shown = (document.team(id.clone()), document.safety_note(id.clone()));
    let wanted = Wanted {
        limit: 50,
        ..Wanted::default()
    };
    let _told = document.history(&wanted, NOW);
    let heads = document.heads();
    assert!(document.has_been(&heads));
    let _when = document.newest_at(&heads, NOW);
    if let Some(heads) = document.heads_until(UnixMillis(2_500), NOW) {
        assert!(document.has_been(&heads));
        let _then = document.household_at(id, &heads);
    }
    let edits = [
        About::name.only().set(Some("Another name".to_owned())),
        Visit::notes
            .of(&ItemId::from([1; 16]))
            .write(&heads, "Other words"),
    ];
    for edit in edits {
        let before = document.clone();
        let Ok(edited) = document.edit(&[edit], NOW, &mut Fixed::new(15)) else {
            document = before;
            continue;
        };
        let mut theirs = before;
        let taken = theirs.apply(reader(), &edited.changes, &mut Fixed::new(16));
        assert!(taken.is_ok(), "an own change is taken in elsewhere");
        let steps = steps_of(&edited.changes);
        let _left = document
            .clone()
            .undo(&steps, None, NOW, &mut Fixed::new(17));
    }
}

/// Whoever the first change says it is by.
fn signer(changes: &[ChangeBytes]) -> DeviceId {
    let read = |change: &ChangeBytes| Change::from_bytes(change.bytes.to_vec()).ok();
    let first = catch_unwind(AssertUnwindSafe(|| changes.first().and_then(read)));
    let actor = first
        .ok()
        .flatten()
        .map(|change| change.actor_id().to_bytes().to_vec());
    let device = actor.and_then(|actor| actor.first_chunk().copied());
    device.map_or_else(author, DeviceId)
}

fn change(body: &[u8]) -> ChangeBytes {
    let bytes = chunk(CHANGE, body);
    ChangeBytes {
        hash: Sha256::digest(&bytes[8..]).into(),
        bytes: bytes.into(),
    }
}

/// automerge's frame around a body: magic ‖ checksum ‖ kind ‖ length ‖ body.
fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
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
    for kind in [Kind::Team, Kind::SafetyNote] {
        let made = Document::create(kind, author(), UnixMillis(1_000), &mut Fixed::new(18));
        let (document, changes) = made.expect("a new document is made");
        seeds.push(seed(4, body(&document.save())));
        let changes = bodies(&changes);
        seeds.push(seed(3, &joined(changes.iter().map(Vec::as_slice))));
    }
    seeds
}
