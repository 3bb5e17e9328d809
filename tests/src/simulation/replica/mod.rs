//! A simulator over `doorstep-replica`: three to eight devices, one server, a network that drops,
//! repeats and reorders, clocks that are years off, sessions that end, people who join half way,
//! devices that are out of reach for days, and devices that crash between any two transactions. Everything comes out of one seed.
//!
//! What is asked once the network has healed: every device comes to rest, has the same heads of
//! every document, holds every edit that was called saved, and set nothing aside; and what the
//! server acknowledged has the place in its sequence that it was said to have.
//!
//! What real devices and a real server do around it, `super::whole` runs; this one is quick.

mod device;
mod disk;
mod inbox;
mod outcome;
mod server;
mod team;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use doorstep_wire::id::Chain;

use super::{Broken, fault};
use world::World;

/// How a world misbehaves. Chances are per cent.
#[derive(Debug, Clone, Copy)]
pub struct Trouble {
    /// A message is lost.
    pub drop: u32,
    /// A request arrives twice.
    pub duplicate: u32,
    /// A device forgets everything that is not on its disk.
    pub crash: u32,
    /// The server does not take a token any more.
    pub session_ends: u32,
    /// A device is out of reach for a while; people go on writing on it.
    pub away: u32,
    /// The fault that a control plants, to show that the simulator would notice it.
    pub planted: Option<Planted>,
}

/// Faults that must be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// A device calls an edit saved before it is on its disk.
    SaysSavedTooEarly,
    /// A device takes what was sent for what was received.
    ForgetsUnacknowledged,
    /// A device moves its cursor on before it has taken the chunks in.
    CursorTooEarly,
    /// A device uses a place in its log for two chunks.
    WritesANumberTwice,
    /// A device judges chunks by a membership log that it knows to be old.
    JudgesByOldMembership,
    /// The server acknowledges a chunk and does not keep it.
    ServerKeepsNothing,
    /// The server leaves a chunk out of a reply.
    ServerLeavesOut,
}

impl Planted {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::SaysSavedTooEarly,
        Self::ForgetsUnacknowledged,
        Self::CursorTooEarly,
        Self::WritesANumberTwice,
        Self::JudgesByOldMembership,
        Self::ServerKeepsNothing,
        Self::ServerLeavesOut,
    ];
}

/// What happened in a world that kept its promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story {
    /// How many devices there were in the end.
    pub devices: usize,
    /// How many documents.
    pub documents: usize,
    /// Edits that were called saved.
    pub saved: usize,
    /// Chunks that the server acknowledged.
    pub acknowledged: usize,
    /// Crashes of devices.
    pub crashes: usize,
    /// The server's chain in the end: the same for the same seed.
    pub end: Chain,
}

/// Runs one world for this many steps, heals it, and asks what is promised.
///
/// # Errors
/// [`Broken`] if a promise did not hold, or something panicked.
pub fn run(seed: u64, steps: usize, trouble: Trouble) -> Result<Story, Broken> {
    let told = catch_unwind(AssertUnwindSafe(|| World::new(seed, trouble)?.live(steps)));
    told.unwrap_or_else(|_| Err("something panicked; its words are above".to_owned()))
        .map_err(|what| Broken { seed, what })
}
