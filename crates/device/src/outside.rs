//! What a device takes from the world around it: the time, randomness, and a way to its server. An
//! app takes the system's; a world of devices in one process gives its own.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use doorstep_model::UnixMillis;
use rand_core::CryptoRng;

use crate::keychain::Keychain;
use crate::random::Randomness;
use crate::remote::{Network, Way};
use crate::snapshots::TAIL;

/// How long a screen that was open when a removal was read has to save what was being typed, in milliseconds,
/// before there is nothing left to save it to.
const GRACE_MS: u64 = 10_000;

/// How long somebody waits for a keychain that does not answer before the passphrase is asked for.
const KEYCHAIN_PATIENCE: Duration = Duration::from_secs(4);

pub(crate) type Clock = Box<dyn Fn() -> UnixMillis + Send + Sync>;

/// The world around one device.
pub struct Outside {
    pub(crate) clock: Clock,
    pub(crate) random: Randomness,
    pub(crate) network: Network,
    pub(crate) snapshot_after: u32,
    pub(crate) grace_ms: u64,
    pub(crate) keychain: Option<Arc<dyn Keychain>>,
    pub(crate) keychain_patience: Duration,
}

impl Outside {
    /// The system's randomness and network, with this clock.
    pub fn system(clock: impl Fn() -> UnixMillis + Send + Sync + 'static) -> Self {
        Self {
            clock: Box::new(clock),
            random: Randomness::default(),
            network: Network::default(),
            snapshot_after: TAIL,
            grace_ms: GRACE_MS,
            keychain: None,
            keychain_patience: KEYCHAIN_PATIENCE,
        }
    }

    /// Writes a snapshot of a document when this many chunks about it have come since the last.
    pub fn with_snapshots_after(mut self, chunks: u32) -> Self {
        self.snapshot_after = chunks;
        self
    }

    /// Waits for so many milliseconds, when this device was removed, for what is being typed to be saved.
    pub fn with_grace(mut self, milliseconds: u64) -> Self {
        self.grace_ms = milliseconds;
        self
    }

    /// Opens by this keychain if the person wants it; without one nobody is asked whether they do.
    pub fn with_keychain(mut self, keychain: impl Keychain + 'static) -> Self {
        self.keychain = Some(Arc::new(keychain));
        self
    }

    /// Waits so long for an answer of the keychain.
    pub fn with_keychain_patience(mut self, patience: Duration) -> Self {
        self.keychain_patience = patience;
        self
    }

    /// Draws what others will see from this source: keys, ids, the numbers in chunks. What stays on
    /// the device, such as the salt of its passphrase, is still the system's.
    pub fn with_randomness(mut self, source: impl CryptoRng + Send + 'static) -> Self {
        self.random = Randomness::Given(Arc::new(Mutex::new(source)));
        self
    }

    /// Reaches the server in this way, whatever its address.
    pub fn with_way(mut self, way: impl Way + 'static) -> Self {
        self.network = Network::Given(Arc::new(way));
        self
    }
}
