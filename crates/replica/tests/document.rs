//! Two devices, one household: what merges, what is "both changed", what is refused.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use automerge::ActorId;
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Scalar};
use doorstep_model::household::{
    About, Action, Attachment, DoneBy, Household, Plan, Strength, Visit, WhatMatters,
};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::{Date, UnixMillis};
use doorstep_replica::chunk::ChangeBytes;
use doorstep_replica::document::{ApplyFault, Document, EditFault, Edited, Kind};
use doorstep_wire::id::DeviceId;
use rand::SeedableRng;
use rand::rngs::StdRng;

const ALEX: DeviceId = DeviceId([0xa1; 16]);
const SAM: DeviceId = DeviceId([0x5a; 16]);

struct Pen {
    document: Document,
    device: DeviceId,
    now: i64,
    rng: StdRng,
}

impl Pen {
    fn first() -> (Self, Vec<ChangeBytes>) {
        let mut rng = StdRng::seed_from_u64(1);
        let made = Document::create(Kind::Household, ALEX, UnixMillis(1_000), &mut rng);
        let (document, changes) = made.unwrap();
        (
            Self {
                document,
                device: ALEX,
                now: 1_000,
                rng,
            },
            changes,
        )
    }

    fn second(changes: &[ChangeBytes]) -> Self {
        let mut rng = StdRng::seed_from_u64(2);
        let (document, _) = Document::begin(ALEX, changes, SAM, &mut rng).unwrap();
        Self {
            document,
            device: SAM,
            now: 2_000,
            rng,
        }
    }

    fn edit(&mut self, edits: &[Edit]) -> Edited {
        self.now += 1_000;
        self.document
            .edit(edits, UnixMillis(self.now), &mut self.rng)
            .unwrap()
    }

    fn take(&mut self, signer: DeviceId, edited: &Edited) {
        self.document
            .apply(signer, &edited.changes, &mut self.rng)
            .unwrap();
    }

    fn view(&self) -> Household {
        self.document.household(DocKey::from([7; 16])).unwrap()
    }

    fn line<T>(&self, part: Part, byte: u8, _of: fn(T)) -> ItemRef {
        let _ = self.device;
        ItemRef {
            part,
            item: ItemId::from([byte; 16]),
        }
    }
}

fn visit(pen: &Pen, byte: u8) -> Vec<Edit> {
    let line = pen.line(Part::Visits, byte, drop::<Visit>);
    let strength = pen.line(Part::Strengths, byte, drop::<Strength>);
    let action = pen.line(Part::Actions, byte, drop::<Action>);
    let visit = line.item.clone();
    vec![
        Edit::Add {
            line,
            fields: vec![
                Visit::date.with(Date::new(2026, 11, 23).unwrap()),
                Visit::done.with(true),
                Visit::notes.with(format!("Notes of visit {byte}")),
            ],
        },
        Edit::Add {
            line: strength,
            fields: vec![
                Strength::what.with(format!("Strength {byte}")),
                Strength::visit.with(visit.clone()),
            ],
        },
        Edit::Add {
            line: action,
            fields: vec![
                Action::what.with(format!("Action {byte}")),
                Action::done_by.with(DoneBy::Family),
                Action::visit.with(visit),
            ],
        },
    ]
}

