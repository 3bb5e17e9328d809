//! What many devices signed comes to the same in whatever portions it is taken in.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ROOT, ScalarValue};
use doorstep_model::household::About;
use doorstep_model::{DocKey, UnixMillis};
use doorstep_replica::chunk::{ChangeBytes, Snapshot};
use doorstep_replica::document::{ApplyFault, Care, Document, Growing, Kind, Voucher};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::DeviceId;
use rand::SeedableRng;
use rand::rngs::StdRng;

const ALEX: DeviceId = DeviceId([0xa1; 16]);
const SAM: DeviceId = DeviceId([0x5a; 16]);
const MALLORY: DeviceId = DeviceId([0x66; 16]);

/// What one device signed together.
#[derive(Clone)]
struct Signed {
    by: DeviceId,
    changes: Vec<ChangeBytes>,
    /// In place of changes.
    whole: Option<Snapshot>,
}

impl Signed {
    fn is_added_to(&self, growing: &mut Growing<'_>) -> Outcome {
        match &self.whole {
            Some(whole) => growing.add_whole(Voucher::Signer(self.by), whole),
            None => growing.add(self.by, &self.changes),
        }
    }
}

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
    Signed {
        by,
        changes,
        whole: None,
    }
}

/// The document as it is, signed as a whole.
fn whole(by: DeviceId, document: &Document) -> Signed {
    Signed {
        whole: Some(document.snapshot(Cursor::START)),
        ..signed(by, Vec::new())
    }
}

type Outcome = Result<(), ApplyFault>;

/// Takes in one portion after another, each saved and loaded before the next; what waits is tried
/// again after each that brings something, as a device does.
fn in_portions(portions: &[&[Signed]], care: Care) -> (Vec<Outcome>, Option<Document>) {
    let all: Vec<&Signed> = portions.iter().copied().flatten().collect();
    let (mut outcomes, mut document) = (Vec::<Outcome>::new(), None::<Document>);
    let mut rng = StdRng::seed_from_u64(2);
    for portion in portions {
        let mut growing = Growing::on(document.as_ref(), care);
        for one in *portion {
            outcomes.push(one.is_added_to(&mut growing));
            let mut brought = outcomes.last() == Some(&Ok(()));
            while brought {
                brought = false;
                for (outcome, one) in outcomes.iter_mut().zip(&all) {
                    if *outcome == Err(ApplyFault::MissingChange) {
                        *outcome = one.is_added_to(&mut growing);
                        brought |= outcome.is_ok();
                        if brought {
                            break;
                        }
                    }
                }
            }
        }
        let grown = growing.finish(SAM, &mut rng).unwrap();
        document = grown.map(|grown| grown.document).or(document);
    }
    (outcomes, document)
}

/// In every portion size, and with either care, it comes to the same.
fn always_the_same(all: &[Signed]) -> (Vec<Outcome>, Document) {
    let (outcomes, document) = in_portions(&[all], Care::InTheEnd);
    let document = document.unwrap();
    for care in [Care::InTheEnd, Care::EachTime] {
        for size in 1..=all.len() {
            let portions: Vec<&[Signed]> = all.chunks(size).collect();
            let (again, grown) = in_portions(&portions, care);
            assert_eq!(again, outcomes, "{size} at once, {care:?}");
            assert_eq!(grown.unwrap().heads(), document.heads(), "{size} at once");
        }
    }
    (outcomes, document)
}

/// What Mallory's device writes on top of a document, a change for each value that it puts.
fn mallory_puts(document: &Document, values: &[(&str, ScalarValue)]) -> Vec<Signed> {
    let mut doc = Automerge::load(&document.save()).unwrap();
    doc.set_actor(ActorId::from([[0x66; 16].as_slice(), &[1; 8]].concat()));
    let put = |(key, value): &(&str, ScalarValue)| {
        let before = doc.get_heads();
        let mut tx = doc.transaction();
        tx.put(ROOT, *key, value.clone()).unwrap();
        tx.commit();
        signed(MALLORY, raw(&doc.get_changes(&before)))
    };
    values.iter().map(put).collect()
}

fn raw(changes: &[automerge::Change]) -> Vec<ChangeBytes> {
    let raw = changes.iter().map(|change| ChangeBytes {
        hash: change.hash().0,
        bytes: change.raw_bytes().to_vec().into(),
    });
    raw.collect()
}

