//! The end of a life: the network heals, admins see to what waits for them, and everybody comes to rest.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use std::collections::BTreeSet;

use doorstep_model::call::{
    ApproveJoin, ChangeRole, GetSync, GetTeam, RemoveDevice, Standing, SyncPage, SyncState,
    TeamPage,
};
use doorstep_model::team::Role;
use doorstep_model::{DeviceKey, ProblemCode};
use doorstep_wire::id::DeviceId;

use super::going::accept_all;
use super::plant::Planted;
use super::seat::Fate;
use super::sequence::Sequence;
use super::world::Life;
use crate::simulation::fault;
use crate::simulation::whole::team;

/// After this many rounds without faults everybody must have come to rest.
const ROUNDS: usize = 24;
/// From this round on whoever is in the team may be made an admin, to take in what is restricted.
const ALL_ADMINS_FROM: usize = 8;
/// Longer than any pause of the state machine.
const ROUND_MS: i64 = 61_000;

impl Life {
    /// A network without faults, until nobody has anything left to say.
    pub(super) async fn heal(&mut self) -> Result<(), String> {
        self.sessions_end.fill(false);
        for who in 0..self.seats.len() {
            self.seats[who].device.pulse.go_on();
            self.seats[who].device.away_until = 0;
        }
        self.nothing_is_under_way()?;
        self.plant_before()?;
        let mut restless = String::new();
        for round in 0..ROUNDS {
            let before = self.end()?;
            self.now += ROUND_MS;
            for who in 0..self.seats.len() {
                self.good_line(who).await?;
            }
            self.duties(round).await?;
            restless = self.restless()?;
            if restless.is_empty() && self.end()? == before {
                return Ok(());
            }
        }
        self.tell()?;
        Err(format!("nobody comes to rest: {restless}"))
    }

    fn plant_before(&mut self) -> Result<(), String> {
        if self.planted != Some(Planted::ForgetsToSend) {
            return Ok(());
        }
        for who in 0..self.seats.len() {
            if self.is_in(who)? {
                let device = &self.seats[who].device;
                let store = team::open(&device.home, &device.key).map_err(fault)?;
                let forgets = store.execute_batch("UPDATE change SET unsealed = 0");
                forgets.map_err(fault)?;
            }
        }
        Ok(())
    }

    /// Where the log and the sequence end.
    fn end(&self) -> Result<(usize, Option<u64>, usize), String> {
        let server = Sequence::of(&self.office.database())?;
        let last = server.chunks.last().map(|(seq, _, _)| *seq);
        Ok((server.log.len(), last, server.handed_over.len()))
    }

    /// What one of those in the team still waits for.
    fn restless(&mut self) -> Result<String, String> {
        for who in 0..self.seats.len() {
            match self.standing(who)? {
                Some(Standing::Open(_)) => {}
                Some(Standing::Removed(removed)) => {
                    return Ok(format!("device {who} hands over: {removed:?}"));
                }
                _ => continue,
            }
            let page = self.page(who)?;
            let mut apart = page.quarantined + page.not_taken + page.held_back;
            if page.held_back > 0 {
                // What is kept apart from them stays held back on the devices of those who are named.
                let server = Sequence::of(&self.office.database())?;
                let kept = self.kept_apart(&server)?.count_for(&self.seats[who].id);
                // So does, for whoever has keys from before, what nobody can open any more.
                let gone = self.gone_with_words(&server)?.count();
                apart -= page.held_back.min(kept + gone);
            }
            let rests = page.waiting == 0 && page.state == SyncState::UpToDate;
            if !rests || page.arriving.is_some() || apart > 0 && !self.may_be_apart() {
                let SyncPage {
                    state,
                    waiting,
                    problem,
                    quarantined,
                    held_back,
                    not_taken,
                    ..
                } = page;
                return Ok(format!(
                    "device {who} is {state:?} ({problem:?}), {waiting} wait, {quarantined} are set aside, \
                     {held_back} held back, {not_taken} not taken"
                ));
            }
            let Some(team) = self.team_page_if_there(who)? else {
                return Ok(format!("device {who} lacks the team's record"));
            };
            let is_admin = self.is_admin(who)?;
            if is_admin && team.devices.iter().any(|device| self.is_lost(device)) {
                return Ok(format!("device {who} knows lost devices in the team"));
            }
            let left = team.handed_over.iter();
            let mut left = left.filter(|gone| !self.is_half_left(gone)).peekable();
            if left.peek().is_some() {
                let server = Sequence::of(&self.office.database())?;
                let words = self.gone_with_words(&server)?;
                if left.any(|gone| !words.is_all_of(&DeviceId(gone.to_bytes()), &server)) {
                    return Ok(format!("device {who} knows what was handed over"));
                }
            }
        }
        Ok(String::new())
    }

