//! What happens in a world, decided before it begins: a list of steps, each with luck of its own,
//! so that what is left of it still means something when some are taken away.

use std::fmt;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A person writes in a household.
    Write,
    /// A person begins a household.
    Begin,
    /// A device does what its state machine says; one that joins looks whether it was let in.
    Exchange,
    /// A person presses Sync.
    PressSync,
    /// Some of what is under way arrives, whichever it is.
    Deliver,
    /// Something that is under way is lost.
    Lose,
    /// A request under way is there twice from now on.
    Repeat,
    /// A device waits no longer for what it asked.
    GiveUp,
    /// A device is killed while it waits.
    Kill,
    /// A device is killed after so many more looks at its clock.
    KillSoon,
    /// A device is out of reach for a while; people go on writing on it.
    Away,
    /// Somebody sets a device's clock, years off.
    SetClock,
    /// The server takes no token that it gave before.
    EndSessions,
    /// The server's process ends and is started again.
    RestartServer,
    /// The founder lets in whoever asked first, or gives a server that lost the team its setup code.
    LetIn,
    /// A backup program copies a device's folder.
    Copy,
    /// A device's folder is put back to that copy.
    Restore,
    /// Two devices run on from the same folder.
    Clone,
    /// A member sends what no device would.
    Poison,
    /// An answer under way is not what the server said.
    Lie,
    /// An answer under way lacks chunks, or holds them in another order, or others.
    Splice,
    /// A backup program copies the server's folder.
    CopyServer,
    /// The server's folder is put back to that copy.
    RestoreServer,
    /// The server's folder is gone.
    WipeServer,
    /// The server drops every body that two confirmed snapshots hold.
    DropBodies,
}

/// How a world misbehaves: how often each thing happens among a thousand steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble {
    /// Messages lost.
    pub lose: u32,
    /// Requests that arrive twice.
    pub repeat: u32,
    /// Answers that are not waited for.
    pub give_up: u32,
    /// Kills, while a device waits and while it works, each.
    pub kill: u32,
    /// Devices that go out of reach.
    pub away: u32,
    /// Clocks that are set.
    pub set_clock: u32,
    /// Sessions that end, and restarts of the server, each.
    pub server: u32,
    /// How often the server drops bodies.
    pub drop_bodies: u32,
    /// Copies of devices; half as many are put back, and half as many are cloned.
    pub copy: u32,
    /// Poisonous chunks.
    pub poison: u32,
    /// Answers that the server never gave.
    pub lie: u32,
    /// Servers put back to a copy, and sequences that are not the server's; a quarter as many are
    /// wiped.
    pub server_behind: u32,
    /// The fault that a control plants.
    pub planted: Option<super::Planted>,
}

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// How long after the one before, in milliseconds.
    pub after_ms: u32,
    /// Which device, modulo how many there are.
    pub who: u8,
    /// What.
    pub what: What,
    /// Everything else that is to be decided in it.
    pub luck: u64,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{} ms ", self.after_ms)?;
        write!(
            f,
            "{:?}, device {}, luck {:x}",
            self.what, self.who, self.luck
        )
    }
}

/// The steps of this seed.
pub fn plan(seed: u64, steps: usize, trouble: &Trouble) -> Vec<Step> {
    let mut rng = StdRng::seed_from_u64(seed);
    let weights = weights(trouble);
    let all: u32 = weights.iter().map(|(_, weight)| weight).sum();
    (0..steps)
        .map(|_| {
            let mut at = rng.random_range(0..all);
            let chosen = weights.iter().find(|(_, weight)| {
                let here = at < *weight;
                at = at.saturating_sub(*weight);
                here
            });
            Step {
                after_ms: rng.random_range(1..5_000),
                who: rng.random(),
                what: chosen.map_or(What::Deliver, |(what, _)| *what),
                luck: rng.random(),
            }
        })
        .collect()
}

fn weights(trouble: &Trouble) -> Vec<(What, u32)> {
    let half = |weight: u32| weight.div_ceil(2);
    vec![
        (What::Write, 130),
        (What::Begin, 10),
        (What::Exchange, 190),
        (What::PressSync, 20),
        (What::Deliver, 520),
        (What::LetIn, 30),
        (What::Lose, trouble.lose),
        (What::Repeat, trouble.repeat),
        (What::GiveUp, trouble.give_up),
        (What::Kill, trouble.kill),
        (What::KillSoon, trouble.kill),
        (What::Away, trouble.away),
        (What::SetClock, trouble.set_clock),
        (What::EndSessions, trouble.server),
        (What::RestartServer, trouble.server),
        (What::Copy, trouble.copy),
        (What::Restore, half(trouble.copy)),
        (What::Clone, half(trouble.copy)),
        (What::Poison, trouble.poison),
        (What::Lie, trouble.lie),
        (What::Splice, trouble.server_behind),
        (What::CopyServer, trouble.server_behind),
        (What::RestoreServer, trouble.server_behind),
        (What::WipeServer, half(half(trouble.server_behind))),
        (What::DropBodies, trouble.drop_bodies),
    ]
}
