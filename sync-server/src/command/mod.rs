//! What the program is asked to do. Without a word for it, it serves.

mod move_store;
mod serve;
mod store;

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
    serve: Option<serve::Serve>,
}

#[derive(Subcommand)]
enum Command {
    /// Copies a whole store into another that is empty, from SQLite to PostgreSQL or back.
    Move(move_store::Move),
}

impl Arguments {
    pub(crate) async fn run(self) -> ExitCode {
        match (self.command, self.serve) {
            (Some(Command::Move(command)), _) => told(command.run().await),
            (None, Some(serve)) => told(serve.run().await),
            // The parser asks for one or the other.
            (None, None) => ExitCode::FAILURE,
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