/// What honest devices go on with, on top of a document.
fn one_more(document: &Document, rng: &mut StdRng) -> (Document, Signed) {
    let mut after = document.clone();
    let name = About::name.only().set(Some(String::from("The last")));
    let more = after.edit(&[name], UnixMillis(90), rng).unwrap();
    (after, signed(ALEX, more.changes))
}

#[test]
fn all_of_it_is_taken_in_whatever_the_order() {
    let Written {
        begun,
        edits,
        document,
        ..
    } = written();
    for turn in 0..=edits.len() {
        let mut rest = edits.clone();
        rest.rotate_left(turn % edits.len());
        if turn > 2 {
            rest.reverse();
        }
        let all = [vec![begun.clone()], rest].concat();
        let (outcomes, grown) = always_the_same(&all);
        assert!(outcomes.iter().all(Result::is_ok));
        assert_eq!(grown.heads(), document.heads());
        // A repeat brings nothing.
        let mut growing = Growing::on(Some(&document), Care::InTheEnd);
        for one in &all {
            one.is_added_to(&mut growing).unwrap();
        }
        let again = growing.finish(SAM, &mut StdRng::seed_from_u64(3)).unwrap();
        assert!(again.is_none());
    }
}

#[test]
fn what_is_stored_is_what_was_taken_in() {
    let Written {
        begun,
        edits,
        document,
        mut rng,
    } = written();
    let mut growing = Growing::on(None, Care::InTheEnd);
    for one in [vec![begun], edits].concat() {
        one.is_added_to(&mut growing).unwrap();
    }
    let grown = growing.finish(SAM, &mut rng).unwrap().unwrap();
    assert_eq!(grown.new.len(), document.change_count());
    let loaded = Document::load(&grown.saved, [], SAM, &mut rng).unwrap();
    assert_eq!(loaded.heads(), document.heads());
}

#[test]
fn what_is_not_sound_stops_nothing_but_what_builds_on_it() {
    let Written { begun, edits, .. } = written();
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
    let (outcomes, _) = always_the_same(&all);
    let expected = [
        Ok(()),
        Ok(()),
        Err(ApplyFault::BadChange),
        Err(ApplyFault::OtherActor),
        Ok(()),
        Err(ApplyFault::MissingChange),
    ];
    assert_eq!(outcomes, expected);
}

/// Together they leave the document as it was, so that only a look at the end would let them pass; a
/// device that took them in one by one refuses the first.
#[test]
fn what_is_taken_back_again_does_not_pass_either() {
    let written = written();
    let (mut rng, begun, edits) = (written.rng, written.begun, written.edits);
    let pairs = [
        [("kind", "team".into()), ("kind", "household".into())],
        [("schema", "x".into()), ("schema", 1.into())],
    ];
    for pair in pairs {
        let (after, more) = one_more(&written.document, &mut rng);
        let by_mallory = mallory_puts(&written.document, &pair);
        // A control: automerge itself takes them.
        let mut doc = Automerge::load(&written.document.save()).unwrap();
        for one in &by_mallory {
            doc.load_incremental(&one.changes[0].bytes).unwrap();
        }
        let all = [vec![begun.clone()], edits.clone(), by_mallory, vec![more]].concat();
        let (outcomes, grown) = always_the_same(&all);
        let refused = [Err(ApplyFault::UnknownKind), Err(ApplyFault::MissingChange)];
        assert_eq!(outcomes[6..8], refused, "{pair:?}");
        assert_eq!(grown.heads(), after.heads(), "what is sound is all there");
    }
}

/// A document is one from its first change on: what has no kind does not wait in it for one that has.
#[test]
fn nothing_begins_a_document_but_what_says_its_kind() {
    let Written { begun, edits, .. } = written();
    let mut doc =
        Automerge::new().with_actor(ActorId::from([[0x66; 16].as_slice(), &[2; 8]].concat()));
    let mut tx = doc.transaction();
    tx.put(ROOT, "note", "no kind").unwrap();
    tx.commit();
    let kindless = signed(MALLORY, raw(&doc.get_changes(&[])));
    let all = [vec![kindless, begun], edits].concat();
    let (outcomes, _) = always_the_same(&all);
    assert_eq!(outcomes[0], Err(ApplyFault::UnknownKind));
    assert!(outcomes[1..].iter().all(Result::is_ok));
}

