//! How the fuzz targets are built, and where what belongs to them lies.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::failure::Failure;
use crate::program::Program;
use crate::workspace;

const BUILD_LIMIT: Duration = Duration::from_secs(30 * 60);
const TOOLCHAIN: &str = "nightly";
/// What cargo-fuzz passes too, but for the address sanitizer: our code has no unsafe part.
const FLAGS: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Why this machine can't fuzz, as a sentence that says what to do.
pub(crate) fn why_not() -> Option<&'static str> {
    if !cfg!(target_os = "linux") {
        return Some("It was set up for Linux alone.");
    }
    let nightly = Program::new("rustup").args(["run", TOOLCHAIN, "rustc", "--version"]);
    if nightly.succeeds() {
        return None;
    }
    Some(
        "It needs Rust's nightly compiler, which is not here. `rustup toolchain install nightly` \
         fetches it; `cargo xtask fuzz` then does this part alone.",
    )
}

fn triple() -> String {
    format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
}

/// Naming the machine keeps the flags away from what only runs while building.
pub(crate) fn build() -> Result<(), Failure> {
    workspace::cargo_of(TOOLCHAIN)
        .args(["build", "--release", "--locked", "--target", &triple()])
        .args(["--manifest-path", "fuzz/Cargo.toml"])
        .env("CARGO_TARGET_DIR", folder())
        .env("RUSTFLAGS", FLAGS.join(" "))
        .within(BUILD_LIMIT)
        .yielding()
        .run()
}

pub(crate) fn folder() -> PathBuf {
    workspace::target().join("fuzz")
}

pub(crate) fn program(target: &str) -> PathBuf {
    folder().join(triple()).join("release").join(target)
}

pub(crate) fn corpus(target: &str) -> PathBuf {
    workspace::root().join("fuzz/corpus").join(target)
}

/// Seen from the top folder, where that is shorter.
pub(crate) fn relative(path: &Path) -> PathBuf {
    path.strip_prefix(workspace::root())
        .unwrap_or(path)
        .to_owned()
}
