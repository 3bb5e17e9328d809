//! What screens say while a world lives, compared with how it is.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use doorstep_model::call::{GetSync, SyncState};

use super::Planted;
use super::world::{World, tamper};

impl World {
    /// What a device's screens say is true; now and then what they say of a household as well.
    pub(super) fn says_the_truth(&mut self, who: usize, number: usize) -> Result<(), String> {
        self.is_truthful(who)?;
        if !number.is_multiple_of(8) {
            return Ok(());
        }
        if self.trouble.planted == Some(Planted::KeptFalsely) {
            let sql = Planted::KeptFalsely.sql();
            sql.map_or(Ok(()), |sql| tamper(&mut self.devices[who], sql))?;
        }
        let id = self.households[number / 8 % self.households.len()]
            .id
            .clone();
        self.is_kept_where_it_says(who, &id)
    }

    /// A device that says that everything is sent tells the truth.
    pub(super) fn is_truthful(&mut self, who: usize) -> Result<(), String> {
        let Some(Ok(page)) = self.devices[who].ask(GetSync {})? else {
            return Ok(());
        };
        if page.waiting > 0 || page.state == SyncState::NoServer {
            return Ok(());
        }
        let mut edits = self.devices[who]
            .edits
            .iter()
            .map(|edit| &self.saved[*edit]);
        match edits.find(|edit| !edit.lost && !self.ledger.held(&edit.steps)) {
            Some(edit) => Err(format!(
                "device {who} says that everything is sent, and the server lacks “{}”",
                edit.marker
            )),
            None => Ok(()),
        }
    }
}
