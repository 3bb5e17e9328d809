//! `move`: a whole store from SQLite to PostgreSQL, or back.

use std::path::PathBuf;

use clap::Args;
use doorstep_server::storage::ledger::{Ledger, MoveFault, copy};

use super::store::{For, Open, StoreFault, open};

/// Copies a whole store into another that is empty. Stop every server on both of them first.
///
/// The original stays as it is. The copy is compared with it row by row before it is kept.
#[derive(Args)]
pub(super) struct Move {
    /// The store to take from: a data folder, or postgres://…
    #[arg(long, value_name = "DIR|URL")]
    from: String,
    /// The store to fill, which must hold no team: a data folder, or postgres://…
    #[arg(long, value_name = "DIR|URL")]
    to: String,
    /// The certificate (PEM) that the database's own is signed with, for sslmode=require.
    #[arg(long, value_name = "FILE")]
    database_ca: Option<PathBuf>,
}

/// Why it was not moved.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Store(#[from] StoreFault),
    #[error(transparent)]
    Move(#[from] MoveFault),
}

impl Move {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let from = open(&self.from, self.database_ca.clone(), For::Looking).await?;
        let to = open(&self.to, self.database_ca, For::Filling).await?;
        match (from, to) {
            (Open::Sqlite(from), Open::Postgres(to)) => go(&from, &to).await,
            (Open::Postgres(from), Open::Sqlite(to)) => go(&from, &to).await,
            (Open::Sqlite(from), Open::Sqlite(to)) => go(&from, &to).await,
            (Open::Postgres(from), Open::Postgres(to)) => go(&from, &to).await,
        }
    }
}

async fn go(from: &impl Ledger, to: &impl Ledger) -> Result<(), Fault> {
    for moved in copy(from, to).await? {
        println!("{:>12} {}", moved.rows, moved.table);
    }
    println!("moved, and every row compared");
    Ok(())
}
