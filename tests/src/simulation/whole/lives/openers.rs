//! Somebody says who can open a household.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use doorstep_model::call::{GetOpeners, Openers, SetOpeners};
use doorstep_model::{DocKey, ItemId};

use super::world::Life;
use super::writing::is_not_for_here;

impl Life {
    pub(super) fn set_openers(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let Some(who) = self.from(who, Self::is_in)? else {
            return Ok(());
        };
        let first = usize::try_from(luck >> 8).unwrap_or_default() % 8;
        let Some(document) = self.opened(who, first, true)? else {
            return Ok(());
        };
        let Some(now) = self.openers(who, &document)? else {
            return Ok(());
        };
        let people = match luck.is_multiple_of(6) {
            true => None,
            // One in two of them comes in or goes, and whoever says it stays.
            false => Some(chosen(&now, luck >> 16)),
        };
        // Whoever is nobody in the team's record can't name themselves.
        let me = now.people.iter().any(|one| one.me && one.devices > 0);
        if !me && people.is_some() {
            return Ok(());
        }
        let lifts = people.is_none();
        let call = SetOpeners { document, people };
        match self.seats[who].device.ask(call)? {
            Some(Ok(then)) => {
                let changed = then != now;
                self.story.restrictions += usize::from(changed && !lifts);
                self.story.lifts += usize::from(changed && lifts);
                Ok(())
            }
            Some(Err(problem)) if is_not_for_here(problem.code) => Ok(()),
            Some(Err(problem)) => Err(format!("nobody could say who opens it: {problem}")),
            None => Ok(()),
        }
    }

    /// Two said at the same time who can open a household, and its page tells whoever is named that somebody lacks
    /// part of it: one of those people presses Save there, as it says.
    pub(super) async fn say_again(&mut self) -> Result<(), String> {
        for document in self.households.clone() {
            for who in 0..self.seats.len() {
                if !self.is_in(who)? {
                    continue;
                }
                let Some(now) = self.openers(who, &document)? else {
                    continue;
                };
                let can = now.people.iter().filter(|one| one.named && one.devices > 0);
                let is_me = can.clone().any(|one| one.me);
                if now.some_lack && is_me {
                    let people = Some(can.map(|one| one.person.clone()).collect());
                    let document = document.clone();
                    let said = self.seats[who]
                        .device
                        .ask(SetOpeners { document, people })?;
                    let said = said.ok_or("killed in peace")?;
                    said.map_err(|problem| format!("it was not said again: {problem}"))?;
                    self.good_line(who).await?;
                    break;
                }
            }
        }
        Ok(())
    }

    /// Who can open a household, as a device says that may.
    pub(super) fn openers(
        &mut self,
        who: usize,
        document: &DocKey,
    ) -> Result<Option<Openers>, String> {
        let call = GetOpeners {
            document: document.clone(),
        };
        match self.seats[who].device.ask(call)? {
            Some(Ok(openers)) => Ok(Some(openers)),
            Some(Err(problem)) if is_not_for_here(problem.code) => Ok(None),
            Some(Err(problem)) => Err(format!("nobody knows who opens it: {problem}")),
            None => Ok(None),
        }
    }
}

/// Whoever asks, and of the others who have devices those whom luck takes.
fn chosen(now: &Openers, luck: u64) -> Vec<ItemId> {
    let mut luck = luck;
    let people = now.people.iter().filter(|one| {
        luck = luck.rotate_right(1);
        one.devices > 0 && (one.me || luck.is_multiple_of(2))
    });
    people.map(|one| one.person.clone()).collect()
}
