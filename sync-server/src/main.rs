//! `doorstep-server`: see `--help`, and `docs/server.md` for an office.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program talks to its operator"
)]

mod command;

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    command::Arguments::parse().run().await
}
