//! A file that somebody made on purpose.

use doorstep_model::UnixMillis;
use doorstep_model::household::Household;
use doorstep_model::id::DeviceKey;
use doorstep_model::safety_note::SafetyNote;
use doorstep_replica::document::{Document, Kind};
use doorstep_replica::moving::{Called, Head, Listed, Piece, Pieces};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DeviceId, DocId, TeamId};

use super::*;
use crate::random;

const SECRET: [u8; 16] = [3; 16];
const WRITER: DeviceId = DeviceId([0x66; 16]);
const FIRST: DocId = DocId([0x61; 16]);
const SECOND: DocId = DocId([0x62; 16]);

fn head() -> Head {
    Head {
        team: TeamId([0x60; 32]),
        team_name: "Elsewhere".into(),
        at_ms: 1,
        household: FIRST,
        name: "A house".into(),
        joined: Vec::new(),
        counts: [0; 4],
        restricted: false,
        people: Vec::new(),
        listed: Vec::new(),
    }
}

fn document(kind: Kind, edits: &[Edit]) -> Document {
    let mut rng = random::system();
    let now = UnixMillis(1_700_000_000_000);
    let (mut document, _) = Document::create(kind, WRITER, now, &mut rng).unwrap();
    document.edit(edits, now, &mut rng).unwrap();
    document
}

fn put(two: &Two, head: Head, documents: Vec<(DocId, Document)>) -> String {
    let mut pieces = Pieces::begin(&SECRET, &mut random::system());
    let mut bytes = pieces.header().to_vec();
    let documents = documents.into_iter().map(|(id, document)| {
        let whole = document.snapshot(Cursor::START);
        let apart = false;
        Piece::Document { id, whole, apart }
    });
    let first = [Piece::Head(Box::new(head))];
    for piece in first.into_iter().chain(documents).chain([Piece::End]) {
        bytes.extend(pieces.seal(&piece).unwrap());
    }
    std::fs::write(two.path(), bytes).unwrap();
    doorstep_wire::code::encode_code(&SECRET)
}

fn taken(two: &Two, code: String) -> Result<TakenOver, ProblemCode> {
    let call = TakeOver {
        ticket: to_read(&two.robin, two.path()),
        code,
        worker: None,
    };
    two.robin.ask(call).map_err(|problem| problem.code)
}

fn named() -> Vec<Edit> {
    vec![About::name.only().set(Some("A house".to_owned()))]
}

#[test]
fn nothing_in_it_gets_into_a_household_of_this_team() {
    let two = Two::begin();
    let ours = two.robin.household("Ours");
    let agencies = |two: &Two| two.robin.must(GetTeam {}).team.agencies.len();
    let before = agencies(&two);
    let joined = vec![About::joined_into.only().set(Some(ours.clone()))];
    let note = vec![SafetyNote::household.only().set(Some(ours.clone()))];
    let mut with_list = head();
    with_list.listed = vec![Listed {
        list: "agencies".into(),
        key: ItemId::from([1; 16]).to_string(),
        name: "A stranger".into(),
    }];
    let first = || (FIRST, document(Kind::Household, &named()));
    for second in [
        document(Kind::Household, &joined),
        document(Kind::SafetyNote, &note),
        // What no screen had shown.
        document(Kind::Household, &named()),
        document(Kind::Team, &[]),
    ] {
        let code = put(&two, with_list.clone(), vec![first(), (SECOND, second)]);
        assert_eq!(taken(&two, code), Err(ProblemCode::MoveDamaged));
    }
    let code = put(
        &two,
        head(),
        vec![(FIRST, document(Kind::SafetyNote, &note))],
    );
    assert_eq!(taken(&two, code), Err(ProblemCode::MoveDamaged));
    assert_eq!(agencies(&two), before, "no list has grown");
    assert!(opened(&two.robin, &ours).joined.is_empty());
    // The first stands by itself, whatever it says.
    let code = put(
        &two,
        with_list,
        vec![(FIRST, document(Kind::Household, &joined))],
    );
    let here = taken(&two, code).unwrap().household;
    assert_eq!(opened(&two.robin, &here).shown_in, None);
    assert!(opened(&two.robin, &ours).joined.is_empty());
    assert_eq!(agencies(&two), before + 1, "the control");
}

#[test]
fn nobody_of_this_team_is_named_by_it() {
    let two = Two::begin();
    let robin = me(&two.robin);
    let device = two.robin.device.with(|open, _| Ok(open.device_key()));
    let device: DeviceKey = device.unwrap();
    let mut head = head();
    let key = |key: String| Called {
        key,
        name: "Somebody bad".into(),
    };
    head.people = vec![key(robin.to_string()), key(device.to_string())];
    let mut edits = named();
    edits.push(add(
        &line(Part::Actions, 5),
        vec![Action::member.with(robin.clone())],
    ));
    let code = put(&two, head, vec![(FIRST, document(Kind::Household, &edits))]);
    let here = taken(&two, code).unwrap().household;
    let here = opened(&two.robin, &here);
    assert_eq!(here.names.get(&device).map(String::as_str), Some("Robin"));
    let view: &Household = &here.household;
    assert_ne!(view.actions[0].member.value.as_ref(), Some(&robin));
    let mut brought = view.names_brought();
    assert!(brought.all(|(key, _)| key != robin.as_str() && key != device.as_str()));
}

#[test]
fn what_names_more_than_a_household_has_is_refused() {
    let two = Two::begin();
    let mut head = head();
    let people = 0..401_u32;
    head.people = people
        .map(|number| Called {
            key: format!("{number:032x}"),
            name: "N".into(),
        })
        .collect();
    let first = || vec![(FIRST, document(Kind::Household, &named()))];
    let code = put(&two, head.clone(), first());
    assert_eq!(taken(&two, code), Err(ProblemCode::MoveTooLarge));
    head.people.pop();
    let code = put(&two, head, first());
    assert!(taken(&two, code).is_ok(), "the control");
}
