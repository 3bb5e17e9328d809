//! Licences, duplicates and sources of everything that Doorstep is built from, by cargo-deny.

use std::path::PathBuf;
use std::time::Duration;

use crate::failure::Failure;
use crate::program::Program;
use crate::step::{note, step};
use crate::workspace;

const VERSION: &str = "0.20.2";
const INSTALL_LIMIT: Duration = Duration::from_secs(20 * 60);
/// The database of advisories is small; where its host can't be reached this is what is lost.
const DATABASE_LIMIT: Duration = Duration::from_secs(60);

/// Checks `deny.toml`. Known vulnerabilities are looked up where their database can be reached.
pub(crate) fn check() -> Result<(), Failure> {
    step("Licences and sources", || {
        let program = find_or_install()?;
        let deny = || Program::new(&program).folder(workspace::root());
        deny()
            .args(["--log-level", "error", "check", "--hide-inclusion-graph"])
            .args(["licenses", "bans", "sources"])
            .run()?;
        deny()
            .args(["--log-level", "error", "--manifest-path", "fuzz/Cargo.toml"])
            .args(["check", "--hide-inclusion-graph"])
            .args(["licenses", "bans", "sources"])
            .run()?;
        if deny()
            .args(["fetch", "db"])
            .within(DATABASE_LIMIT)
            .succeeds()
        {
            deny()
                .args(["check", "--disable-fetch", "advisories"])
                .run()
        } else {
            note("SKIPPED: known vulnerabilities. Their database can't be reached from here; run");
            note("`cargo xtask deny` where it can.");
            Ok(())
        }
    })
}

/// The version that is wanted: one on the `PATH`, or one installed into the target folder.
fn find_or_install() -> Result<PathBuf, Failure> {
    let is_wanted = |program: &PathBuf| {
        Program::new(program)
            .args(["--version"])
            .output_quietly()
            .is_some_and(|text| text.split_whitespace().nth(1) == Some(VERSION))
    };
    let on_path = PathBuf::from("cargo-deny");
    if is_wanted(&on_path) {
        return Ok(on_path);
    }
    let tools = workspace::target().join("tools");
    let installed = tools
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if is_wanted(&installed) {
        return Ok(installed);
    }
    note("Installing cargo-deny into target/tools (two minutes, once) ...");
    // A debug build: it reads some megabytes and is done in seconds either way.
    workspace::cargo()
        .args([
            "install",
            "cargo-deny",
            "--quiet",
            "--locked",
            "--debug",
            "--version",
            VERSION,
        ])
        .args(["--root"])
        .args([&tools])
        .env("CARGO_TARGET_DIR", tools.join("build"))
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .within(INSTALL_LIMIT)
        .run()?;
    // Rebuilding it is rare; its half a gigabyte of intermediate files is not worth keeping.
    let _ = std::fs::remove_dir_all(tools.join("build"));
    Ok(installed)
}
