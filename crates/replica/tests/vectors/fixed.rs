//! Fixed keys, and randomness that is none: the same bytes for the same seed, whatever library.

use std::convert::Infallible;

use doorstep_replica::Identity;
use doorstep_replica::crypto::key::SecretKey;
use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};

/// SHA-256 of the seed and a counter, block after block.
pub(crate) struct Fixed {
    seed: u8,
    blocks: u64,
    rest: Vec<u8>,
}

impl Fixed {
    pub(crate) fn new(seed: u8) -> Self {
        Self {
            seed,
            blocks: 0,
            rest: Vec::new(),
        }
    }

    fn byte(&mut self) -> u8 {
        if self.rest.is_empty() {
            let mut hasher = Sha256::new();
            hasher.update([self.seed]);
            hasher.update(self.blocks.to_be_bytes());
            self.rest = hasher.finalize().to_vec();
            self.blocks += 1;
        }
        self.rest.pop().unwrap()
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

pub(crate) fn secret(byte: u8) -> SecretKey {
    SecretKey::from_bytes(&[byte; 32]).unwrap()
}

pub(crate) fn founder() -> Identity {
    Identity::from_seed(secret(1))
}

pub(crate) fn joiner() -> Identity {
    Identity::from_seed(secret(2))
}

pub(crate) fn stranger() -> Identity {
    Identity::from_seed(secret(3))
}
