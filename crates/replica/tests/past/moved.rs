//! A household that another team takes over: everything as it was, under other names.

use std::collections::BTreeMap;

use doorstep_model::UnixMillis;
use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::field::{Part, Scalar as _};
use doorstep_model::history::Moment;
use doorstep_model::household::{About, Household, Service, Strength, Visit};
use doorstep_model::id::{DeviceKey, DocKey, ItemId};
use doorstep_replica::document::{ApplyFault, Document, Moved, Undone};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::DeviceId;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::{ALEX, MINUTE, Pen, SAM, line, meet, two, wanted};

/// Who takes it over, and a colleague of hers.
const ROBIN: DeviceId = DeviceId([0x0b; 16]);
const KIM: DeviceId = DeviceId([0x71; 16]);
/// On the list of the team that had it, and on that of the team that has it now.
const HOUSING: [u8; 16] = [0x51; 16];
const HOMES: [u8; 16] = [0x52; 16];

/// Two wrote for weeks: both changed the address at once, Sam took something back, a line was removed,
/// and two values stand again since choosing was taken back.
fn weeks() -> Pen {
    let (mut alex, mut sam) = two();
    alex.write("The garden.");
    alex.edit(&[
        About::named_worker.only().set(Some(ItemId::from([9; 16]))),
        Edit::Add {
            line: line(Part::Services, 3),
            fields: vec![Service::agency.with(ItemId::from(HOUSING))],
        },
        Edit::Add {
            line: line(Part::Strengths, 4),
            fields: vec![Strength::what.with("Cooks for ten.".to_owned())],
        },
        Edit::Add {
            line: line(Part::Visits, 5),
            fields: vec![Visit::done.with(true)],
        },
    ]);
    meet(&mut alex, &mut sam);
    let members = FieldRef {
        part: Part::Visits,
        item: Some(ItemId::from([5; 16])),
        field: "members".into(),
    };
    sam.edit(&[
        Edit::Remove(line(Part::Strengths, 4)),
        Edit::Include {
            at: members,
            value: ItemId::from([9; 16]).to_value(),
        },
    ]);
    alex.edit(&[About::address.only().set(Some("1 Mill Lane".to_owned()))]);
    sam.edit(&[About::address.only().set(Some("2 Mill Lane".to_owned()))]);
    meet(&mut alex, &mut sam);
    let chose = alex.edit(&[About::address.only().set(Some("1 Mill Lane".to_owned()))]);
    alex.undo(&chose);
    let typo = sam.write("The gardn.");
    sam.undo(&typo);
    meet(&mut alex, &mut sam);
    alex
}

fn ids() -> BTreeMap<String, String> {
    let text = |id: [u8; 16]| ItemId::from(id).to_string();
    BTreeMap::from([(text(HOUSING), text(HOMES))])
}

fn taken_over(document: &Document, by: DeviceId) -> Moved {
    let mut rng = StdRng::seed_from_u64(7);
    Document::take_over(&document.snapshot(Cursor::START), by, &ids(), &mut rng).unwrap()
}

fn view(document: &Document) -> Household {
    document.household(DocKey::from([7; 16])).unwrap()
}

/// A view in another team's words: who is who and what is on the list, and no state.
fn as_there(view: &Household, writers: &BTreeMap<DeviceKey, DeviceKey>) -> String {
    let mut view = view.clone();
    view.heads.0.clear();
    let mut text = format!("{view:#?}");
    let text_of = |id: [u8; 16]| ItemId::from(id).to_string();
    for (before, now) in writers {
        text = text.replace(&before.to_string(), &now.to_string());
    }
    text = text.replace(&text_of(HOUSING), &text_of(HOMES));
    text
}

fn told(document: &Document) -> Vec<Moment> {
    let told = document.history(&wanted(200), UnixMillis(100 * MINUTE));
    assert_eq!(told.earlier, None);
    told.moments
}