    /// A device that was lost while it handed over: what came of it is taken in, and the rest is waited for, for
    /// ever. Nobody can decline it (`HandedOverComing`), so that admins are told of it for good.
    fn is_half_left(&self, gone: &DeviceKey) -> bool {
        let seat = self.seat_of(gone);
        seat.is_some_and(|seat| self.seats[seat].fate == Fate::Lost)
    }

    /// What was declined stays where it is set aside.
    pub(super) fn may_be_apart(&self) -> bool {
        self.seats.iter().any(|seat| seat.declined)
    }

    fn page(&mut self, who: usize) -> Result<SyncPage, String> {
        match self.seats[who].device.ask(GetSync {})? {
            Some(Ok(page)) => Ok(page),
            said => Err(format!(
                "device {who} does not say how sync stands: {said:?}"
            )),
        }
    }

    pub(super) fn team_page(&mut self, who: usize) -> Result<TeamPage, String> {
        self.team_page_if_there(who)?
            .ok_or_else(|| format!("device {who} does not show the team"))
    }

    /// The team's page; a device that has just come in may lack the team's record.
    fn team_page_if_there(&mut self, who: usize) -> Result<Option<TeamPage>, String> {
        match self.seats[who].device.ask(GetTeam {})? {
            Some(Ok(page)) => Ok(Some(page)),
            Some(Err(problem)) if problem.code == ProblemCode::NotHere => Ok(None),
            said => Err(format!("device {who} does not show the team: {said:?}")),
        }
    }

    /// What admins do: they let in, remove what is lost, and take in what was handed over. Where no admin is
    /// left, somebody gets the team back with the paper.
    async fn duties(&mut self, round: usize) -> Result<(), String> {
        let mut admins = Vec::new();
        for who in 0..self.seats.len() {
            if self.is_admin(who)? {
                admins.push(who);
            }
        }
        let recovering = self.from(0, |life, at| {
            Ok(matches!(life.standing(at)?, Some(Standing::Recovering(_))))
        })?;
        if admins.is_empty() || recovering.is_some() {
            // An even number: with a good line.
            self.recover(0).await?;
        }
        for admin in admins {
            self.duties_of(admin, round).await?;
        }
        self.say_again().await
    }

    async fn duties_of(&mut self, admin: usize, round: usize) -> Result<(), String> {
        if !self.is_admin(admin)? {
            return Ok(());
        }
        let Some(page) = self.team_page_if_there(admin)? else {
            return Ok(());
        };
        for pending in self.who_waits(page.joins)? {
            self.seats[admin].device.begin(ApproveJoin {
                invite: pending.invite,
                words: pending.words,
            })?;
            self.until_at_rest(admin).await?;
        }
        let mut gone = BTreeSet::new();
        for device in page.devices.iter().filter(|device| !device.this_device) {
            let out = match self.seat_of(&device.device) {
                Some(seat) => matches!(self.standing(seat)?, Some(Standing::Removed(_))),
                None => false,
            };
            if out || self.is_lost(device) {
                gone.insert(device.device.clone());
            }
        }
        for device in gone {
            self.seats[admin].device.begin(RemoveDevice { device })?;
            self.until_at_rest(admin).await?;
        }
        let waits = !page.handed_over.is_empty();
        for gone in page.handed_over {
            self.seats[admin]
                .device
                .begin_doing(async move |device| accept_all(&device, gone).await)?;
            self.until_at_rest(admin).await?;
        }
        if waits && round >= ALL_ADMINS_FROM && self.is_admin(admin)? {
            for device in page.devices {
                let here = self
                    .seat_of(&device.device)
                    .is_some_and(|seat| self.seats[seat].fate == Fate::Here);
                if here && device.role != Role::Admin {
                    let (device, role) = (device.device, Role::Admin);
                    self.seats[admin]
                        .device
                        .begin(ChangeRole { device, role })?;
                    self.until_at_rest(admin).await?;
                }
            }
        }
        Ok(())
    }
}
