//! Changes as automerge writes them, and what a document does not take in.

use std::collections::BTreeSet;

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, Change, ROOT};
use doorstep_model::UnixMillis;
use doorstep_model::household::About;
use doorstep_replica::Document;
use doorstep_replica::chunk::ChangeBytes;
use doorstep_replica::document::{ApplyFault, Kind};
use doorstep_wire::id::DeviceId;
use doorstep_wire::{decode, encode};

use crate::fixed::{Fixed, founder, stranger};
use crate::golden::Golden;

/// A household's first change and the next.
pub(crate) fn first_two() -> (Vec<ChangeBytes>, Vec<ChangeBytes>) {
    let writer = founder().device_id();
    let mut rng = Fixed::new(8);
    let (mut document, first) =
        Document::create(Kind::Household, writer, UnixMillis(1_000), &mut rng).unwrap();
    let edit = About::name.only().set(Some("The Hollies".to_owned()));
    let edited = document.edit(&[edit], UnixMillis(2_000), &mut rng).unwrap();
    (first, edited.changes)
}

/// A change of any sort by this device, after these.
fn change_by(device: DeviceId, after: &[ChangeBytes], key: &str, value: &str) -> ChangeBytes {
    let actor = ActorId::from([&device.0[..], &[9; 8]].concat());
    let mut document = Automerge::new().with_actor(actor);
    let changes = after
        .iter()
        .map(|change| Change::from_bytes(change.bytes.to_vec()).unwrap());
    document.apply_changes(changes).unwrap();
    let heads = document.get_heads();
    let mut transaction = document.transaction();
    transaction.put(ROOT, key, value).unwrap();
    transaction.commit();
    let change = document.get_changes(&heads).into_iter().next().unwrap();
    ChangeBytes {
        hash: change.hash().0,
        bytes: change.raw_bytes().to_vec().into(),
    }
}

fn bent(change: &ChangeBytes, bend: impl FnOnce(&mut [u8])) -> Vec<ChangeBytes> {
    let mut bytes = change.bytes.to_vec();
    bend(&mut bytes);
    vec![ChangeBytes {
        hash: change.hash,
        bytes: bytes.into(),
    }]
}

fn made() -> Golden {
    let mut file = Golden::new(
        "replica-changes.txt",
        "Payloads of changes by one signer: CBOR arrays of [hash, raw change]. Those that are wrong\n\
         come after the first.",
    );
    let (first, second) = first_two();
    let (me, other) = (founder().device_id(), stranger().device_id());
    for (name, changes) in [("first", &first), ("second", &second)] {
        let device = file.section(name).hex("signer", me.0);
        device.hex("changes", encode(changes));
    }
    let change = &second[0];
    let mut case = |changed: &str, signer: DeviceId, changes: &[ChangeBytes], fault| {
        file.section(format!("wrong: {changed}"))
            .text("error", format!("{fault:?}"))
            .hex("signer", signer.0)
            .hex("changes", encode(&changes.to_vec()));
    };
    use ApplyFault as F;
    case(
        "other first bytes",
        me,
        &bent(change, |b| b[0] ^= 1),
        F::BadChange,
    );
    case(
        "another checksum",
        me,
        &bent(change, |b| b[4] ^= 1),
        F::BadChange,
    );
    case(
        "automerge's compressed form",
        me,
        &bent(change, |b| b[8] = 2),
        F::BadChange,
    );
    case(
        "a whole document for a change",
        me,
        &bent(change, |b| b[8] = 0),
        F::BadChange,
    );
    case(
        "another bit inside",
        me,
        &bent(change, |b| b[b.len() - 1] ^= 1),
        F::BadChange,
    );
    let cut = ChangeBytes {
        hash: change.hash,
        bytes: change.bytes[..20].to_vec().into(),
    };
    case("cut short", me, &[cut], F::BadChange);
    let empty = ChangeBytes {
        hash: change.hash,
        bytes: Vec::new().into(),
    };
    case("nothing at all", me, &[empty], F::BadChange);
    let named = ChangeBytes {
        hash: first[0].hash,
        bytes: change.bytes.clone(),
    };
    case("the hash of another change", me, &[named], F::BadChange);
    case(
        "a signer who is not the author",
        other,
        &second,
        F::OtherActor,
    );
    let forged = change_by(me, &first, "kind", "safety");
    case(
        "a change in another's name",
        other,
        &[forged],
        F::OtherActor,
    );
    // Two different first changes of one actor.
    let twice = [
        change_by(me, &first, "schema", "a"),
        change_by(me, &first, "schema", "b"),
    ];
    case(
        "one place in an actor's history twice",
        me,
        &twice,
        F::WouldBreak,
    );
    case(
        "a kind that is none",
        me,
        &[change_by(me, &first, "kind", "spaceship")],
        F::UnknownKind,
    );
    case(
        "another kind than it was",
        me,
        &[change_by(me, &first, "kind", "team")],
        F::UnknownKind,
    );
    let mut rest = Vec::new();
    rest.extend(late_change());
    case(
        "a change without the one before",
        me,
        &rest,
        F::MissingChange,
    );
    file
}

