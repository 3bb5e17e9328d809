//! What a document takes in: automerge's changes and snapshots, whose hashes and checksums are made
//! to fit here. Afterwards all is done with the document that a device does by itself.

mod start;

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Automerge, Change};
use doorstep_model::UnixMillis;
use doorstep_model::household::{About, Visit};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_replica::Document;
use doorstep_replica::chunk::{ChangeBytes, Snapshot};
use doorstep_replica::document::{Kind, Wanted, steps_of};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::DeviceId;

use self::start::{DOCUMENT, START, author, change, chunk, reader};
use crate::fixed::Fixed;
use crate::{choice, hostile, pieces};

pub use self::start::seeds;

const READERS: [fn(&[u8]); 7] = [
    one_by_one, at_once, on_top, begin, snapshot, hostile, beside,
];
const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

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
    let mut taking = Taking::start();
    for body in pieces(bytes) {
        taking.take(&[change(body)]);
    }
}

/// All of them in one chunk.
fn at_once(bytes: &[u8]) {
    let changes: Vec<ChangeBytes> = pieces(bytes).into_iter().map(change).collect();
    Taking::start().take(&changes);
}

/// Each built on what is there, whatever it says itself.
fn on_top(bytes: &[u8]) {
    let mut taking = Taking::start();
    for body in pieces(bytes) {
        let mut body = body.to_vec();
        if let ([head], [1, rest @ ..]) =
            (taking.document.head_bytes().as_slice(), body.as_mut_slice())
            && let Some(dep) = rest.first_chunk_mut()
        {
            *dep = *head;
        }
        taking.take(&[change(&body)]);
    }
}

/// What a teammate's device writes that means harm, change upon change.
fn hostile(bytes: &[u8]) {
    let mut theirs = Automerge::load(&START.saved).expect("what was saved can be loaded");
    let mut taking = Taking::start();
    for plan in pieces(bytes) {
        let made = AssertUnwindSafe(|| hostile::change(&mut theirs, author(), plan));
        // Only what reads it is tried here.
        let Ok(made) = catch_unwind(made) else { return };
        made.into_iter().for_each(|change| taking.take(&[change]));
    }
}

/// The same, each change beside the others.
fn beside(bytes: &[u8]) {
    let mut taking = Taking::start();
    for plan in pieces(bytes) {
        let mut theirs = Automerge::load(&START.saved).expect("what was saved can be loaded");
        let made = AssertUnwindSafe(|| hostile::change(&mut theirs, author(), plan));
        let Ok(made) = catch_unwind(made) else { return };
        made.into_iter().for_each(|change| taking.take(&[change]));
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
    let signer = snapshot.changes().map(|changes| signer(&changes));
    let begun = signer
        .and_then(|signer| Document::begin_whole(signer, &snapshot, reader(), &mut Fixed::new(12)));
    if let Ok(document) = begun {
        reload(&document, &document.save(), []);
        use_it(document);
    }
}

/// A document that takes changes in, and what the store holds of it.
struct Taking {
    document: Document,
    saved: Vec<u8>,
}

impl Taking {
    fn start() -> Self {
        Self {
            document: START.document.clone(),
            saved: START.saved.clone(),
        }
    }

    /// A refused change leaves the document as it was. One that is taken in is there after a restart.
    fn take(&mut self, changes: &[ChangeBytes]) {
        let document = &mut self.document;
        let (heads, count) = (document.head_bytes(), document.change_count());
        let new = match document.apply(signer(changes), changes, &mut Fixed::new(13)) {
            Ok(applied) => applied.new,
            Err(_) => {
                assert_eq!(document.head_bytes(), heads);
                Vec::new()
            }
        };
        assert_eq!(document.change_count(), count + new.len());
        if !new.is_empty() {
            let tail = new.iter().map(|change| change.bytes.as_slice());
            reload(document, &self.saved, tail);
            use_it(document.clone());
            self.saved = document.save();
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
        assert_eq!(taken.err(), None, "an own change is taken in elsewhere");
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
