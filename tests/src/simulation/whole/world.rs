//! One world: what happens in it, step by step.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use std::path::PathBuf;

use doorstep_model::DocKey;
use doorstep_model::call::SyncNow;
use doorstep_wire::id::{ChunkId, DocId};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tempfile::TempDir;

use super::device::{Backup, SimDevice};
use super::folder::{self, Copy};
use super::ledger::Ledger;
use super::network::Network;
use super::office::Office;
use super::plan::{Step, Trouble, What};
use super::team::{BEGIN, MEMBERS, Team};
use super::{Story, team};
use crate::simulation::fault;

pub(super) const MOST_DEVICES: usize = 8;
pub(super) const MOST_HOUSEHOLDS: usize = 3;
/// How long a device is out of reach: some 60 steps.
const AWAY_MS: i64 = 150_000;
/// Ten years: how far a clock may be off, either way.
const CLOCK_OFF_MS: i64 = 10 * 365 * 24 * 60 * 60 * 1000;

/// An edit that was called saved.
pub(super) struct SavedEdit {
    pub(super) household: DocKey,
    /// A word that stands in it and nowhere else.
    pub(super) marker: String,
    /// Its changes, by name.
    pub(super) steps: Vec<String>,
    /// It was on a device alone that was put back to a copy from before.
    pub(super) lost: bool,
}

/// A household that somebody began.
pub(super) struct Household {
    pub(super) id: DocKey,
    pub(super) lost: bool,
}

pub(super) struct World {
    pub(super) folder: TempDir,
    pub(super) seed: u64,
    pub(super) trouble: Trouble,
    pub(super) team: &'static Team,
    pub(super) now: i64,
    pub(super) office: Office,
    pub(super) ledger: Ledger,
    pub(super) network: Network,
    pub(super) devices: Vec<SimDevice>,
    /// Those of the team who have not been given a device in this world.
    pub(super) joiners: std::ops::Range<usize>,
    pub(super) households: Vec<Household>,
    pub(super) saved: Vec<SavedEdit>,
    pub(super) set_aside: Vec<ChunkId>,
    pub(super) held_back: Vec<ChunkId>,
    pub(super) server_copy: Option<Copy>,
    pub(super) sessions_end: Vec<bool>,
    pub(super) copies: usize,
    pub(super) set_back: usize,
    pub(super) bodies: u64,
    pub(super) pushes: usize,
}

impl World {
    pub(super) async fn begin(
        seed: u64,
        team: &'static Team,
        trouble: Trouble,
    ) -> Result<Self, String> {
        let folder = folder::temporary().map_err(fault)?;
        let office = Office::open(&folder.path().join("server"), &team.server).await?;
        let epoch_key = team.epoch_key().ok_or("no epoch key")?;
        let mut ledger = Ledger::of(&office.database(), epoch_key)?;
        ledger.read_on()?;
        let mut world = Self {
            folder,
            seed,
            trouble,
            team,
            now: BEGIN,
            office,
            ledger,
            network: Network::default(),
            devices: Vec::new(),
            joiners: 0..team.devices.len(),
            households: Vec::new(),
            saved: Vec::new(),
            set_aside: Vec::new(),
            held_back: Vec::new(),
            server_copy: None,
            sessions_end: Vec::new(),
            copies: 0,
            set_back: 0,
            bodies: 0,
            pushes: 0,
        };
        for _ in 0..MEMBERS {
            world.give_device()?;
        }
        world.begin_household(0, 0)?;
        Ok(world)
    }

    /// Lives these steps, heals, and tells what happened.
    pub(super) async fn live(mut self, steps: &[Step]) -> Result<Story, String> {
        for (number, step) in steps.iter().enumerate() {
            let who = self.step(step).await;
            who.and_then(|who| self.says_the_truth(who, number))
                .map_err(|what| format!("step {number} ({step}): {what}"))?;
        }
        self.heal().await?;
        self.check()
    }

    pub(super) fn story(&self, devices: usize, poisonous: u32) -> Result<Story, String> {
        Ok(Story {
            devices,
            households: self.must_be_there().count(),
            saved: self.saved.iter().filter(|edit| !edit.lost).count(),
            kills: self.devices.iter().map(|device| device.kills).sum(),
            copies: self.copies,
            set_back: self.set_back,
            bodies: self.bodies,
            poisonous,
            end: self.ledger.end()?.1,
        })
    }

