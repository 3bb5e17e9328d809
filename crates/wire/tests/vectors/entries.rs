//! Entries of the membership log.

use std::collections::BTreeSet;

use doorstep_wire::entry::{Entry, EntryFault};
use doorstep_wire::label::{Label, sign};
use doorstep_wire::limits::MAX_ENTRY;

use crate::fixed::{Fixed, founder, joiner, life_and_erasure, life_and_new_words, log, paper};
use crate::golden::Golden;

/// In the order of a team's life; all are the founder's but the one of the paper words.
const NAMES: [&str; 11] = [
    "genesis",
    "invite",
    "add",
    "invite again",
    "add again",
    "change role",
    "remove",
    "accept",
    "recover",
    "erase",
    "replace recovery",
];
/// Suite, kind, team, previous, position, author.
const BODY_LEN_AT: usize = 1 + 1 + 32 + 32 + 8 + 16;

fn made() -> Golden {
    let mut file = Golden::new(
        "wire-entries.txt",
        "Entries of a membership log, each after the one before.",
    );
    for (name, entry) in NAMES.into_iter().zip(life_and_new_words()) {
        file.section(name)
            .hex("verifying", author(name).public.verifying.0)
            .hex("body", entry.body.encode())
            .hex("bytes", entry.bytes())
            .hex("hash", entry.hash().0);
    }
    let [_, invite, _] = log();
    let bytes = invite.bytes().to_vec();
    let with = |at: usize, value: u8| {
        let mut bent = bytes.clone();
        bent[at] = value;
        bent
    };
    file.wrong("suite 2", with(0, 2), EntryFault::UnknownSuite(2));
    for kind in [6, 9] {
        file.wrong(&format!("kind {kind}"), with(1, kind), EntryFault::BadBody);
    }
    for kind in [0, 10] {
        file.wrong(
            &format!("kind {kind}"),
            with(1, kind),
            EntryFault::UnknownKind(kind),
        );
    }
    file.wrong("the kind of another body", with(1, 3), EntryFault::BadBody);
    let erase = life_and_erasure().pop().unwrap().bytes().to_vec();
    // The reason's length: the last of its two bytes stands before the reason.
    let reason_at = erase.len() - 64 - 1_064;
    let mut shorter = erase.clone();
    shorter.remove(reason_at);
    shorter[reason_at - 1] -= 1;
    shorter[BODY_LEN_AT + 3] -= 1;
    file.wrong("a reason but for a byte", shorter, EntryFault::BadBody);
    file.wrong(
        "a body that is no CBOR array",
        with(BODY_LEN_AT + 4, 0x43),
        EntryFault::BadBody,
    );
    file.wrong("nothing at all", [], EntryFault::WrongLength);
    file.wrong(
        "the last byte missing",
        &bytes[..bytes.len() - 1],
        EntryFault::WrongLength,
    );
    file.wrong(
        "a byte after the end",
        [&bytes[..], &[0]].concat(),
        EntryFault::WrongLength,
    );
    let longer = with(BODY_LEN_AT + 3, bytes[BODY_LEN_AT + 3] + 1);
    file.wrong(
        "a body length one too large",
        longer,
        EntryFault::WrongLength,
    );
    file.wrong(
        "a byte inside the body's length that the body does not use",
        {
            let mut padded = bytes.clone();
            padded[BODY_LEN_AT + 3] += 1;
            padded.insert(bytes.len() - 64, 0);
            padded
        },
        EntryFault::BadBody,
    );
    file.wrong(
        "a byte longer than an entry may be",
        &bytes,
        EntryFault::TooLong,
    )
    .text("zeros_up_to", MAX_ENTRY + 1);
    file
}

fn author(name: &str) -> Fixed {
    match name {
        "recover" => paper(),
        _ => founder(),
    }
}

#[test]
fn entries_decode_and_encode_to_the_same_bytes() {
    let stored = made().settle(&[]);
    for (name, expected) in NAMES.into_iter().zip(life_and_new_words()) {
        let (section, author) = (stored.get(name), author(name));
        let entry = Entry::parse(section.bytes("bytes")).unwrap();
        assert_eq!(entry, expected);
        assert_eq!(entry.body.encode(), section.bytes("body"));
        assert_eq!(entry.hash().0, section.array("hash"));
        assert!(entry.is_signed_by(&author.public.verifying));
        assert!(!entry.is_signed_by(&joiner().public.verifying));
        let again = Entry::sign(entry.place, entry.body.clone(), &author.key);
        assert_eq!(again.bytes(), section.bytes("bytes"));
        let signed = &entry.bytes()[..entry.bytes().len() - 64];
        let other = sign(Label::ChunkSignature, &author.key, signed);
        let spliced = Entry::parse([signed, &other.0].concat()).unwrap();
        assert!(
            !spliced.is_signed_by(&author.public.verifying),
            "under another label"
        );
    }
}

#[test]
fn a_flipped_bit_in_any_byte_of_an_entry_is_refused() {
    for (name, entry) in NAMES.into_iter().zip(life_and_new_words()) {
        let key = author(name).public.verifying;
        for at in 0..entry.bytes().len() {
            let mut bytes = entry.bytes().to_vec();
            bytes[at] ^= 1;
            let refused = Entry::parse(bytes).map_or(true, |bent| !bent.is_signed_by(&key));
            assert!(refused, "byte {at} of {name}");
        }
    }
}

#[test]
fn each_rule_of_the_parser_refuses_what_breaks_it() {
    let stored = made().settle(&[]);
    let mut seen = BTreeSet::new();
    for section in stored.all_wrong() {
        let fault = Entry::parse(section.bytes("bytes")).unwrap_err();
        assert_eq!(
            format!("{fault:?}"),
            section.get("error"),
            "{}",
            section.name
        );
        seen.insert(rule(fault));
    }
    assert_eq!(seen.len(), 5, "every rule has a case: {seen:?}");
}

/// A rule more than here needs a case more in the file.
fn rule(fault: EntryFault) -> &'static str {
    match fault {
        EntryFault::TooLong => "too long",
        EntryFault::WrongLength => "length",
        EntryFault::UnknownSuite(_) => "suite",
        EntryFault::UnknownKind(_) => "unknown",
        EntryFault::BadBody => "body",
    }
}
