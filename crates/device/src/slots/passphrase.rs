//! From a passphrase to a key by Argon2id (RFC 9106): at least 64 MiB and 3 passes, and as many
//! more passes as take about half a second on this device.

use argon2::{Algorithm, Argon2, Params, Version};
use doorstep_replica::crypto::key::SecretKey;
use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::format::Sealed;
use crate::platform;

const MEMORY_KIB: u32 = 64 * 1024;
const LEAST_PASSES: u32 = 3;
const MOST_PASSES: u32 = 24;
const GOAL_MS: u64 = 500;
/// Beyond this a file was not made by Doorstep.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;

/// What a person types to open the store; wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Passphrase(String);

/// How much work a guess costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) struct Cost {
    #[n(0)]
    memory_kib: u32,
    #[n(1)]
    passes: u32,
    #[n(2)]
    lanes: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) struct PassphraseSlot {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(super) salt: [u8; 16],
    #[n(1)]
    pub(super) cost: Cost,
    #[n(2)]
    pub(super) sealed: Sealed,
}

impl Cost {
    pub(super) fn is_too_much(&self) -> bool {
        self.memory_kib > MOST_MEMORY_KIB || self.passes > 10 * MOST_PASSES || self.lanes > 16
    }
}

impl Passphrase {
    /// As it was typed.
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The key at this cost; `None` if no such cost is possible.
    pub(super) fn derive(&self, salt: &[u8; 16], cost: &Cost) -> Option<SecretKey> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.0.as_bytes(), salt, key.as_mut_slice())
            .ok()?;
        SecretKey::from_bytes(key.as_slice())
    }

    /// Finds what half a second buys on this device, and the key at that cost.
    pub(super) fn calibrate(&self, salt: &[u8; 16]) -> (Cost, SecretKey) {
        let least = Cost {
            memory_kib: MEMORY_KIB,
            passes: LEAST_PASSES,
            lanes: 1,
        };
        let before = platform::monotonic_ms();
        let key = self.derive(salt, &least);
        let took = platform::monotonic_ms().saturating_sub(before).max(1);
        let passes = u64::from(LEAST_PASSES).saturating_mul(GOAL_MS) / took;
        let passes = u32::try_from(passes).unwrap_or(MOST_PASSES);
        let cost = Cost {
            passes: passes.clamp(LEAST_PASSES, MOST_PASSES),
            ..least
        };
        let key = if cost == least {
            key
        } else {
            self.derive(salt, &cost)
        };
        // The parameters are within Argon2's limits, so there is a key; a random one opens nothing.
        (
            cost,
            key.unwrap_or_else(|| SecretKey::generate(&mut crate::random::system())),
        )
    }
}