#[test]
fn two_offline_devices_end_with_everything_both_wrote_in_either_order() {
    let (mut alex, made) = Pen::first();
    let begun = alex.edit(&[
        About::name.only().set(Some(String::from("The Hollies"))),
        WhatMatters::matters_to_us
            .only()
            .write(&alex.document.heads(), "the garden"),
    ]);
    let mut sam = Pen::second(&made);
    sam.take(ALEX, &begun);

    let base = alex.document.heads();
    let mut by_alex = vec![
        WhatMatters::matters_to_us
            .only()
            .write(&base, "First of all the garden"),
        About::address.only().set(Some(String::from("1 Mill Lane"))),
    ];
    by_alex.extend(visit(&alex, 1));
    let from_alex = alex.edit(&by_alex);
    let mut by_sam = vec![
        WhatMatters::matters_to_us
            .only()
            .write(&base, "the garden and the grandchildren"),
        About::address
            .only()
            .set(Some(String::from("11 Mill Lane"))),
    ];
    by_sam.extend(visit(&sam, 2));
    let from_sam = sam.edit(&by_sam);

    alex.take(SAM, &from_sam);
    sam.take(ALEX, &from_alex);
    let (a, s) = (alex.view(), sam.view());
    assert_eq!(a, s);
    assert_eq!(
        a.what_matters.matters_to_us.0,
        "First of all the garden and the grandchildren"
    );
    assert_eq!(
        (a.visits.len(), a.strengths.len(), a.actions.len()),
        (2, 2, 2)
    );
    let mut both: Vec<_> = a
        .about
        .address
        .both
        .iter()
        .map(|said| {
            (
                said.value.clone().unwrap(),
                said.stamp.by.to_bytes(),
                said.stamp.at.0 > 0,
            )
        })
        .collect();
    both.sort();
    assert_eq!(
        both,
        [
            ("1 Mill Lane".into(), ALEX.0, true),
            ("11 Mill Lane".into(), SAM.0, true)
        ]
    );

    let chosen = alex.edit(&[About::address
        .only()
        .set(Some(String::from("11 Mill Lane")))]);
    sam.take(ALEX, &chosen);
    assert!(!sam.view().about.address.is_both_changed());
    assert_eq!(sam.view(), alex.view());
}

#[test]
fn the_same_value_set_twice_is_no_question() {
    let (mut alex, made) = Pen::first();
    let mut sam = Pen::second(&made);
    let set = [About::locality.only().set(Some(String::from("Northside")))];
    let (from_alex, from_sam) = (alex.edit(&set), sam.edit(&set));
    alex.take(SAM, &from_sam);
    sam.take(ALEX, &from_alex);
    assert!(!alex.view().about.locality.is_both_changed());
    assert_eq!(alex.view(), sam.view());
}

#[test]
fn text_written_on_an_old_state_keeps_what_arrived_meanwhile() {
    let (mut alex, made) = Pen::first();
    let mut sam = Pen::second(&made);
    let shown = sam.document.heads();
    let text = WhatMatters::history.only();
    let from_alex = alex.edit(&[text
        .clone()
        .write(&alex.document.heads(), "Moved here in 2019.")]);
    sam.take(ALEX, &from_alex);
    // The screen has not drawn the arrival yet and writes on what it shows: nothing.
    sam.edit(&[text.write(&shown, "Lived by the sea.")]);
    let history = sam.view().what_matters.history.0;
    assert!(history.contains("Moved here in 2019.") && history.contains("Lived by the sea."));
}

#[test]
fn removal_is_a_mark_that_can_be_taken_away() {
    let (mut alex, _) = Pen::first();
    alex.edit(&visit(&alex, 3));
    let line = alex.line(Part::Strengths, 3, drop::<Strength>);
    alex.edit(&[Edit::Remove(line.clone())]);
    let removed = alex.view().strengths[0].removed.clone().unwrap();
    assert_eq!(removed.by.to_bytes(), ALEX.0);
    alex.edit(&[Edit::Restore(line)]);
    assert_eq!(alex.view().strengths[0].removed, None);
    assert_eq!(alex.view().strengths[0].what.0, "Strength 3");
}

#[test]
fn a_call_with_one_bad_edit_changes_nothing() {
    let (mut alex, _) = Pen::first();
    let before = alex.view();
    let good = About::name.only().set(Some(String::from("Kept out")));
    let bad = [
        About::opened.only().set(Some(String::from("not a day"))),
        Visit::notes
            .of(&ItemId::from([9; 16]))
            .write(&before.heads, "nowhere"),
        Edit::Remove(alex.line(Part::Visits, 9, drop::<Visit>)),
        Edit::Set {
            at: doorstep_model::edit::FieldRef {
                part: Part::About,
                item: None,
                field: "nonsense".into(),
            },
            value: Some(true.to_value()),
            base: None,
        },
    ];
    for edit in bad {
        let refused = alex
            .document
            .edit(&[good.clone(), edit], UnixMillis(5), &mut alex.rng)
            .unwrap_err();
        assert!(
            matches!(refused, EditFault::NoSuchPlace | EditFault::WrongValue),
            "{refused}"
        );
        assert_eq!(alex.view(), before);
    }
    alex.document
        .edit(&[good], UnixMillis(5), &mut alex.rng)
        .unwrap();
    assert_ne!(
        alex.view(),
        before,
        "the control: the good edit alone is taken"
    );
}

