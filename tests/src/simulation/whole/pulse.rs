//! The time and the randomness of one device, which are also where it crashes: a device looks at
//! its clock before each transaction and draws numbers within its work, and at a look that the
//! world has chosen there is no device any more.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use doorstep_model::UnixMillis;
use rand::rngs::StdRng;
use rand::{SeedableRng, TryCryptoRng, TryRng};

/// More than are drawn while a store is made.
const KEYS: usize = 16;

/// What unwinds through a device that crashes.
pub(super) struct Crash;

/// One device's clock, and how many looks it has left.
#[derive(Clone)]
pub(super) struct Pulse {
    now: Arc<AtomicI64>,
    left: Arc<AtomicI64>,
    /// What was drawn last that may be a store's key.
    keys: Arc<Mutex<VecDeque<[u8; 32]>>>,
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self {
            now: Arc::default(),
            left: Arc::new(AtomicI64::new(i64::MAX)),
            keys: Arc::default(),
        }
    }

    /// Sets the clock, in milliseconds since 1970.
    pub(super) fn set(&self, now: i64) {
        self.now.store(now, Ordering::Relaxed);
    }

    /// It crashes after so many looks.
    pub(super) fn stop_after(&self, looks: i64) {
        self.left.store(looks, Ordering::Relaxed);
    }

    /// It does not crash by itself any more.
    pub(super) fn go_on(&self) {
        self.stop_after(i64::MAX);
    }

    fn beat(&self) {
        if self.left.fetch_sub(1, Ordering::Relaxed) <= 0 {
            self.go_on();
            // Not a panic: nobody is told, as nobody is when the power goes.
            resume_unwind(Box::new(Crash));
        }
    }

    /// The last that were drawn that may be a store's key.
    pub(super) fn keys(&self) -> MutexGuard<'_, VecDeque<[u8; 32]>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time; it never stands still.
    pub(super) fn look(&self) -> UnixMillis {
        self.beat();
        UnixMillis(self.now.fetch_add(1, Ordering::Relaxed))
    }

    /// A source of randomness that the same seed makes the same.
    pub(super) fn randomness(&self, seed: u64) -> Drawn {
        Drawn {
            rng: StdRng::seed_from_u64(seed),
            pulse: self.clone(),
        }
    }
}

/// Randomness out of a seed.
pub(super) struct Drawn {
    rng: StdRng,
    pulse: Pulse,
}

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.pulse.beat();
        self.rng.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.pulse.beat();
        self.rng.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.pulse.beat();
        self.rng.try_fill_bytes(bytes)?;
        if let Ok(key) = <[u8; 32]>::try_from(&*bytes) {
            let mut keys = self.pulse.keys();
            keys.truncate(KEYS - 1);
            keys.push_front(key);
        }
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}
