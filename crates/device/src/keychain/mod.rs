//! Opening without the passphrase, as a convenience: the computer's keychain keeps a secret for whoever has
//! logged in to it, from one opening to the next start of the program. A lock takes it away.

mod arming;
#[cfg(target_arch = "wasm32")]
#[path = "at_once.rs"]
mod worker;
#[cfg(not(target_arch = "wasm32"))]
mod worker;

#[cfg(test)]
mod fake;
#[cfg(test)]
mod tests;

pub(crate) use arming::Arming;

/// What a system keeps for whoever has logged in. Calls may take their time: they are made on a thread of their
/// own, one after the other, and nobody waits for one longer than some seconds.
pub trait Keychain: Send + Sync {
    /// Keeps a secret under a name, in the place of one that it has there.
    ///
    /// # Errors
    /// [`KeychainFault`]; whether it was kept is not clear then.
    fn put(&self, id: &str, secret: &[u8; 32]) -> Result<(), KeychainFault>;

    /// The secret of that name; `None` if it has none. Nobody is to be asked for a password by it.
    ///
    /// # Errors
    /// [`KeychainFault`].
    fn get(&self, id: &str) -> Result<Option<Vec<u8>>, KeychainFault>;

    /// Forgets it; one that is not there is no error.
    ///
    /// # Errors
    /// [`KeychainFault`]; whether it was forgotten is not clear then.
    fn delete(&self, id: &str) -> Result<(), KeychainFault>;
}

/// The keychain is not there, is locked, or refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the keychain does not answer as it should")]
pub struct KeychainFault;
