//! Whole worlds of real devices and the real server, and controls.
#![expect(clippy::print_stdout, reason = "what was run is worth knowing")]

use std::time::{Duration, Instant};

use doorstep_tests::simulation::whole::{Planted, Trouble, run, shrink};

const BAD_WEATHER: Trouble = Trouble {
    lose: 60,
    repeat: 30,
    give_up: 20,
    kill: 8,
    away: 4,
    set_clock: 5,
    server: 5,
    copy: 0,
    poison: 0,
    lie: 0,
    server_behind: 0,
    planted: None,
};
const STEPS: usize = 150;

#[test]
fn measure() {
    let asked = std::env::var("DOORSTEP_WORLDS").ok();
    let worlds = asked.and_then(|text| text.parse().ok()).unwrap_or(10u64);
    let get = |name: &str| std::env::var(name).ok().and_then(|t| t.parse().ok());
    let trouble = Trouble {
        copy: get("COPY").unwrap_or(0),
        poison: get("POISON").unwrap_or(0),
        lie: get("LIE").unwrap_or(0),
        server_behind: get("BEHIND").unwrap_or(0),
        ..BAD_WEATHER
    };
    let _first = run(0, 1, &trouble);
    let begun = Instant::now();
    for seed in 0..worlds {
        match run(seed, STEPS, &trouble) {
            Ok(story) => println!("{seed} {:?} {story:?}", begun.elapsed()),
            Err(broken) => {
                println!("{broken}");
                if let Some(s) = shrink(seed, STEPS, &trouble, Duration::from_secs(20)) {
                    println!("{s}");
                }
            }
        }
    }
    let _ = Planted::ALL;
}
