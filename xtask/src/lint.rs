//! Format and clippy, for this machine and for wasm32.

use std::time::Duration;

use crate::failure::Failure;
use crate::wasm_toolchain::WasmToolchain;
use crate::workspace::{self, WASM};

const LIMIT: Duration = Duration::from_secs(30 * 60);

/// What has to build for a browser: the screens, and a device with all that it is made of.
const FOR_WASM: [&str; 5] = [
    "doorstep-model",
    "doorstep-wire",
    "doorstep-replica",
    "doorstep-device",
    "doorstep-ui",
];

/// `rustfmt` would change nothing.
pub(crate) fn format() -> Result<(), Failure> {
    workspace::cargo().args(["fmt", "--all", "--check"]).run()
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

/// Clippy has nothing to say about what is built for wasm32, each package by itself.
pub(crate) fn clippy_wasm(wasm: &WasmToolchain) -> Result<(), Failure> {
    for package in FOR_WASM {
        wasm.clippy()
            .args([
                "--package",
                package,
                "--target",
                WASM,
                "--",
                "-D",
                "warnings",
            ])
            .within(LIMIT)
            .run()?;
    }
    Ok(())
}
