//! What comes out of a chunk or a blob whose key is known: the fuzzer makes what was sealed, so that
//! it gets past the decryption.

use doorstep_replica::blob;
use doorstep_replica::chunk::{Payload, Place, Sealing, open, seal as seal_chunk};
use doorstep_replica::crypto::aead;
use doorstep_wire::blob::{BlobHead, BlobHeader};
use doorstep_wire::chunk::{ChunkHeader, ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::encode;
use doorstep_wire::id::{BlobId, DocId, EntryHash, KeyId, LogId, Signature, TeamId};
use doorstep_wire::limits::{BLOB_PART, MAX_BLOB, MAX_PLAINTEXT};

use crate::fixed::{Fixed, device, secret};
use crate::{choice, seed, vectors};

const READERS: [fn(&[u8]); 5] = [padded, framed, plain, blob_content, blob_parts];
const KEY: u8 = 7;
/// The document key of the vectors of blobs.
const BLOB_KEY: u8 = 6;
const KINDS: [ChunkKind; 4] = [
    ChunkKind::Changes,
    ChunkKind::Snapshot,
    ChunkKind::Grant,
    ChunkKind::Receipt,
];
/// Length of a key's tag in sealed bytes.
const TAG: usize = 16;

/// The first byte says what the rest is.
pub fn run(bytes: &[u8]) {
    if let Some((chosen, rest)) = choice(bytes, READERS.len() as u8)
        && let Some(read) = READERS.get(usize::from(chosen))
    {
        read(rest);
    }
}

/// All that was encrypted, and the length that the header promises.
fn padded(bytes: &[u8]) {
    if let Some((kind, rest)) = choice(bytes, KINDS.len() as u8)
        && let Some((len, padded)) = rest.split_first_chunk::<4>()
    {
        judge(kind, u32::from_be_bytes(*len), padded);
    }
}

/// A compressed frame, padded as it should be.
fn framed(bytes: &[u8]) {
    if let Some((kind, rest)) = choice(bytes, KINDS.len() as u8)
        && let Some((len, frame)) = rest.split_first_chunk::<4>()
    {
        let len = u32::from_be_bytes(*len) % (MAX_PLAINTEXT as u32 + 1);
        judge(kind, len, &pad(frame));
    }
}

/// The payload itself.
fn plain(bytes: &[u8]) {
    if let Some((kind, plain)) = choice(bytes, KINDS.len() as u8) {
        let frame = zstd::bulk::compress(plain, 1).expect("memory can be written to");
        judge(kind, plain.len() as u32, &pad(&frame));
    }
}

/// What opens is sealed again, and opens as the same.
fn judge(kind: u8, plaintext_len: u32, padded: &[u8]) {
    let key = secret(KEY);
    let header = ChunkHeader {
        kind: KINDS[usize::from(kind)],
        team_id: TeamId([1; 32]),
        doc_id: DocId([2; 16]),
        device_id: device(1).device_id(),
        log_id: LogId([3; 16]),
        log_seq: 0,
        previous: doorstep_wire::id::ChunkId::ZERO,
        epoch: 0,
        membership_head: EntryHash([4; 32]),
        key_id: KeyId([5; 16]),
        nonce: [6; 24],
        seen: Cursor::START,
        plaintext_len,
    };
    let context = header.encode();
    let sealed = aead::seal(&key, &header.nonce, &context, padded);
    let bytes = [&context[..], &sealed, &[0; Signature::LEN]].concat();
    let Ok(chunk) = SealedChunk::parse(bytes) else {
        assert!(plaintext_len as usize > MAX_PLAINTEXT);
        return;
    };
    let Ok(payload) = open(&chunk, &key) else {
        return;
    };
    assert_eq!(payload.kind(), header.kind);
    let me = device(1);
    let sealing = Sealing {
        identity: me,
        place: Place::first(header.log_id),
        team_id: header.team_id,
        doc_id: header.doc_id,
        epoch: header.epoch,
        membership_head: header.membership_head,
        key_id: header.key_id,
        key: &key,
        seen: header.seen,
    };
    let again = seal_chunk(&sealing, &payload, &mut Fixed::new(7)).expect("it was small before");
    let again = open(&again, &key).expect("what was sealed can be opened");
    assert_eq!(written(&again), written(&payload));
}

fn written(payload: &Payload) -> Vec<u8> {
    match payload {
        Payload::Changes(changes) => encode(changes),
        Payload::Snapshot(snapshot) => encode(snapshot),
        Payload::Grant(grant) => encode(grant),
        Payload::Restricted(grant) => encode(grant),
        Payload::Receipt(receipt) => encode(receipt),
    }
}

/// Length ‖ frame ‖ zeros, as `docs/protocol.md` has it.
fn pad(frame: &[u8]) -> Vec<u8> {
    let mut out = (frame.len() as u32).to_be_bytes().to_vec();
    out.extend(frame);
    let exponent = out.len().ilog2();
    let low_bits = exponent - (exponent.ilog2() + 1);
    out.resize(out.len().next_multiple_of(1 << low_bits), 0);
    out
}

fn blob_header(padded_len: u32) -> BlobHeader {
    BlobHeader {
        team_id: TeamId([1; 32]),
        doc_id: DocId([2; 16]),
        blob_id: BlobId([3; 16]),
        device_id: device(1).device_id(),
        epoch: 0,
        membership_head: EntryHash([4; 32]),
        key_id: KeyId([5; 16]),
        nonce: [6; 20],
        padded_len,
    }
}

/// The padded content of a blob.
fn blob_content(bytes: &[u8]) {
    let header = blob_header(bytes.len() as u32);
    let document_key = secret(KEY);
    let key = blob::blob_key(&document_key, &header.blob_id);
    let parts: Vec<Vec<u8>> = (0u32..)
        .zip(bytes.chunks(BLOB_PART))
        .map(|(at, part)| aead::seal(&key, &header.part_nonce(at), &header.part_context(at), part))
        .collect();
    let listed = || parts.iter().map(Vec::as_slice);
    let head = BlobHead::sign(header, listed(), device(1).signing());
    if let Ok(content) = blob::open(&head, &document_key, listed()) {
        assert!(content.len() + 4 <= bytes.len());
        assert_eq!(bytes.get(4..4 + content.len()), Some(content.as_slice()));
    }
    assert!(blob::open(&head, &document_key, listed().skip(1)).is_err());
}

/// A head that claims what it likes, and parts of any length.
fn blob_parts(bytes: &[u8]) {
    let Ok((head, rest)) = BlobHead::parse_front(bytes) else {
        return;
    };
    let header = *head.header();
    assert!(header.padded_len as usize <= MAX_BLOB);
    let len = header.part_len(0) + TAG;
    let parts = rest.chunks(len);
    if let Ok(content) = blob::open(&head, &secret(BLOB_KEY), parts) {
        assert!(content.len() < header.padded_len as usize);
    }
}

/// Payloads of every kind in each of the three wrappings, and a small blob.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (kind, name) in [
        (0, "changes"),
        (1, "snapshot"),
        (2, "grant"),
        (3, "receipt"),
    ] {
        for section in vectors::read("replica-chunks.txt") {
            let Some(payload) = section.get("payload").filter(|_| section.name == name) else {
                continue;
            };
            let frame = zstd::bulk::compress(payload, 3).expect("memory can be written to");
            let len = (payload.len() as u32).to_be_bytes();
            seeds.push(seed(0, &seed(kind, &[&len[..], &pad(&frame)].concat())));
            seeds.push(seed(1, &seed(kind, &[&len[..], &frame].concat())));
            seeds.push(seed(2, &seed(kind, payload)));
        }
    }
    seeds.push(seed(3, &pad(b"a small photo")));
    for section in vectors::read("replica-blobs.txt").iter().take(4) {
        if let (Some(head), Some(part)) = (section.get("bytes"), section.get("part")) {
            seeds.push(seed(4, &[head, part].concat()));
        }
    }
    seeds
}
