//! Devices are removed or lost, and what removed ones hand over is accepted or declined.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use doorstep_device::Device;
use doorstep_model::DeviceKey;
use doorstep_model::call::{
    AcceptHandedOver, ChangeRole, DeclineHandedOver, GetTeam, LookAtHandedOver, RemoveDevice,
    TeamDevice,
};
use doorstep_model::team::Role;
use doorstep_wire::id::DeviceId;

use super::seat::Fate;
use super::world::Life;

/// Devices that are left, at least, when one is removed or lost in passing.
const LEFT: usize = 3;

/// An admin looks at what a device handed over, and takes all of it.
pub(super) async fn accept_all(device: &Device, gone: DeviceKey) {
    let look = LookAtHandedOver {
        device: gone.clone(),
    };
    if let Ok(page) = device.answer(look).await {
        let accept = AcceptHandedOver {
            device: gone,
            seen: page.seen,
        };
        let _shown_by_what_is_left_then = device.answer(accept).await;
    }
}

impl Life {
    /// Whose device this is, by number.
    pub(super) fn seat_of(&self, device: &DeviceKey) -> Option<usize> {
        let id = DeviceId(device.to_bytes());
        self.seats.iter().position(|seat| seat.id == id)
    }

    /// Whether a device in the team is one that nobody has any more.
    pub(super) fn is_lost(&self, device: &TeamDevice) -> bool {
        let seat = self.seat_of(&device.device);
        seat.is_none_or(|seat| self.seats[seat].fate != Fate::Here)
    }

    pub(super) async fn remove(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let Some(admin) = self.admin(who)? else {
            return Ok(());
        };
        let Some(Ok(page)) = self.seats[admin].device.ask(GetTeam {})? else {
            return Ok(());
        };
        let others = page.devices.iter().filter(|device| !device.this_device);
        let (lost, here): (Vec<_>, Vec<_>) = others.partition(|device| self.is_lost(device));
        let many = here.len() >= LEFT && luck.is_multiple_of(3);
        let from = if many || lost.is_empty() {
            &here
        } else {
            &lost
        };
        let at = usize::try_from(luck >> 8).unwrap_or_default();
        let Some(at) = at.checked_rem(from.len()) else {
            return Ok(());
        };
        if !many && lost.is_empty() {
            return Ok(());
        }
        let device = from[at].device.clone();
        if let Some(seat) = self.seat_of(&device) {
            self.note_keys(seat)?;
        }
        self.seats[admin].device.begin(RemoveDevice { device })?;
        self.carry(admin, luck >> 4).await
    }

    pub(super) async fn change_role(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let Some(admin) = self.admin(who)? else {
            return Ok(());
        };
        let Some(Ok(page)) = self.seats[admin].device.ask(GetTeam {})? else {
            return Ok(());
        };
        let others: Vec<_> = page.devices.iter().filter(|one| !one.this_device).collect();
        let at = usize::try_from(luck >> 8).unwrap_or_default();
        let Some(at) = at.checked_rem(others.len()) else {
            return Ok(());
        };
        let role = match luck.is_multiple_of(4) {
            true => Role::Worker,
            false => Role::Admin,
        };
        let device = others[at].device.clone();
        self.seats[admin]
            .device
            .begin(ChangeRole { device, role })?;
        self.carry(admin, luck >> 4).await
    }

    /// One device is lost, unless few are left.
    pub(super) fn lose_device(&mut self, who: usize) -> Result<(), String> {
        let mut here = 0;
        for at in 0..self.seats.len() {
            here += usize::from(self.is_in(at)?);
        }
        if here > LEFT && self.is_in(who)? {
            self.is_gone(who)?;
            self.count_what_is_nowhere()?;
        }
        Ok(())
    }

    /// Every device is lost that is in the team or was.
    pub(super) fn lose_all(&mut self) -> Result<(), String> {
        for who in 0..self.seats.len() {
            if self.seats[who].fate == Fate::Here && self.seats[who].was_in {
                self.is_gone(who)?;
            }
        }
        self.count_what_is_nowhere()
    }

    fn is_gone(&mut self, who: usize) -> Result<(), String> {
        self.note_keys(who)?;
        let seat = &mut self.seats[who];
        seat.fate = Fate::Lost;
        seat.device.close();
        std::fs::remove_dir_all(&seat.device.home).map_err(crate::simulation::fault)?;
        self.story.lost += 1;
        Ok(())
    }

    /// What a removed device handed over, if an admin is told of any.
    fn handed_over(&mut self, who: usize) -> Result<Option<(usize, DeviceKey)>, String> {
        let Some(admin) = self.admin(who)? else {
            return Ok(None);
        };
        let Some(Ok(page)) = self.seats[admin].device.ask(GetTeam {})? else {
            return Ok(None);
        };
        Ok(page
            .handed_over
            .into_iter()
            .next()
            .map(|gone| (admin, gone)))
    }

    pub(super) async fn accept(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let Some((admin, gone)) = self.handed_over(who)? else {
            return Ok(());
        };
        self.seats[admin]
            .device
            .begin_doing(async move |device| accept_all(&device, gone).await)?;
        self.carry(admin, luck).await
    }

    pub(super) async fn decline(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let Some((admin, gone)) = self.handed_over(who)? else {
            return Ok(());
        };
        if self.seats[admin].device.away_until > self.now {
            return Ok(());
        }
        let whose = self.seat_of(&gone).ok_or("nobody's device")?;
        let done = Arc::new(AtomicBool::new(false));
        let is_done = Arc::clone(&done);
        let _carried_to_its_end = luck;
        self.seats[admin].device.begin_doing(async move |device| {
            let declined = device.answer(DeclineHandedOver { device: gone }).await;
            is_done.store(declined.is_ok(), Ordering::Relaxed);
        })?;
        // It may have come to the server though the device was killed before it heard so.
        self.seats[whose].declined = true;
        self.until_at_rest(admin).await?;
        self.story.declined += usize::from(done.load(Ordering::Relaxed));
        Ok(())
    }
}
