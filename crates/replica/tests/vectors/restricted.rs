//! Grants for named devices: what they say and hand on, whom their keys open for, and what is refused.

use doorstep_replica::Identity;
use doorstep_replica::chunk::{Grant, OpenFault, Payload, Place, Sealing, open, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::restricted::{
    About, Handed, HandedKey, Known, MOST_UPON, Named, PersonId, RestrictedGrant, Statement,
    StatementId, StatementRef, WrappedFor, hand_on, opened_with,
};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DeviceId, DocId, EntryHash, KeyId, LogId, TeamId, WrappedKey};
use doorstep_wire::{decode, encode};

use crate::fixed::{Fixed, founder, joiner, secret, stranger};
use crate::golden::{Golden, Section};

/// Wrapping and compression may be done in other ways; what they hold may not differ.
const MADE_ANEW: [&str; 2] = ["bytes", "payload"];
const TEAM: TeamId = TeamId([8; 32]);
const DOC: DocId = DocId([1; 16]);
const EPOCH: u32 = 2;

fn epoch_key() -> EpochKey {
    EpochKey {
        epoch: EPOCH,
        key: secret(9),
    }
}

/// What the key is called that all of them hand on.
fn key_id() -> KeyId {
    DocumentKey::name_of(&secret(6))
}

fn recovery() -> Identity {
    Recovery::generate(&mut Fixed::new(7)).identity()
}

fn statement() -> Statement {
    let mut named = vec![
        Named {
            person: PersonId([1; 16]),
            devices: vec![founder().device_id()],
        },
        Named {
            person: PersonId([2; 16]),
            devices: vec![joiner().device_id()],
        },
    ];
    named.sort_by_key(|one| one.person);
    Statement {
        id: StatementId([6; 16]),
        upon: Vec::new(),
        about: About::HOUSEHOLD,
        named: Some(named),
    }
}

fn upon(number: u8) -> StatementRef {
    StatementRef {
        by: founder().device_id(),
        id: StatementId([number; 16]),
    }
}

/// A key of an earlier epoch, for two devices and the paper words, or for everybody.
fn handed(openly: bool, epoch: u32) -> HandedKey {
    let key = DocumentKey {
        key_id: key_id(),
        key: secret(6),
    };
    let known = Known {
        key: &key,
        epoch,
        upon: vec![upon(6)],
        held_by: vec![founder().device_id()],
    };
    let to = [founder().public(), joiner().public(), recovery().public()];
    let to = match openly {
        true => Handed::Openly,
        false => Handed::To(&to),
    };
    hand_on((&TEAM, &DOC), &known, &to, &mut Fixed::new(21))
}

