//! Lives of a team with whole devices, in any order of what can happen to it, and controls.
//!
//! `DOORSTEP_WHOLE_LIVES` says how many; a failure names its seed and is shortened.
#![expect(clippy::print_stdout, reason = "what was run is worth knowing")]

use std::time::{Duration, Instant};

use doorstep_tests::simulation::whole::lives::{Planted, Story, run, shrink};

/// What happens in each.
const STEPS: usize = 150;
/// Lives in the ordinary run.
const LIVES: u64 = 20;
/// Lives in which a planted fault must be noticed at least once.
const CONTROL_LIVES: u64 = 12;
/// How long a life that broke is shortened.
const PATIENCE: Duration = Duration::from_secs(60);
/// With this variable all lives are run, and those that broke are told, before it fails.
const GO_ON: &str = "DOORSTEP_LIVES_GO_ON";
/// The first seed, where it is not 0.
const FIRST: &str = "DOORSTEP_FIRST_LIFE";

fn number(variable: &str, otherwise: u64) -> u64 {
    let asked = std::env::var(variable).ok();
    asked
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

#[test]
fn nobody_loses_what_they_may_read_and_nobody_reads_what_they_may_not() {
    let begun = Instant::now();
    let lives = number("DOORSTEP_WHOLE_LIVES", LIVES);
    let first = number(FIRST, 0);
    let go_on = std::env::var_os(GO_ON).is_some();
    let mut all = Story::default();
    let mut broken = Vec::new();
    for seed in first..first + lives {
        match run(seed, STEPS, None) {
            Ok(story) => all.add(&story),
            Err(broke) => {
                println!("{broke}");
                broken.push(broke);
                if !go_on {
                    break;
                }
            }
        }
    }
    println!("{lives} lives in {:?}: {all:#?}", begun.elapsed());
    if let Some(broke) = broken.first() {
        let shrunk = (!go_on).then(|| shrink(broke.seed, STEPS, PATIENCE));
        if let Some((shorter, steps)) = &shrunk.flatten() {
            println!("{shorter}");
            for step in steps {
                println!("  {step}");
            }
        }
        panic!(
            "{} of {lives} lives broke, the first: {broke}",
            broken.len()
        );
    }
    let happened = [
        all.saved,
        all.kills,
        all.joins,
        all.removals,
        all.roles,
        all.recoveries,
        all.new_words,
        all.accepted,
        all.erasures,
        all.restrictions,
        all.lifts,
        all.lost,
        all.restores,
        all.barred,
        all.opened,
    ];
    assert!(happened.iter().all(|count| *count > 0), "{all:?}");
    // What is excused is the least of it.
    let excused = all.nowhere
        + all.declined_with
        + all.for_nobody
        + all.apart
        + all.with_words
        + all.for_paper;
    assert!(excused * 3 < all.kept, "{all:?}");
}

#[test]
fn the_control_every_planted_fault_is_noticed() {
    for (planted, words) in Planted::ALL {
        let mut broken =
            (0..CONTROL_LIVES).filter_map(|seed| run(seed, STEPS, Some(planted)).err());
        let found = broken.find(|broken| broken.what.contains(words));
        println!("{planted:?}: {found:?}");
        assert!(found.is_some(), "{planted:?} was not noticed");
    }
}

#[test]
fn the_same_seed_lives_the_same_life() {
    let once = run(3, STEPS, None);
    assert_eq!(once, run(3, STEPS, None));
}
