//! Worlds of devices that come out of a seed, with everything that can go wrong between them.
//!
//! [`whole`] runs real devices with their stores, and the real server with its store. [`replica`]
//! runs `doorstep-replica` alone, with the device and the server written once more in memory: it is
//! many times quicker, and so finds what only one schedule in thousands shows.

pub mod replica;
pub mod whole;

/// What went wrong in a world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Run the same seed again to see it again.
    pub seed: u64,
    /// What was found.
    pub what: String,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "seed {} broke: {}", self.seed, self.what)
    }
}

/// Words for a fault of the world itself.
fn fault(what: impl std::fmt::Debug) -> String {
    format!("{what:?}")
}
