//! An admin erases a household.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use doorstep_model::call::{EraseHousehold, GetErasure};

use super::world::Life;

impl Life {
    pub(super) async fn erase(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let Some(admin) = self.admin(who)? else {
            return Ok(());
        };
        let first = usize::try_from(luck >> 8).unwrap_or_default() % 8;
        let Some(household) = self.opened(admin, first, true)? else {
            return Ok(());
        };
        self.seats[admin].device.begin_doing(async move |device| {
            let look = GetErasure {
                household: household.clone(),
            };
            if let Ok(ahead) = device.answer(look).await {
                let erase = EraseHousehold {
                    household,
                    reason: "They asked us to, in writing.".into(),
                    shown: ahead.shown,
                };
                let _shown_by_the_log = device.answer(erase).await;
            }
        })?;
        self.carry(admin, luck).await
    }
}
