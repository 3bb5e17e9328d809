//! A device's own keys.

use doorstep_wire::device::DevicePublic;
use doorstep_wire::id::{DeviceId, VerifyingKeyBytes};
use ed25519_dalek::SigningKey;
use rand_core::CryptoRng;

use super::key::SecretKey;
use super::wrap::UnwrapKey;

/// Both key pairs of a device, made on it and kept in its encrypted store.
pub struct Identity {
    seed: SecretKey,
    signing: SigningKey,
    unwrap: UnwrapKey,
    public: DevicePublic,
    device_id: DeviceId,
}

impl Identity {
    /// A new device.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self::from_seed(SecretKey::generate(rng))
    }

    /// The device whose 32 secret bytes the store holds.
    pub fn from_seed(seed: SecretKey) -> Self {
        let signing = SigningKey::from_bytes(seed.derive(b"doorstep/1/signing").expose());
        let unwrap = UnwrapKey::derive(&seed.derive(b"doorstep/1/wrapping"));
        let public = DevicePublic {
            verifying: VerifyingKeyBytes(signing.verifying_key().to_bytes()),
            wrapping: unwrap.public(),
        };
        Self {
            seed,
            signing,
            unwrap,
            public,
            device_id: public.device_id(),
        }
    }

    /// What to keep in the encrypted store.
    pub fn seed(&self) -> &SecretKey {
        &self.seed
    }

    /// Signs.
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// Opens what is wrapped to this device.
    pub fn unwrap_key(&self) -> &UnwrapKey {
        &self.unwrap
    }

    /// What others see.
    pub fn public(&self) -> DevicePublic {
        self.public
    }

    /// Its name.
    pub fn device_id(&self) -> DeviceId {
        self.device_id
    }
}
