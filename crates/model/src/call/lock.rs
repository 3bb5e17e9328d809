//! Locking and unlocking.

use serde::{Deserialize, Serialize};

/// Opens the store.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlock {
    /// As chosen on this device.
    pub passphrase: String,
}

/// Opens the store with the words on paper and gives it a new passphrase.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlockWithWords {
    /// All 24.
    pub words: Vec<String>,
    /// At least 12 characters.
    pub new_passphrase: String,
}

/// Closes the store and wipes its keys from memory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {}
