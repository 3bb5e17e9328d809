//! Sealed chunks with real payloads, and every way in which opening refuses.

use std::collections::BTreeSet;

use doorstep_replica::chunk::{
    Grant, OpenFault, Payload, Place, Receipt, Sealing, Snapshot, check, open, seal,
};
use doorstep_replica::crypto::aead;
use doorstep_replica::crypto::key::{DocumentKey, EpochKey, SecretKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::document::ApplyFault;
use doorstep_replica::team::found::found;
use doorstep_replica::{Document, Identity};
use doorstep_wire::chunk::{ChunkHeader, ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::encode;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::{Chain, ChunkId, DocId, EntryHash, KeyId, LogId, TeamId};
use doorstep_wire::roster::Roster;

use crate::changes::first_two;
use crate::fixed::{Fixed, founder, secret, stranger};
use crate::golden::{Golden, Section};

/// Wrapping and compression may be done in other ways; what they hold may not differ.
const MADE_ANEW: [&str; 3] = ["bytes", "genesis", "payload"];
const LOG: LogId = LogId([3; 16]);
const KEY_ID: KeyId = KeyId([4; 16]);
const KEY: u8 = 6;

fn genesis() -> Entry {
    let mut rng = Fixed::new(12);
    let recovery = Recovery::generate(&mut rng);
    let epoch_key = EpochKey {
        epoch: 0,
        key: secret(9),
    };
    found(&founder(), &recovery, &epoch_key, &mut rng).unwrap()
}

fn payloads() -> [(&'static str, Payload, Vec<u8>); 4] {
    let (first, _) = first_two();
    let me = founder().device_id();
    let (document, _) = Document::begin(me, &first, me, &mut Fixed::new(13)).unwrap();
    let snapshot = document.snapshot(Cursor {
        seq: 1,
        chain: Chain([2; 32]),
    });
    let key = DocumentKey {
        key_id: KEY_ID,
        key: secret(KEY),
    };
    let receipt = Receipt {
        lacks: vec![DocId([5; 16])],
        lacks_more: false,
    };
    let bytes = [encode(&first), encode(&snapshot), encode(&Grant::of(&key))];
    let [changes, saved, grant] = bytes;
    let said = encode(&receipt);
    [
        ("changes", Payload::Changes(first), changes),
        ("snapshot", Payload::Snapshot(snapshot), saved),
        ("grant", Payload::Grant(Grant::of(&key)), grant),
        ("receipt", Payload::Receipt(receipt), said),
    ]
}

fn sealed(roster: &Roster, payload: &Payload) -> SealedChunk {
    let identity = founder();
    let sealing = Sealing {
        identity: &identity,
        place: Place::first(LOG),
        team_id: roster.team_id(),
        doc_id: DocId([1; 16]),
        epoch: 0,
        membership_head: roster.head(),
        key_id: KEY_ID,
        key: &secret(KEY),
        seen: Cursor::START,
    };
    seal(&sealing, payload, &mut Fixed::new(14)).unwrap()
}

/// A chunk with this padded payload, signed by its writer whatever it holds.
fn forge(
    good: &SealedChunk,
    padded: &[u8],
    by: &Identity,
    bend: impl FnOnce(&mut ChunkHeader),
) -> SealedChunk {
    let mut header = *good.header();
    bend(&mut header);
    let ciphertext = aead::seal(&secret(KEY), &header.nonce, &header.encode(), padded);
    SealedChunk::sign(header, &ciphertext, by.signing())
}

/// Length ‖ frame ‖ zeros up to this length.
fn padded(frame: &[u8], to: usize) -> Vec<u8> {
    let mut bytes = u32::try_from(frame.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend(frame);
    bytes.resize(to, 0);
    bytes
}

/// Padmé by the book: as many low bits are zero as there are bits beyond those that tell the
/// length's magnitude.
fn padme(len: usize) -> usize {
    let exponent = (usize::BITS - 1 - len.leading_zeros()) as usize;
    let magnitude = (usize::BITS - exponent.leading_zeros()) as usize;
    let unit = 1 << exponent.saturating_sub(magnitude);
    len.div_ceil(unit) * unit
}

fn wrong_chunks(roster: &Roster, file: &mut Golden) {
    let [(_, payload, plain), ..] = payloads();
    let good = sealed(roster, &payload);
    let (me, other) = (founder(), stranger());
    let frame = zstd::bulk::compress(&plain, 3).unwrap();
    let right = padme(frame.len() + 4);
    let whole = padded(&frame, right);
    let plain_len = u32::try_from(plain.len()).unwrap();
    let mut add = |changed: &str, chunk: SealedChunk, fault| {
        file.wrong(changed, chunk.bytes(), fault)
            .hex("genesis", genesis().bytes());
    };
    use OpenFault as F;
    let mut header = |changed: &str, fault, bend: fn(&mut ChunkHeader)| {
        add(changed, forge(&good, &whole, &me, bend), fault);
    };
    header("another team", F::OtherTeam, |h| {
        h.team_id = TeamId([9; 32])
    });
    header("a stranger's device", F::NotMember, |h| {
        h.device_id = stranger().device_id()
    });
    header("not the next number", F::OutOfPlace, |h| h.log_seq = 1);
    header("another chunk before it", F::OutOfPlace, |h| {
        h.previous = ChunkId([9; 32])
    });
    header("another log", F::OutOfPlace, |h| h.log_id = LogId([9; 16]));
    header("an epoch to come", F::UnknownEpoch, |h| h.epoch = 1);
    header("more plaintext announced", F::BadPayload, |h| {
        h.plaintext_len += 1
    });
    header("less plaintext announced", F::BadPayload, |h| {
        h.plaintext_len -= 1
    });
    header("a kind that carries something else", F::BadPayload, |h| {
        h.kind = ChunkKind::Grant
    });
    header("a receipt that carries changes", F::BadPayload, |h| {
        h.kind = ChunkKind::Receipt
    });
    add(
        "signed by a stranger",
        forge(&good, &whole, &other, |_| ()),
        F::BadSignature,
    );

    let spliced = |bend: fn(&mut ChunkHeader)| {
        let mut header = *good.header();
        bend(&mut header);
        SealedChunk::sign(header, good.ciphertext(), me.signing())
    };
    add(
        "the ciphertext of another document",
        spliced(|h| h.doc_id = DocId([9; 16])),
        F::CannotDecrypt,
    );
    add(
        "another nonce",
        spliced(|h| h.nonce = [9; 24]),
        F::CannotDecrypt,
    );
    add(
        "another head",
        spliced(|h| h.membership_head = EntryHash([9; 32])),
        F::CannotDecrypt,
    );
    let mut bent = good.ciphertext().to_vec();
    bent[0] ^= 1;
    let bent = SealedChunk::sign(*good.header(), &bent, me.signing());
    add("another bit in the ciphertext", bent, F::CannotDecrypt);

    let mut payload = |changed: &str, bytes: &[u8]| {
        add(changed, forge(&good, bytes, &me, |_| ()), F::BadPayload);
    };
    payload("no length", &[0; 3]);
    payload("nothing but a length", &[0; 4]);
    payload("a frame longer than the rest", &{
        let mut bytes = whole.clone();
        bytes[..4].copy_from_slice(&u32::MAX.to_be_bytes());
        bytes
    });
    payload(
        "no padding where some is due",
        &padded(&frame, frame.len() + 4),
    );
    payload("more padding than is due", &padded(&frame, right + 1));
    payload("padding that is not zero", &{
        let mut bytes = whole.clone();
        *bytes.last_mut().unwrap() = 1;
        bytes
    });
    let no_frame = vec![0x5a; frame.len()];
    payload("no zstd frame", &padded(&no_frame, right));
    let cut = &frame[..frame.len() - 1];
    payload("a zstd frame cut short", &padded(cut, padme(cut.len() + 4)));
    assert_eq!(plain[0], 0x81, "an array of one change");
    let announced = zstd::bulk::compress(&[&[0x82], &plain[1..]].concat(), 3).unwrap();
    let announced = padded(&announced, padme(announced.len() + 4));
    payload("a payload that announces more than it holds", &announced);
    let longer = zstd::bulk::compress(&[&plain[..], &[0]].concat(), 3).unwrap();
    let longer = padded(&longer, padme(longer.len() + 4));
    let longer = forge(&good, &longer, &me, |h| h.plaintext_len = plain_len + 1);
    add("a byte after the payload", longer, F::BadPayload);
}

fn made() -> Golden {
    let mut file = Golden::new(
        "replica-chunks.txt",
        "Sealed chunks at the first place of a log, with the genesis of their team and their key.",
    );
    let genesis = genesis();
    let roster = Roster::begin(&genesis).unwrap();
    for (name, payload, plain) in payloads() {
        let chunk = sealed(&roster, &payload);
        file.section(name)
            .hex("genesis", genesis.bytes())
            .hex("log_id", LOG.0)
            .hex("key", secret(KEY).expose())
            .hex("payload", plain)
            .hex("bytes", chunk.bytes());
    }
    wrong_chunks(&roster, &mut file);
    file
}

fn roster(section: &Section) -> Roster {
    Roster::begin(&Entry::parse(section.bytes("genesis")).unwrap()).unwrap()
}

fn judge(section: &Section, key: &SecretKey) -> Result<Payload, OpenFault> {
    let chunk = SealedChunk::parse(section.bytes("bytes")).unwrap();
    check(&chunk, &roster(section), Place::first(LOG))?;
    open(&chunk, key)
}

#[test]
fn chunks_open_to_what_they_held() {
    let stored = made().settle(&MADE_ANEW);
    for (name, made, _) in payloads() {
        let section = stored.get(name);
        let key = SecretKey::from_bytes(&section.bytes("key")).unwrap();
        let payload = judge(section, &key).unwrap();
        assert_eq!(payload.kind(), made.kind());
        let encoded = match &payload {
            Payload::Changes(changes) => encode(changes),
            Payload::Snapshot(snapshot) => encode(snapshot),
            Payload::Grant(grant) => encode(grant),
            Payload::Restricted(grant) => encode(grant),
            Payload::Receipt(receipt) => encode(receipt),
        };
        assert_eq!(encoded, section.bytes("payload"));
        let chunk = SealedChunk::parse(section.bytes("bytes")).unwrap();
        assert_eq!(chunk.header().plaintext_len as usize, encoded.len());
        let again = SealedChunk::sign(*chunk.header(), chunk.ciphertext(), founder().signing());
        assert_eq!(again, chunk, "signing again gives the same bytes");
        match payload {
            Payload::Changes(changes) => assert_eq!(changes, first_two().0),
            Payload::Grant(grant) => {
                let key = grant.into_key();
                assert_eq!(
                    (key.key_id, key.key.expose()),
                    (KEY_ID, secret(KEY).expose())
                );
            }
            Payload::Restricted(_) => panic!("they have a file of their own"),
            Payload::Receipt(receipt) => assert_eq!(receipt.lacks, [DocId([5; 16])]),
            Payload::Snapshot(snapshot) => {
                let me = stranger().device_id();
                let by = founder().device_id();
                let document =
                    Document::begin_whole(by, &snapshot, me, &mut Fixed::new(15)).unwrap();
                assert_eq!(document.head_bytes(), [first_two().0[0].hash]);
            }
        }
    }
}

#[test]
fn a_ciphertext_is_padded_so_that_its_length_says_little() {
    let stored = made().settle(&MADE_ANEW);
    for name in ["changes", "snapshot", "grant"] {
        let section = stored.get(name);
        let chunk = SealedChunk::parse(section.bytes("bytes")).unwrap();
        let (header, key) = (chunk.header(), secret(KEY));
        let padded = aead::open(&key, &header.nonce, &header.encode(), chunk.ciphertext()).unwrap();
        assert_eq!(padded.len() + 16, chunk.ciphertext().len());
        let (len, rest) = padded.split_first_chunk::<4>().unwrap();
        let len = u32::from_be_bytes(*len) as usize;
        assert_eq!(padded.len(), padme(len + 4), "{name}");
        assert!(rest[len..].iter().all(|byte| *byte == 0));
        let plain = zstd::bulk::decompress(&rest[..len], 1 << 20).unwrap();
        assert_eq!(plain, section.bytes("payload"));
    }
}

#[test]
fn each_rule_of_opening_refuses_what_breaks_it() {
    let stored = made().settle(&MADE_ANEW);
    let mut seen = BTreeSet::new();
    for section in stored.all_wrong() {
        let judged = judge(section, &secret(KEY));
        let fault = judged.expect_err(&section.name);
        assert_eq!(
            format!("{fault:?}"),
            section.get("error"),
            "{}",
            section.name
        );
        seen.insert(fault.code());
    }
    let all = [
        OpenFault::OtherTeam,
        OpenFault::NotMember,
        OpenFault::BadSignature,
        OpenFault::OutOfPlace,
        OpenFault::UnknownEpoch,
        OpenFault::CannotDecrypt,
        OpenFault::BadPayload,
    ];
    assert_eq!(
        seen,
        all.into_iter().map(OpenFault::code).collect(),
        "every rule has a case"
    );
    let wrong_key = judge(stored.get("changes"), &secret(KEY + 1));
    assert_eq!(wrong_key.unwrap_err(), OpenFault::CannotDecrypt);
}

#[test]
fn a_snapshot_that_is_not_what_it_says_is_refused() {
    let [_, (_, payload, _), ..] = payloads();
    let Payload::Snapshot(good) = payload else {
        panic!("no snapshot")
    };
    let me = founder().device_id();
    let is_taken = |by, snapshot: &Snapshot| {
        Document::begin_whole(by, snapshot, me, &mut Fixed::new(16)).map(|_| ())
    };
    assert_eq!(is_taken(me, &good), Ok(()), "the control");
    assert_eq!(
        is_taken(stranger().device_id(), &good),
        Err(ApplyFault::OtherActor)
    );
    for heads in [Vec::new(), vec![vec![9; 32].into()]] {
        let other = Snapshot {
            heads,
            ..good.clone()
        };
        assert_eq!(is_taken(me, &other), Err(ApplyFault::BadChange));
    }
    let cut = good.saved[..good.saved.len() - 1].to_vec();
    let longer = [good.saved.as_slice(), good.saved.as_slice()].concat();
    let mut spoilt = good.saved.to_vec();
    *spoilt.last_mut().unwrap() ^= 1;
    let faults = [
        (cut, ApplyFault::BadChange),
        (longer, ApplyFault::BadChange),
        (spoilt, ApplyFault::WouldBreak),
        (Vec::new(), ApplyFault::BadChange),
    ];
    for (saved, fault) in faults {
        let other = Snapshot {
            saved: saved.into(),
            ..good.clone()
        };
        assert_eq!(is_taken(me, &other), Err(fault));
    }
}
