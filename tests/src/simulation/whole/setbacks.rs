//! Devices and the server, put back to copies of themselves, cloned, or wiped.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use super::Planted;
use super::world::{MOST_DEVICES, World};

impl World {
    /// A device runs on from the copy of its folder. What only it had is lost, and nothing else.
    pub(super) fn restore(&mut self, who: usize) -> Result<(), String> {
        let Some(backup) = self.devices[who].backup.take() else {
            return Ok(());
        };
        self.devices[who].restore(&backup.files)?;
        self.copies += 1;
        self.devices[who].edits.truncate(backup.edits);
        self.devices[who].backup = Some(backup);
        if self.trouble.planted == Some(Planted::RestoredInSecret) {
            return Ok(());
        }
        self.count_losses()
    }

    pub(super) fn clone_device(&mut self, who: usize) -> Result<(), String> {
        if self.devices.len() >= MOST_DEVICES || !self.devices[who].is_in()? {
            return Ok(());
        }
        let (files, key) = (self.devices[who].copy()?, self.devices[who].key);
        let name = self.devices[who].name;
        self.add_device(name, &files, key)?;
        self.copies += 1;
        let edits = self.devices[who].edits.clone();
        let clock_off_ms = self.devices[who].clock_off_ms;
        if let Some(twin) = self.devices.last_mut() {
            (twin.edits, twin.clock_off_ms) = (edits, clock_off_ms);
        }
        Ok(())
    }

    pub(super) async fn restore_server(&mut self) -> Result<(), String> {
        let Some(copy) = &self.server_copy else {
            return Ok(());
        };
        self.ledger.close()?;
        self.office.restore(copy).await?;
        self.server_was_set_back()
    }

    pub(super) async fn wipe_server(&mut self) -> Result<(), String> {
        self.ledger.close()?;
        self.office.wipe().await?;
        self.server_was_set_back()
    }

    /// What two snapshots hold goes at once here, without days of grace.
    pub(super) async fn drop_bodies(&mut self) -> Result<(), String> {
        self.ledger.read_on()?;
        self.bodies += self.office.drop_bodies().await?;
        Ok(())
    }

    pub(super) fn server_was_set_back(&mut self) -> Result<(), String> {
        self.set_back += 1;
        self.ledger.reopen(&self.office.database())?;
        self.count_losses()
    }
}
