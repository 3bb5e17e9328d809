//! What crosses the wire: every request and reply, sealed chunks, heads of blobs, membership
//! entries, and the codes that people type.

use std::fmt::Debug;

use doorstep_wire::behind::{After, Checkpoints, Common, Inventory};
use doorstep_wire::blob::{BeginBlob, BlobHead, BlobNames, BlobPart, BlobState};
use doorstep_wire::chunk::{ChunkHeader, ChunkKind, SealedChunk};
use doorstep_wire::code::{decode_code, encode_code};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::{Signature, TeamId, VerifyingKeyBytes};
use doorstep_wire::invite::{JoinRequest, Joins, Ticket, TicketReply};
use doorstep_wire::membership::{Append, Entries};
use doorstep_wire::recovery::{RecoveryReply, RecoveryRequest};
use doorstep_wire::refusal::Refusal;
use doorstep_wire::session::{ChallengeReply, ChallengeRequest, SessionReply, SessionRequest};
use doorstep_wire::setup::{CreateTeam, SetupReply};
use doorstep_wire::sync::{SyncReply, SyncRequest};
use doorstep_wire::{decode, encode};
use minicbor::{Decode, Encode};

use crate::fixed::device;
use crate::{choice, seed, vectors};

/// What reads a body, by the name that it has in the vectors.
const BODIES: [(&str, fn(&[u8])); 24] = [
    ("SyncRequest", body::<SyncRequest>),
    ("SyncReply", body::<SyncReply>),
    ("Entries", body::<Entries>),
    ("Append", body::<Append>),
    ("Ticket", body::<Ticket>),
    ("TicketReply", body::<TicketReply>),
    ("JoinRequest", body::<JoinRequest>),
    ("Joins", body::<Joins>),
    ("ChallengeRequest", body::<ChallengeRequest>),
    ("ChallengeReply", body::<ChallengeReply>),
    ("SessionRequest", body::<SessionRequest>),
    ("RecoveryRequest", body::<RecoveryRequest>),
    ("RecoveryReply", body::<RecoveryReply>),
    ("SessionReply", body::<SessionReply>),
    ("SetupReply", body::<SetupReply>),
    ("CreateTeam", body::<CreateTeam>),
    ("Checkpoints", body::<Checkpoints>),
    ("Common", body::<Common>),
    ("After", body::<After>),
    ("Inventory", body::<Inventory>),
    ("BeginBlob", body::<BeginBlob>),
    ("BlobState", body::<BlobState>),
    ("BlobNames", body::<BlobNames>),
    ("BlobPart", body::<BlobPart>),
];
/// What reads anything else.
const OTHERS: [fn(&[u8]); 7] = [
    body::<Refusal>,
    body::<Cursor>,
    chunk,
    head,
    entry,
    code,
    id,
];

/// The first byte says what reads the rest.
pub fn run(bytes: &[u8]) {
    let all = BODIES.iter().map(|(_, read)| *read).chain(OTHERS);
    let count = (BODIES.len() + OTHERS.len()) as u8;
    if let Some((chosen, rest)) = choice(bytes, count)
        && let Some(read) = all.skip(chosen.into()).next()
    {
        read(rest);
    }
}

/// What is read is written in one way, and read again as the same.
fn body<T: for<'b> Decode<'b, ()> + Encode<()> + PartialEq + Debug>(bytes: &[u8]) {
    let Ok(read) = decode::<T>(bytes) else {
        return;
    };
    let written = encode(&read);
    let again = decode::<T>(&written).expect("what was written can be read");
    assert_eq!(again, read);
    assert_eq!(encode(&again), written);
}

fn chunk(bytes: &[u8]) {
    let Ok(chunk) = SealedChunk::parse(bytes.to_vec()) else {
        return;
    };
    assert_eq!(chunk.bytes(), bytes);
    let me = device(1);
    stub(&chunk, &me.public().verifying);
    if chunk.is_stub() {
        return;
    }
    let header = chunk.header().encode();
    assert_eq!(bytes.get(..ChunkHeader::LEN), Some(header.as_slice()));
    let unsigned = bytes.len() - Signature::LEN;
    let signed = SealedChunk::sign(*chunk.header(), chunk.ciphertext(), me.signing());
    assert_eq!(signed.bytes().get(..unsigned), bytes.get(..unsigned));
    assert!(signed.is_signed_by(&me.public().verifying));
    assert_eq!(
        chunk.is_signed_by(&me.public().verifying),
        chunk == signed,
        "a signature is made in one way"
    );
    stub(&signed, &me.public().verifying);
}

