//! `cargo xtask bench`: measures with the release build and prints the numbers.

use std::time::Duration;

use crate::failure::Failure;
use crate::{setup, workspace};

const LIMIT: Duration = Duration::from_secs(60 * 60);

/// Runs the benchmark program; `rest` goes to it as it is.
pub(crate) fn run(rest: &[String]) -> Result<(), Failure> {
    setup::setup()?;
    workspace::cargo()
        .args([
            "run",
            "--release",
            "--package",
            "doorstep-tests",
            "--bin",
            "bench",
            "--",
        ])
        .args(rest)
        .within(LIMIT)
        .run()
}
