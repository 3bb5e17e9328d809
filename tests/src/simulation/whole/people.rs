//! What people do in a world: they begin households, write, let others in, and one means harm.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use doorstep_model::call::{
    AddHousehold, ApproveJoin, ConnectServer, EditHousehold, GetTeam, OpenHousehold,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Strength, WhatMatters};
use doorstep_model::{DocKey, ItemId, ProblemCode};
use doorstep_wire::code::encode_code;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::losses::read_to;
use super::poison::{Fate, poison};
use super::team::MEMBERS;
use super::world::{Household, MOST_DEVICES, MOST_HOUSEHOLDS, SavedEdit, World, doc};
use super::{Planted, team};

impl World {
    pub(super) fn begin_household(&mut self, who: usize, luck: u64) -> Result<(), String> {
        if self.households.len() >= MOST_HOUSEHOLDS || !self.devices[who].is_in()? {
            return Ok(());
        }
        let call = AddHousehold {
            name: format!("Household {luck:x}"),
            about: Vec::new(),
        };
        match self.devices[who].ask(call)? {
            Some(Ok(begun)) => self.households.push(Household {
                id: begun.id,
                lost: false,
            }),
            Some(Err(problem)) => return Err(format!("no household could be begun: {problem}")),
            None => {}
        }
        Ok(())
    }

    pub(super) fn write(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let mut rng = StdRng::seed_from_u64(luck);
        let first = rng.random_range(0..self.households.len());
        // Screens are behind as often as not.
        let look = rng.random_bool(0.5);
        let Some(id) = self.opened(who, first, look)? else {
            return Ok(());
        };
        let device = &mut self.devices[who];
        let marker = format!("kept{}of{who}", self.saved.len());
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
        if self.trouble.planted == Some(Planted::NeverSaved) && luck.is_multiple_of(5) {
            self.keep(who, id, marker, Vec::new());
            return Ok(());
        }
        match device.ask(call)? {
            Some(Ok(saved)) => self.keep(who, id, marker, saved.steps),
            Some(Err(problem)) => return Err(format!("an edit was not saved: {problem}")),
            None => {}
        }
        Ok(())
    }

    /// The first household, from this one on, that the device has and has open.
    pub(super) fn opened(
        &mut self,
        who: usize,
        first: usize,
        look: bool,
    ) -> Result<Option<DocKey>, String> {
        let count = self.households.len();
        let device = &mut self.devices[who];
        for at in first..first + count {
            let id = self.households[at % count].id.clone();
            if !look && device.shown.contains_key(&id) {
                return Ok(Some(id));
            }
            let opened = device.ask(OpenHousehold {
                id: id.clone(),
                seen: true,
            })?;
            match opened {
                Some(Ok(opened)) => {
                    device.shown.insert(id.clone(), opened.household.heads);
                    return Ok(Some(id));
                }
                Some(Err(problem)) if is_not_here(problem.code) => {}
                Some(Err(problem)) => return Err(format!("a household can't be read: {problem}")),
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    pub(super) fn keep(
        &mut self,
        who: usize,
        household: DocKey,
        marker: String,
        steps: Vec<String>,
    ) {
        self.devices[who].edits.push(self.saved.len());
        self.saved.push(SavedEdit {
            household,
            marker,
            steps,
            lost: false,
        });
    }

    /// Whoever looks after the server sees to what it asks for.
    pub(super) fn at_the_office(&mut self) -> Result<(), String> {
        if self.ledger.has_team()? {
            self.let_in(true)
        } else {
            self.connect()
        }
    }

    /// The founder types the setup code again, since the server does not know the team any more.
    pub(super) fn connect(&mut self) -> Result<(), String> {
        self.set_time(0);
        let setup = self.office.setup().ok_or("the server is closed")?;
        self.devices[0].begin(ConnectServer {
            address: team::ADDRESS.into(),
            setup_code: encode_code(&setup),
            replace: false,
        })
    }

    /// The founder lets in who asked first; the next of the team looks whether it was let in.
    pub(super) fn let_in(&mut self, give: bool) -> Result<(), String> {
        if give && self.devices.len() < MOST_DEVICES {
            self.give_device()?;
        }
        self.set_time(0);
        let founder = &mut self.devices[0];
        let Some(Ok(page)) = founder.ask(GetTeam {})? else {
            return Ok(());
        };
        let Some(pending) = page.joins.into_iter().next() else {
            return Ok(());
        };
        founder.begin(ApproveJoin {
            invite: pending.invite,
            words: pending.words,
        })
    }

    pub(super) async fn poison(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let author = self.team.devices.get(who % MEMBERS);
        let author = author
            .and_then(|member| member.identity())
            .ok_or("no member")?;
        let at = usize::try_from(luck).unwrap_or_default() % self.households.len();
        // A lie about what its own device has read would only be about itself.
        let read = read_to(&self.devices[who % MEMBERS])?;
        let about = (doc(&self.households[at].id), read, luck);
        match poison(&self.office, &self.ledger, &author, about).await? {
            Some((chunk, Fate::SetAside)) => self.set_aside.push(chunk),
            Some((chunk, Fate::HeldBack)) => self.held_back.push(chunk),
            Some((_, Fate::NotConfirmed)) | None => {}
        }
        self.ledger.read_on()
    }
}

fn is_not_here(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::NotHere | ProblemCode::NoTeam)
}
