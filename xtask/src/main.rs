//! `cargo xtask <command>`: everything between a fresh clone and Doorstep running or tested.
//!
//! Each command sets up what it needs first and does nothing twice. It is on the way of every
//! command, so it has few dependencies and compiles in well under a minute.
#![allow(
    clippy::print_stdout,
    reason = "a command-line program talks on its output"
)]
#![allow(
    clippy::print_stderr,
    reason = "a command-line program talks on its output"
)]

mod arguments;
mod axe;
mod bench;
mod built_from;
mod debian;
mod debian_rust;
mod deny;
mod descendants;
mod display;
mod dist;
mod failure;
mod fuzz;
mod fuzz_build;
mod licences;
mod lint;
mod program;
mod release;
mod rules;
mod run;
mod sbom;
mod screens;
mod server;
mod setup;
mod step;
mod tests;
mod tool;
mod wasm_toolchain;
mod workspace;

use std::process::ExitCode;

use arguments::Command;
use failure::Failure;

fn main() -> ExitCode {
    let command = match arguments::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(wrong) => {
            eprintln!("{wrong}\n\n{}", arguments::USAGE);
            return ExitCode::from(2);
        }
    };
    match carry_out(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: Command) -> Result<(), Failure> {
    match command {
        Command::Help => {
            println!("{}", arguments::USAGE);
            Ok(())
        }
        Command::Setup => setup::setup().map(|_| ()),
        Command::Screens(speed) => {
            let wasm = setup::setup()?;
            screens::build(&wasm, speed)
        }
        Command::Run { journey } => run::run(journey),
        Command::Test { long } => tests::run_all(long),
        Command::Rules => rules::check(),
        Command::Deny => deny::check(),
        Command::Sbom => sbom::run(),
        Command::Release { server_alone } => release::run(server_alone),
        Command::Fuzz { seconds, target } => fuzz::run(seconds, target.as_deref()),
        Command::FuzzSeeds => fuzz::write_seeds(),
        Command::Bench { rest } => bench::run(&rest),
    }
}
