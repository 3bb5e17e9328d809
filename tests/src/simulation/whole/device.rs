//! A real device with its folder: it runs, is killed, and is opened again from what lies there.

use std::collections::HashMap;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use doorstep_device::{Answer, Device, Outside};
use doorstep_model::call::{Call, GetStanding, Standing};
use doorstep_model::id::Heads;
use doorstep_model::{DocKey, Problem};

use super::folder::Copy;
use super::network::{Cable, Network};
use super::pulse::{Crash, Pulse};
use crate::simulation::fault;

/// Far fewer than an office's devices wait for, so that there are many snapshots.
const SNAPSHOT_AFTER: u32 = 3;

type Doing = Pin<Box<dyn Future<Output = ()>>>;

/// A copy of the folder, and how many of this device's edits there were then.
pub(super) struct Backup {
    pub(super) files: Copy,
    pub(super) edits: usize,
}

/// One device of the world.
pub(super) struct SimDevice {
    number: usize,
    pub(super) home: PathBuf,
    /// Whose it is, as the team's record says.
    pub(super) name: &'static str,
    pub(super) key: [u8; 32],
    network: Network,
    pub(super) pulse: Pulse,
    seed: u64,
    openings: u64,
    running: Option<Arc<Device>>,
    doing: Vec<Doing>,
    /// How far its clock is off, in milliseconds.
    pub(super) clock_off_ms: i64,
    /// Out of reach until then, by the world's clock.
    pub(super) away_until: i64,
    pub(super) backup: Option<Backup>,
    /// Which of the world's edits were called saved by it, in order.
    pub(super) edits: Vec<usize>,
    /// What its screens showed last of each household.
    pub(super) shown: HashMap<DocKey, Heads>,
    pub(super) kills: usize,
}

impl SimDevice {
    /// A device over these files; it is opened when it is first needed.
    pub(super) fn new(
        (number, home, name): (usize, PathBuf, &'static str),
        files: &Copy,
        key: [u8; 32],
        network: &Network,
        seed: u64,
    ) -> Result<Self, String> {
        files.put(&home).map_err(fault)?;
        Ok(Self {
            number,
            home,
            name,
            key,
            network: network.clone(),
            pulse: Pulse::new(),
            seed: seed ^ u64::try_from(number).unwrap_or_default().rotate_left(32),
            openings: 0,
            running: None,
            doing: Vec::new(),
            clock_off_ms: 0,
            away_until: 0,
            backup: None,
            edits: Vec::new(),
            shown: HashMap::new(),
            kills: 0,
        })
    }

    /// It, running.
    pub(super) fn device(&mut self) -> Result<Arc<Device>, String> {
        if let Some(running) = &self.running {
            return Ok(Arc::clone(running));
        }
        let left = self.pulse.clone();
        left.go_on();
        self.openings += 1;
        let clock = self.pulse.clone();
        let outside = Outside::system(move || clock.look())
            .with_randomness(self.pulse.randomness(self.seed ^ self.openings))
            .with_snapshots_after(SNAPSHOT_AFTER)
            .with_grace(0)
            .with_way(Cable {
                device: self.number,
                network: self.network.clone(),
            });
        let device = Arc::new(Device::within(self.home.clone(), outside));
        if self.has_store() {
            let opened = device.unlock_with_key(&self.key);
            opened.map_err(|problem| format!("it can't be opened: {problem}"))?;
        }
        self.running = Some(Arc::clone(&device));
        Ok(device)
    }

    /// Asks for something that needs no network; `None` if it was killed over it.
    pub(super) fn ask<C: Call + 'static>(
        &mut self,
        call: C,
    ) -> Result<Option<Result<C::Reply, Problem>>, String>
    where
        Device: Answer<C>,
    {
        let device = self.device()?;
        let polled = survive(|| {
            let asked = pin!(device.answer(call));
            asked.poll(&mut Context::from_waker(Waker::noop()))
        });
        match polled {
            Some(Poll::Ready(reply)) => Ok(Some(reply)),
            Some(Poll::Pending) => Err(format!("{} waits for something", C::NAME)),
            None => {
                drop(device);
                self.kill()?;
                Ok(None)
            }
        }
    }

    /// Asks for something that needs the network; the world does not look at the reply.
    pub(super) fn begin<C: Call + 'static>(&mut self, call: C) -> Result<(), String>
    where
        Device: Answer<C>,
    {
        self.begin_doing(async move |device| {
            let _shown_by_what_the_device_is_then = device.answer(call).await;
        })
    }

    /// Begins something that takes more than one call, and the network.
    pub(super) fn begin_doing(
        &mut self,
        what: impl AsyncFnOnce(Arc<Device>) + 'static,
    ) -> Result<(), String> {
        let device = self.device()?;
        self.doing.push(Box::pin(async move { what(device).await }));
        self.go_on()
    }

    /// Whether there is a store in its folder; none is there before somebody joins, and after a removed device
    /// has handed over.
    pub(super) fn has_store(&self) -> bool {
        self.home.join("team").join("store.db").exists()
    }

    /// Does what the state machine says, unless it is at something.
    pub(super) fn exchange(&mut self) -> Result<(), String> {
        if self.doing.is_empty() {
            let device = self.device()?;
            self.doing.push(Box::pin(async move {
                device.exchange().await;
            }));
        }
        self.go_on()
    }

    /// Whether it waits for the network.
    pub(super) fn is_at_something(&self) -> bool {
        !self.doing.is_empty()
    }

    /// Goes on with what it was doing, as far as it gets.
    pub(super) fn go_on(&mut self) -> Result<(), String> {
        let mut context = Context::from_waker(Waker::noop());
        // Each may have waited for another one's turn to end, so all are asked until none gets on.
        loop {
            let before = self.doing.len();
            let mut rest = Vec::with_capacity(before);
            for mut doing in std::mem::take(&mut self.doing) {
                match survive(|| doing.as_mut().poll(&mut context)) {
                    Some(Poll::Ready(())) => {}
                    Some(Poll::Pending) => rest.push(doing),
                    None => {
                        drop((doing, rest));
                        return self.kill();
                    }
                }
            }
            self.doing = rest;
            if self.doing.len() == before || self.doing.is_empty() {
                return Ok(());
            }
        }
    }

    /// It is gone at this moment. What closing it would still write is taken back.
    pub(super) fn kill(&mut self) -> Result<(), String> {
        let files = Copy::of(&self.home).map_err(fault)?;
        self.close();
        self.kills += 1;
        files.put(&self.home).map_err(fault)
    }

    /// Its folder, as a backup program copies it.
    pub(super) fn copy(&self) -> Result<Copy, String> {
        Copy::of(&self.home).map_err(fault)
    }

    /// It runs on from an earlier copy of its folder.
    pub(super) fn restore(&mut self, files: &Copy) -> Result<(), String> {
        self.close();
        files.put(&self.home).map_err(fault)
    }

    /// It ends in good order.
    pub(super) fn close(&mut self) {
        self.doing.clear();
        self.running = None;
        self.shown.clear();
        self.network.give_up(self.number);
    }

    /// Whether it is in the team.
    pub(super) fn is_in(&mut self) -> Result<bool, String> {
        let standing = self.ask(GetStanding {})?;
        Ok(matches!(standing, Some(Ok(Standing::Open(_)))))
    }
}

/// Runs it; `None` if a crash that the world chose unwound it. Whatever else does is a panic of the
/// program's.
fn survive<T>(run: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(done) => Some(done),
        Err(unwound) if unwound.is::<Crash>() => None,
        Err(panic) => resume_unwind(panic),
    }
}
