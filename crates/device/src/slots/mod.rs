//! The slot file: the store's random key, wrapped once for each way of opening it.
//!
//! Two copies are kept, each replaced whole; the readable one of the higher generation counts. So a
//! crash while one is written leaves the other.

mod format;
mod passphrase;

pub(crate) use format::{MAX_SLOT_FILE, SlotFault, Slots, parse};
pub(crate) use passphrase::Passphrase;

use doorstep_replica::crypto::aead;
use doorstep_replica::crypto::key::SecretKey;

use crate::random;
use format::{RecoverySlot, Sealed};
use passphrase::PassphraseSlot;

/// What binds a wrapped key to its kind of slot.
const PASSPHRASE: &[u8] = b"doorstep/1/slot/passphrase\0";
const RECOVERY: &[u8] = b"doorstep/1/slot/recovery\0";

/// No slot opens with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no slot opens with this")]
pub(crate) struct WrongKey;

impl Slots {
    /// Slots for a new store.
    pub(crate) fn for_key(
        key: &SecretKey,
        passphrase: &Passphrase,
        recovery: Option<&SecretKey>,
    ) -> Self {
        Self {
            generation: 1,
            passphrase: Some(wrap_with_passphrase(key, passphrase)),
            recovery: recovery.map(|slot_key| RecoverySlot {
                sealed: wrap(slot_key, RECOVERY, key),
            }),
            clear: None,
        }
    }

    /// The slots of a practice store, which holds nothing that anybody said.
    pub(crate) fn in_clear(key: &SecretKey) -> Self {
        Self {
            generation: 1,
            passphrase: None,
            recovery: None,
            clear: Some(*key.expose()),
        }
    }

    /// The next generation, with another passphrase; the other slots stay.
    pub(crate) fn with_passphrase(&self, key: &SecretKey, passphrase: &Passphrase) -> Self {
        Self {
            generation: self.generation.saturating_add(1),
            passphrase: Some(wrap_with_passphrase(key, passphrase)),
            recovery: self.recovery.clone(),
            clear: self.clear,
        }
    }

    /// The store's key by passphrase. Takes about half a second, on purpose.
    pub(crate) fn open(&self, passphrase: &Passphrase) -> Result<SecretKey, WrongKey> {
        let slot = self.passphrase.as_ref().ok_or(WrongKey)?;
        let wrapping = passphrase.derive(&slot.salt, &slot.cost).ok_or(WrongKey)?;
        unwrap(&wrapping, PASSPHRASE, &slot.sealed)
    }

    /// The store's key by what the recovery words make.
    pub(crate) fn open_with_words(&self, slot_key: &SecretKey) -> Result<SecretKey, WrongKey> {
        let slot = self.recovery.as_ref().ok_or(WrongKey)?;
        unwrap(slot_key, RECOVERY, &slot.sealed)
    }

    /// A practice store's key.
    pub(crate) fn open_clear(&self) -> Result<SecretKey, WrongKey> {
        self.clear
            .and_then(|key| SecretKey::from_bytes(&key))
            .ok_or(WrongKey)
    }
}

fn wrap_with_passphrase(key: &SecretKey, passphrase: &Passphrase) -> PassphraseSlot {
    let salt = random::bytes();
    let (cost, wrapping) = passphrase.calibrate(&salt);
    PassphraseSlot {
        salt,
        cost,
        sealed: wrap(&wrapping, PASSPHRASE, key),
    }
}

fn wrap(wrapping: &SecretKey, label: &[u8], key: &SecretKey) -> Sealed {
    Sealed(aead::seal_with_nonce(
        wrapping,
        label,
        key.expose(),
        &mut random::system(),
    ))
}

fn unwrap(wrapping: &SecretKey, label: &[u8], sealed: &Sealed) -> Result<SecretKey, WrongKey> {
    let opened = aead::open_with_nonce(wrapping, label, &sealed.0).map_err(|_| WrongKey)?;
    SecretKey::from_bytes(&zeroize::Zeroizing::new(opened)).ok_or(WrongKey)
}

#[cfg(test)]
mod tests {
    use super::{Passphrase, Slots, parse};
    use doorstep_replica::crypto::key::SecretKey;

    #[test]
    fn each_slot_opens_with_its_own_and_with_nothing_else() {
        let mut rng = crate::random::system();
        let (key, words) = (SecretKey::generate(&mut rng), SecretKey::generate(&mut rng));
        let right = Passphrase::new("a long enough phrase".into());
        let slots = Slots::for_key(&key, &right, Some(&words));
        let slots = parse(&slots.encode()).unwrap();
        assert_eq!(slots.open(&right).unwrap().expose(), key.expose());
        assert_eq!(
            slots.open_with_words(&words).unwrap().expose(),
            key.expose()
        );
        assert!(
            slots
                .open(&Passphrase::new("a long enough phrasE".into()))
                .is_err()
        );
        assert!(slots.open_with_words(&key).is_err());
        assert!(slots.open_clear().is_err());
    }

    #[test]
    fn every_flipped_bit_of_the_file_is_noticed() {
        let key = SecretKey::generate(&mut crate::random::system());
        let bytes = Slots::in_clear(&key).encode();
        for byte in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[byte] ^= 1 << bit;
                assert!(parse(&flipped).is_err(), "byte {byte} bit {bit}");
            }
        }
        assert!(parse(&bytes[..bytes.len() - 1]).is_err());
        assert!(parse(&[bytes.as_slice(), &[0]].concat()).is_err());
    }
}
