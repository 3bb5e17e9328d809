//! Whole worlds in one process: three to eight real devices with their stores, the real server with
//! its store, and a network between them on which anything may happen. Each step is decided before
//! the world begins ([`plan`]), so that a world that broke can be told again, and shortened.
//!
//! A device is killed by unwinding out of a look at its clock or at its randomness, which it takes
//! before and within every transaction, or while it waits for the network; its folder is put back to
//! what lay there at that moment. What is not in the seed: salts and wrapped keys in slot files,
//! the server's own secrets and challenges; nothing that is asked here depends on them.
//!
//! What is asked, after each step of the device that it was about: that it says that everything is
//! sent only where the server holds every edit it called saved. And once the network has healed:
//! see [`outcome`].

mod device;
mod folder;
mod kept;
mod ledger;
mod lies;
pub mod lives;
mod losses;
mod network;
mod office;
mod outcome;
mod people;
mod plan;
mod plant;
mod poison;
mod pulse;
mod setbacks;
mod shrink;
mod team;
mod traffic;
mod truthful;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use doorstep_wire::id::Chain;

pub use plan::{Step, Trouble, What, plan};
pub use plant::Planted;
pub use shrink::{Shrunk, shrink};

use super::{Broken, fault};
use world::World;

/// What happened in a world that kept its promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story {
    /// How many devices were in the team in the end.
    pub devices: usize,
    /// How many households.
    pub households: usize,
    /// Edits that were called saved and that had to be everywhere in the end.
    pub saved: usize,
    /// Devices killed.
    pub kills: usize,
    /// Devices put back to a copy or cloned.
    pub copies: usize,
    /// How often the server was put back to a copy or wiped.
    pub set_back: usize,
    /// Bodies that the server dropped.
    pub bodies: u64,
    /// Chunks that were kept apart on every device, as they had to be.
    pub poisonous: u32,
    /// The server's chain in the end: the same for the same seed.
    pub end: Chain,
}

impl Default for Story {
    fn default() -> Self {
        Self {
            devices: 0,
            households: 0,
            saved: 0,
            kills: 0,
            copies: 0,
            set_back: 0,
            bodies: 0,
            poisonous: 0,
            end: Chain([0; 32]),
        }
    }
}

impl Story {
    /// Counts another world's with it.
    pub fn add(&mut self, other: &Self) {
        self.devices += other.devices;
        self.households += other.households;
        self.saved += other.saved;
        self.kills += other.kills;
        self.copies += other.copies;
        self.set_back += other.set_back;
        self.bodies += other.bodies;
        self.poisonous += other.poisonous;
        self.end = other.end;
    }
}

/// Runs the world of a seed for this many steps, heals it, and asks what is promised.
///
/// # Errors
/// [`Broken`] if a promise did not hold, or something panicked.
pub fn run(seed: u64, steps: usize, trouble: &Trouble) -> Result<Story, Broken> {
    run_steps(seed, &plan(seed, steps, trouble), trouble)
}

/// Runs these steps in the world of a seed.
///
/// # Errors
/// [`Broken`] as for [`run`].
pub fn run_steps(seed: u64, steps: &[Step], trouble: &Trouble) -> Result<Story, Broken> {
    let told = catch_unwind(AssertUnwindSafe(|| {
        let team = team::team()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime.map_err(fault)?.block_on(async {
            let world = World::begin(seed, team, *trouble).await?;
            world.live(steps).await
        })
    }));
    told.unwrap_or_else(|_| Err("something panicked; its words are above".to_owned()))
        .map_err(|what| Broken { seed, what })
}
