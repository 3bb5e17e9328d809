//! Lives of a team with whole devices: people come, go, lose devices, come back with the paper, restrict, erase,
//! and the server is restored, in any order, while devices are killed and messages are lost.
//!
//! What is asked in the end, once all that was sent has arrived (see [`outcome`], [`readers`], [`unread`] and [`one_log`]):
//! nobody loses what they may read, nobody reads what they may not, and there is one membership log with one
//! chain of epochs, which the paper in force opens.

mod apart;
mod coming;
mod erasing;
mod existing;
mod going;
mod heal;
mod heard;
mod keyring;
mod last_word;
mod one_log;
mod openers;
mod outcome;
mod paper;
mod plan;
mod plant;
mod readers;
mod restoring;
mod seat;
mod sequence;
mod story;
mod team;
mod tell;
mod traffic;
mod unread;
mod whose;
mod words_gone;
mod world;
mod writing;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

pub use plan::{Step, What, plan};
pub use plant::Planted;
pub use story::Story;

use super::shrink::shorten;
use crate::simulation::{Broken, fault};
use world::Life;

/// Lives the life of a seed for this many steps, heals it, and asks what is promised.
///
/// # Errors
/// [`Broken`] if a promise did not hold, or something panicked.
pub fn run(seed: u64, steps: usize, planted: Option<Planted>) -> Result<Story, Broken> {
    run_steps(seed, &plan(seed, steps), planted)
}

/// Lives these steps with the luck of a seed.
///
/// # Errors
/// [`Broken`] as for [`run`].
pub fn run_steps(seed: u64, steps: &[Step], planted: Option<Planted>) -> Result<Story, Broken> {
    let told = catch_unwind(AssertUnwindSafe(|| {
        let team = team::team()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime.map_err(fault)?.block_on(async {
            let life = Life::begin(seed, team, planted).await?;
            life.live(steps).await
        })
    }));
    told.unwrap_or_else(|_| Err("something panicked; its words are above".to_owned()))
        .map_err(|what| Broken { seed, what })
}

/// A life that breaks, as short as it gets within `patience` and still breaks in the same way: what is found, and
/// the steps that are needed. `None` if it does not break.
pub fn shrink(seed: u64, steps: usize, patience: Duration) -> Option<(Broken, Vec<Step>)> {
    let all = plan(seed, steps);
    let way = way_of(&run_steps(seed, &all, None).err()?);
    let (steps, broken) = shorten(all, patience, |steps| {
        let broken = run_steps(seed, steps, None).err()?;
        (way_of(&broken) == way).then_some(broken)
    })?;
    Some((broken, steps))
}

/// What was found, without numbers, words of records, and which step it was.
fn way_of(broken: &Broken) -> String {
    let what = broken.what.split("): ").last().unwrap_or_default();
    let plain = what.chars().filter(|letter| !letter.is_ascii_hexdigit());
    plain.take(48).collect()
}