fn good() -> [(&'static str, RestrictedGrant); 3] {
    let lifted = Statement {
        id: StatementId([7; 16]),
        upon: vec![upon(6)],
        named: None,
        ..statement()
    };
    [
        (
            "named, with a key of theirs",
            RestrictedGrant {
                said: Some(statement()),
                keys: vec![handed(false, 1)],
            },
        ),
        (
            "a key alone",
            RestrictedGrant {
                said: None,
                keys: vec![handed(false, EPOCH)],
            },
        ),
        (
            "for everybody again",
            RestrictedGrant {
                said: Some(lifted),
                keys: vec![handed(true, 1)],
            },
        ),
    ]
}

fn sealed(payload: &Payload, key_id: KeyId) -> SealedChunk {
    let identity = founder();
    let sealing = Sealing {
        identity: &identity,
        place: Place::first(LogId([3; 16])),
        team_id: TEAM,
        doc_id: DOC,
        epoch: EPOCH,
        membership_head: EntryHash([5; 32]),
        key_id,
        key: &epoch_key().grant_key(),
        seen: Cursor::START,
    };
    seal(&sealing, payload, &mut Fixed::new(14)).unwrap()
}

fn grants() -> KeyId {
    EpochKey::grant_key_id(&TEAM, EPOCH)
}

fn wrong(file: &mut Golden) {
    let mut add = |changed: &str, grant: RestrictedGrant| {
        let chunk = sealed(&Payload::Restricted(grant), grants());
        file.wrong(changed, chunk.bytes(), OpenFault::BadPayload);
    };
    let says = |said: Statement| RestrictedGrant {
        said: Some(said),
        keys: Vec::new(),
    };
    let names = |named: Vec<Named>| Statement {
        named: Some(named),
        ..statement()
    };
    let one = |person: u8, devices: &[u8]| Named {
        person: PersonId([person; 16]),
        devices: devices
            .iter()
            .map(|device| DeviceId([*device; 16]))
            .collect(),
    };
    let hands = |keys: Vec<HandedKey>| RestrictedGrant { said: None, keys };
    add("nothing said and no key", hands(Vec::new()));
    add("nobody named", says(names(Vec::new())));
    add("somebody without a device", says(names(vec![one(1, &[])])));
    let backwards = vec![one(2, &[2]), one(1, &[1])];
    add("people out of order", says(names(backwards)));
    let twice = vec![one(1, &[1]), one(1, &[2])];
    add("a person twice", says(names(twice)));
    add("devices out of order", says(names(vec![one(1, &[2, 1])])));
    let shared = vec![one(1, &[1]), one(2, &[1])];
    add("a device of two people", says(names(shared)));
    let said_upon = |upon: Vec<StatementRef>| Statement {
        upon,
        ..statement()
    };
    add(
        "upon statements out of order",
        says(said_upon(vec![upon(7), upon(6)])),
    );
    add("upon a statement twice", says(said_upon(vec![upon(6); 2])));
    let too_many = (0..=MOST_UPON).map(|number| upon(u8::try_from(number).unwrap()));
    add("upon too many", says(said_upon(too_many.collect())));
    let two = || vec![handed(false, 1), handed(false, 1)];
    add("a key twice", hands(two()));
    add(
        "a key of an epoch to come",
        hands(vec![handed(false, EPOCH + 1)]),
    );
    let mut of_all = handed(false, 1);
    of_all.key_id = KeyId([4; 16]);
    add("a key called as everybody's are", hands(vec![of_all]));
    let mut of_nothing = handed(false, 1);
    of_nothing.upon.clear();
    add("a key made upon nothing", hands(vec![of_nothing]));
    let mut out_of_order = handed(false, 1);
    out_of_order.upon = vec![upon(7), upon(6)];
    add(
        "a key made upon statements out of order",
        hands(vec![out_of_order]),
    );
    let mut for_nobody = handed(false, 1);
    for_nobody.wrapped.clear();
    add("a key for nobody", hands(vec![for_nobody]));
    let mut for_both = handed(true, 1);
    for_both.wrapped = handed(false, 1).wrapped;
    add(
        "a key for everybody and for some apart",
        hands(vec![for_both]),
    );
    let mut unordered = handed(false, 1);
    unordered.wrapped.reverse();
    add("wrapped keys out of order", hands(vec![unordered]));
    let mut again = handed(false, 1);
    let first = again.wrapped[0].clone();
    again.wrapped.insert(0, first);
    add("a key wrapped to a device twice", hands(vec![again]));
    let mut held = handed(false, 1);
    held.held_by = vec![DeviceId([2; 16]), DeviceId([1; 16])];
    add("holders out of order", hands(vec![held]));
    let other = DocumentKey {
        key_id: key_id(),
        key: secret(7),
    };
    let chunk = sealed(&Payload::Grant(Grant::of(&other)), grants());
    file.wrong(
        "another key given to everybody under the name of one for some",
        chunk.bytes(),
        OpenFault::BadPayload,
    );
    let [(_, grant), ..] = good();
    let chunk = sealed(&Payload::Restricted(grant), key_id());
    file.wrong(
        "not under the name of its epoch's grant key",
        chunk.bytes(),
        OpenFault::BadPayload,
    );
}

fn made() -> Golden {
    let mut file = Golden::new(
        "replica-restricted.txt",
        "Grants for named devices, sealed with the epoch's grant key; wrapped keys are for three identities.",
    );
    for (name, grant) in good() {
        let payload = encode(&grant);
        let chunk = sealed(&Payload::Restricted(grant), grants());
        file.section(name)
            .hex("epoch_key", epoch_key().key.expose())
            .hex("key_id", key_id().0)
            .hex("key", secret(6).expose())
            .hex("payload", payload)
            .hex("bytes", chunk.bytes());
    }
    wrong(&mut file);
    file
}

fn judge(section: &Section) -> Result<RestrictedGrant, OpenFault> {
    let chunk = SealedChunk::parse(section.bytes("bytes")).unwrap();
    match open(&chunk, &epoch_key().grant_key())? {
        Payload::Restricted(grant) => Ok(grant),
        other => panic!("{other:?}"),
    }
}

#[test]
fn grants_open_to_what_they_held_and_keys_for_those_they_are_for() {
    let stored = made().settle(&MADE_ANEW);
    for (name, made) in good() {
        let section = stored.get(name);
        let grant = judge(section).unwrap();
        assert_eq!(grant.said, made.said, "{name}");
        assert_eq!(encode(&grant), section.bytes("payload"), "{name}");
        let [handed] = grant.keys.as_slice() else {
            panic!("one key")
        };
        assert_eq!(handed.epoch, made.keys[0].epoch);
        let opens = |who: &Identity| {
            let place = (&TEAM, &DOC);
            let key = opened_with(place, handed, &who.device_id(), who.unwrap_key());
            key.map(|key| *key.key.expose())
        };
        for who in [founder(), joiner(), recovery()] {
            assert_eq!(opens(&who), Some(*secret(6).expose()), "{name}");
        }
        let is_open = handed.is_open();
        assert_eq!(opens(&stranger()).is_some(), is_open, "{name}");
        let elsewhere = (&TEAM, &DocId([2; 16]));
        let (device, me) = (founder().device_id(), founder());
        let other = opened_with(elsewhere, handed, &device, me.unwrap_key());
        assert_eq!(other.is_some(), is_open, "bound to its document");
        let mut renamed = judge(section).unwrap().keys.remove(0);
        renamed.key_id = KeyId([5; 16]);
        let other = opened_with((&TEAM, &DOC), &renamed, &device, me.unwrap_key());
        assert!(other.is_none(), "its name is worked out of it");
    }
}

#[test]
fn a_reader_of_open_grants_alone_takes_it_for_none() {
    for (name, grant) in good() {
        assert!(decode::<Grant>(&encode(&grant)).is_err(), "{name}");
    }
    let key = DocumentKey {
        key_id: KeyId([4; 16]),
        key: secret(6),
    };
    let grant = encode(&Grant::of(&key));
    assert!(decode::<Grant>(&grant).is_ok(), "the control");
    assert!(decode::<RestrictedGrant>(&grant).is_err());
}

#[test]
fn each_rule_of_a_grant_for_named_devices_refuses_what_breaks_it() {
    let stored = made().settle(&MADE_ANEW);
    for section in stored.all_wrong() {
        let fault = judge(section).expect_err(&section.name);
        assert_eq!(
            format!("{fault:?}"),
            section.get("error"),
            "{}",
            section.name
        );
    }
}

#[test]
fn a_device_whose_public_key_is_none_stands_in_no_others_way() {
    let mut broken = stranger().public();
    broken.wrapping.0 = [0; 32];
    let key = DocumentKey {
        key_id: key_id(),
        key: secret(6),
    };
    let known = Known {
        key: &key,
        epoch: 1,
        upon: Vec::new(),
        held_by: Vec::new(),
    };
    let to = [broken, joiner().public()];
    let handed = hand_on((&TEAM, &DOC), &known, &Handed::To(&to), &mut Fixed::new(1));
    let opens = |who: &Identity, device: DeviceId| {
        opened_with((&TEAM, &DOC), &handed, &device, who.unwrap_key()).is_some()
    };
    assert!(opens(&joiner(), joiner().device_id()));
    assert!(!opens(&stranger(), broken.device_id()));
    let both: Vec<WrappedFor> = handed.wrapped.clone();
    assert_eq!(both.len(), 2);
    assert_ne!(both[0].key, WrappedKey([0; 80]));
}