/// The third change of a household, whose second is not sent.
fn late_change() -> Vec<ChangeBytes> {
    let (first, second) = first_two();
    let me = founder().device_id();
    let mut rng = Fixed::new(9);
    let (mut document, _) = Document::begin(me, &first, me, &mut rng).unwrap();
    document.apply(me, &second, &mut rng).unwrap();
    let edit = About::address.only().set(Some("Here".to_owned()));
    document
        .edit(&[edit], UnixMillis(3_000), &mut rng)
        .unwrap()
        .changes
}

#[test]
fn changes_are_taken_in_as_they_were() {
    let stored = made().settle(&[]);
    let mut rng = Fixed::new(10);
    let [first, second] = ["first", "second"].map(|name| {
        let section = stored.get(name);
        let changes: Vec<ChangeBytes> = decode(&section.bytes("changes")).unwrap();
        assert_eq!(encode(&changes), section.bytes("changes"));
        (DeviceId(section.array("signer")), changes)
    });
    let me = stranger().device_id();
    let (mut document, applied) = Document::begin(first.0, &first.1, me, &mut rng).unwrap();
    assert_eq!(applied.new, first.1);
    assert_eq!(
        document.apply(second.0, &second.1, &mut rng).unwrap().new,
        second.1
    );
    assert_eq!(
        document.apply(second.0, &second.1, &mut rng).unwrap().new,
        [],
        "a repeat"
    );
    assert_eq!(document.head_bytes(), [second.1[0].hash]);
}

#[test]
fn each_rule_of_a_document_refuses_what_breaks_it() {
    let stored = made().settle(&[]);
    let (first, _) = first_two();
    let mut rng = Fixed::new(11);
    let me = founder().device_id();
    let mut seen = BTreeSet::new();
    for section in stored.all_wrong() {
        let (mut document, _) = Document::begin(me, &first, me, &mut rng).unwrap();
        let changes: Vec<ChangeBytes> = decode(&section.bytes("changes")).unwrap();
        let fault = document
            .apply(DeviceId(section.array("signer")), &changes, &mut rng)
            .unwrap_err();
        assert_eq!(
            format!("{fault:?}"),
            section.get("error"),
            "{}",
            section.name
        );
        assert_eq!(
            document.head_bytes(),
            [first[0].hash],
            "{}: it is as it was",
            section.name
        );
        seen.insert(rule(fault));
    }
    assert_eq!(seen.len(), 5, "every rule has a case: {seen:?}");
}

/// A rule more than here needs a case more in the file.
fn rule(fault: ApplyFault) -> &'static str {
    match fault {
        ApplyFault::BadChange => "bad",
        ApplyFault::OtherActor => "actor",
        ApplyFault::MissingChange => "missing",
        ApplyFault::WouldBreak => "break",
        ApplyFault::UnknownKind => "kind",
    }
}
