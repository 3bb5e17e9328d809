//! What happened to a document, how it was, and taking back one's own part of it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says what is wrong by panicking"
)]

mod history;
mod moved;
mod property;
mod undo;

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{Household, WhatMatters};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::{Heads, UnixMillis};
use doorstep_replica::chunk::ChangeBytes;
use doorstep_replica::document::{Document, Edited, Kind, Undone, Wanted, steps_of};
use doorstep_wire::id::DeviceId;
use rand::SeedableRng;
use rand::rngs::StdRng;

const ALEX: DeviceId = DeviceId([0xa1; 16]);
const SAM: DeviceId = DeviceId([0x5a; 16]);
const MINUTE: i64 = 60_000;

/// Somebody with a copy of the household.
struct Pen {
    document: Document,
    device: DeviceId,
    now: i64,
    rng: StdRng,
    /// What the other has not got yet.
    unsent: Vec<ChangeBytes>,
}

/// Two people who hold the same household.
fn two() -> (Pen, Pen) {
    let mut rng = StdRng::seed_from_u64(1);
    let (document, changes) =
        Document::create(Kind::Household, ALEX, UnixMillis(MINUTE), &mut rng).unwrap();
    let (theirs, _) = Document::begin(ALEX, &changes, SAM, &mut rng).unwrap();
    let pen = |document, device, seed| Pen {
        document,
        device,
        now: MINUTE,
        rng: StdRng::seed_from_u64(seed),
        unsent: Vec::new(),
    };
    (pen(document, ALEX, 2), pen(theirs, SAM, 3))
}

impl Pen {
    fn edit(&mut self, edits: &[Edit]) -> Vec<String> {
        self.now += MINUTE;
        let now = UnixMillis(self.now);
        let edited = self.document.edit(edits, now, &mut self.rng).unwrap();
        self.wrote(&edited)
    }

    fn wrote(&mut self, edited: &Edited) -> Vec<String> {
        self.unsent.extend(edited.changes.iter().cloned());
        steps_of(&edited.changes)
    }

    fn undo(&mut self, steps: &[String]) -> Undone {
        self.undo_but_keep(steps, None)
    }

    fn undo_but_keep(&mut self, steps: &[String], keep: Option<Part>) -> Undone {
        self.now += MINUTE;
        let now = UnixMillis(self.now);
        let undone = self.document.undo(steps, keep, now, &mut self.rng).unwrap();
        self.unsent.extend(undone.edited.changes.iter().cloned());
        undone
    }

    /// Takes in everything the other has written.
    fn hear(&mut self, other: &mut Pen) {
        let news = std::mem::take(&mut other.unsent);
        self.document
            .apply(other.device, &news, &mut self.rng)
            .unwrap();
        self.now = self.now.max(other.now);
    }

    fn view(&self) -> Household {
        self.document.household(DocKey::from([7; 16])).unwrap()
    }

    fn matters(&self) -> String {
        self.view().what_matters.matters_to_us.0
    }

    fn heads(&self) -> Heads {
        self.document.heads()
    }

    fn write(&mut self, text: &str) -> Vec<String> {
        let edit = WhatMatters::matters_to_us.only().write(&self.heads(), text);
        self.edit(&[edit])
    }
}

/// Both hear from the other.
fn meet(one: &mut Pen, other: &mut Pen) {
    one.hear(other);
    other.hear(one);
    assert_eq!(one.view(), other.view());
}

fn line(part: Part, byte: u8) -> ItemRef {
    ItemRef {
        part,
        item: ItemId::from([byte; 16]),
    }
}

fn wanted(limit: usize) -> Wanted {
    Wanted {
        limit,
        ..Wanted::default()
    }
}
