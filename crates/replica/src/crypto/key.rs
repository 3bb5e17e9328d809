//! Secret keys: types that can't be printed, compared or copied by accident, and are wiped.

use std::collections::BTreeMap;

use doorstep_wire::id::{KeyId, TeamId};
use hkdf::Hkdf;
use rand_core::CryptoRng;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A 256-bit symmetric key. It stays in one place of memory, so that none is left behind where it was
/// before it was moved.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SecretKey(Box<[u8; 32]>);

impl SecretKey {
    /// A random one.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key = Self::blank();
        rng.fill_bytes(key.0.as_mut_slice());
        key
    }

    /// From bytes read from an encrypted store; `None` unless there are 32.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Self::blank();
        (bytes.len() == key.0.len()).then(|| {
            key.0.copy_from_slice(bytes);
            key
        })
    }

    fn blank() -> Self {
        Self(Box::new([0; 32]))
    }

    /// The bytes, for the encrypted store and for ciphers alone.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one purpose, by HKDF-SHA256 (RFC 5869).
    pub fn derive(&self, purpose: &[u8]) -> Self {
        derive(self.0.as_slice(), purpose)
    }

    /// A second owner for the same key, on purpose.
    pub fn duplicate(&self) -> Self {
        let mut key = Self::blank();
        key.0.copy_from_slice(self.0.as_slice());
        key
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// HKDF-SHA256 of any secret to one 32-byte key.
pub fn derive(secret: &[u8], purpose: &[u8]) -> SecretKey {
    let mut key = SecretKey::blank();
    // 32 bytes are within HKDF's limit of 255 hash lengths.
    let _infallible = Hkdf::<Sha256>::new(None, secret).expand(purpose, key.0.as_mut_slice());
    key
}

/// The team's key between two membership changes.
#[derive(Debug)]
pub struct EpochKey {
    /// Which epoch.
    pub epoch: u32,
    /// The key.
    pub key: SecretKey,
}

impl EpochKey {
    /// The first epoch's key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self {
            epoch: 0,
            key: SecretKey::generate(rng),
        }
    }

    /// The key that grants of this epoch are sealed with.
    pub fn grant_key(&self) -> SecretKey {
        self.key.derive(b"doorstep/1/grant")
    }

    /// What stands in a grant's header instead of a random key id: it names the epoch and nothing
    /// secret.
    pub fn grant_key_id(team: &TeamId, epoch: u32) -> KeyId {
        let mut id = [0; 16];
        for (to, from) in id
            .iter_mut()
            .zip(epoch.to_be_bytes().iter().chain(team.0.iter()))
        {
            *to = *from;
        }
        KeyId(id)
    }
}

/// The team's keys that a device has, one an epoch.
#[derive(Debug, Default)]
pub struct EpochKeys(BTreeMap<u32, SecretKey>);

impl EpochKeys {
    /// Of this epoch, if it is here.
    pub fn get(&self, epoch: u32) -> Option<&SecretKey> {
        self.0.get(&epoch)
    }

    /// One more.
    pub fn put(&mut self, key: EpochKey) {
        self.0.insert(key.epoch, key.key);
    }

    /// Of this epoch, on its own.
    pub fn of(&self, epoch: u32) -> Option<EpochKey> {
        let key = self.get(epoch)?.duplicate();
        Some(EpochKey { epoch, key })
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &SecretKey)> {
        self.0.iter().map(|(epoch, key)| (*epoch, key))
    }
}

impl FromIterator<EpochKey> for EpochKeys {
    fn from_iter<I: IntoIterator<Item = EpochKey>>(keys: I) -> Self {
        let keys = keys.into_iter().map(|key| (key.epoch, key.key));
        Self(keys.collect())
    }
}

/// What the name of a key for some alone begins with. The name of an epoch's grant key begins with its number,
/// and no epoch has this one.
const NAMED: [u8; 4] = [0xff; 4];

/// A document's key; a grant carries it.
#[derive(Debug)]
pub struct DocumentKey {
    /// Its name: random, or of a key for some alone worked out of it.
    pub key_id: KeyId,
    /// The key.
    pub key: SecretKey,
}

impl DocumentKey {
    /// A random one.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key_id = [0; 16];
        rng.fill_bytes(&mut key_id);
        Self {
            key_id: KeyId(key_id),
            key: SecretKey::generate(rng),
        }
    }

    /// A random one for some alone. Its name is worked out of it, so that nobody can hand on another under it.
    pub fn generate_named(rng: &mut impl CryptoRng) -> Self {
        let key = SecretKey::generate(rng);
        Self {
            key_id: Self::name_of(&key),
            key,
        }
    }

    /// What a key for some alone is called: four bytes that say so, and the first 12 of the SHA-256 of
    /// `doorstep/1/named-key` ‖ key.
    pub fn name_of(key: &SecretKey) -> KeyId {
        let mut hasher = Sha256::new();
        hasher.update(b"doorstep/1/named-key");
        hasher.update(key.expose());
        let mut name = [0; 16];
        let bytes = NAMED.into_iter().chain(hasher.finalize());
        name.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        KeyId(name)
    }

    /// Whether a key of this name is for some alone. No random name was ever seen to look so, by chance one of
    /// 2³² would.
    pub fn is_named(name: &KeyId) -> bool {
        name.0.starts_with(&NAMED)
    }
}
