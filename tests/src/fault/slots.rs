//! The slot file from outside: the key of a store whose recovery words the test knows, and slots
//! that open it without a passphrase. Deriving a key from a passphrase takes half a second on
//! purpose; a test that opens ten thousand copies of one store can't pay that each time. All else
//! about the store stays as it was.

use std::path::Path;

use doorstep_replica::crypto::aead;
use doorstep_replica::crypto::key::SecretKey;
use doorstep_replica::crypto::recovery::Recovery;
use minicbor::{Decoder, Encoder};
use sha2::{Digest as _, Sha256};

/// Both copies.
pub const COPIES: [&str; 2] = ["slots-a", "slots-b"];

const VERSION: u8 = 1;
const HASH: usize = 32;
const LABEL: &[u8] = b"doorstep/1/slots\0";
const WORDS: &[u8] = b"doorstep/1/slot/words\0";
const RECOVERY: &[u8] = b"doorstep/1/slot/recovery\0";

/// The key of the store in this folder, by the words on paper.
pub fn key_by_words(store: &Path, words: &[String]) -> SecretKey {
    let bytes = std::fs::read(store.join(COPIES[0])).expect("slots");
    let body = &bytes[1..bytes.len() - HASH];
    let recovery = Recovery::from_words(words).expect("words");
    if let Ok(wrapped) = words_slot(body) {
        let identity = recovery.identity();
        let key = identity.unwrap_key().unwrap(&wrapped, WORDS);
        return key.expect("its words");
    }
    let sealed = recovery_slot(body).expect("a recovery slot");
    let key = aead::open_with_nonce(&recovery.slot_key(), RECOVERY, &sealed).expect("its words");
    SecretKey::from_bytes(&key).expect("a key")
}

/// The key wrapped to words that a device knows of from the team's log: what comes after the clear slot.
fn words_slot(body: &[u8]) -> Result<Vec<u8>, minicbor::decode::Error> {
    let mut decoder = Decoder::new(body);
    decoder.array()?;
    for _other in 0..4 {
        decoder.skip()?;
    }
    decoder.array()?;
    decoder.skip()?;
    Ok(decoder.bytes()?.to_vec())
}

/// The key of a store that needs no passphrase.
pub fn key_in_clear(store: &Path) -> SecretKey {
    let bytes = std::fs::read(store.join(COPIES[0])).expect("slots");
    let key = clear_slot(&bytes[1..bytes.len() - HASH]).expect("a clear slot");
    SecretKey::from_bytes(&key).expect("a key")
}

fn clear_slot(body: &[u8]) -> Result<Vec<u8>, minicbor::decode::Error> {
    let mut decoder = Decoder::new(body);
    decoder.array()?;
    for _other in 0..3 {
        decoder.skip()?;
    }
    Ok(decoder.bytes()?.to_vec())
}

/// Generation, passphrase, recovery, clear.
fn recovery_slot(body: &[u8]) -> Result<Vec<u8>, minicbor::decode::Error> {
    let mut decoder = Decoder::new(body);
    decoder.array()?;
    decoder.skip()?;
    decoder.skip()?;
    decoder.array()?;
    Ok(decoder.bytes()?.to_vec())
}

/// Writes slots that open the store without a passphrase, as those of a practice store do.
pub fn write_clear(store: &Path, key: &SecretKey) {
    let mut bytes = vec![VERSION];
    let mut encoder = Encoder::new(&mut bytes);
    let written = encoder
        .array(4)
        .and_then(|encoder| encoder.u64(1))
        .and_then(Encoder::null)
        .and_then(Encoder::null)
        .and_then(|encoder| encoder.bytes(key.expose()));
    written.expect("memory takes all");
    let hash = Sha256::new_with_prefix(LABEL)
        .chain_update(&bytes)
        .finalize();
    bytes.extend_from_slice(&hash);
    for copy in COPIES {
        std::fs::write(store.join(copy), &bytes).expect("it can be written");
    }
}
