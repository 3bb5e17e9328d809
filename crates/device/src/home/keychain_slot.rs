//! The keychain's slot beside the others. A former version of Doorstep neither reads nor writes it, and loses
//! nothing by that.

use std::io;

use doorstep_model::Problem;
use doorstep_replica::crypto::key::SecretKey;

use super::store_folder::StoreFolder;
use crate::platform::Held;
use crate::slots::{KeychainSlot, MAX_SLOT_FILE};
use crate::store::{Store, StoreFault};

const FILE: &str = "slot-keychain";

impl StoreFolder {
    pub(crate) fn has_keychain_slot(&self) -> bool {
        self.files.exists(FILE)
    }

    /// The slot; `None` if there is none that can be read.
    pub(crate) fn keychain_slot(&self) -> Option<KeychainSlot> {
        let bytes = self.files.read(FILE, MAX_SLOT_FILE).ok().flatten()?;
        KeychainSlot::parse(&bytes).ok()
    }

    pub(crate) fn write_keychain_slot(&self, slot: &KeychainSlot) -> io::Result<()> {
        self.files.replace(FILE, &slot.encode())
    }

    /// From here on the keychain opens nothing. This needs no room on the disk.
    pub(crate) fn remove_keychain_slot(&self) -> io::Result<()> {
        if self.has_keychain_slot() {
            self.files.remove(FILE)?;
        }
        Ok(())
    }

    /// Holds the store against other programs before it is known whether it opens.
    pub(crate) fn hold(&self) -> Result<Held, StoreFault> {
        self.files.hold()
    }

    /// Opens with the store's own key what is held already.
    pub(crate) fn open_held(&self, key: &SecretKey, held: Held) -> Result<Store, Problem> {
        self.connect(key, held, false)
    }
}
