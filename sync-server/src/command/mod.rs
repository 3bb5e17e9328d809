//! What the program is asked to do. Without a word for it, it serves.

mod serve;
mod store;

use std::process::ExitCode;

use clap::Parser;

/// Carries sealed changes between the devices of teams. It can't read them.
#[derive(Parser)]
#[command(name = "doorstep-server", version)]
pub(crate) struct Arguments {
    #[command(flatten)]
    serve: serve::Serve,
}

impl Arguments {
    pub(crate) async fn run(self) -> ExitCode {
        match self.serve.run().await {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => {
                eprintln!("doorstep-server: {fault}");
                ExitCode::FAILURE
            }
        }
    }
}
