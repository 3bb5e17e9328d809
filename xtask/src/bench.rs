//! `cargo xtask bench`: measures with the release build and prints the numbers.

use std::time::Duration;

use crate::failure::Failure;
use crate::program::Program;
use crate::step::note;
use crate::{setup, workspace};

/// What is measured gives up by itself long before.
const LIMIT: Duration = Duration::from_secs(6 * 60 * 60);
const BUILD_LIMIT: Duration = Duration::from_secs(60 * 60);
/// Parts that measure others too.
const WITH_PEERS: [&str; 2] = ["peers", "ten"];
/// Parts' names begin like this; anything else is a number of households.
const IS_PART: fn(char) -> bool = |letter| letter.is_ascii_lowercase();

/// Runs the benchmark program; `rest` goes to it as it is.
pub(crate) fn run(rest: &[String]) -> Result<(), Failure> {
    setup::setup()?;
    let part = rest.iter().find(|word| word.starts_with(IS_PART));
    if part.is_none_or(|part| WITH_PEERS.contains(&part.as_str())) {
        install_peers();
    }
    workspace::cargo()
        .args(["build", "--release", "--package", "doorstep-server"])
        .within(BUILD_LIMIT)
        .run()?;
    let server = format!("doorstep-server{}", std::env::consts::EXE_SUFFIX);
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
        .env(
            "DOORSTEP_SERVER",
            workspace::target().join("release").join(server),
        )
        .within(LIMIT)
        .run()
}

/// Fetches and builds what Doorstep is measured against, where that is possible. The benchmark skips
/// with a word what is not there.
fn install_peers() {
    let peers = workspace::root().join("tests/peers");
    let npm = Program::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .folder(&peers)
        .run();
    if npm.is_err() {
        note("Peers: npm, or what it was to fetch, is not there.");
    }
    for package in ["device", "server"] {
        let built = workspace::cargo()
            .folder(&peers.join("taskchampion").join(package))
            .args(["build", "--release", "--locked", "--target-dir"])
            .args([workspace::target().join("peers")])
            .within(BUILD_LIMIT)
            .run();
        if built.is_err() {
            note("Peers: TaskChampion could not be built.");
        }
    }
}
