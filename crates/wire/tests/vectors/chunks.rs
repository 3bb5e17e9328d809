//! The envelope of a sealed chunk. Its ciphertext is any bytes here: the server can't tell.

use std::collections::BTreeSet;

use doorstep_wire::chunk::{ChunkFault, ChunkHeader, ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, ChunkId, DocId, EntryHash, KeyId, LogId, TeamId};
use doorstep_wire::limits::{MAX_PLAINTEXT, MAX_SEALED_CHUNK};

use crate::fixed::{founder, joiner};
use crate::golden::Golden;

const KINDS: [ChunkKind; 4] = [
    ChunkKind::Changes,
    ChunkKind::Snapshot,
    ChunkKind::Grant,
    ChunkKind::Receipt,
];
const CIPHERTEXT: [u8; 40] = [0xc1; 40];
/// Where the plaintext's length stands.
const PLAINTEXT_LEN_AT: usize = ChunkHeader::LEN - 4;

fn header(kind: ChunkKind) -> ChunkHeader {
    ChunkHeader {
        kind,
        team_id: TeamId([0x11; 32]),
        doc_id: DocId([0x22; 16]),
        device_id: founder().public.device_id(),
        log_id: LogId([0x33; 16]),
        log_seq: 0x0102_0304_0506_0708,
        previous: ChunkId([0x44; 32]),
        epoch: 0x0a0b_0c0d,
        membership_head: EntryHash([0x55; 32]),
        key_id: KeyId([0x66; 16]),
        nonce: [0x77; 24],
        seen: Cursor {
            seq: 0x1112_1314_1516_1718,
            chain: Chain([0x88; 32]),
        },
        plaintext_len: 0x0001_e240,
    }
}

fn good(kind: ChunkKind) -> SealedChunk {
    SealedChunk::sign(header(kind), &CIPHERTEXT, &founder().key)
}

fn made() -> Golden {
    let mut file = Golden::new(
        "wire-chunks.txt",
        "Sealed chunks: header, ciphertext, signature. The signer's public key is in every section.",
    );
    for kind in KINDS {
        let chunk = good(kind);
        file.section(format!("{kind:?}"))
            .hex("verifying", founder().public.verifying.0)
            .hex("header", chunk.header().encode())
            .hex("ciphertext", chunk.ciphertext())
            .hex("bytes", chunk.bytes())
            .hex("stub", chunk.stub().bytes())
            .hex("chunk_id", chunk.id().0);
    }
    for kind in KINDS {
        let chunk = good(kind);
        file.section(format!("{kind:?}, erased"))
            .hex("bytes", chunk.erased().bytes())
            .hex("chunk_id", chunk.id().0);
    }
    let key = good(ChunkKind::Grant).stub().into_bytes();
    file.wrong("a stub of a key", key, ChunkFault::UnknownKind(3));
    let stub = good(ChunkKind::Changes).stub().into_bytes();
    file.wrong(
        "a stub but for its last byte",
        &stub[..stub.len() - 1],
        ChunkFault::TooShort,
    );
    file.wrong(
        "a stub and a byte",
        [stub.as_slice(), &[0]].concat(),
        ChunkFault::TooLong,
    );
    let erased = good(ChunkKind::Grant).erased().into_bytes();
    file.wrong(
        "what is left of an erased one but for its last byte",
        &erased[..erased.len() - 1],
        ChunkFault::TooShort,
    );
    file.wrong(
        "what is left of an erased one and a byte",
        [erased.as_slice(), &[0]].concat(),
        ChunkFault::TooLong,
    );
    let mut whole = good(ChunkKind::Changes).into_bytes();
    whole[0] |= 0x40;
    file.wrong(
        "the mark of an erased one without that of a stub",
        whole,
        ChunkFault::UnknownSuite(0x41),
    );
    let bytes = good(ChunkKind::Changes).into_bytes();
    let with = |at: usize, value: u8| {
        let mut bent = bytes.clone();
        bent[at] = value;
        bent
    };
    file.wrong("suite 0", with(0, 0), ChunkFault::UnknownSuite(0));
    file.wrong("suite 2", with(0, 2), ChunkFault::UnknownSuite(2));
    file.wrong("kind 0", with(1, 0), ChunkFault::UnknownKind(0));
    file.wrong("kind 5", with(1, 5), ChunkFault::UnknownKind(5));
    file.wrong("nothing at all", [], ChunkFault::TooShort);
    file.wrong(
        "a suite and nothing more",
        &bytes[..1],
        ChunkFault::TooShort,
    );
    file.wrong(
        "the header but for a byte",
        &bytes[..ChunkHeader::LEN - 1],
        ChunkFault::TooShort,
    );
    let least = ChunkHeader::LEN + 16 + 64;
    file.wrong(
        "no room for tag and signature",
        &bytes[..least - 1],
        ChunkFault::TooShort,
    );
    let mut long = bytes.clone();
    let claimed = u32::try_from(MAX_PLAINTEXT + 1).unwrap().to_be_bytes();
    long[PLAINTEXT_LEN_AT..ChunkHeader::LEN].copy_from_slice(&claimed);
    file.wrong(
        "a byte more of plaintext than allowed",
        long,
        ChunkFault::PlaintextTooLong,
    );
    file.wrong(
        "a byte longer than a chunk may be",
        &bytes,
        ChunkFault::TooLong,
    )
    .text("zeros_up_to", MAX_SEALED_CHUNK + 1);
    file.section("forged: signed by another device").hex(
        "bytes",
        SealedChunk::sign(header(ChunkKind::Changes), &CIPHERTEXT, &joiner().key).bytes(),
    );
    for (what, at) in [
        ("the team", 2),
        ("the document", 34),
        ("the device", 50),
        ("the log", 66),
        ("the number in the log", 89),
        ("the previous chunk", 90),
        ("the epoch", 125),
        ("the membership head", 126),
        ("the key", 158),
        ("the nonce", 174),
        ("the cursor's number", 205),
        ("the cursor's chain", 206),
        ("the plaintext's length", 241),
        ("the ciphertext", ChunkHeader::LEN),
        ("the signature", bytes.len() - 64),
    ] {
        file.section(format!("forged: another bit in {what}"))
            .hex("bytes", with(at, bytes[at] ^ 1));
    }
    file
}

