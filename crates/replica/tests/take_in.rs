//! What many devices signed is taken in at once, and comes to the same as one after another.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ROOT};
use doorstep_model::UnixMillis;
use doorstep_model::household::About;
use doorstep_replica::chunk::ChangeBytes;
use doorstep_replica::document::{ApplyFault, Document, Kind, Signed, TakenIn};
use doorstep_wire::id::DeviceId;
use rand::SeedableRng;
use rand::rngs::StdRng;

const ALEX: DeviceId = DeviceId([0xa1; 16]);
const SAM: DeviceId = DeviceId([0x5a; 16]);
const MALLORY: DeviceId = DeviceId([0x66; 16]);

/// A household that Alex began and wrote in five times.
struct Written {
    begun: Signed,
    edits: Vec<Signed>,
    document: Document,
    rng: StdRng,
}

fn written() -> Written {
    let mut rng = StdRng::seed_from_u64(1);
    let made = Document::create(Kind::Household, ALEX, UnixMillis(1), &mut rng);
    let (mut document, begun) = made.unwrap();
    let edits = (0..5).map(|number| {
        let name = About::name.only().set(Some(format!("Number {number}")));
        let edited = document.edit(&[name], UnixMillis(2 + number), &mut rng);
        signed(ALEX, edited.unwrap().changes)
    });
    Written {
        edits: edits.collect(),
        begun: signed(ALEX, begun),
        document,
        rng,
    }
}

fn signed(by: DeviceId, changes: Vec<ChangeBytes>) -> Signed {
    Signed { by, changes }
}

fn take_in(before: Option<&Document>, all: &[Signed]) -> TakenIn {
    Document::take_in(before, all, SAM, &mut StdRng::seed_from_u64(2))
}

/// The same, one after another as they come.
fn singly(all: &[Signed]) -> (Vec<Result<(), ApplyFault>>, Option<Document>) {
    let (mut outcomes, mut document) = (Vec::new(), None);
    for one in all {
        let taken = take_in(document.as_ref(), std::slice::from_ref(one));
        outcomes.extend(taken.outcomes);
        document = taken.grown.map(|grown| grown.document).or(document);
    }
    (outcomes, document)
}

/// What Mallory's device writes on top of a document, a change for each of `kinds` that it puts.
fn says_kind(document: &Document, kinds: &[&str]) -> Vec<Signed> {
    let mut doc = Automerge::load(&document.save()).unwrap();
    doc.set_actor(ActorId::from([[0x66; 16].as_slice(), &[1; 8]].concat()));
    let says = |doc: &mut Automerge, kind: &str| {
        let before = doc.get_heads();
        let mut tx = doc.transaction();
        tx.put(ROOT, "kind", kind).unwrap();
        tx.commit();
        let changes = doc.get_changes(&before);
        let bytes = changes.iter().map(|change| ChangeBytes {
            hash: change.hash().0,
            bytes: change.raw_bytes().to_vec().into(),
        });
        signed(MALLORY, bytes.collect())
    };
    kinds.iter().map(|kind| says(&mut doc, kind)).collect()
}

#[test]
fn all_of_it_is_taken_in_whatever_the_order() {
    let Written {
        begun,
        edits,
        document,
        ..
    } = written();
    let mut all = vec![begun];
    all.extend(edits);
    for turn in 0..all.len() {
        all.rotate_left(turn);
        all.reverse();
        let taken = take_in(None, &all);
        assert!(taken.outcomes.iter().all(Result::is_ok));
        let grown = taken.grown.unwrap();
        assert_eq!(grown.document.heads(), document.heads());
        assert_eq!(grown.new.len(), document.change_count());
        let again = Document::load(&grown.saved, [], SAM, &mut StdRng::seed_from_u64(3));
        assert_eq!(again.unwrap().heads(), document.heads(), "as it is stored");
        let repeat = take_in(Some(&document), &all);
        assert!(repeat.outcomes.iter().all(Result::is_ok) && repeat.grown.is_none());
    }
}

#[test]
fn what_is_not_sound_stops_nothing_but_what_builds_on_it() {
    let Written {
        begun,
        edits,
        document,
        ..
    } = written();
    let mut bad = edits[3].clone();
    bad.changes[0].hash[9] ^= 1;
    let stolen = signed(MALLORY, edits[2].changes.clone());
    let all = [
        begun,
        edits[0].clone(),
        bad,
        stolen,
        edits[1].clone(),
        edits[4].clone(),
    ];
    let taken = take_in(None, &all);
    let expected = [
        Ok(()),
        Ok(()),
        Err(ApplyFault::BadChange),
        Err(ApplyFault::OtherActor),
        Ok(()),
        Err(ApplyFault::MissingChange),
    ];
    assert_eq!(taken.outcomes, expected);
    let so_far = taken.grown.unwrap().document;
    // The missing ones come after all, and what waited for them goes in with them.
    let rest = [edits[4].clone(), edits[3].clone(), edits[2].clone()];
    let taken = take_in(Some(&so_far), &rest);
    assert!(taken.outcomes.iter().all(Result::is_ok));
    assert_eq!(taken.grown.unwrap().document.heads(), document.heads());
}

/// Together they leave the document as it was, so that only looking at the whole would let them pass;
/// a device that took them in one by one refused the first.
#[test]
fn at_once_nothing_passes_that_would_not_pass_alone() {
    let Written {
        begun,
        edits,
        document,
        mut rng,
    } = written();
    let mut all = vec![begun];
    all.extend(edits);
    all.extend(says_kind(&document, &["team", "household"]));
    let mut after = document.clone();
    let name = About::name.only().set(Some(String::from("The last")));
    let more = after.edit(&[name], UnixMillis(90), &mut rng).unwrap();
    all.push(signed(ALEX, more.changes));

    let taken = take_in(None, &all);
    let (outcomes, one_by_one) = singly(&all);
    assert_eq!(taken.outcomes, outcomes);
    let refused = [Err(ApplyFault::UnknownKind), Err(ApplyFault::MissingChange)];
    assert_eq!(taken.outcomes[6..8], refused);
    let grown = taken.grown.unwrap().document;
    assert_eq!(grown.heads(), one_by_one.unwrap().heads());
    assert_eq!(grown.heads(), after.heads(), "what is sound is all there");
    // A control: automerge itself takes them, and the kind is what it was.
    let mut doc = Automerge::load(&document.save()).unwrap();
    for one in &all[6..8] {
        doc.load_incremental(&one.changes[0].bytes).unwrap();
    }
    assert_eq!(doc.get_heads().len(), 1);
}
