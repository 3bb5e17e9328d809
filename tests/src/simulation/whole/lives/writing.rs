//! People begin households and write in them.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use doorstep_model::call::{AddHousehold, EditHousehold, OpenHousehold};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Strength, WhatMatters};
use doorstep_model::{DocKey, ItemId, ProblemCode};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::plant::Planted;
use super::seat::SavedEdit;
use super::world::Life;

const MOST_HOUSEHOLDS: usize = 5;

impl Life {
    pub(super) fn begin_household(&mut self, who: usize, luck: u64) -> Result<(), String> {
        if self.households.len() >= MOST_HOUSEHOLDS || !self.is_in(who)? {
            return Ok(());
        }
        let call = AddHousehold {
            name: format!("Household {luck:x}"),
            about: Vec::new(),
        };
        match self.seats[who].device.ask(call)? {
            Some(Ok(begun)) => self.households.push(begun.id),
            Some(Err(problem)) => return Err(format!("no household could be begun: {problem}")),
            None => {}
        }
        Ok(())
    }

    pub(super) fn write(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let Some(who) = self.from(who, Self::is_in)? else {
            return Ok(());
        };
        let first = usize::try_from(luck % 8).unwrap_or_default();
        // Screens are behind as often as not.
        let Some(id) = self.opened(who, first, luck.is_multiple_of(2))? else {
            return Ok(());
        };
        self.write_in(who, id, luck).map(|_| ())
    }

    /// Writes in one household that the device has open; the word that stands there then.
    pub(super) fn write_in(
        &mut self,
        who: usize,
        id: DocKey,
        luck: u64,
    ) -> Result<Option<String>, String> {
        let mut rng = StdRng::seed_from_u64(luck);
        let marker = format!("kept{}of{who}", self.saved.len());
        let device = &mut self.seats[who].device;
        let base = device.shown.get(&id).cloned().unwrap_or_default();
        let line = ItemRef {
            part: Part::Strengths,
            item: ItemId::from(rng.random::<[u8; 16]>()),
        };
        let fields = vec![Strength::what.with(marker.clone())];
        let other = match rng.random_range(0..3) {
            0 => About::address.only().set(Some(marker.clone())),
            1 => WhatMatters::history.only().write(&base, &marker),
            _ => About::opened.only().set(None::<String>),
        };
        let call = EditHousehold {
            id: id.clone(),
            edits: vec![Edit::Add { line, fields }, other],
        };
        let steps = if self.planted == Some(Planted::NeverSaved) && luck.is_multiple_of(5) {
            Vec::new()
        } else {
            match device.ask(call)? {
                Some(Ok(saved)) => saved.steps,
                Some(Err(problem)) if is_not_for_here(problem.code) => return Ok(None),
                Some(Err(problem)) => return Err(format!("an edit was not saved: {problem}")),
                None => return Ok(None),
            }
        };
        self.saved.push(SavedEdit {
            household: id,
            marker: marker.clone(),
            steps,
            by: who,
            nowhere: false,
        });
        Ok(Some(marker))
    }

    /// The first household, from this one on, that the device has and may open.
    pub(super) fn opened(
        &mut self,
        who: usize,
        first: usize,
        look: bool,
    ) -> Result<Option<DocKey>, String> {
        let count = self.households.len();
        for at in first..first + count {
            let id = self.households[at % count].clone();
            let device = &mut self.seats[who].device;
            if !look && device.shown.contains_key(&id) {
                return Ok(Some(id));
            }
            let call = OpenHousehold {
                id: id.clone(),
                seen: true,
            };
            match device.ask(call)? {
                Some(Ok(opened)) => {
                    device.shown.insert(id.clone(), opened.household.heads);
                    return Ok(Some(id));
                }
                Some(Err(problem)) if is_not_for_here(problem.code) => {}
                Some(Err(problem)) => return Err(format!("a household can't be read: {problem}")),
                None => return Ok(None),
            }
        }
        Ok(None)
    }
}

/// What a device says of a household that is not here, or not for it, and what it says when it was removed.
pub(super) fn is_not_for_here(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::NotHere
            | ProblemCode::NoTeam
            | ProblemCode::NotForYou
            | ProblemCode::Erased
            | ProblemCode::Removed
    )
}