/// Two changes of one actor with one number: whichever was in the sequence first stays.
#[test]
fn of_two_with_one_number_the_first_stays() {
    let written = written();
    let first = mallory_puts(&written.document, &[("one", 1.into())]).remove(0);
    let second = mallory_puts(&written.document, &[("two", 2.into())]).remove(0);
    let honest = [vec![written.begun], written.edits].concat();
    let (mut early, mut late) = (honest.clone(), honest);
    // Before its time, so that it waits for what comes between.
    early.insert(1, first.clone());
    early.push(second.clone());
    let (outcomes, _) = always_the_same(&early);
    assert_eq!((&outcomes[1], &outcomes[7].is_err()), (&Ok(()), &true));
    late.extend([second, first]);
    let (outcomes, _) = always_the_same(&late);
    assert_eq!((&outcomes[6], &outcomes[7].is_err()), (&Ok(()), &true));
}

#[test]
fn what_comes_whole_is_as_if_its_changes_had_come() {
    let Written {
        begun,
        edits,
        document,
        mut rng,
    } = written();
    let (after, more) = one_more(&document, &mut rng);
    let by_changes = [vec![begun.clone()], edits.clone(), vec![more.clone()]].concat();
    let (_, expected) = always_the_same(&by_changes);
    assert_eq!(expected.heads(), after.heads());
    // A bad one between shows that it can be begun again.
    let mut bad = edits[3].clone();
    bad.changes[0].hash[9] ^= 1;
    let stolen = whole(MALLORY, &document);
    let all = [
        stolen,
        whole(ALEX, &document),
        bad,
        more,
        begun,
        whole(ALEX, &after),
    ];
    let (outcomes, grown) = always_the_same(&all);
    let refused = [Err(ApplyFault::OtherActor), Err(ApplyFault::BadChange)];
    assert_eq!([outcomes[0], outcomes[2]], refused);
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 4);
    assert_eq!(grown.heads(), expected.heads());
    let read = |document: &Document| document.household(DocKey::from([7; 16]));
    assert_eq!(read(&grown), read(&expected));
}

#[test]
fn what_came_whole_is_stored_whole() {
    let Written {
        document, mut rng, ..
    } = written();
    let (after, more) = one_more(&document, &mut rng);
    let mut growing = Growing::on(None, Care::InTheEnd);
    whole(ALEX, &document).is_added_to(&mut growing).unwrap();
    let grown = growing.finish(SAM, &mut rng).unwrap().unwrap();
    assert!(grown.begun_whole && grown.new.is_empty());
    let loaded = Document::load(&grown.saved, [], SAM, &mut rng).unwrap();
    assert_eq!(loaded.heads(), document.heads());
    let mut growing = Growing::on(None, Care::InTheEnd);
    whole(ALEX, &document).is_added_to(&mut growing).unwrap();
    more.is_added_to(&mut growing).unwrap();
    let grown = growing.finish(SAM, &mut rng).unwrap().unwrap();
    assert!(grown.begun_whole && grown.new.len() == 1);
    let loaded = Document::load(&grown.saved, [], SAM, &mut rng).unwrap();
    assert_eq!(loaded.heads(), after.heads());
}

/// Columns that inflate are bounded by nothing, so they are refused before anything is loaded.
#[test]
fn a_saved_form_that_inflates_is_not_loaded() {
    let Written { document, .. } = written();
    let plain = document.snapshot(Cursor::START);
    let inflates = Snapshot {
        saved: document.save().into(),
        ..plain.clone()
    };
    // The control: automerge loads it, and it is shorter because something in it is compressed.
    assert!(Automerge::load(&inflates.saved).is_ok());
    assert!(inflates.saved.len() < plain.saved.len());
    let mut growing = Growing::on(None, Care::InTheEnd);
    let refused = growing.add_whole(Voucher::Signer(ALEX), &inflates);
    assert_eq!(refused, Err(ApplyFault::BadChange));
    assert_eq!(growing.add_whole(Voucher::Signer(ALEX), &plain), Ok(()));
}

#[test]
fn what_comes_whole_has_to_say_its_kind_as_anything_else() {
    let mut doc =
        Automerge::new().with_actor(ActorId::from([[0xa1; 16].as_slice(), &[2; 8]].concat()));
    let mut tx = doc.transaction();
    tx.put(ROOT, "note", "no kind").unwrap();
    tx.commit();
    let heads = doc.get_heads();
    let kindless = Snapshot {
        saved: doc.save_nocompress().into(),
        heads: heads.iter().map(|head| head.0.to_vec().into()).collect(),
        covers: Cursor::START,
    };
    let mut growing = Growing::on(None, Care::InTheEnd);
    let refused = growing.add_whole(Voucher::Signer(ALEX), &kindless);
    assert_eq!(refused, Err(ApplyFault::UnknownKind));
}
