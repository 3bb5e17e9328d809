//! The computer's keychain, where the device may keep what opens it at the next start: the Secret Service of
//! Linux desktops (GNOME's keyring, KWallet, KeePassXC), over the session bus
//! (docs/decisions/0048-keychain.md). Other systems have none here yet.

use std::collections::HashMap;
use std::time::Duration;

use doorstep_device::{Keychain, KeychainFault};
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use zbus::blocking::connection::Builder;

/// All that somebody who looks into the keychain learns.
const LABEL: &str = "Doorstep";
/// KWallet keeps text alone.
const CONTENT: &str = "text/plain";
/// Nobody waits this long; it ends the thread's waiting, so that a keychain which comes to itself is of use again.
const LONGEST_CALL: Duration = Duration::from_secs(20);

/// Asks it anew each time: the bus and the keychain come and go.
pub(crate) struct SystemKeychain;

impl SystemKeychain {
    fn with<T>(
        work: impl FnOnce(&SecretService<'_>) -> Result<T, secret_service::Error>,
    ) -> Result<T, KeychainFault> {
        let connect = || Builder::session()?.method_timeout(LONGEST_CALL).build();
        let bus = connect().map_err(|_| KeychainFault)?;
        // What crosses the bus is encrypted: its messages lie in the memory of others.
        let service = SecretService::connect_with_existing(EncryptionType::Dh, bus);
        service
            .and_then(|service| work(&service))
            .map_err(|_| KeychainFault)
    }
}

fn attributes(id: &str) -> HashMap<&str, &str> {
    HashMap::from([("application", LABEL), ("id", id)])
}

/// One that is locked is left alone everywhere: unlocking it would put the system's own window for a password in
/// place of ours.
impl Keychain for SystemKeychain {
    fn put(&self, id: &str, secret: &[u8; 32]) -> Result<(), KeychainFault> {
        let text = as_text(secret);
        Self::with(|service| {
            let keychain = service.get_default_collection()?;
            keychain.ensure_unlocked()?;
            keychain.create_item(LABEL, attributes(id), text.as_bytes(), true, CONTENT)?;
            Ok(())
        })
    }

    fn get(&self, id: &str) -> Result<Option<Vec<u8>>, KeychainFault> {
        let text = Self::with(|service| {
            let found = service.search_items(attributes(id))?;
            found
                .unlocked
                .first()
                .map(|item| item.get_secret())
                .transpose()
        })?;
        Ok(text.and_then(|text| from_text(&text)))
    }

    fn delete(&self, id: &str) -> Result<(), KeychainFault> {
        Self::with(|service| {
            let found = service.search_items(attributes(id))?;
            // One that is locked says that it is.
            for item in found.unlocked.iter().chain(&found.locked) {
                item.delete()?;
            }
            Ok(())
        })
    }
}

fn as_text(secret: &[u8; 32]) -> String {
    secret.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_text(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_back_from_its_text() {
        let secret: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 8).unwrap());
        let text = as_text(&secret);
        assert_eq!(text.len(), 64);
        assert_eq!(from_text(text.as_bytes()), Some(secret.to_vec()));
        for wrong in ["0", "zz", "é0", "00z"] {
            assert_eq!(from_text(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(from_text(&[0xff, 0xfe]), None);
    }
}