#[test]
fn hostile_changes_are_refused_and_the_document_stays_as_it_was() {
    let (mut alex, made) = Pen::first();
    let mut sam = Pen::second(&made);
    let good = alex.edit(&[About::name.only().set(Some(String::from("The Hollies")))]);
    let before = sam.view();
    let mut rng = StdRng::seed_from_u64(3);

    let others = sam.document.apply(SAM, &good.changes, &mut rng);
    assert_eq!(others, Err(ApplyFault::OtherActor));
    let change = &good.changes[0];
    for at in 0..change.bytes.len() {
        for bit in [1, 0x80] {
            let mut bytes = change.bytes.to_vec();
            bytes[at] ^= bit;
            let bad = ChangeBytes {
                hash: change.hash,
                bytes: bytes.into(),
            };
            assert!(
                sam.document.apply(ALEX, &[bad], &mut rng).is_err(),
                "byte {at} bit {bit}"
            );
        }
        let cut = ChangeBytes {
            hash: change.hash,
            bytes: change.bytes[..at].to_vec().into(),
        };
        assert!(
            sam.document.apply(ALEX, &[cut], &mut rng).is_err(),
            "cut at {at}"
        );
    }
    assert_eq!(sam.view(), before);
    sam.document.apply(ALEX, &good.changes, &mut rng).unwrap();
    assert_eq!(
        sam.view(),
        alex.view(),
        "the control: the untouched change is taken"
    );
}

#[test]
fn a_change_before_its_time_waits() {
    let (mut alex, made) = Pen::first();
    let first = alex.edit(&[About::name.only().set(Some(String::from("A")))]);
    let second = alex.edit(&[About::name.only().set(Some(String::from("B")))]);
    let mut sam = Pen::second(&made);
    let mut rng = StdRng::seed_from_u64(4);
    let early = sam.document.apply(ALEX, &second.changes, &mut rng);
    assert_eq!(early, Err(ApplyFault::MissingChange));
    sam.take(ALEX, &first);
    sam.take(ALEX, &second);
    assert_eq!(sam.view(), alex.view());
}

#[test]
fn what_is_saved_loads_to_the_same() {
    let (mut alex, _) = Pen::first();
    let saved = alex.document.save();
    let edited = alex.edit(&visit(&alex, 4));
    let tail: Vec<&[u8]> = edited
        .changes
        .iter()
        .map(|change| change.bytes.as_slice())
        .collect();
    let mut rng = StdRng::seed_from_u64(5);
    let loaded = Document::load(&saved, tail, ALEX, &mut rng).unwrap();
    assert_eq!(loaded.household(DocKey::from([7; 16])), Some(alex.view()));
    assert_eq!(ActorId::from([1; 4]).to_bytes(), [1; 4]);
}

/// What a disk gave back wrong is never a document that merely has less in it: the next fold would
/// make that the whole.
#[test]
fn a_tail_that_is_damaged_or_has_gaps_does_not_load() {
    let (mut alex, made) = Pen::first();
    let saved = alex.document.save();
    let mut tail = Vec::new();
    for _ in 0..3 {
        let edited = alex.edit(&visit(&alex, 4));
        tail.extend(edited.changes.iter().map(|change| change.bytes.to_vec()));
    }
    let made: Vec<Vec<u8>> = made.iter().map(|change| change.bytes.to_vec()).collect();
    let load = |saved: &[u8], tail: &[Vec<u8>]| {
        let mut rng = StdRng::seed_from_u64(5);
        let tail = tail.iter().map(Vec::as_slice);
        Document::load(saved, tail, ALEX, &mut rng).map(|document| document.heads())
    };
    let all = [made.as_slice(), &tail].concat();
    for (saved, tail) in [(saved.as_slice(), &tail), (&[], &all)] {
        let heads = load(saved, tail).unwrap();
        assert_eq!(heads, alex.document.heads(), "the control");
        // The last one may be missing: then nothing shows that it ever was.
        for damaged in 0..tail.len() - 1 {
            let mut gap = tail.clone();
            gap.remove(damaged);
            assert!(load(saved, &gap).is_err(), "{damaged} is missing");
        }
        for damaged in 0..tail.len() {
            let mut zeros = tail.clone();
            let half = zeros[damaged].len() / 2;
            zeros[damaged]
                .iter_mut()
                .skip(half)
                .for_each(|byte| *byte = 0);
            assert!(load(saved, &zeros).is_err(), "half of {damaged} is zeros");
            let mut cut = tail.clone();
            cut[damaged].truncate(half);
            assert!(load(saved, &cut).is_err(), "half of {damaged} is gone");
        }
    }
}

