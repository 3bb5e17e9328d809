//! `verify`: whether a store is whole.

use clap::Args;
use doorstep_server::storage::StorageFault;
use doorstep_server::verify::{Report, verify};

use super::store::{Open, StoreFault, Which};

/// Checks a store without changing it; a server may go on with it meanwhile.
///
/// It follows every membership log, every chain and every device's log, and checks the signature of
/// every chunk and every photo. Teams are called by their number.
#[derive(Args)]
pub(super) struct Verify {
    #[command(flatten)]
    which: Which,
}

/// Why a store is not called whole.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Store(#[from] StoreFault),
    #[error(transparent)]
    Storage(#[from] StorageFault),
    #[error("the store is not whole")]
    NotWhole,
}

impl Verify {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let report = match self.which.open().await? {
            Open::Sqlite(ledger) => verify(&ledger).await?,
            Open::Postgres(ledger) => verify(&ledger).await?,
        };
        print(&report);
        for finding in &report.findings {
            println!("team {}: {}", finding.team, finding.wrong);
        }
        if report.more_findings > 0 {
            println!("and {} more", report.more_findings);
        }
        if !report.is_whole() {
            return Err(Fault::NotWhole);
        }
        println!("whole");
        Ok(())
    }
}

/// What was looked at.
pub(super) fn print(report: &Report) {
    println!("{:>12} teams", report.teams);
    println!("{:>12} membership entries", report.entries);
    println!("{:>12} chunks", report.chunks);
    println!("{:>12} photos and voice notes", report.blobs);
    println!("{:>12} parts of them", report.parts);
}
