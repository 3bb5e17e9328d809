//! People are invited, ask, and are let in.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use std::sync::{Arc, Mutex};

use doorstep_model::call::{
    ApproveJoin, AskToJoin, CreateInvite, GetTeam, InviteCreated, Open, PendingJoin, Standing,
};
use doorstep_model::team::Role;

use super::seat::Fate;
use super::world::Life;
use crate::simulation::whole::folder::Copy;
use crate::simulation::whole::team;
use crate::world::PASSPHRASE;

/// Devices that are there at once, at most.
const MOST_DEVICES: usize = 9;
/// Who is invited while a life goes on.
const NEWCOMERS: [&str; 4] = ["Kira", "Lev", "Mona", "Nils"];

impl Life {
    pub(super) fn is_admin(&mut self, who: usize) -> Result<bool, String> {
        let standing = self.standing(who)?;
        let admin = matches!(
            standing,
            Some(Standing::Open(Open {
                role: Role::Admin,
                ..
            }))
        );
        Ok(admin)
    }

    /// An admin who is not at something, from this one on.
    pub(super) fn admin(&mut self, who: usize) -> Result<Option<usize>, String> {
        self.from(who, |life, at| {
            Ok(life.is_admin(at)? && !life.seats[at].device.is_at_something())
        })
    }

    /// The next of those who have asked before it all began comes with the device.
    pub(super) fn come(&mut self) -> Result<(), String> {
        let here = self.seats.iter().filter(|seat| seat.fate == Fate::Here);
        if here.count() >= MOST_DEVICES {
            return Ok(());
        }
        if let Some((joiner, by)) = self.team.joiners.get(self.come) {
            self.come += 1;
            self.sit(joiner, Some(*by))?;
        }
        Ok(())
    }

    /// Somebody new is invited and asks. Both have a good line, since this costs half a second.
    pub(super) async fn invite(&mut self, who: usize) -> Result<(), String> {
        let here = self.seats.iter().filter(|seat| seat.fate == Fate::Here);
        let count = here.count();
        let Some(admin) = self.admin(who)? else {
            return Ok(());
        };
        if count >= MOST_DEVICES || self.seats[admin].device.away_until > self.now {
            return Ok(());
        }
        let made: Arc<Mutex<Option<InviteCreated>>> = Arc::default();
        let kept = Arc::clone(&made);
        self.seats[admin].device.begin_doing(async move |device| {
            let role = Role::Worker;
            let invite = device.answer(CreateInvite { role }).await.ok();
            if let Ok(mut kept) = kept.lock() {
                *kept = invite;
            }
        })?;
        self.until_at_rest(admin).await?;
        let made = made.lock().ok().and_then(|mut made| made.take());
        let Some(made) = made else {
            return Ok(());
        };
        let name = NEWCOMERS[self.seats.len() % NEWCOMERS.len()];
        let joiner = self.sit_down(name, &Copy::default(), [0; 32])?;
        self.seats[joiner].invited_by = Some(admin);
        self.seats[joiner].device.begin(AskToJoin {
            address: made.address,
            code: made.invite.code,
            my_name: name.into(),
            passphrase: PASSPHRASE.into(),
        })?;
        self.until_at_rest(joiner).await?;
        self.has_a_store(joiner)
    }

    /// The key of a store that was just made is found, so that it can be opened again.
    pub(super) fn has_a_store(&mut self, who: usize) -> Result<(), String> {
        let seat = &mut self.seats[who];
        if !seat.device.has_store() {
            seat.fate = Fate::GivenUp;
            seat.device.close();
            return Ok(());
        }
        let drawn = seat.device.pulse.keys().clone();
        let found = drawn
            .into_iter()
            .find(|key| team::open(&seat.device.home, key).is_ok());
        seat.device.key = found.ok_or("no key opens the new store")?;
        self.note_keys(who)
    }

    /// Those of them who stand at the door: some asked before it all began, and have not come yet.
    pub(super) fn who_waits(
        &mut self,
        joins: Vec<PendingJoin>,
    ) -> Result<Vec<PendingJoin>, String> {
        let mut names = Vec::new();
        for who in 0..self.seats.len() {
            if matches!(self.standing(who)?, Some(Standing::Joining(_))) {
                names.push(self.seats[who].device.name);
            }
        }
        let waits = |pending: &PendingJoin| names.contains(&pending.name.as_str());
        Ok(joins.into_iter().filter(waits).collect())
    }

    /// An admin lets in whoever asked first with an invite of theirs.
    pub(super) async fn let_in(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let Some(admin) = self.admin(who)? else {
            return Ok(());
        };
        let Some(Ok(page)) = self.seats[admin].device.ask(GetTeam {})? else {
            return Ok(());
        };
        let Some(pending) = self.who_waits(page.joins)?.into_iter().next() else {
            return Ok(());
        };
        self.seats[admin].device.begin(ApproveJoin {
            invite: pending.invite,
            words: pending.words,
        })?;
        self.carry(admin, luck).await
    }
}
