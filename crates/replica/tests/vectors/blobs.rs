//! Sealed blobs with their document's key, and every way in which opening refuses.

use std::collections::BTreeSet;

use doorstep_replica::blob::{BlobFault, Sealing, blob_key, check, open, seal};
use doorstep_replica::crypto::aead;
use doorstep_replica::crypto::key::{DocumentKey, EpochKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::found::found;
use doorstep_wire::blob::{BlobHead, BlobHeader};
use doorstep_wire::entry::Entry;
use doorstep_wire::id::{BlobId, DocId, KeyId};
use doorstep_wire::roster::Roster;

use crate::fixed::{Fixed, founder, secret, stranger};
use crate::golden::{Golden, Section};

/// Keys may be wrapped in other ways; the team's name follows from that, and is in every blob.
const MADE_ANEW: [&str; 3] = ["genesis", "bytes", "part"];
const DOC: DocId = DocId([1; 16]);
const BLOB: BlobId = BlobId([2; 16]);
const KEY_ID: KeyId = KeyId([4; 16]);
const KEY: u8 = 6;
const CONTENT: &[u8] = b"the bytes of a photo that is very small";

fn genesis() -> Entry {
    let mut rng = Fixed::new(12);
    let recovery = Recovery::generate(&mut rng);
    let epoch_key = EpochKey {
        epoch: 0,
        key: secret(9),
    };
    found(&founder(), &recovery, &epoch_key, &mut rng).unwrap()
}

fn sealed(roster: &Roster) -> (BlobHead, Vec<u8>) {
    let (identity, key) = (founder(), document_key());
    let sealing = Sealing {
        identity: &identity,
        team_id: roster.team_id(),
        doc_id: DOC,
        blob_id: BLOB,
        epoch: roster.epoch(),
        membership_head: roster.head(),
        key: &key,
    };
    let blob = seal(&sealing, CONTENT, &mut Fixed::new(14)).unwrap();
    let [part] = <[Vec<u8>; 1]>::try_from(blob.parts).unwrap();
    (blob.head, part)
}

fn document_key() -> DocumentKey {
    DocumentKey {
        key_id: KEY_ID,
        key: secret(KEY),
    }
}

/// A blob of one part, signed by its writer whatever it holds.
fn forge(
    good: &BlobHead,
    padded: &[u8],
    bend: impl FnOnce(&mut BlobHeader),
) -> (BlobHead, Vec<u8>) {
    let mut header = *good.header();
    header.padded_len = u32::try_from(padded.len()).unwrap();
    bend(&mut header);
    let key = blob_key(&secret(KEY), &header.blob_id);
    let part = aead::seal(&key, &header.part_nonce(0), &header.part_context(0), padded);
    let head = BlobHead::sign(header, [part.as_slice()], founder().signing());
    (head, part)
}

fn made() -> Golden {
    let mut file = Golden::new(
        "replica-blobs.txt",
        "Blobs of one part, with the genesis of their team and the key of their document.",
    );
    let genesis = genesis();
    let roster = Roster::begin(&genesis).unwrap();
    let (good, part) = sealed(&roster);
    file.section("good")
        .hex("genesis", genesis.bytes())
        .hex("document_key", secret(KEY).expose())
        .hex("blob_key", blob_key(&secret(KEY), &BLOB).expose())
        .hex("content", CONTENT)
        .hex("part", &part)
        .hex("bytes", good.bytes());
    let mut add = |changed: &str, fault, (head, part): (BlobHead, Vec<u8>)| {
        file.wrong(changed, head.bytes(), fault)
            .hex("genesis", genesis.bytes())
            .hex("part", part);
    };
    use BlobFault as F;
    // 39 and 4 bytes are padded to 44.
    let whole = [&39u32.to_be_bytes()[..], CONTENT, &[0]].concat();
    let header = |bend: fn(&mut BlobHeader)| forge(&good, &whole, bend);
    let other_team = header(|h| h.team_id.0[0] ^= 1);
    add("another team", F::OtherTeam, other_team);
    let other_doc = header(|h| h.doc_id = DocId([9; 16]));
    add("another document", F::OtherBlob, other_doc);
    let other_blob = header(|h| h.blob_id = BlobId([9; 16]));
    add("another blob", F::OtherBlob, other_blob);
    let not_member = header(|h| h.device_id = stranger().device_id());
    add("a stranger's device", F::NotMember, not_member);
    let later = header(|h| h.epoch = 1);
    add("an epoch that has not begun", F::UnknownEpoch, later);
    let (header_of, part_of) = (*good.header(), part.as_slice());
    let by_stranger = BlobHead::sign(header_of, [part_of], stranger().signing());
    add(
        "signed by a stranger",
        F::BadSignature,
        (by_stranger, part.clone()),
    );
    let mut bent = part.clone();
    bent[0] ^= 1;
    add("another bit in a part", F::BadPart, (good.clone(), bent));
    add(
        "a part that is cut",
        F::BadPart,
        (good.clone(), part[1..].to_vec()),
    );
    let spliced = |bend: fn(&mut BlobHeader)| {
        let mut header = *good.header();
        bend(&mut header);
        let head = BlobHead::sign(header, [part.as_slice()], founder().signing());
        (head, part.clone())
    };
    add(
        "another nonce",
        F::CannotDecrypt,
        spliced(|h| h.nonce = [9; 20]),
    );
    let other_key = spliced(|h| h.key_id = KeyId([9; 16]));
    add("another key named", F::CannotDecrypt, other_key);
    let short = forge(&good, &whole[..3], |_| ());
    add("no length", F::BadContent, short);
    let empty = forge(&good, &[0; 4], |_| ());
    add("nothing but a length", F::BadContent, empty);
    let mut long = whole.clone();
    long[3] = 41;
    add(
        "a length beyond the end",
        F::BadContent,
        forge(&good, &long, |_| ()),
    );
    let unpadded = forge(&good, &whole[..43], |_| ());
    add("no padding where some is due", F::BadContent, unpadded);
    let mut dirty = whole.clone();
    dirty[43] = 1;
    add(
        "padding that is not zero",
        F::BadContent,
        forge(&good, &dirty, |_| ()),
    );
    // The control: made in the same way and not wrong.
    let (head, part) = forge(&good, &whole, |_| ());
    assert!(judge(&roster, &head, &part).is_ok());
    file
}

fn judge(roster: &Roster, head: &BlobHead, part: &[u8]) -> Result<Vec<u8>, BlobFault> {
    check(head, roster, DOC, BLOB, founder().device_id())?;
    open(head, &secret(KEY), [part]).map(|content| content.to_vec())
}

fn judge_section(section: &Section) -> Result<Vec<u8>, BlobFault> {
    let genesis = Entry::parse(section.bytes("genesis")).unwrap();
    let roster = Roster::begin(&genesis).unwrap();
    let head = BlobHead::parse(section.bytes("bytes")).unwrap();
    judge(&roster, &head, &section.bytes("part"))
}

#[test]
fn a_blob_opens_to_what_it_held() {
    let stored = made().settle(&MADE_ANEW);
    let section = stored.get("good");
    assert_eq!(judge_section(section).unwrap(), section.bytes("content"));
    let key = blob_key(&secret(KEY), &BLOB);
    assert_eq!(key.expose(), &section.array("blob_key"));
}

#[test]
fn each_rule_of_opening_refuses_what_breaks_it() {
    let stored = made().settle(&MADE_ANEW);
    let mut seen = BTreeSet::new();
    for section in stored.all_wrong() {
        let fault = judge_section(section).expect_err(&section.name);
        assert_eq!(
            format!("{fault:?}"),
            section.get("error"),
            "{}",
            section.name
        );
        seen.insert(format!("{fault:?}"));
    }
    assert_eq!(seen.len(), 8, "every rule has a case: {seen:?}");
}

#[test]
fn parts_in_another_number_order_or_blob_are_refused() {
    let roster = Roster::begin(&genesis()).unwrap();
    let (identity, key) = (founder(), document_key());
    let content: Vec<u8> = (0..200_000u32)
        .map(|at| u8::try_from(at % 251).unwrap())
        .collect();
    let make = |blob_id, rng| {
        let sealing = Sealing {
            identity: &identity,
            team_id: roster.team_id(),
            doc_id: DOC,
            blob_id,
            epoch: roster.epoch(),
            membership_head: roster.head(),
            key: &key,
        };
        seal(&sealing, &content, &mut Fixed::new(rng)).unwrap()
    };
    let (one, other) = (make(BLOB, 20), make(BlobId([3; 16]), 21));
    let read = |parts: Vec<&[u8]>| open(&one.head, &secret(KEY), parts).map(|all| all.to_vec());
    let all: Vec<&[u8]> = one.parts.iter().map(Vec::as_slice).collect();
    assert_eq!(all.len(), 4);
    assert_eq!(read(all.clone()).unwrap(), content, "the control");
    let mut swapped = all.clone();
    swapped.swap(0, 1);
    assert_eq!(read(swapped), Err(BlobFault::BadPart));
    assert_eq!(read(all[..3].to_vec()), Err(BlobFault::BadPart), "cut");
    let mut planted = all.clone();
    planted[1] = &other.parts[1];
    assert_eq!(read(planted), Err(BlobFault::BadPart));
    let more = [&all[..], &all[3..]].concat();
    assert_eq!(read(more), Err(BlobFault::BadPart));
    for at in 0..all.len() {
        let mut part = all[at].to_vec();
        let middle = part.len() / 2;
        part[middle] ^= 1;
        let mut bent = all.clone();
        bent[at] = &part;
        assert_eq!(read(bent), Err(BlobFault::BadPart), "part {at}");
    }
    // Whoever signs a head over another's parts has not made them openable.
    let mut stolen = one.parts.clone();
    stolen[1].clone_from(&other.parts[1]);
    let listed = stolen.iter().map(Vec::as_slice);
    let head = BlobHead::sign(*one.head.header(), listed.clone(), identity.signing());
    assert_eq!(
        open(&head, &secret(KEY), listed).map(|all| all.to_vec()),
        Err(BlobFault::CannotDecrypt)
    );
}

#[test]
fn a_blob_of_another_member_than_the_one_who_named_it_is_refused() {
    let roster = Roster::begin(&genesis()).unwrap();
    let (head, _) = sealed(&roster);
    let by = |device| check(&head, &roster, DOC, BLOB, device);
    assert_eq!(by(stranger().device_id()), Err(BlobFault::OtherWriter));
    // The control.
    assert_eq!(by(founder().device_id()), Ok(()));
}
