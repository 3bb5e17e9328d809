//! Many worlds of devices, a server and a bad network; and controls that show it would notice.
//!
//! `DOORSTEP_WORLDS` says how many; a failure names its seed, and such a seed is added to
//! [`ONCE_BROKEN`] for good.
#![expect(clippy::print_stdout, reason = "what was run is worth knowing")]

use doorstep_tests::simulation::replica::{Planted, Trouble, run};

const BAD_WEATHER: Trouble = Trouble {
    drop: 20,
    duplicate: 15,
    crash: 6,
    session_ends: 5,
    away: 2,
    planted: None,
};
const STEPS: usize = 400;
/// Worlds in which a planted fault must be noticed at least once.
const CONTROL_WORLDS: u64 = 40;
/// Seeds that showed a fault once: 3, a device whose clock was set back did not ask again.
const ONCE_BROKEN: [u64; 1] = [3];

fn worlds() -> u64 {
    let asked = std::env::var("DOORSTEP_WORLDS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(40)
}

#[test]
fn every_saved_edit_is_everywhere_once_the_network_has_healed() {
    let (mut saved, mut acknowledged, mut crashes) = (0, 0, 0);
    for seed in ONCE_BROKEN.into_iter().chain(0..worlds()) {
        match run(seed, STEPS, BAD_WEATHER) {
            Ok(story) => {
                saved += story.saved;
                acknowledged += story.acknowledged;
                crashes += story.crashes;
            }
            Err(broken) => panic!("{broken}"),
        }
    }
    println!(
        "{} worlds, none broke: {saved} edits saved, {acknowledged} acknowledgements, \
         {crashes} crashes",
        worlds()
    );
    assert!(
        saved > 0 && acknowledged > 0 && crashes > 0,
        "worlds in which nothing happens promise nothing"
    );
}

#[test]
fn the_control_every_planted_fault_is_noticed() {
    for planted in Planted::ALL {
        let trouble = Trouble {
            planted: Some(planted),
            crash: 15,
            ..BAD_WEATHER
        };
        let noticed = (0..CONTROL_WORLDS).find_map(|seed| run(seed, STEPS, trouble).err());
        println!("{planted:?}: {noticed:?}");
        assert!(noticed.is_some(), "{planted:?} was not noticed");
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let once = run(7, STEPS, BAD_WEATHER);
    assert_eq!(once, run(7, STEPS, BAD_WEATHER));
    assert_ne!(once, run(8, STEPS, BAD_WEATHER));
}

#[test]
fn a_failure_names_its_seed() {
    let planted = Some(Planted::ServerLeavesOut);
    let trouble = Trouble {
        planted,
        ..BAD_WEATHER
    };
    let broken = (0..12)
        .find_map(|seed| run(seed, STEPS, trouble).err())
        .unwrap();
    assert!(
        broken
            .to_string()
            .starts_with(&format!("seed {} broke: ", broken.seed)),
        "{broken}"
    );
    assert_eq!(
        run(broken.seed, STEPS, trouble).unwrap_err(),
        broken,
        "and it breaks again"
    );
}
