//! Format and clippy, for this machine and for wasm32.

use std::time::Duration;

use crate::failure::Failure;
use crate::wasm_toolchain::WasmToolchain;
use crate::workspace::{self, WASM};

const LIMIT: Duration = Duration::from_secs(30 * 60);

/// What has to build for a browser, each line by itself, so that none of them compiles only thanks
/// to what another one turned on. The replica is the exception: automerge draws random numbers for
/// its actors, and which source of them a browser has is the device's business.
const FOR_WASM: [&[&str]; 5] = [
    &["doorstep-paper"],
    &["doorstep-model"],
    &["doorstep-wire"],
    &["doorstep-replica", "doorstep-device"],
    &["doorstep-ui"],
];

/// `rustfmt` would change nothing.
pub(crate) fn format() -> Result<(), Failure> {
    workspace::cargo().args(["fmt", "--all", "--check"]).run()?;
    workspace::cargo()
        .args(["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"])
        .args(["--package", "doorstep-fuzz", "doorstep-fuzz-parsers"])
        .run()
}

/// Clippy has nothing to say about any target of any package.
pub(crate) fn clippy_host() -> Result<(), Failure> {
    workspace::cargo()
        .args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ])
        .within(LIMIT)
        .run()
}

/// Clippy has nothing to say about what is built for wasm32.
pub(crate) fn clippy_wasm(wasm: &WasmToolchain) -> Result<(), Failure> {
    for packages in FOR_WASM {
        wasm.clippy()
            .args(packages.iter().flat_map(|package| ["--package", package]))
            .args(["--target", WASM, "--", "-D", "warnings"])
            .within(LIMIT)
            .run()?;
    }
    Ok(())
}
