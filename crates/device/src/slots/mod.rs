//! The slot file: the store's random key, wrapped once for each way of opening it.
//!
//! Two copies are kept, each replaced whole; the readable one of the higher generation counts. So a
//! crash while one is written leaves the other.

mod format;
mod keychain;
mod passphrase;
mod since;

pub(crate) use format::{MAX_SLOT_FILE, SlotFault, Slots, parse};
pub(crate) use keychain::{KeychainId, KeychainSlot};
pub(crate) use passphrase::Passphrase;
pub(crate) use since::Since;

use doorstep_replica::crypto::aead;
use doorstep_replica::crypto::key::SecretKey;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::crypto::wrap::{WrapFault, wrap as wrap_to};
use doorstep_wire::device::DevicePublic;
use doorstep_wire::id::WrappedKey;

use crate::random;
use format::{RecoverySlot, Sealed, WordsSlot};
use passphrase::PassphraseSlot;

/// What binds a wrapped key to its kind of slot.
const PASSPHRASE: &[u8] = b"doorstep/1/slot/passphrase\0";
const RECOVERY: &[u8] = b"doorstep/1/slot/recovery\0";
const WORDS: &[u8] = b"doorstep/1/slot/words\0";

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
            words: None,
        }
    }

    /// The slots of a practice store, which holds nothing that anybody said.
    pub(crate) fn in_clear(key: &SecretKey) -> Self {
        Self {
            generation: 1,
            passphrase: None,
            recovery: None,
            clear: Some(*key.expose()),
            words: None,
        }
    }

    /// The next generation, with another passphrase; the other slots stay.
    pub(crate) fn with_passphrase(&self, key: &SecretKey, passphrase: &Passphrase) -> Self {
        Self {
            generation: self.generation.saturating_add(1),
            passphrase: Some(wrap_with_passphrase(key, passphrase)),
            ..self.clone()
        }
    }

    /// Whether these words, and no others, open it.
    pub(crate) fn is_for(&self, recovery: &DevicePublic) -> bool {
        let id = recovery.device_id();
        let words = self.words.as_ref();
        self.recovery.is_none() && words.is_some_and(|slot| slot.recovery == id)
    }

    /// The next generation, which opens with these paper words and no others.
    ///
    /// # Errors
    /// [`WrapFault`] if these are no public keys.
    pub(crate) fn with_words(
        &self,
        key: &SecretKey,
        recovery: &DevicePublic,
    ) -> Result<Self, WrapFault> {
        let wrapped = wrap_to(key, &recovery.wrapping, WORDS, &mut random::system())?;
        Ok(Self {
            generation: self.generation.saturating_add(1),
            recovery: None,
            words: Some(WordsSlot {
                recovery: recovery.device_id(),
                wrapped: WrappedKey::try_from(wrapped.as_slice()).map_err(|_| WrapFault)?,
            }),
            ..self.clone()
        })
    }

    /// The store's key by passphrase. Takes about half a second, on purpose.
    pub(crate) fn open(&self, passphrase: &Passphrase) -> Result<SecretKey, WrongKey> {
        let slot = self.passphrase.as_ref().ok_or(WrongKey)?;
        let wrapping = passphrase.derive(&slot.salt, &slot.cost).ok_or(WrongKey)?;
        unwrap(&wrapping, PASSPHRASE, &slot.sealed)
    }

    /// The store's key by the recovery words.
    pub(crate) fn open_with_words(&self, words: &Recovery) -> Result<SecretKey, WrongKey> {
        let own = self.recovery.as_ref();
        let own = own.and_then(|slot| unwrap(&words.slot_key(), RECOVERY, &slot.sealed).ok());
        let wrapped = || {
            let slot = self.words.as_ref()?;
            let identity = words.identity();
            identity.unwrap_key().unwrap(&slot.wrapped.0, WORDS).ok()
        };
        own.or_else(wrapped).ok_or(WrongKey)
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
    use doorstep_replica::crypto::recovery::Recovery;

    #[test]
    fn each_slot_opens_with_its_own_and_with_nothing_else() {
        let mut rng = crate::random::system();
        let (key, words) = (SecretKey::generate(&mut rng), Recovery::generate(&mut rng));
        let right = Passphrase::new("a long enough phrase".into());
        let slots = Slots::for_key(&key, &right, Some(&words.slot_key()));
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
        assert!(
            slots
                .open_with_words(&Recovery::generate(&mut rng))
                .is_err()
        );
        assert!(slots.open_clear().is_err());
    }

    #[test]
    fn new_words_take_the_place_of_the_former_without_being_there() {
        let mut rng = crate::random::system();
        let key = SecretKey::generate(&mut rng);
        let [first, second, third] = [(); 3].map(|()| Recovery::generate(&mut rng));
        let right = Passphrase::new("a long enough phrase".into());
        let mut slots = Slots::for_key(&key, &right, Some(&first.slot_key()));
        for words in [&first, &second, &third] {
            assert!(!slots.is_for(&words.public()));
            let next = slots.with_words(&key, &words.public()).unwrap();
            assert!(next.is_after(&slots));
            slots = parse(&next.encode()).unwrap();
            assert!(slots.is_for(&words.public()));
            for other in [&first, &second, &third] {
                let opened = slots.open_with_words(other);
                let is_it = other.public() == words.public();
                assert_eq!(opened.is_ok(), is_it);
                assert!(opened.is_err() || opened.unwrap().expose() == key.expose());
            }
            assert_eq!(slots.open(&right).unwrap().expose(), key.expose());
        }
        // Another passphrase leaves the words alone.
        let other = Passphrase::new("another long phrase".into());
        let slots = slots.with_passphrase(&key, &other);
        assert!(slots.is_for(&third.public()) && slots.open(&right).is_err());
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
