//! Many worlds of devices, a server and a bad network; and controls that show it would notice.
//!
//! `DOORSTEP_SCHEDULES` says how many; a failure names its seed, and such a seed is added to
//! [`ONCE_BROKEN`] for good.
#![expect(clippy::print_stdout, reason = "what was run is worth knowing")]

use std::thread::available_parallelism;

use doorstep_tests::simulation::Broken;
use doorstep_tests::simulation::replica::{Planted, Trouble, run};

const BAD_WEATHER: Trouble = Trouble {
    drop: 20,
    duplicate: 15,
    crash: 6,
    session_ends: 5,
    away: 2,
    planted: None,
};
const FAIR_WEATHER: Trouble = Trouble {
    drop: 0,
    duplicate: 0,
    crash: 0,
    session_ends: 0,
    ..BAD_WEATHER
};
/// Short stories, so that there can be many.
const STEPS: usize = 40;
/// A long one for every so many short ones.
const LONG_STEPS: usize = 400;
const SHORT_FOR_A_LONG_ONE: u64 = 250;
/// Worlds in which a planted fault must be noticed at least once.
const CONTROL_WORLDS: u64 = 40;
/// Seeds that showed a fault once: 3, a device whose clock was set back did not ask again.
const ONCE_BROKEN: [u64; 1] = [3];

fn schedules() -> u64 {
    let asked = std::env::var("DOORSTEP_SCHEDULES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(10_000)
}

/// Edits saved, acknowledgements, crashes.
type Counts = [usize; 3];

/// Every so many of the schedules.
fn live(first: u64, every: usize) -> Result<Counts, Broken> {
    let mut all = Counts::default();
    for seed in (first..schedules()).step_by(every) {
        let long = seed.is_multiple_of(SHORT_FOR_A_LONG_ONE);
        let steps = if long { LONG_STEPS } else { STEPS };
        let story = run(seed, steps, BAD_WEATHER)?;
        let counts = [story.saved, story.acknowledged, story.crashes];
        for (all, one) in all.iter_mut().zip(counts) {
            *all += one;
        }
    }
    Ok(all)
}

#[test]
fn every_saved_edit_is_everywhere_once_the_network_has_healed() {
    for seed in ONCE_BROKEN {
        run(seed, LONG_STEPS, BAD_WEATHER).unwrap();
    }
    let cores = available_parallelism().map_or(1, usize::from);
    let told: Vec<Result<Counts, Broken>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..)
            .take(cores)
            .map(|first| scope.spawn(move || live(first, cores)))
            .collect();
        let told = threads.into_iter().map(|thread| thread.join().unwrap());
        told.collect()
    });
    let mut all = Counts::default();
    for counts in told {
        let counts = counts.unwrap_or_else(|broken| panic!("{broken}"));
        for (all, one) in all.iter_mut().zip(counts) {
            *all += one;
        }
    }
    let [saved, acknowledged, crashes] = all;
    println!(
        "{} schedules, none broke: {saved} edits saved, {acknowledged} acknowledgements, \
         {crashes} crashes",
        schedules()
    );
    assert!(
        saved > 0 && acknowledged > 0 && crashes > 0,
        "worlds in which nothing happens promise nothing"
    );
}

#[test]
fn the_control_every_planted_fault_is_noticed() {
    for planted in Planted::ALL {
        let planted_in = |weather: Trouble| Trouble {
            planted: Some(planted),
            ..weather
        };
        let trouble = match planted {
            // After each failure the log is read before all else, so there must be few.
            Planted::JudgesByOldMembership => planted_in(FAIR_WEATHER),
            _ => planted_in(Trouble {
                crash: 15,
                ..BAD_WEATHER
            }),
        };
        let noticed = (0..CONTROL_WORLDS).find_map(|seed| run(seed, LONG_STEPS, trouble).err());
        println!("{planted:?}: {noticed:?}");
        assert!(noticed.is_some(), "{planted:?} was not noticed");
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let once = run(7, LONG_STEPS, BAD_WEATHER);
    assert_eq!(once, run(7, LONG_STEPS, BAD_WEATHER));
    assert_ne!(once, run(8, LONG_STEPS, BAD_WEATHER));
}

#[test]
fn a_failure_names_its_seed() {
    let planted = Some(Planted::ServerLeavesOut);
    let trouble = Trouble {
        planted,
        ..BAD_WEATHER
    };
    let broken = (0..12)
        .find_map(|seed| run(seed, LONG_STEPS, trouble).err())
        .unwrap();
    assert!(
        broken
            .to_string()
            .starts_with(&format!("seed {} broke: ", broken.seed)),
        "{broken}"
    );
    assert_eq!(
        run(broken.seed, LONG_STEPS, trouble).unwrap_err(),
        broken,
        "and it breaks again"
    );
}
