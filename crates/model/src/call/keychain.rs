//! Opening without the passphrase, by what the computer keeps for whoever has logged in to it.

use serde::{Deserialize, Serialize};

/// Whether this device is opened that way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetKeychain {}

/// Turns it on or off; only while the device is unlocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseKeychain {
    /// Whether the next start opens without the passphrase.
    pub on: bool,
}

/// How this device is opened at a start.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeychainUse {
    /// Doorstep knows a keychain on computers of this kind. Whether it answers shows when it is turned on.
    pub possible: bool,
    /// The person turned it on.
    pub on: bool,
}
