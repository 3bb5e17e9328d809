//! Where a device's files lie: the team's store, the practice store, and settings that are no
//! secret.

mod keychain_slot;
mod store_folder;
mod tries;

pub(crate) use store_folder::StoreFolder;

use doorstep_model::Problem;

use crate::platform::Files;
use crate::store::StoreFault;

const SETTINGS: &str = "settings.json";
const MAX_SETTINGS: usize = 64 * 1024;

/// A device's home.
pub struct Home {
    files: Files,
}

#[cfg(not(target_arch = "wasm32"))]
impl From<std::path::PathBuf> for Home {
    fn from(root: std::path::PathBuf) -> Self {
        Self::of(root.into())
    }
}

impl Home {
    pub(crate) fn of(files: Files) -> Self {
        Self { files }
    }

    /// The store of the team.
    pub(crate) fn team(&self) -> StoreFolder {
        StoreFolder::new(self.files.folder("team"))
    }

    /// The store of the practice team.
    pub(crate) fn practice(&self) -> StoreFolder {
        StoreFolder::new(self.files.folder("practice"))
    }

    /// Settings of this device; `None` where nothing readable is.
    pub(crate) fn read_settings(&self) -> Option<Vec<u8>> {
        self.files.read(SETTINGS, MAX_SETTINGS).ok().flatten()
    }

    pub(crate) fn write_settings(&self, bytes: &[u8]) -> Result<(), Problem> {
        Ok(self
            .files
            .replace(SETTINGS, bytes)
            .map_err(StoreFault::from)?)
    }
}