#[test]
fn everything_is_as_it_was_under_names_that_nobody_in_the_team_has() {
    let before = weeks().document;
    assert_eq!(view(&before).about.address.both.len(), 2);
    let moved = taken_over(&before, ROBIN);
    assert_eq!(
        as_there(&view(&before), &moved.writers),
        as_there(&view(&moved.document), &BTreeMap::new())
    );
    assert!(!format!("{:?}", view(&moved.document)).contains(&ItemId::from(HOUSING).to_string()));

    let stamps = |moments: &[Moment]| {
        let all = moments.iter().map(|moment| moment.stamp.clone());
        all.collect::<Vec<_>>()
    };
    let (there, here) = (told(&before), told(&moved.document));
    assert_eq!(there.len(), here.len());
    for (one, other) in stamps(&there).iter().zip(stamps(&here)) {
        assert_eq!((&moved.writers[&one.by], one.at), (&other.by, other.at));
    }
    for device in [ALEX, SAM] {
        let key = DeviceKey::from(device.0);
        assert_ne!(moved.writers[&key], key);
        assert!(!format!("{here:?}").contains(&key.to_string()));
    }
}

#[test]
fn the_team_takes_it_from_whoever_brings_it_and_from_nobody_else() {
    let moved = taken_over(&weeks().document, ROBIN);
    let mut rng = StdRng::seed_from_u64(8);
    let whole = moved.document.snapshot(Cursor::START);
    let theirs = Document::begin_whole(ROBIN, &whole, KIM, &mut rng).unwrap();
    assert_eq!(view(&theirs), view(&moved.document));
    let (theirs, _) = Document::begin(ROBIN, &moved.changes, KIM, &mut rng).unwrap();
    assert_eq!(view(&theirs), view(&moved.document));
    let refused = Document::begin_whole(KIM, &whole, KIM, &mut rng);
    assert_eq!(refused.err(), Some(ApplyFault::OtherActor));
}

#[test]
fn it_goes_on_from_there() {
    let moved = taken_over(&weeks().document, ROBIN);
    let mut pen = Pen {
        document: moved.document,
        device: ROBIN,
        now: 50 * MINUTE,
        rng: StdRng::seed_from_u64(9),
        unsent: Vec::new(),
    };
    let kept = pen.matters();
    let steps = pen.write("The garden, and the shed.");
    let Undone { left, .. } = pen.undo(&steps);
    assert_eq!((left, pen.matters()), (Vec::new(), kept));
    pen.edit(&[About::address.only().set(Some("3 Mill Lane".to_owned()))]);
    assert!(pen.view().about.address.both.is_empty());
    let last = told(&pen.document);
    assert_eq!(last[0].stamp.by, DeviceKey::from(ROBIN.0));
}

#[test]
fn it_moves_a_second_time() {
    let before = weeks().document;
    let first = taken_over(&before, ROBIN);
    let second = taken_over(&first.document, KIM);
    assert_eq!(
        as_there(&view(&first.document), &second.writers),
        as_there(&view(&second.document), &BTreeMap::new())
    );
    assert_eq!(told(&before).len(), told(&second.document).len());
}

/// Nobody puts words into a colleague's mouth by saying that they were brought in.
#[test]
fn whoever_claims_to_bring_in_a_colleagues_words_speaks_for_themselves() {
    let before = weeks().document;
    let moved = taken_over(&before, SAM);
    let alex = DeviceKey::from(ALEX.0);
    let said = told(&moved.document);
    assert!(said.iter().all(|moment| moment.stamp.by != alex));
    assert!(
        moved
            .document
            .writers()
            .iter()
            .all(|writer| *writer != alex)
    );
    // Control: where she wrote it herself, her name stands there.
    assert!(told(&before).iter().any(|moment| moment.stamp.by == alex));
}

#[test]
fn what_is_no_document_is_refused() {
    let mut snapshot = weeks().document.snapshot(Cursor::START);
    let mut rng = StdRng::seed_from_u64(7);
    let whole = snapshot.saved.to_vec();
    let mut refused = 0;
    for at in (0..whole.len()).step_by(11) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        snapshot.saved = bytes.into();
        refused += u32::from(Document::take_over(&snapshot, ROBIN, &ids(), &mut rng).is_err());
    }
    assert!(refused > 100, "{refused}");
    snapshot.saved = whole.into();
    snapshot.heads.clear();
    let refused = Document::take_over(&snapshot, ROBIN, &ids(), &mut rng);
    assert_eq!(refused.err(), Some(ApplyFault::BadChange));
}
