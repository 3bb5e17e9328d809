//! Labels, and what is made with them: hashes, signatures, MACs, device ids, the chain.

use doorstep_wire::cursor::Cursor;
use doorstep_wire::entry::{join_proof_message, recovery_proof_message};
use doorstep_wire::id::{Challenge, ChunkId, EntryHash, Pin, SetupSecret, Signature, TeamId};
use doorstep_wire::label::{Label, hash, sign, verify};
use doorstep_wire::session::session_message;
use doorstep_wire::setup::{founder_proof, server_proof};

use crate::fixed::{founder, invite_key, joiner, paper, recovery_proof, verifying};
use crate::golden::Golden;

const ALL: [Label; 15] = [
    Label::Device,
    Label::Entry,
    Label::EntrySignature,
    Label::Ciphertext,
    Label::ChunkSignature,
    Label::Chunk,
    Label::Chain,
    Label::JoinProof,
    Label::Words,
    Label::Session,
    Label::SetupServer,
    Label::SetupFounder,
    Label::BlobPart,
    Label::BlobSignature,
    Label::RecoveryProof,
];

fn made() -> Golden {
    let mut file = Golden::new(
        "wire-labels.txt",
        "Labels with the hash of each over the message, and what is made with them.",
    );
    let message = b"the same message for all";
    for label in ALL {
        file.section(format!("{label:?}"))
            .hex("label", label.bytes())
            .hex("message", message)
            .hex("hash", hash(label, &[message]))
            .hex("signature", sign(label, &founder().key, message).0);
    }
    let founder = founder();
    file.section("device id")
        .hex("secret", founder.key.to_bytes())
        .hex("verifying", founder.public.verifying.0)
        .hex("wrapping", founder.public.wrapping.0)
        .hex("device_id", founder.public.device_id().0);
    let mut cursor = Cursor::START;
    for byte in 1..=3 {
        let chunk = ChunkId([byte; 32]);
        cursor = cursor.after(&chunk);
        file.section(format!("chain {byte}"))
            .text("seq", cursor.seq)
            .hex("chunk_id", chunk.0)
            .hex("chain", cursor.chain.0);
    }
    let (team, challenge) = (TeamId([7; 32]), Challenge([8; 32]));
    let message = session_message(&team, &founder.public.device_id(), &challenge);
    file.section("session answer")
        .hex("team_id", team.0)
        .hex("challenge", challenge.0)
        .hex("message", &message)
        .hex("signature", sign(Label::Session, &founder.key, &message).0);
    let message = join_proof_message(&team, &joiner().public);
    file.section("join proof")
        .hex("team_id", team.0)
        .hex("invite_key", verifying(&invite_key()).0)
        .hex("message", &message)
        .hex(
            "signature",
            sign(Label::JoinProof, &invite_key(), &message).0,
        );
    let message = recovery_proof_message(&team, &paper().public);
    file.section("recovery proof")
        .hex("team_id", team.0)
        .hex("verifying", paper().public.verifying.0)
        .hex("message", &message)
        .hex("signature", recovery_proof(&team, &paper()).0);
    let (secret, nonce, pin) = (SetupSecret([9; 16]), [10; 32], Pin([11; 32]));
    file.section("setup")
        .hex("secret", secret.0)
        .hex("nonce", nonce)
        .hex("pin", pin.0)
        .hex("server_proof", server_proof(&secret, &nonce, &pin).0)
        .hex("genesis", [12; 32])
        .hex(
            "founder_proof",
            founder_proof(&secret, &EntryHash([12; 32])).0,
        );
    file
}

#[test]
fn labels_and_what_they_make_are_as_they_were() {
    let stored = made().settle(&[]);
    let public = founder().public.verifying;
    for label in ALL {
        let section = stored.get(&format!("{label:?}"));
        let (message, signature) = (
            section.bytes("message"),
            Signature(section.array("signature")),
        );
        assert!(verify(label, &public, &message, &signature));
        for other in ALL.into_iter().filter(|other| *other != label) {
            assert!(
                !verify(other, &public, &message, &signature),
                "{label:?} as {other:?}"
            );
            assert_ne!(hash(other, &[&message]), section.array("hash"));
        }
    }
}

#[test]
fn no_label_begins_another_and_every_one_ends_in_zero() {
    for label in ALL {
        assert!(label.bytes().starts_with(b"doorstep/1/"));
        assert_eq!(
            label.bytes().iter().position(|b| *b == 0),
            Some(label.bytes().len() - 1)
        );
        let begins = |other: &Label| other.bytes().starts_with(label.bytes());
        assert_eq!(
            ALL.iter().filter(|other| begins(other)).count(),
            1,
            "{label:?}"
        );
    }
}

#[test]
fn a_bent_signature_or_a_weak_key_is_refused() {
    let stored = made().settle(&[]);
    let section = stored.get("session answer");
    let message = section.bytes("message");
    let good: [u8; 64] = section.array("signature");
    let is_taken = |key: [u8; 32], signature: [u8; 64]| {
        let key = doorstep_wire::id::VerifyingKeyBytes(key);
        verify(Label::Session, &key, &message, &Signature(signature))
    };
    let key = founder().public.verifying.0;
    assert!(is_taken(key, good), "the control");
    for at in 0..64 {
        let mut bent = good;
        bent[at] ^= 1;
        assert!(!is_taken(key, bent), "byte {at}");
    }
    // The neutral element as key and R, with S = 0, fits every message unless verified strictly.
    let (mut weak, mut fits_all) = ([0; 32], [0; 64]);
    (weak[0], fits_all[0]) = (1, 1);
    assert!(!is_taken(weak, fits_all));
}
