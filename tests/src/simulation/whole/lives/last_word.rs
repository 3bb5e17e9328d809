//! When all is quiet, somebody says once more who can open one household, and writes in it: with nothing else
//! going on it is known who may read that, and who may not.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use std::collections::BTreeSet;

use doorstep_model::call::SetOpeners;
use doorstep_model::{DocKey, ItemId};

use super::plant::Planted;
use super::world::Life;

/// What was said last.
pub(super) struct LastWord {
    pub(super) household: DocKey,
    pub(super) named: BTreeSet<ItemId>,
    /// What stands there since.
    pub(super) marker: String,
}

impl Life {
    pub(super) async fn last_word(&mut self) -> Result<(), String> {
        let first = usize::try_from(self.seed % 8).unwrap_or_default();
        let start = usize::try_from(self.seed / 8 % 8).unwrap_or_default() % self.seats.len();
        for at in start..start + self.seats.len() {
            let who = at % self.seats.len();
            if !self.is_in(who)? {
                continue;
            }
            let Some(household) = self.opened(who, first, true)? else {
                continue;
            };
            let Some(now) = self.openers(who, &household)? else {
                continue;
            };
            if !now.people.iter().any(|one| one.me && one.devices > 0) {
                continue;
            }
            let can_be_named = now.people.iter().filter(|one| one.devices > 0);
            let (mut named, mut takes) = (BTreeSet::new(), true);
            for one in can_be_named {
                // Every other one, so that with two people or more one is left out.
                if one.me || takes {
                    named.insert(one.person.clone());
                }
                takes = one.me || !takes;
            }
            if self.planted != Some(Planted::NeverRestricted) {
                let call = SetOpeners {
                    document: household.clone(),
                    people: Some(named.iter().cloned().collect()),
                };
                let said = self.seats[who].device.ask(call)?;
                said.ok_or("killed in peace")?
                    .map_err(|problem| format!("the last word was not taken: {problem}"))?;
            }
            let marker = self.write_in(who, household.clone(), self.seed * 5 + 1)?;
            let marker = marker.ok_or("the last word was not written")?;
            self.last = Some(LastWord {
                household,
                named,
                marker,
            });
            return self.heal().await;
        }
        Ok(())
    }
}
