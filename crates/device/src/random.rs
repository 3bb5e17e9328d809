//! Where random numbers come from: the system, unless whoever made the device gives another source.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use getrandom::SysRng;
use rand_core::{CryptoRng, Rng, TryCryptoRng, TryRng, UnwrapErr};

use crate::device::lock;

/// The system's generator. It ends the program if the system has no randomness to give, since
/// nothing safe could be done then.
pub(crate) type SystemRandom = UnwrapErr<SysRng>;

/// The system's generator.
pub(crate) fn system() -> SystemRandom {
    UnwrapErr(SysRng)
}

/// Random bytes of the system's.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    Randomness::System.bytes()
}

/// What a device draws what others will see from: its keys, its ids, the numbers in its chunks.
#[derive(Clone, Default)]
pub(crate) enum Randomness {
    /// The system's generator.
    #[default]
    System,
    /// One that a world of devices was begun with, so that it can be told again.
    Given(Arc<Mutex<dyn CryptoRng + Send>>),
}

impl Randomness {
    /// Random bytes.
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.clone().fill_bytes(&mut bytes);
        bytes
    }
}

impl TryRng for Randomness {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.bytes()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.bytes()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        match self {
            Self::System => system().fill_bytes(bytes),
            Self::Given(source) => lock(source).fill_bytes(bytes),
        }
        Ok(())
    }
}

impl TryCryptoRng for Randomness {}