/// What is left of a chunk says the same of it, and is signed by the same.
fn stub(chunk: &SealedChunk, key: &VerifyingKeyBytes) {
    let stub = chunk.stub();
    assert!(stub.is_stub() && stub.ciphertext().is_empty());
    assert_eq!(stub.bytes().len(), SealedChunk::STUB_LEN);
    assert_eq!((stub.id(), stub.header()), (chunk.id(), chunk.header()));
    assert_eq!(stub.is_signed_by(key), chunk.is_signed_by(key));
    assert_eq!(stub.stub(), stub);
    let leaves_one = matches!(
        chunk.header().kind,
        ChunkKind::Changes | ChunkKind::Snapshot
    );
    let read = SealedChunk::parse(stub.bytes().to_vec());
    assert_eq!(read.ok(), leaves_one.then_some(stub));
}

fn head(bytes: &[u8]) {
    let front = BlobHead::parse_front(bytes);
    if let Ok((head, rest)) = &front {
        assert_eq!([head.bytes(), rest].concat(), bytes);
    }
    let whole = BlobHead::parse(bytes.to_vec());
    assert_eq!(whole.is_ok(), front.is_ok_and(|(_, rest)| rest.is_empty()));
    let Ok(head) = whole else { return };
    let header = head.header();
    assert!(bytes.starts_with(&header.encode()));
    assert!(bytes.len() <= BlobHead::MAX_LEN);
    let parts = header.part_count();
    let all: u64 = (0..parts).map(|part| header.part_len(part) as u64).sum();
    assert_eq!(all, u64::from(header.padded_len));
    assert_eq!(header.part_len(parts), 0);
    assert!(!head.is_part(parts, &[]) && !head.is_part(u32::MAX, &[]));
}

fn entry(bytes: &[u8]) {
    let Ok(entry) = Entry::parse(bytes.to_vec()) else {
        return;
    };
    assert_eq!(entry.bytes(), bytes);
    let me = device(1);
    let signed = Entry::sign(entry.place, entry.body.clone(), me.signing());
    let again = Entry::parse(signed.bytes().to_vec()).expect("what was written can be read");
    assert_eq!(again, signed);
    assert_eq!((again.place, &again.body), (entry.place, &entry.body));
    assert!(again.is_signed_by(&me.public().verifying));
}

fn code(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(read) = decode_code(&text) {
        assert_eq!(decode_code(&encode_code(&read)), Ok(read));
    }
}

fn id(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(id) = text.parse::<TeamId>() {
        assert_eq!(id.to_string(), text);
    }
}

/// The vectors.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let other = |at: usize| (BODIES.len() + at) as u8;
    for section in vectors::read("wire-bodies.txt") {
        let bytes = section.get("bytes").unwrap_or_default();
        let named = BODIES.iter().position(|(name, _)| *name == section.name);
        seeds.extend(named.map(|at| seed(at as u8, bytes)));
        if section.name.starts_with("Refusal") {
            seeds.push(seed(other(0), bytes));
        }
    }
    for (file, at) in [
        ("wire-chunks.txt", 2),
        ("wire-blobs.txt", 3),
        ("wire-entries.txt", 4),
    ] {
        let sections = vectors::read(file);
        let found = sections.iter().filter_map(|section| section.get("bytes"));
        let short = found.filter(|bytes| bytes.len() < 2_000).take(8);
        seeds.extend(short.map(|bytes| seed(other(at), bytes)));
    }
    seeds.push(seed(other(5), encode_code(&[7; 16]).as_bytes()));
    seeds.push(seed(other(6), TeamId([7; 32]).to_string().as_bytes()));
    seeds
}