#[test]
fn chunks_decode_and_encode_to_the_same_bytes() {
    let stored = made().settle(&[]);
    for kind in KINDS {
        let section = stored.get(&format!("{kind:?}"));
        let chunk = SealedChunk::parse(section.bytes("bytes")).unwrap();
        assert_eq!(*chunk.header(), header(kind));
        assert_eq!(chunk.header().encode(), section.bytes("header"));
        assert_eq!(chunk.ciphertext(), section.bytes("ciphertext"));
        assert_eq!(chunk.id().0, section.array("chunk_id"));
        assert!(chunk.is_signed_by(&founder().public.verifying));
        assert!(!chunk.is_signed_by(&joiner().public.verifying));
        let again = SealedChunk::sign(*chunk.header(), chunk.ciphertext(), &founder().key);
        assert_eq!(again, chunk);
        if !matches!(kind, ChunkKind::Changes | ChunkKind::Snapshot) {
            continue;
        }
        let stub = SealedChunk::parse(section.bytes("stub")).unwrap();
        assert!(stub.is_stub() && !chunk.is_stub());
        assert_eq!((stub.header(), stub.id()), (chunk.header(), chunk.id()));
        assert_eq!(stub, chunk.stub());
        assert_eq!(stub.stub(), stub);
        assert!(stub.ciphertext().is_empty());
        assert!(stub.is_signed_by(&founder().public.verifying));
        assert!(!stub.is_signed_by(&joiner().public.verifying));
        // Each byte but those of the id is under the signature.
        for at in 1..SealedChunk::STUB_LEN - 32 {
            let mut bent = stub.bytes().to_vec();
            bent[at] ^= 1;
            let forged = SealedChunk::parse(bent);
            let passes = forged.is_ok_and(|it| it.is_signed_by(&founder().public.verifying));
            assert!(!passes, "byte {at}");
        }
    }
}

#[test]
fn of_an_erased_chunk_of_any_kind_header_hash_and_signature_are_left() {
    let stored = made().settle(&[]);
    for kind in KINDS {
        let whole = SealedChunk::parse(stored.get(&format!("{kind:?}")).bytes("bytes")).unwrap();
        let section = stored.get(&format!("{kind:?}, erased"));
        let left = SealedChunk::parse(section.bytes("bytes")).unwrap();
        assert!(left.is_stub() && left.is_erased());
        assert!(!whole.is_erased() && !whole.stub().is_erased());
        assert_eq!((left.header(), left.id()), (whole.header(), whole.id()));
        assert_eq!(left, whole.erased());
        // Of a stub the same is left, and what is left stays what it is.
        assert_eq!(left, whole.stub().erased());
        assert_eq!((&left.stub(), &left.erased()), (&left, &left));
        assert!(left.ciphertext().is_empty());
        assert!(left.is_signed_by(&founder().public.verifying));
        for at in 1..SealedChunk::STUB_LEN - 32 {
            let mut bent = left.bytes().to_vec();
            bent[at] ^= 1;
            let forged = SealedChunk::parse(bent);
            let passes = forged.is_ok_and(|it| it.is_signed_by(&founder().public.verifying));
            assert!(!passes, "byte {at}");
        }
    }
}

#[test]
fn each_rule_of_the_parser_refuses_what_breaks_it() {
    let stored = made().settle(&[]);
    let mut seen = BTreeSet::new();
    for section in stored.all_wrong() {
        let fault = SealedChunk::parse(section.bytes("bytes")).unwrap_err();
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

#[test]
fn what_parses_and_is_forged_is_not_signed() {
    let stored = made().settle(&[]);
    let good = SealedChunk::parse(stored.get("Changes").bytes("bytes")).unwrap();
    let forged = stored
        .sections
        .iter()
        .filter(|section| section.name.starts_with("forged: "));
    let mut count = 0;
    for section in forged {
        let chunk = SealedChunk::parse(section.bytes("bytes")).unwrap();
        assert!(
            !chunk.is_signed_by(&founder().public.verifying),
            "{}",
            section.name
        );
        assert_ne!(chunk.id(), good.id(), "{}", section.name);
        count += 1;
    }
    assert_eq!(count, 16);
}

/// A rule more than here needs a case more in the file.
fn rule(fault: ChunkFault) -> &'static str {
    match fault {
        ChunkFault::TooLong => "too long",
        ChunkFault::TooShort => "too short",
        ChunkFault::UnknownSuite(_) => "suite",
        ChunkFault::UnknownKind(_) => "kind",
        ChunkFault::PlaintextTooLong => "plaintext",
    }
}
