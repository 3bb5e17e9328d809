//! One life: who is there, and what happens, step by step.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use doorstep_model::DocKey;
use doorstep_model::call::{GetStanding, Standing};
use doorstep_replica::Identity;
use doorstep_replica::crypto::key::SecretKey;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DeviceId};
use tempfile::TempDir;

use super::keyring::Keyring;
use super::last_word::LastWord;
use super::plan::{Step, What};
use super::plant::Planted;
use super::seat::{Fate, Papers, SavedEdit, Seat};
use super::sequence::Sequence;
use super::story::Story;
use super::team::Team;
use crate::simulation::fault;
use crate::simulation::whole::device::SimDevice;
use crate::simulation::whole::folder::{self, Copy};
use crate::simulation::whole::network::Network;
use crate::simulation::whole::office::Office;
use crate::simulation::whole::team::{BEGIN, Member};

/// How long a device is out of reach: some 40 steps.
const AWAY_MS: i64 = 100_000;

pub(super) struct Life {
    pub(super) folder: TempDir,
    pub(super) seed: u64,
    pub(super) planted: Option<Planted>,
    pub(super) team: &'static Team,
    pub(super) now: i64,
    pub(super) office: Office,
    pub(super) network: Network,
    pub(super) seats: Vec<Seat>,
    /// How many of those who have asked, and of those with the first paper, have come.
    pub(super) come: usize,
    pub(super) with_paper: usize,
    pub(super) households: Vec<DocKey>,
    pub(super) saved: Vec<SavedEdit>,
    pub(super) papers: Papers,
    pub(super) backup: Option<PathBuf>,
    pub(super) sessions_end: Vec<bool>,
    /// Every chunk that was at the server before it was restored: whoever has it kept copies.
    pub(super) ever: BTreeMap<ChunkId, SealedChunk>,
    /// What was said last of who can open a household.
    pub(super) last: Option<LastWord>,
    /// How long the membership log was as the life began.
    pub(super) entries_at_first: usize,
    pub(super) story: Story,
    /// What happened so far, if that is to be told.
    pub(super) told: String,
}

impl Life {
    pub(super) async fn begin(
        seed: u64,
        team: &'static Team,
        planted: Option<Planted>,
    ) -> Result<Self, String> {
        let folder = folder::temporary().map_err(fault)?;
        let office = Office::open(&folder.path().join("server"), &team.server).await?;
        let papers = Papers::default();
        papers.all().push(team.words.clone());
        let mut life = Self {
            folder,
            seed,
            planted,
            team,
            now: BEGIN,
            office,
            network: Network::default(),
            seats: Vec::new(),
            come: 0,
            with_paper: 0,
            households: Vec::new(),
            saved: Vec::new(),
            papers,
            backup: None,
            sessions_end: Vec::new(),
            ever: BTreeMap::new(),
            last: None,
            entries_at_first: 0,
            story: Story::default(),
            told: String::new(),
        };
        life.entries_at_first = Sequence::of(&life.office.database())?.log.len();
        for member in &team.members {
            life.sit(member, None)?;
        }
        life.begin_household(0, 0)?;
        Ok(life)
    }

    /// Somebody comes with a device.
    pub(super) fn sit(
        &mut self,
        member: &'static Member,
        invited_by: Option<usize>,
    ) -> Result<usize, String> {
        let who = self.sit_down(member.name, &member.home, member.key)?;
        self.seats[who].invited_by = invited_by;
        self.seats[who].id = member.identity().ok_or("no identity")?.device_id();
        Ok(who)
    }

    /// A device over these files.
    pub(super) fn sit_down(
        &mut self,
        name: &'static str,
        files: &Copy,
        key: [u8; 32],
    ) -> Result<usize, String> {
        let number = self.seats.len();
        let home: PathBuf = self.folder.path().join(format!("device {number}"));
        let device = SimDevice::new((number, home, name), files, key, &self.network, self.seed)?;
        self.seats.push(Seat {
            device,
            id: DeviceId([0; 16]),
            fate: Fate::Here,
            was_in: false,
            ring: Keyring::default(),
            invited_by: None,
            words: None,
            declined: false,
        });
        self.sessions_end.push(false);
        self.set_time(number);
        Ok(number)
    }

