//! Faults on the real thing: a program that writes into a real store ([`script`]) is killed, refused
//! its writes, or has its power cut, and what it was told is kept ([`told`]) is looked for
//! afterwards by a device that nothing is wrong with.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a fault is set up for a test, which ends where that fails"
)]

pub mod fixture;
pub mod memory;
pub mod page;
pub mod power_cut;
pub mod prepared;
pub mod recording;
pub mod script;
pub mod slots;
pub mod slow;
pub mod strace;
pub mod told;

/// A number that the environment names: how often, or the seed of a run to repeat.
pub fn asked<T: std::str::FromStr>(variable: &str, otherwise: T) -> T {
    let asked = std::env::var(variable).ok();
    asked
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}
