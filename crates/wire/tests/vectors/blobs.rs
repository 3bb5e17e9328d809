//! The head of a blob. Its parts are any bytes here: the server can't tell.

use std::collections::BTreeSet;

use doorstep_wire::blob::{BlobFault, BlobHead, BlobHeader};
use doorstep_wire::id::{BlobId, DocId, EntryHash, KeyId, TeamId};
use doorstep_wire::limits::{BLOB_PART, MAX_BLOB};

use crate::fixed::{founder, joiner};
use crate::golden::Golden;

/// Two parts, the second of 7 bytes.
const PADDED_LEN: usize = BLOB_PART + 7;
/// Where the length stands.
const LEN_AT: usize = BlobHeader::LEN - 4;

fn header() -> BlobHeader {
    BlobHeader {
        team_id: TeamId([0x11; 32]),
        doc_id: DocId([0x22; 16]),
        blob_id: BlobId([0x33; 16]),
        device_id: founder().public.device_id(),
        epoch: 7,
        membership_head: EntryHash([0x66; 32]),
        key_id: KeyId([0x44; 16]),
        nonce: [0x55; 20],
        padded_len: u32::try_from(PADDED_LEN).unwrap(),
    }
}

fn parts() -> [Vec<u8>; 2] {
    [vec![0xc1; BLOB_PART + 16], vec![0xc2; 7 + 16]]
}

fn good() -> BlobHead {
    BlobHead::sign(header(), parts().iter().map(Vec::as_slice), &founder().key)
}

fn made() -> Golden {
    let mut file = Golden::new(
        "wire-blobs.txt",
        "Heads of blobs: header, digests of two parts, signature.",
    );
    let bytes = good().bytes().to_vec();
    file.section("good")
        .hex("verifying", founder().public.verifying.0)
        .hex("header", header().encode())
        .hex("second_part", &parts()[1])
        .hex("second_nonce", header().part_nonce(1))
        .hex("second_context", header().part_context(1))
        .hex("bytes", &bytes);
    let with = |at: usize, value: u8| {
        let mut bent = bytes.clone();
        bent[at] = value;
        bent
    };
    file.wrong("suite 0", with(0, 0), BlobFault::UnknownSuite(0));
    file.wrong("suite 2", with(0, 2), BlobFault::UnknownSuite(2));
    file.wrong("nothing at all", [], BlobFault::TooShort);
    file.wrong(
        "the header but for a byte",
        &bytes[..BlobHeader::LEN - 1],
        BlobFault::TooShort,
    );
    file.wrong(
        "a digest less than it has parts",
        [&bytes[..BlobHeader::LEN + 32], &bytes[bytes.len() - 64..]].concat(),
        BlobFault::TooShort,
    );
    file.wrong(
        "a byte after the signature",
        [&bytes[..], &[0]].concat(),
        BlobFault::TooLong,
    );
    for (changed, len) in [
        ("no bytes announced", 0),
        ("a byte more than a blob may have", MAX_BLOB + 1),
    ] {
        let len = u32::try_from(len).unwrap();
        let mut bent = bytes.clone();
        bent[LEN_AT..BlobHeader::LEN].copy_from_slice(&len.to_be_bytes());
        file.wrong(changed, bent, BlobFault::BadLength(len));
    }
    let forged = BlobHead::sign(header(), parts().iter().map(Vec::as_slice), &joiner().key);
    file.section("forged: signed by another device")
        .hex("bytes", forged.bytes());
    for (what, at) in [
        ("the team", 1),
        ("the document", 33),
        ("the blob", 49),
        ("the device", 65),
        ("the epoch", 81),
        ("the membership head", 85),
        ("the key", 117),
        ("the nonce", 133),
        ("the length", BlobHeader::LEN - 1),
        ("a digest", BlobHeader::LEN),
        ("the signature", bytes.len() - 64),
    ] {
        file.section(format!("forged: another bit in {what}"))
            .hex("bytes", with(at, bytes[at] ^ 1));
    }
    file
}

#[test]
fn heads_decode_and_encode_to_the_same_bytes() {
    let stored = made().settle(&[]);
    let section = stored.get("good");
    let head = BlobHead::parse(section.bytes("bytes")).unwrap();
    assert_eq!(*head.header(), header());
    assert_eq!(head.header().encode(), section.bytes("header"));
    assert_eq!(head.header().part_count(), 2);
    assert!(head.is_signed_by(&founder().public.verifying));
    assert!(!head.is_signed_by(&joiner().public.verifying));
    assert_eq!(head, good());
    let [first, second] = parts();
    assert!(head.is_part(0, &first) && head.is_part(1, &second));
    assert!(!head.is_part(1, &first) && !head.is_part(0, &second));
    assert!(!head.is_part(2, &second) && !head.is_part(u32::MAX, &second));
    assert!(!head.is_part(1, &second[1..]));
    let mut bent = second;
    bent[0] ^= 1;
    assert!(!head.is_part(1, &bent));
}

#[test]
fn the_longest_head_is_as_long_as_the_limit_says() {
    let header = BlobHeader {
        padded_len: u32::try_from(MAX_BLOB).unwrap(),
        ..header()
    };
    let part = vec![0; BLOB_PART + 16];
    let parts = (0..header.part_count()).map(|_| part.as_slice());
    let head = BlobHead::sign(header, parts, &founder().key);
    assert_eq!(head.bytes().len(), BlobHead::MAX_LEN);
    assert!(BlobHead::parse(head.bytes().to_vec()).is_ok());
}

#[test]
fn each_rule_of_the_parser_refuses_what_breaks_it() {
    let stored = made().settle(&[]);
    let mut seen = BTreeSet::new();
    for section in stored.all_wrong() {
        let fault = BlobHead::parse(section.bytes("bytes")).unwrap_err();
        assert_eq!(
            format!("{fault:?}"),
            section.get("error"),
            "{}",
            section.name
        );
        seen.insert(match fault {
            BlobFault::TooShort => "too short",
            BlobFault::TooLong => "too long",
            BlobFault::UnknownSuite(_) => "suite",
            BlobFault::BadLength(_) => "length",
        });
    }
    assert_eq!(seen.len(), 4, "every rule has a case: {seen:?}");
}

#[test]
fn what_parses_and_is_forged_is_not_signed() {
    let stored = made().settle(&[]);
    let all = stored.sections.iter();
    let forged: Vec<_> = all
        .filter(|section| section.name.starts_with("forged: "))
        .collect();
    assert_eq!(forged.len(), 12);
    for section in forged {
        let head = BlobHead::parse(section.bytes("bytes")).unwrap();
        let taken = head.is_signed_by(&founder().public.verifying);
        assert!(!taken, "{}", section.name);
    }
}

#[test]
fn a_head_with_something_after_it_is_told_from_the_rest() {
    let good = good();
    let whole = [good.bytes(), b"and more"].concat();
    let (head, rest) = BlobHead::parse_front(&whole).unwrap();
    assert_eq!((&head, rest), (&good, &b"and more"[..]));
    assert!(BlobHead::parse_front(&whole[1..]).is_err());
    for len in 0..good.bytes().len() {
        let cut = BlobHead::parse_front(&good.bytes()[..len]);
        assert_eq!(cut.unwrap_err(), BlobFault::TooShort, "{len}");
    }
}
