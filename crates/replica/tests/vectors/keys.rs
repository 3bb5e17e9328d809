//! Keys that are derived from others, keys that are wrapped, words on paper.

use doorstep_replica::Identity;
use doorstep_replica::crypto::aead::{open_with_nonce, seal_with_nonce};
use doorstep_replica::crypto::key::{EpochKey, derive};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::crypto::wrap::{UnwrapKey, wrap};
use doorstep_wire::id::TeamId;

use crate::fixed::{Fixed, joiner, secret};
use crate::golden::Golden;

const CONTEXT: &[u8] = b"doorstep/1/epoch-key\0\0\0\0";

fn recovery() -> Recovery {
    Recovery::generate(&mut Fixed::new(7))
}

fn made() -> Golden {
    let mut file = Golden::new(
        "replica-keys.txt",
        "Derived keys, wrapped keys, words on paper.",
    );
    file.section("derive")
        .hex("secret", [5; 16])
        .text("purpose", "doorstep/1/invite-key")
        .hex("key", derive(&[5; 16], b"doorstep/1/invite-key").expose());
    let identity = joiner();
    file.section("identity")
        .hex("seed", identity.seed().expose())
        .hex("verifying", identity.public().verifying.0)
        .hex("wrapping", identity.public().wrapping.0)
        .hex("device_id", identity.device_id().0);
    let recovery = recovery();
    file.section("recovery")
        .text("words", recovery.words().join(" "))
        .hex("verifying", recovery.public().verifying.0)
        .hex("wrapping", recovery.public().wrapping.0)
        .hex("slot_key", recovery.slot_key().expose());
    let team = TeamId(std::array::from_fn(|at| u8::try_from(at).unwrap()));
    for epoch in [0, 0x0102_0304] {
        let key = EpochKey {
            epoch,
            key: secret(9),
        };
        file.section(format!("grant key of epoch {epoch}"))
            .hex("epoch_key", key.key.expose())
            .hex("grant_key", key.grant_key().expose())
            .hex("team_id", team.0)
            .hex("key_id", EpochKey::grant_key_id(&team, epoch).0);
    }
    let sealed = seal_with_nonce(&secret(10), b"aad", b"something small", &mut Fixed::new(1));
    file.section("small seal")
        .hex("key", [10; 32])
        .hex("aad", b"aad")
        .hex("plaintext", b"something small")
        .hex("bytes", &sealed);
    let mut rng = Fixed::new(2);
    let wrapped = wrap(&secret(11), &identity.public().wrapping, CONTEXT, &mut rng).unwrap();
    file.section("wrapped key")
        .hex("to", identity.public().wrapping.0)
        .hex("context", CONTEXT)
        .hex("key", [11; 32])
        .hex("wrapped", &wrapped);
    let words = recovery.words();
    let mut case = |changed: &str, words: &[String]| {
        file.section(format!("wrong: words, {changed}"))
            .text("words", words.join(" "))
            .text("error", "NotRecoveryWords");
    };
    case("23 of them", &words[..23]);
    case("25 of them", &[&words[..], &words[..1]].concat());
    case(
        "one that is in no list",
        &[&words[..23], &["doorstep".to_owned()]].concat(),
    );
    let other = if words[0] == "abandon" {
        "zoo"
    } else {
        "abandon"
    };
    case(
        "the first one another",
        &[&[other.to_owned()], &words[1..]].concat(),
    );
    file
}

#[test]
fn keys_are_derived_as_they_were() {
    let stored = made().settle(&["wrapped"]);
    let section = stored.get("derive");
    let key = derive(&section.bytes("secret"), section.get("purpose").as_bytes());
    assert_eq!(key.expose(), &section.array("key"));
    let section = stored.get("identity");
    let seed: [u8; 32] = section.array("seed");
    let identity = Identity::from_seed(secret(seed[0]));
    assert_eq!(identity.device_id(), identity.public().device_id());
    assert_eq!(identity.device_id().0, section.array("device_id"));
}

#[test]
fn paper_words_make_the_same_keys_and_slips_are_noticed() {
    let stored = made().settle(&["wrapped"]);
    let typed = |name: &str| -> Vec<String> {
        stored
            .get(name)
            .get("words")
            .split(' ')
            .map(str::to_owned)
            .collect()
    };
    let recovery = Recovery::from_words(&typed("recovery")).unwrap();
    let section = stored.get("recovery");
    assert_eq!(recovery.public().verifying.0, section.array("verifying"));
    assert_eq!(recovery.public().wrapping.0, section.array("wrapping"));
    assert_eq!(recovery.slot_key().expose(), &section.array("slot_key"));
    assert_eq!(recovery.words(), typed("recovery"));
    for wrong in stored.all_wrong() {
        let fault = Recovery::from_words(&typed(&wrong.name)).err();
        assert_eq!(
            format!("{:?}", fault.unwrap()),
            wrong.get("error"),
            "{}",
            wrong.name
        );
    }
    assert_eq!(stored.all_wrong().len(), 4);
}

#[test]
fn a_wrapped_key_opens_for_one_device_in_one_context() {
    let stored = made().settle(&["wrapped"]);
    let section = stored.get("wrapped key");
    let (wrapped, context) = (section.bytes("wrapped"), section.bytes("context"));
    assert_eq!(wrapped.len(), 32 + 32 + 16);
    let me = joiner();
    let opens = |key: &UnwrapKey, wrapped: &[u8], context: &[u8]| key.unwrap(wrapped, context);
    let opened = opens(me.unwrap_key(), &wrapped, &context).unwrap();
    assert_eq!(opened.expose(), &section.array("key"));
    let other = Identity::from_seed(secret(12));
    assert!(
        opens(other.unwrap_key(), &wrapped, &context).is_err(),
        "another device"
    );
    assert!(opens(me.unwrap_key(), &wrapped, b"doorstep/1/epoch-key\0\0\0\x01").is_err());
    assert!(
        opens(me.unwrap_key(), &wrapped[..31], &context).is_err(),
        "too short"
    );
    for at in 0..wrapped.len() {
        let mut bent = wrapped.clone();
        bent[at] ^= 1;
        assert!(
            opens(me.unwrap_key(), &bent, &context).is_err(),
            "byte {at}"
        );
    }
    let nowhere = doorstep_wire::id::WrapKeyBytes::ZERO;
    assert!(
        wrap(&secret(11), &nowhere, &context, &mut Fixed::new(3)).is_err(),
        "a weak key"
    );
}

#[test]
fn a_small_seal_opens_with_its_key_and_purpose_alone() {
    let stored = made().settle(&["wrapped"]);
    let section = stored.get("small seal");
    let (sealed, aad) = (section.bytes("bytes"), section.bytes("aad"));
    let plain = open_with_nonce(&secret(10), &aad, &sealed).unwrap();
    assert_eq!(plain, section.bytes("plaintext"));
    assert!(open_with_nonce(&secret(11), &aad, &sealed).is_err());
    assert!(open_with_nonce(&secret(10), b"other", &sealed).is_err());
    assert!(open_with_nonce(&secret(10), &aad, &sealed[..23]).is_err());
    for at in 0..sealed.len() {
        let mut bent = sealed.clone();
        bent[at] ^= 1;
        assert!(
            open_with_nonce(&secret(10), &aad, &bent).is_err(),
            "byte {at}"
        );
    }
}
