//! The slot for the computer's keychain, in a file of its own: the store's key under a random secret that the
//! keychain keeps. It comes and goes with each lock, and the files that everything hangs on stay as they are.

use doorstep_replica::crypto::aead;
use doorstep_replica::crypto::key::SecretKey;
use doorstep_wire::{decode, encode};
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use super::format::{Sealed, frame, unframe};
use super::{Since, SlotFault, WrongKey};
use crate::random;

const FILE: &[u8] = b"doorstep/1/slot-keychain\0";
const KEYCHAIN: &[u8] = b"doorstep/1/slot/keychain\0";

/// The name that the keychain has the secret under: random, so that it tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub(crate) struct KeychainId(#[cbor(with = "minicbor::bytes")] [u8; 16]);

impl KeychainId {
    pub(crate) fn new() -> Self {
        Self(random::bytes())
    }

    /// As it is written down.
    pub(crate) fn text(self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let number = u128::from_str_radix(text, 16).ok()?;
        (text.len() == 32).then_some(Self(number.to_be_bytes()))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct KeychainSlot {
    #[n(0)]
    id: KeychainId,
    #[n(1)]
    sealed: Sealed,
}

/// What is sealed in it.
#[derive(Encode, Decode)]
struct Inside<'a> {
    #[cbor(n(0), with = "minicbor::bytes")]
    key: &'a [u8],
    #[n(1)]
    since: Since,
}

impl KeychainSlot {
    /// The store's key under the keychain's secret.
    pub(crate) fn seal(id: KeychainId, secret: &SecretKey, key: &SecretKey, since: Since) -> Self {
        let key = key.expose().as_slice();
        let inside = Zeroizing::new(encode(&Inside { key, since }));
        let rng = &mut random::system();
        Self {
            id,
            sealed: Sealed(aead::seal_with_nonce(secret, &bound(id), &inside, rng)),
        }
    }

    /// What the keychain has the secret under.
    pub(crate) fn id(&self) -> KeychainId {
        self.id
    }

    /// The store's key, and what has been since the passphrase was typed.
    pub(crate) fn open(&self, secret: &SecretKey) -> Result<(SecretKey, Since), WrongKey> {
        let inside = aead::open_with_nonce(secret, &bound(self.id), &self.sealed.0);
        let inside = Zeroizing::new(inside.map_err(|_| WrongKey)?);
        let inside: Inside<'_> = decode(&inside).map_err(|_| WrongKey)?;
        let key = SecretKey::from_bytes(inside.key).ok_or(WrongKey)?;
        Ok((key, inside.since))
    }

    /// The file's bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        frame(FILE, self)
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// [`SlotFault`], as of the other slots.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, SlotFault> {
        unframe(FILE, bytes)
    }
}

fn bound(id: KeychainId) -> Vec<u8> {
    [KEYCHAIN, &id.0].concat()
}

#[cfg(test)]
mod tests {
    use super::{KeychainId, KeychainSlot};
    use crate::slots::{Passphrase, Since, SlotFault, Slots, parse};
    use doorstep_model::UnixMillis;
    use doorstep_replica::crypto::key::SecretKey;

    const NOW: UnixMillis = UnixMillis(1_800_000_000_000);
    /// With a key of 0x11 bytes, a secret of 0x22, an id of 0x33 and a nonce of 0x44; worked out by another program
    /// than this one. Every later version has to read it.
    const WRITTEN: &str = concat!(
        "01825033333333333333333333333333333333585f4444444444444444444444444444444444444444444444443c163a",
        "6f79ebfa5f5c213e25d2f64d9959ed64a0d7fe0521844b98200b33eed15abcd0544ece04d78a655463a1ebf3bc8a3d18",
        "f9494faa219c40ccea47528bebdfb2a4ee4354879c31ab06b55dd01056a11eb03f1fd7d928ae3ab6dfb2a2b135b1a210",
        "7edda7c1",
    );

    fn keys() -> (SecretKey, SecretKey) {
        let of = |byte| SecretKey::from_bytes(&[byte; 32]).unwrap();
        (of(0x11), of(0x22))
    }

    fn slot() -> KeychainSlot {
        let (key, secret) = keys();
        KeychainSlot::seal(KeychainId([0x33; 16]), &secret, &key, Since::typed(NOW))
    }

    #[test]
    fn what_was_written_is_read() {
        let (key, secret) = keys();
        let bytes = data_encoding::HEXLOWER.decode(WRITTEN.as_bytes()).unwrap();
        let read = KeychainSlot::parse(&bytes).unwrap();
        assert_eq!(read.id(), KeychainId([0x33; 16]));
        let (opened, since) = read.open(&secret).unwrap();
        assert_eq!(opened.expose(), key.expose());
        assert_eq!(since, Since::typed(NOW));
        assert_eq!(read.encode(), bytes);
    }

    #[test]
    fn only_its_secret_opens_it_and_only_under_its_name() {
        let (key, secret) = keys();
        let slot = slot();
        assert_eq!(slot.open(&secret).unwrap().0.expose(), key.expose());
        assert!(slot.open(&key).is_err());
        let elsewhere = KeychainSlot {
            id: KeychainId([0x34; 16]),
            ..slot
        };
        assert!(elsewhere.open(&secret).is_err());
    }

    #[test]
    fn every_flipped_bit_of_the_file_is_noticed() {
        let bytes = slot().encode();
        for byte in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[byte] ^= 1 << bit;
                let read = KeychainSlot::parse(&flipped);
                assert!(read.is_err(), "byte {byte} bit {bit}");
            }
        }
        let read = |bytes: &[u8]| KeychainSlot::parse(bytes).map(|_| ());
        assert_eq!(read(&bytes[..bytes.len() - 1]), Err(SlotFault::Damaged));
        let longer = [bytes.as_slice(), &[0]].concat();
        assert_eq!(read(&longer), Err(SlotFault::Damaged));
        assert_eq!(read(&[]), Err(SlotFault::Damaged));
        assert_eq!(read(&[0; 5_000]), Err(SlotFault::TooLong));
    }

    #[test]
    fn neither_kind_of_file_is_taken_for_the_other() {
        let (key, _) = keys();
        let others = Slots::for_key(&key, &Passphrase::new("a long enough phrase".into()), None);
        assert!(KeychainSlot::parse(&others.encode()).is_err());
        assert!(parse(&slot().encode()).is_err());
    }

    #[test]
    fn its_name_is_written_and_read() {
        let id = KeychainId::new();
        assert_eq!(id.text().len(), 32);
        assert_eq!(KeychainId::from_text(&id.text()), Some(id));
        assert_eq!(KeychainId::from_text(""), None);
        assert_eq!(KeychainId::from_text("00"), None);
        assert_ne!(id, KeychainId::new());
    }
}
