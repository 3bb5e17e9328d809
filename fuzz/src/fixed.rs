//! Fixed keys, and randomness that is none, so that a try does the same each time.

use std::convert::Infallible;
use std::sync::LazyLock;

use doorstep_replica::Identity;
use doorstep_replica::crypto::key::SecretKey;
use rand_core::{TryCryptoRng, TryRng};

/// A linear congruential generator (Knuth's): nothing here has to be secret.
pub struct Fixed(u64);

impl Fixed {
    /// The same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn byte(&mut self) -> u8 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 56) as u8
    }
}

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(std::array::from_fn(|_| self.byte())))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(std::array::from_fn(|_| self.byte())))
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        to.fill_with(|| self.byte());
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

/// A key of one byte, 32 times.
pub fn secret(byte: u8) -> SecretKey {
    SecretKey::from_bytes(&[byte; 32]).expect("32 bytes are a key")
}

static DEVICES: LazyLock<[Identity; 8]> =
    LazyLock::new(|| std::array::from_fn(|number| Identity::from_seed(secret(number as u8))));

/// The device with this number, below 8; the first founds teams. Making its keys takes longer than
/// most tries.
pub fn device(number: u8) -> &'static Identity {
    &DEVICES[usize::from(number)]
}