/// A household as a version made it that had no photos and no family's page yet.
fn begun_before_there_were_photos() -> Vec<ChangeBytes> {
    use automerge::transaction::Transactable as _;
    let mut actor = ALEX.0.to_vec();
    actor.extend([9; 8]);
    let mut doc = automerge::Automerge::new().with_actor(ActorId::from(actor));
    let mut tx = doc.transaction();
    tx.put(automerge::ROOT, "schema", 1).unwrap();
    tx.put(automerge::ROOT, "kind", "household").unwrap();
    for part in Household::PARTS {
        if !matches!(part.part, Part::Attachments | Part::Plan) {
            tx.put_object(automerge::ROOT, part.key, automerge::ObjType::Map)
                .unwrap();
        }
    }
    tx.commit();
    let bytes = |change: &automerge::Change| ChangeBytes {
        hash: change.hash().0,
        bytes: change.raw_bytes().to_vec().into(),
    };
    doc.get_changes(&[]).iter().map(bytes).collect()
}

#[test]
fn two_devices_begin_a_later_part_of_an_older_household_and_no_line_is_lost() {
    let made = begun_before_there_were_photos();
    let mut alex = Pen::second(&made);
    let mut sam = Pen::second(&made);
    (alex.device, sam.device) = (ALEX, SAM);
    let mut rng = StdRng::seed_from_u64(6);
    alex.document = Document::begin(ALEX, &made, ALEX, &mut rng).unwrap().0;
    let photo = |pen: &Pen, byte: u8| {
        let line = pen.line(Part::Attachments, byte, drop::<Attachment>);
        vec![Edit::Add {
            line,
            fields: vec![Attachment::caption.with(format!("Photo {byte}"))],
        }]
    };
    let ours = alex.edit(&photo(&alex, 1));
    let theirs = sam.edit(&photo(&sam, 2));
    let page = sam.edit(&[Plan::large_print.only().set(Some(true))]);
    alex.take(SAM, &theirs);
    alex.take(SAM, &page);
    sam.take(ALEX, &ours);
    for pen in [&alex, &sam] {
        let captions: Vec<String> = pen
            .view()
            .attachments
            .into_iter()
            .map(|photo| photo.caption.0)
            .collect();
        assert_eq!(captions.len(), 2, "{captions:?}");
        assert_eq!(pen.view().plan.large_print.value, Some(true));
    }
    // Each can go on in the other's line.
    let caption = Attachment::caption.of(&ItemId::from([1; 16]));
    let more = sam.edit(&[caption.write(&sam.document.heads(), "Photo 1, with the dog")]);
    alex.take(SAM, &more);
    let view = alex.view();
    assert!(
        view.attachments
            .iter()
            .any(|photo| photo.caption.0 == "Photo 1, with the dog")
    );
}

#[test]
fn a_text_can_be_saved_on_a_base_from_before_it_was_made() {
    let made = begun_before_there_were_photos();
    let mut alex = Pen::second(&made);
    let mut sam = Pen::second(&made);
    (alex.device, sam.device) = (ALEX, SAM);
    let mut rng = StdRng::seed_from_u64(6);
    alex.document = Document::begin(ALEX, &made, ALEX, &mut rng).unwrap().0;
    let before = alex.document.heads();
    let large = sam.edit(&[Plan::large_print.only().set(Some(true))]);
    alex.take(SAM, &large);
    let written = alex.edit(&[Plan::in_our_words.only().write(&before, "We like it here.")]);
    assert!(written.merged);
    assert_eq!(alex.view().plan.in_our_words.0, "We like it here.");
    sam.take(ALEX, &written);

    // What Sam wrote in it that Alex has not seen stays as well.
    let more = sam.edit(&[Plan::in_our_words
        .only()
        .write(&sam.document.heads(), "We like it here. And the sea.")]);
    alex.take(SAM, &more);
    let late = alex.edit(&[Plan::in_our_words.only().write(&before, "So we stay. ")]);
    assert!(late.merged);
    let text = alex.view().plan.in_our_words.0;
    assert!(
        text.contains("And the sea.") && text.contains("So we stay."),
        "{text}"
    );
}

