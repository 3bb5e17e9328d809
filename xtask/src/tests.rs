//! `cargo xtask test`: what CI runs.

use std::time::Duration;

use crate::failure::Failure;
use crate::screens::Speed;
use crate::step::Steps;
use crate::{deny, fuzz, lint, rules, run, screens, setup, workspace};

const LIMIT: Duration = Duration::from_secs(60 * 60);
/// With `--long`.
const LONG_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);
/// How many schedules and worlds the simulators run with `--long`, unless somebody says otherwise.
const LONG: [(&str, &str); 2] = [
    ("DOORSTEP_SCHEDULES", "1000000"),
    ("DOORSTEP_WORLDS", "5000"),
];

/// Checks everything, the cheap things first, and goes on after a failure where what follows does
/// not need what failed.
pub(crate) fn run_all(long: bool) -> Result<(), Failure> {
    let wasm = setup::setup()?;
    let mut steps = Steps::default();
    steps.take("Format", lint::format);
    steps.take("Rules", rules::check);
    steps.take("Deny", deny::check);
    steps.take("Clippy on wasm32", || lint::clippy_wasm(&wasm));
    // The app takes the screens in when it is compiled, so even clippy needs them.
    if steps.take("Build the screens", || {
        screens::build(&wasm, Speed::QuickToStart)
    }) {
        steps.take("Clippy", lint::clippy_host);
        if steps.take("Build the app and the server", run::build_programs) {
            // Journeys wait for windows most of the time; building takes what they leave.
            let ahead = std::thread::spawn(fuzz::build_ahead);
            steps.take("Tests, with journeys through real windows", || test(long));
            let _what_is_wrong_shows_next = ahead.join();
            steps.take("Fuzz", || fuzz::run(None, None));
        }
    }
    steps.summary()
}

fn test(long: bool) -> Result<(), Failure> {
    let mut program = run::with_programs(workspace::cargo())?
        .args(["test", "--workspace", "--no-fail-fast"])
        .within(LIMIT);
    if long {
        program = program.args(["--", "--include-ignored"]).within(LONG_LIMIT);
        for (name, value) in LONG {
            if std::env::var_os(name).is_none() {
                program = program.env(name, value);
            }
        }
    }
    program.run()
}