    /// Lives these steps, heals, and tells what happened.
    pub(super) async fn live(mut self, steps: &[Step]) -> Result<Story, String> {
        for (number, step) in steps.iter().enumerate() {
            self.tell_step(number, step)?;
            self.step(step)
                .await
                .map_err(|what| format!("step {number} ({step}): {what}"))?;
        }
        self.heal().await?;
        self.last_word().await?;
        self.check()
    }

    async fn step(&mut self, step: &Step) -> Result<(), String> {
        self.now += i64::from(step.after_ms);
        let who = usize::from(step.who) % self.seats.len();
        let Step { luck, .. } = *step;
        self.set_time(who);
        match step.what {
            What::Write => self.write(who, luck),
            What::Begin => self.begin_household(who, luck),
            What::Exchange => self.exchange(who),
            What::Deliver => self.deliver_some(luck).await,
            What::GoodLine => self.good_line(who).await,
            What::LoseMail => self.lose_mail(luck),
            What::GiveUp => self.give_up(who),
            What::Kill => self.kill(who),
            What::KillSoon => self.kill_soon(who, luck),
            What::Away => {
                self.seats[who].device.away_until = self.now + AWAY_MS;
                Ok(())
            }
            What::EndSessions => {
                self.sessions_end.fill(true);
                Ok(())
            }
            What::RestartServer => self.restart_server().await,
            What::Come => self.come(),
            What::Invite => self.invite(who).await,
            What::LetIn => self.let_in(who, luck).await,
            What::Remove => self.remove(who, luck).await,
            What::ChangeRole => self.change_role(who, luck).await,
            What::LoseDevice => self.lose_device(who),
            What::LoseAll => self.lose_all(),
            What::Recover => self.recover(luck).await,
            What::NewWords => self.new_words(who, luck).await,
            What::SetOpeners => self.set_openers(who, luck),
            What::Erase => self.erase(who, luck).await,
            What::Accept => self.accept(who, luck).await,
            What::Decline => self.decline(who, luck).await,
            What::CopyServer => self.copy_server().await,
            What::RestoreServer => self.restore_server().await,
        }
    }

    pub(super) fn set_time(&mut self, who: usize) {
        self.seats[who].device.pulse.set(self.now);
    }

    /// Where a device stands; nowhere if it is gone, or was killed over the question.
    pub(super) fn standing(&mut self, who: usize) -> Result<Option<Standing>, String> {
        if self.seats[who].fate != Fate::Here {
            return Ok(None);
        }
        self.set_time(who);
        let said = self.seats[who].device.ask(GetStanding {})?;
        let standing = said.transpose().map_err(|problem| problem.to_string())?;
        self.seats[who].was_in |= matches!(standing, Some(Standing::Open(_)));
        let is_gone = matches!(standing, Some(Standing::Cleared { .. } | Standing::Fresh));
        if is_gone {
            let was_in = self.seats[who].was_in;
            let gone = if was_in { Fate::Cleared } else { Fate::GivenUp };
            self.seats[who].fate = gone;
            self.seats[who].device.close();
            return Ok(None);
        }
        Ok(standing)
    }

    /// Whether it is in the team, as far as it knows.
    pub(super) fn is_in(&mut self, who: usize) -> Result<bool, String> {
        Ok(matches!(self.standing(who)?, Some(Standing::Open(_))))
    }

    /// The first, from this one on, of whom this is so.
    pub(super) fn from(
        &mut self,
        who: usize,
        mut is: impl FnMut(&mut Self, usize) -> Result<bool, String>,
    ) -> Result<Option<usize>, String> {
        let count = self.seats.len();
        for at in who..who + count {
            if is(self, at % count)? {
                return Ok(Some(at % count));
            }
        }
        Ok(None)
    }

    /// The keys that lie in a device's store now are remembered as its.
    pub(super) fn note_keys(&mut self, who: usize) -> Result<(), String> {
        let seat = &mut self.seats[who];
        if seat.fate == Fate::Here && seat.device.has_store() {
            seat.ring.take(&seat.device.home, &seat.device.key)?;
            if let Some(seed) = SecretKey::from_bytes(&seat.ring.seed) {
                seat.id = Identity::from_seed(seed).device_id();
            }
        }
        Ok(())
    }
}
