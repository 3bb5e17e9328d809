//! One world: what happens in it, step by step.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use std::path::PathBuf;

use doorstep_model::call::{
    AddHousehold, ApproveJoin, CheckJoin, ConnectServer, EditHousehold, GetSync, GetTeam,
    OpenHousehold, SyncNow, SyncState,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Strength, WhatMatters};
use doorstep_model::{DocKey, ItemId, ProblemCode};
use doorstep_wire::code::encode_code;
use doorstep_wire::encode;
use doorstep_wire::id::{ChunkId, DocId};
use doorstep_wire::refusal::{Refusal, RefusalCode};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tempfile::TempDir;

use super::device::{Backup, SimDevice};
use super::folder::{self, Copy};
use super::ledger::Ledger;
use super::lies::{lie, splice};
use super::network::{Mail, Network};
use super::office::Office;
use super::plan::{Step, Trouble, What};
use super::poison::{Fate, poison};
use super::team::{BEGIN, MEMBERS, Team};
use super::{Planted, Story, plant, team};
use crate::simulation::fault;

const MOST_DEVICES: usize = 8;
const MOST_HOUSEHOLDS: usize = 3;
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
    team: &'static Team,
    pub(super) now: i64,
    pub(super) office: Office,
    pub(super) ledger: Ledger,
    pub(super) network: Network,
    pub(super) devices: Vec<SimDevice>,
    /// Those of the team who have not been given a device in this world.
    joiners: std::ops::Range<usize>,
    pub(super) households: Vec<Household>,
    pub(super) saved: Vec<SavedEdit>,
    pub(super) set_aside: Vec<ChunkId>,
    pub(super) held_back: Vec<ChunkId>,
    server_copy: Option<Copy>,
    pub(super) sessions_end: Vec<bool>,
    pub(super) copies: usize,
    set_back: usize,
    pushes: usize,
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
        }
        Ok(who)
    }

    pub(super) fn set_time(&mut self, who: usize) {
        let device = &self.devices[who];
        device.pulse.set(self.now + device.clock_off_ms);
    }

    /// The next of the team gets a device.
    fn give_device(&mut self) -> Result<(), String> {
        let Some(member) = self
            .joiners
            .next()
            .and_then(|next| self.team.devices.get(next))
        else {
            return Ok(());
        };
        self.add_device(member.name, &member.home, member.key)
    }

    fn add_device(
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

    fn begin_household(&mut self, who: usize, luck: u64) -> Result<(), String> {
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
    fn opened(&mut self, who: usize, first: usize, look: bool) -> Result<Option<DocKey>, String> {
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

    fn keep(&mut self, who: usize, household: DocKey, marker: String, steps: Vec<String>) {
        self.devices[who].edits.push(self.saved.len());
        self.saved.push(SavedEdit {
            household,
            marker,
            steps,
            lost: false,
        });
    }

    pub(super) fn exchange(&mut self, who: usize) -> Result<(), String> {
        let device = &mut self.devices[who];
        if device.is_at_something() {
            return device.go_on();
        }
        if device.is_in()? {
            if self.trouble.planted == Some(Planted::ForgetsToSend) {
                Planted::ForgetsToSend
                    .sql()
                    .map_or(Ok(()), |sql| tamper(device, sql))?;
            }
            device.exchange()
        } else {
            device.begin(CheckJoin {})
        }
    }

    /// Something arrives; answers whose device it was about.
    pub(super) async fn deliver(&mut self, luck: u64) -> Result<Option<usize>, String> {
        let Some(mail) = self.network.take(luck) else {
            return Ok(None);
        };
        let whose = mail.whose();
        if self.devices[whose].away_until > self.now {
            drop(mail);
        } else {
            self.arrive(mail).await?;
        }
        self.set_time(whose);
        self.devices[whose].go_on()?;
        Ok(Some(whose))
    }

    pub(super) async fn arrive(&mut self, mail: Mail) -> Result<(), String> {
        let (from, asked, reply) = match mail {
            Mail::Answer {
                answered, reply, ..
            } => {
                // Who gave up in the meantime does not hear it.
                let _nobody_waits = reply.send(answered);
                return Ok(());
            }
            Mail::Request { from, asked, reply } => (from, asked, reply),
        };
        let path = asked.path.clone();
        let ended = asked.token.is_some() && std::mem::take(&mut self.sessions_end[from]);
        let answered = if ended {
            let refusal = Refusal::new(RefusalCode::NoSession, "This session is over.");
            Some(doorstep_device::Answered {
                status: refusal.code.status(),
                body: encode(&refusal),
            })
        } else {
            self.office.answer(asked).await
        };
        self.ledger.read_on()?;
        if self.trouble.planted == Some(Planted::ServerForgets) && path.ends_with("/sync") {
            self.pushes += 1;
            if self.pushes.is_multiple_of(9) {
                self.ledger.forget_newest()?;
            }
        }
        if let (Some(mut answered), Some(reply)) = (answered, reply) {
            plant::edit(self.trouble.planted, &path, &mut answered);
            self.network.mail().push(Mail::Answer {
                to: from,
                path,
                answered,
                reply,
            });
        }
        Ok(())
    }

    fn lose(&mut self, luck: u64) -> Result<Option<usize>, String> {
        let lost = self.network.take(luck);
        let whose = lost.as_ref().map(Mail::whose);
        drop(lost);
        if let Some(whose) = whose {
            self.set_time(whose);
            self.devices[whose].go_on()?;
        }
        Ok(whose)
    }

    pub(super) fn give_up(&mut self, who: usize) -> Result<(), String> {
        self.network.give_up(who);
        self.devices[who].go_on()
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

    /// A device runs on from the copy of its folder. What only it had is lost, and nothing else.
    fn restore(&mut self, who: usize) -> Result<(), String> {
        let Some(backup) = self.devices[who].backup.take() else {
            return Ok(());
        };
        self.devices[who].restore(&backup.files)?;
        self.copies += 1;
        self.devices[who].edits.truncate(backup.edits);
        self.devices[who].backup = Some(backup);
        if self.trouble.planted == Some(Planted::RestoredInSecret) {
            return Ok(());
        }
        self.count_losses()
    }

    fn clone_device(&mut self, who: usize) -> Result<(), String> {
        if self.devices.len() >= MOST_DEVICES || !self.devices[who].is_in()? {
            return Ok(());
        }
        let (files, key) = (self.devices[who].copy()?, self.devices[who].key);
        let name = self.devices[who].name;
        self.add_device(name, &files, key)?;
        self.copies += 1;
        let edits = self.devices[who].edits.clone();
        let clock_off_ms = self.devices[who].clock_off_ms;
        if let Some(twin) = self.devices.last_mut() {
            (twin.edits, twin.clock_off_ms) = (edits, clock_off_ms);
        }
        Ok(())
    }

    async fn poison(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let author = self.team.devices.get(who % MEMBERS);
        let author = author
            .and_then(|member| member.identity())
            .ok_or("no member")?;
        let at = usize::try_from(luck).unwrap_or_default() % self.households.len();
        let about = (doc(&self.households[at].id), luck);
        match poison(&self.office, &self.ledger, &author, about).await? {
            Some((chunk, Fate::SetAside)) => self.set_aside.push(chunk),
            Some((chunk, Fate::HeldBack)) => self.held_back.push(chunk),
            None => {}
        }
        self.ledger.read_on()
    }

    fn lie(&mut self, what: What, luck: u64) {
        let mut mail = self.network.mail();
        for mail in mail.iter_mut() {
            if let Mail::Answer { path, answered, .. } = mail {
                if what == What::Lie {
                    lie(path, answered, luck);
                } else {
                    splice(path, answered, luck);
                }
                return;
            }
        }
    }

    async fn restore_server(&mut self) -> Result<(), String> {
        let Some(copy) = &self.server_copy else {
            return Ok(());
        };
        self.ledger.close()?;
        self.office.restore(copy).await?;
        self.server_was_set_back()
    }

    async fn wipe_server(&mut self) -> Result<(), String> {
        self.ledger.close()?;
        self.office.wipe().await?;
        self.server_was_set_back()
    }

    fn server_was_set_back(&mut self) -> Result<(), String> {
        self.set_back += 1;
        self.ledger.reopen(&self.office.database())?;
        self.count_losses()
    }

    /// Whoever looks after the server sees to what it asks for.
    fn at_the_office(&mut self) -> Result<(), String> {
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

    /// What a device's screens say is true; now and then what they say of a household as well.
    fn says_the_truth(&mut self, who: usize, number: usize) -> Result<(), String> {
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

fn is_not_here(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::NotHere | ProblemCode::NoTeam)
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
