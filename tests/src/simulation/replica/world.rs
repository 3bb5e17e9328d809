//! One world: who does what next, and what the network does to messages.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use doorstep_wire::id::DocId;
use doorstep_wire::refusal::RefusalCode;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::device::SimDevice;
use super::server::{Answer, Ask, SimServer};
use super::{Story, Trouble, team};

const MOST_DEVICES: usize = 8;
/// How long a device is out of reach: some 80 steps.
const AWAY_MS: i64 = 200_000;
const MOST_DOCUMENTS: usize = 3;

pub(super) enum Message {
    Request {
        from: usize,
        number: u64,
        ask: Ask,
    },
    Reply {
        to: usize,
        number: u64,
        answer: Answer,
    },
}

pub(super) struct World {
    pub(super) rng: StdRng,
    pub(super) trouble: Trouble,
    pub(super) now: i64,
    pub(super) server: SimServer,
    pub(super) devices: Vec<SimDevice>,
    pub(super) network: Vec<Message>,
    pub(super) requests: u64,
    pub(super) documents: Vec<DocId>,
    pub(super) saved: Vec<(DocId, String)>,
    crashes: usize,
}

impl World {
    pub(super) fn new(seed: u64, trouble: Trouble) -> Result<Self, String> {
        let mut rng = StdRng::seed_from_u64(seed);
        let (founder, genesis) = team::founder(&mut rng)?;
        let mut world = Self {
            server: SimServer::new(&genesis, trouble.planted)?,
            devices: vec![founder],
            rng,
            trouble,
            now: 1_790_000_000_000,
            network: Vec::new(),
            requests: 0,
            documents: Vec::new(),
            saved: Vec::new(),
            crashes: 0,
        };
        for _ in 0..world.rng.random_range(2..MOST_DEVICES - 2) {
            world.let_in()?;
        }
        world.create(0)?;
        Ok(world)
    }

    /// Lives this many steps, heals, and tells what happened.
    pub(super) fn live(mut self, steps: usize) -> Result<Story, String> {
        for _ in 0..steps {
            self.step()?;
        }
        self.heal()?;
        self.check()?;
        Ok(Story {
            devices: self.devices.len(),
            documents: self.documents.len(),
            saved: self.saved.len(),
            acknowledged: self
                .devices
                .iter()
                .map(|device| device.acknowledged.len())
                .sum(),
            crashes: self.crashes,
            end: self.server.head().chain,
        })
    }

    fn step(&mut self) -> Result<(), String> {
        self.now += self.rng.random_range(1..5_000);
        let who = self.rng.random_range(0..self.devices.len());
        match self.rng.random_range(0..100) {
            0..12 => self.edit(who)?,
            12..14 if self.documents.len() < MOST_DOCUMENTS => self.create(who)?,
            14..16 if self.devices.len() < MOST_DEVICES => self.let_in()?,
            16..17 => self.devices[who].set_clock(&mut self.rng),
            17..50 => self.turn(who)?,
            _ => self.deliver()?,
        }
        if self.chance(self.trouble.away) {
            self.devices[who].away_until = self.now + AWAY_MS;
        }
        // Most crashes come while something is written or taken in; these come at any time.
        if self.chance(self.trouble.crash) && self.chance(10) {
            self.crashes += 1;
            self.devices[who].crash(&mut self.rng)?;
        }
        Ok(())
    }

    fn chance(&mut self, per_cent: u32) -> bool {
        self.rng.random_range(0..100) < per_cent
    }

    fn create(&mut self, who: usize) -> Result<(), String> {
        let id = DocId(self.rng.random());
        self.documents.push(id);
        self.devices[who].create(id, self.now, &mut self.rng)
    }

    fn let_in(&mut self) -> Result<(), String> {
        let Some(admin) = self.devices.first_mut() else {
            return Ok(());
        };
        let joined = team::let_in(admin, &mut self.server, &mut self.rng)?;
        self.devices.extend(joined);
        Ok(())
    }

    fn edit(&mut self, who: usize) -> Result<(), String> {
        let crashes = self.chance(self.trouble.crash);
        let device = &mut self.devices[who];
        let Some(id) = device.any_document(&mut self.rng) else {
            return Ok(());
        };
        let marker = format!("saved {} by {who}", self.saved.len());
        let planted = self.trouble.planted;
        let said = device.edit(id, &marker, self.now, crashes, planted, &mut self.rng)?;
        self.crashes += usize::from(crashes);
        if said {
            self.saved.push((id, marker));
        }
        Ok(())
    }

    /// A device does what its state machine says, or loses patience with an answer.
    fn turn(&mut self, who: usize) -> Result<(), String> {
        let patient = !self.chance(30);
        let device = &mut self.devices[who];
        if device.away_until > self.now || device.waiting.is_some() {
            if !patient {
                device.give_up(self.now);
            }
            return Ok(());
        }
        self.requests += 1;
        let (number, planted) = (self.requests, self.trouble.planted);
        let ask = device.ask(number, self.now, planted, &mut self.rng)?;
        if let Some(ask) = ask {
            self.send_request(Message::Request {
                from: who,
                number,
                ask: ask.clone(),
            });
            if self.chance(self.trouble.duplicate) {
                self.send_request(Message::Request {
                    from: who,
                    number,
                    ask,
                });
            }
        }
        Ok(())
    }

    fn send_request(&mut self, message: Message) {
        if !self.chance(self.trouble.drop) {
            self.network.push(message);
        }
    }

    /// Delivers any message that is under way, not the oldest.
    fn deliver(&mut self) -> Result<(), String> {
        if self.network.is_empty() {
            return Ok(());
        }
        let at = self.rng.random_range(0..self.network.len());
        match self.network.swap_remove(at) {
            Message::Request { from, number, ask } => {
                let answer = self.answer(from, &ask);
                self.send_request(Message::Reply {
                    to: from,
                    number,
                    answer,
                });
            }
            Message::Reply { to, number, answer } => {
                let crashes = self.chance(self.trouble.crash);
                let planted = self.trouble.planted;
                let (device, rng) = (&mut self.devices[to], &mut self.rng);
                let crashed = device.take(number, answer, self.now, crashes, planted, rng)?;
                self.crashes += usize::from(crashed);
            }
        }
        Ok(())
    }

    pub(super) fn answer(&mut self, from: usize, ask: &Ask) -> Answer {
        let ends = !matches!(ask, Ask::Session) && self.chance(self.trouble.session_ends);
        if ends {
            return Answer::Refused(RefusalCode::NoSession);
        }
        self.server
            .answer(self.devices[from].identity.device_id(), ask)
    }
}
