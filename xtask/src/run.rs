//! `cargo xtask run`: from a clone to an open app with a sync server beside it.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::failure::Failure;
use crate::program::Program;
use crate::screens::Speed;
use crate::server::Server;
use crate::step::{note, step};
use crate::{display, screens, setup, workspace};

const BUILD_LIMIT: Duration = Duration::from_secs(45 * 60);
const JOURNEY_LIMIT: Duration = Duration::from_secs(20 * 60);
/// Nobody keeps an app open for longer than that.
const APP_LIMIT: Duration = Duration::from_secs(30 * 24 * 3600);

/// Builds everything and opens the app, or does the main job in windows that nobody sees.
pub(crate) fn run(journey: bool) -> Result<(), Failure> {
    let wasm = setup::setup()?;
    screens::build(&wasm, Speed::QuickToStart)?;
    step("Build the app and the server", build_programs)?;
    if journey || !display::is_there() {
        return main_job(journey);
    }
    open_app()
}

/// Builds the two programs, each as it would be shipped, in the debug profile.
pub(crate) fn build_programs() -> Result<(), Failure> {
    for package in ["doorstep-server", "doorstep"] {
        workspace::cargo()
            .args(["build", "--package", package])
            .within(BUILD_LIMIT)
            .run()?;
    }
    Ok(())
}

/// Tells the tests where the programs are and where screenshots go.
pub(crate) fn with_programs(program: Program) -> Result<Program, Failure> {
    let pictures = screenshots();
    fs::create_dir_all(&pictures).map_err(Failure::file(&pictures, "created"))?;
    Ok(program
        .env("DOORSTEP_APP", workspace::debug_program("doorstep"))
        .env(
            "DOORSTEP_SERVER",
            workspace::debug_program("doorstep-server"),
        )
        .env("DOORSTEP_SCREENSHOTS", pictures))
}

fn screenshots() -> PathBuf {
    workspace::target().join("screenshots")
}

fn main_job(asked_for: bool) -> Result<(), Failure> {
    step("The main job, in real windows", || {
        if !cfg!(target_os = "linux") {
            return Err(Failure::NeedsPerson(
                "The journey through real windows runs on Linux only.".to_owned(),
            ));
        }
        if !asked_for {
            note("There is no display here, so two devices now do the main job by themselves:");
            note("real windows on a display that nobody sees, a real server, real files.");
        }
        with_programs(workspace::cargo())?
            .args(["test", "--package", "doorstep-tests", "--test", "windows"])
            .args(["--", "main_job", "--nocapture"])
            .within(JOURNEY_LIMIT)
            .run()?;
        note(&format!("Screenshots: {}", screenshots().display()));
        Ok(())
    })
}

fn open_app() -> Result<(), Failure> {
    // What is tried out here stays between runs and goes with `cargo clean`; a real installation
    // keeps its folder where the system wants it.
    let folder = workspace::target().join("run");
    let home = match std::env::var_os("DOORSTEP_HOME") {
        Some(home) => PathBuf::from(home),
        None => folder.join("device"),
    };
    fs::create_dir_all(&home).map_err(Failure::file(&home, "created"))?;
    let server = step("Start the sync server", || {
        Server::start(
            &workspace::debug_program("doorstep-server"),
            &folder.join("server"),
        )
    })?;
    let closed = step("Doorstep is open", || {
        note(&format!("This device's folder: {}", home.display()));
        note("For a second device, in another terminal:");
        note(&format!(
            "    DOORSTEP_HOME={} {}",
            folder.join("second-device").display(),
            workspace::debug_program("doorstep").display()
        ));
        note("Close the window to stop the server as well.");
        Program::new(workspace::debug_program("doorstep"))
            .env("DOORSTEP_HOME", &home)
            .within(APP_LIMIT)
            .run()
    });
    server.stop();
    closed
}