#[test]
fn a_value_set_on_an_older_base_stands_beside_the_one_that_came_since() {
    let (mut alex, made) = Pen::first();
    let mut sam = Pen::second(&made);
    let address = |base, to: &str| About::address.only().set_on(base, Some(to.to_owned()));
    let base = sam.document.heads();
    let theirs = alex.edit(&[address(&base, "3 Mill Lane")]);
    let name = alex.edit(&[About::name.only().set(Some(String::from("Mill Lane")))]);
    sam.take(ALEX, &theirs);
    sam.take(ALEX, &name);
    // Nobody has touched these since: one value each, and no change beside the others.
    sam.edit(&[About::locality
        .only()
        .set_on(&base, Some(String::from("The Quay")))]);
    assert_eq!(sam.document.heads().0.len(), 1);
    sam.edit(&[address(&base, "2 Mill Lane")]);
    assert_eq!(sam.view().about.address.both.len(), 2);
    assert_eq!(sam.view().about.locality.both, []);
    // With no base it is a choice.
    let chosen = sam.edit(&[About::address.only().set(Some(String::from("2 Mill Lane")))]);
    assert_eq!(sam.view().about.address.both, []);
    // Undone, both are there again.
    let undo = |sam: &mut Pen, edited: &Edited| {
        let steps = doorstep_replica::document::steps_of(&edited.changes);
        sam.document
            .undo(&steps, None, UnixMillis(99_000), &mut sam.rng)
            .unwrap();
    };
    undo(&mut sam, &chosen);
    assert_eq!(sam.view().about.address.both.len(), 2);

    let unknown = doorstep_model::Heads(vec!["ab".repeat(32)]);
    let refused = sam
        .document
        .edit(&[address(&unknown, "nowhere")], UnixMillis(5), &mut sam.rng);
    assert!(matches!(refused, Err(EditFault::UnknownBase)));
}

/// Both write in the family's page without knowing of each other, in a household from before there
/// was one: it is one page, and each sees what the other wrote and set.
#[test]
fn two_devices_begin_a_part_of_which_there_is_one_and_share_it() {
    let made = begun_before_there_were_photos();
    let mut alex = Pen::second(&made);
    let mut sam = Pen::second(&made);
    (alex.device, sam.device) = (ALEX, SAM);
    let mut rng = StdRng::seed_from_u64(6);
    alex.document = Document::begin(ALEX, &made, ALEX, &mut rng).unwrap().0;
    // Other things happen first, so that the two don't count alike.
    let before = alex.edit(&[About::name.only().set(Some(String::from("The Hollies")))]);
    let page = |pen: &mut Pen, words: &str, large: bool| {
        let heads = pen.document.heads();
        pen.edit(&[
            Plan::in_our_words.only().write(&heads, words),
            Plan::large_print.only().set(Some(large)),
            Edit::Include {
                at: Plan::left_out_lines.only(),
                value: ItemId::from([if large { 1 } else { 2 }; 16]).to_value(),
            },
        ])
    };
    let ours = page(&mut alex, "We like it here. ", true);
    let theirs = page(&mut sam, "And the sea. ", false);
    alex.take(SAM, &theirs);
    sam.take(ALEX, &before);
    sam.take(ALEX, &ours);
    for pen in [&alex, &sam] {
        let plan = pen.view().plan;
        let words = &plan.in_our_words.0;
        assert!(
            words.contains("We like it here. ") && words.contains("And the sea. "),
            "{words}"
        );
        assert_eq!(plan.large_print.both.len(), 2);
        assert_eq!(plan.left_out_lines.len(), 2);
    }
    assert_eq!(alex.view(), sam.view());
    // It is saved and loaded like the rest, told under nobody's name, and one's own part of it is
    // taken back.
    let saved = alex.document.save();
    let loaded = Document::load(&saved, [], ALEX, &mut rng).unwrap();
    assert_eq!(loaded.household(DocKey::from([7; 16])), Some(alex.view()));
    let steps = doorstep_replica::document::steps_of(&ours.changes);
    let undone = alex
        .document
        .undo(&steps, None, UnixMillis(99_000), &mut alex.rng);
    assert_eq!(undone.unwrap().left, []);
    let plan = alex.view().plan;
    assert_eq!(plan.in_our_words.0, "And the sea. ");
    assert_eq!(
        (plan.large_print.value, plan.large_print.both.len()),
        (Some(false), 0)
    );
    let told = alex.document.history(
        &doorstep_replica::document::Wanted {
            limit: 50,
            ..Default::default()
        },
        UnixMillis(99_000),
    );
    assert!(
        told.moments
            .iter()
            .all(|moment| moment.stamp.by.to_bytes() != [0; 16])
    );
}

