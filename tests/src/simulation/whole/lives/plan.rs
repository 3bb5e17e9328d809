//! What happens in a life, decided before it begins: a list of steps, each with luck of its own.

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
    /// Some of what is under way arrives, whichever it is.
    Deliver,
    /// A device has a good line for a while: all that it asks is answered.
    GoodLine,
    /// Something that is under way is lost.
    LoseMail,
    /// A device waits no longer for what it asked.
    GiveUp,
    /// A device is killed while it waits.
    Kill,
    /// A device is killed after so many more looks at its clock.
    KillSoon,
    /// A device is out of reach for a while.
    Away,
    /// The server takes no token that it gave before.
    EndSessions,
    /// The server's process ends and is started again.
    RestartServer,
    /// Somebody who was invited and has asked comes with their device.
    Come,
    /// An admin makes an invite, and somebody asks with a new device.
    Invite,
    /// An admin lets in whoever asked first.
    LetIn,
    /// An admin removes a device, rather a lost one.
    Remove,
    /// An admin says what another device may do.
    ChangeRole,
    /// A device is lost, with all that it had.
    LoseDevice,
    /// Every device is lost.
    LoseAll,
    /// Somebody gets the team back with the paper, or goes on with that.
    Recover,
    /// An admin makes new recovery words, or goes on with that.
    NewWords,
    /// Somebody says who can open a household.
    SetOpeners,
    /// An admin erases a household.
    Erase,
    /// An admin accepts what a removed device handed over.
    Accept,
    /// An admin declines it.
    Decline,
    /// A backup program copies the server.
    CopyServer,
    /// The server is restored from that copy.
    RestoreServer,
}

/// How often each happens among a thousand steps or so.
const WEIGHTS: [(What, u32); 27] = [
    (What::Write, 170),
    (What::Begin, 14),
    (What::Exchange, 150),
    (What::Deliver, 320),
    (What::GoodLine, 130),
    (What::LoseMail, 20),
    (What::GiveUp, 8),
    (What::Kill, 8),
    (What::KillSoon, 16),
    (What::Away, 5),
    (What::EndSessions, 3),
    (What::RestartServer, 3),
    (What::Come, 18),
    (What::Invite, 2),
    (What::LetIn, 36),
    (What::Remove, 18),
    (What::ChangeRole, 10),
    (What::LoseDevice, 8),
    (What::LoseAll, 2),
    (What::Recover, 5),
    (What::NewWords, 10),
    (What::SetOpeners, 50),
    (What::Erase, 8),
    (What::Accept, 24),
    (What::Decline, 9),
    (What::CopyServer, 10),
    (What::RestoreServer, 6),
];

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// How long after the one before, in milliseconds.
    pub after_ms: u32,
    /// Which device, modulo how many there are; where that one can't, the next that can.
    pub who: u8,
    /// What.
    pub what: What,
    /// Everything else that is to be decided in it.
    pub luck: u64,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            after_ms,
            who,
            what,
            luck,
        } = self;
        write!(f, "+{after_ms} ms {what:?}, device {who}, luck {luck:x}")
    }
}

/// The steps of this seed.
pub fn plan(seed: u64, steps: usize) -> Vec<Step> {
    let mut rng = StdRng::seed_from_u64(seed);
    let all: u32 = WEIGHTS.iter().map(|(_, weight)| weight).sum();
    (0..steps)
        .map(|_| {
            let mut at = rng.random_range(0..all);
            let chosen = WEIGHTS.iter().find(|(_, weight)| {
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
