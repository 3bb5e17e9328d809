//! What the program is asked to do. Without a word for it, it serves.

mod backup;
mod move_store;
mod serve;
mod status;
mod store;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Carries sealed changes between the devices of teams. It can't read them.
#[derive(Parser)]
#[command(
    name = "doorstep-server",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Serve,
}

#[derive(Subcommand)]
enum Command {
    /// Copies a data folder, also while a server runs on it, and checks the copy.
    Backup(backup::Backup),
    /// Puts a backup into a data folder that is empty, and checks it there.
    Restore(backup::Restore),
    /// Checks everything in a store that can be checked without reading a word of it.
    Verify(verify::Verify),
    /// Says how much is in a store.
    Status(status::Status),
    /// Copies a whole store into another that is empty, from SQLite to PostgreSQL or back.
    Move(move_store::Move),
}

impl Arguments {
    pub(crate) async fn run(self) -> ExitCode {
        match self.command {
            Some(command) => command.run().await,
            None => told(self.serve.run().await),
        }
    }
}

impl Command {
    async fn run(self) -> ExitCode {
        match self {
            Self::Backup(command) => told(command.run().await),
            Self::Restore(command) => told(command.run().await),
            Self::Verify(command) => told(command.run().await),
            Self::Status(command) => told(command.run().await),
            Self::Move(command) => told(command.run().await),
        }
    }
}

/// What went wrong, in one line.
fn told<E: std::fmt::Display>(done: Result<(), E>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("doorstep-server: {fault}");
            ExitCode::FAILURE
        }
    }
}