/// A change in nobody's name is taken only if it begins something and does nothing else.
#[test]
fn nobody_can_write_in_nobodys_name() {
    use automerge::transaction::Transactable as _;
    let made = begun_before_there_were_photos();
    let mut sam = Pen::second(&made);
    let raw: Vec<u8> = made
        .iter()
        .flat_map(|change| change.bytes.to_vec())
        .collect();
    let forge = |actor: [u8; 24], put: &dyn Fn(&mut automerge::transaction::Transaction<'_>)| {
        let mut doc = automerge::Automerge::new();
        doc.load_incremental(&raw).unwrap();
        doc.set_actor(ActorId::from(actor));
        let mut tx = doc.transaction();
        put(&mut tx);
        tx.commit_with(automerge::transaction::CommitOptions::default().with_time(0));
        let change = doc.get_last_local_change().unwrap();
        vec![ChangeBytes {
            hash: change.hash().0,
            bytes: change.raw_bytes().to_vec().into(),
        }]
    };
    let mut one = [0; 24];
    one[23] = 1;
    let value = forge(one, &|tx| tx.put(automerge::ROOT, "schema", 9).unwrap());
    let object = forge(one, &|tx| {
        tx.put_object(automerge::ROOT, "plan", automerge::ObjType::Map)
            .unwrap();
    });
    for changes in [value, object] {
        let mut rng = StdRng::seed_from_u64(3);
        let refused = sam.document.apply(ALEX, &changes, &mut rng);
        assert_eq!(refused, Err(ApplyFault::OtherActor));
    }
    // The control: a beginning that another device made is handed on by whoever built on it.
    let mut rng = StdRng::seed_from_u64(6);
    let mut alex = Document::begin(ALEX, &made, ALEX, &mut rng).unwrap().0;
    let large = [Plan::large_print.only().set(Some(true))];
    let edited = alex.edit(&large, UnixMillis(9_000), &mut rng).unwrap();
    assert_eq!(edited.changes.len(), 2);
    sam.document.apply(ALEX, &edited.changes, &mut rng).unwrap();
    let theirs = sam.edit(&[Plan::large_print.only().set(Some(false))]);
    assert_eq!(theirs.changes.len(), 1);
}

/// What is begun again where a teammate's device put a value in a text's place is by whoever begins
/// it: in nobody's name others would refuse it, and all that its writer sends after it.
#[test]
fn a_text_that_was_replaced_is_begun_again_in_its_writers_name() {
    use automerge::ReadDoc as _;
    use automerge::transaction::Transactable as _;
    let (mut alex, made) = Pen::first();
    let mut sam = Pen::second(&made);
    let visited = alex.edit(&visit(&alex, 1));
    sam.take(ALEX, &visited);
    let mut doc = automerge::Automerge::load(&alex.document.save()).unwrap();
    doc.set_actor(ActorId::from([&ALEX.0[..], &[9; 8]].concat()));
    let item = ItemId::from([1; 16]);
    let (_, visits) = doc.get(automerge::ROOT, "visits").unwrap().unwrap();
    let (_, line) = doc.get(&visits, item.as_str()).unwrap().unwrap();
    let mut tx = doc.transaction();
    tx.put(&line, "notes", 5).unwrap();
    tx.commit();
    let change = doc.get_last_local_change().unwrap();
    let replaced = [ChangeBytes {
        hash: change.hash().0,
        bytes: change.raw_bytes().to_vec().into(),
    }];
    for pen in [&mut alex, &mut sam] {
        let taken = pen.document.apply(ALEX, &replaced, &mut pen.rng);
        assert_eq!(taken.unwrap().new.len(), 1);
    }
    let base = sam.document.heads();
    let written = sam.edit(&[Visit::notes.of(&item).write(&base, "They came back.")]);
    alex.take(SAM, &written);
    assert_eq!(alex.view().visits[0].notes.0, "They came back.");
    assert_eq!(alex.view(), sam.view());
}