    /// Households that every device must have in the end.
    pub(super) fn must_be_there(&self) -> impl Iterator<Item = &Household> {
        self.households.iter().filter(|household| !household.lost)
    }

    async fn step(&mut self, step: &Step) -> Result<usize, String> {
        self.now += i64::from(step.after_ms);
        let who = usize::from(step.who) % self.devices.len();
        let Step { luck, .. } = *step;
        self.set_time(who);
        match step.what {
            What::Write => self.write(who, luck)?,
            What::Begin => self.begin_household(who, luck)?,
            What::Exchange => self.exchange(who)?,
            What::PressSync => {
                if self.devices[who].is_in()? {
                    self.devices[who].begin(SyncNow {})?;
                }
            }
            What::Deliver => {
                let mut whose = None;
                for turn in 0..=luck % 4 {
                    whose = self.deliver(luck.rotate_right(8) ^ turn).await?.or(whose);
                }
                return Ok(whose.unwrap_or(who));
            }
            What::Lose => return self.lose(luck).map(|whose| whose.unwrap_or(who)),
            What::Repeat => self.network.repeat(luck),
            What::GiveUp => self.give_up(who)?,
            What::Kill => self.devices[who].kill()?,
            What::KillSoon => {
                self.devices[who].device()?;
                let looks = i64::try_from(luck % 40).unwrap_or_default();
                self.devices[who].pulse.stop_after(looks);
            }
            What::Away => self.devices[who].away_until = self.now + AWAY_MS,
            What::SetClock => {
                let mut rng = StdRng::seed_from_u64(luck);
                self.devices[who].clock_off_ms = rng.random_range(-CLOCK_OFF_MS..CLOCK_OFF_MS);
            }
            What::EndSessions => self.sessions_end.fill(true),
            What::RestartServer => {
                self.office.restart().await?;
                self.network.mail().clear();
                for who in 0..self.devices.len() {
                    self.devices[who].go_on()?;
                }
            }
            What::LetIn => self.at_the_office()?,
            What::Copy => {
                let files = self.devices[who].copy()?;
                let edits = self.devices[who].edits.len();
                self.devices[who].backup = Some(Backup { files, edits });
            }
            What::Restore => self.restore(who)?,
            What::Clone => self.clone_device(who)?,
            What::Poison => self.poison(who, luck).await?,
            What::Lie | What::Splice => self.lie(step.what, luck),
            What::CopyServer => self.server_copy = Some(self.office.copy()?),
            What::RestoreServer => self.restore_server().await?,
            What::WipeServer => self.wipe_server().await?,
            What::DropBodies => self.drop_bodies().await?,
        }
        Ok(who)
    }

    pub(super) fn set_time(&mut self, who: usize) {
        let device = &self.devices[who];
        device.pulse.set(self.now + device.clock_off_ms);
    }

    /// The next of the team gets a device.
    pub(super) fn give_device(&mut self) -> Result<(), String> {
        let Some(member) = self
            .joiners
            .next()
            .and_then(|next| self.team.devices.get(next))
        else {
            return Ok(());
        };
        self.add_device(member.name, &member.home, member.key)
    }

    pub(super) fn add_device(
        &mut self,
        name: &'static str,
        files: &Copy,
        key: [u8; 32],
    ) -> Result<(), String> {
        let number = self.devices.len();
        let home: PathBuf = self.folder.path().join(format!("device {number}"));
        let device = SimDevice::new((number, home, name), files, key, &self.network, self.seed)?;
        self.devices.push(device);
        self.sessions_end.push(false);
        Ok(())
    }
}

/// The document of a household.
pub(super) fn doc(id: &DocKey) -> DocId {
    DocId(id.to_bytes())
}

/// Opens the store of a device that does not run, for a control.
pub(super) fn tamper(device: &mut SimDevice, sql: &str) -> Result<(), String> {
    device.close();
    let store = team::open(&device.home, &device.key).map_err(fault)?;
    store.execute_batch(sql).map_err(fault)
}
