//! `status`: how much is in a store. There are no names in it to tell.

use std::path::Path;
use std::time::SystemTime;

use clap::Args;
use doorstep_server::DATABASE;
use doorstep_server::storage::StorageFault;
use doorstep_server::storage::ledger::{Access, Ledger, Table};

use super::store::{Open, StoreFault, Which};

/// Says how much is in a store, without changing it; a server may go on with it meanwhile.
#[derive(Args)]
pub(super) struct Status {
    #[command(flatten)]
    which: Which,
}

/// Why it can't be said.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Store(#[from] StoreFault),
    #[error(transparent)]
    Storage(#[from] StorageFault),
}

impl Status {
    pub(super) async fn run(self) -> Result<(), Fault> {
        println!("version {}", env!("CARGO_PKG_VERSION"));
        let last = self.which.folder().and_then(last_write);
        match self.which.open().await? {
            Open::Sqlite(ledger) => tell(&ledger).await?,
            Open::Postgres(ledger) => tell(&ledger).await?,
        }
        if let Some(seconds) = last {
            println!("last write {seconds} s ago");
        }
        Ok(())
    }
}

async fn tell(ledger: &impl Ledger) -> Result<(), StorageFault> {
    let layout = ledger.layout().await?;
    println!("store {}", ledger.version().await?);
    println!("layout {} of {}", layout.found, layout.known);
    layout.is_current()?;
    ledger.begin(Access::Look).await?;
    for (table, what) in [
        ("team", "teams"),
        ("chunk", "chunks"),
        ("blob", "photos and voice notes"),
        ("blob_part", "parts of them"),
        ("ticket", "open invites"),
    ] {
        let (rows, bytes) = ledger.totals(Table::of(table)?).await?;
        match bytes {
            0 => println!("{what} {rows}"),
            _ => println!("{what} {rows}, {bytes} bytes"),
        }
    }
    ledger.commit().await
}

/// Seconds since the file or its write-ahead log was last written to.
fn last_write(folder: &Path) -> Option<u64> {
    let changed = |name: String| std::fs::metadata(folder.join(name)).ok()?.modified().ok();
    let last = changed(DATABASE.to_owned()).max(changed(format!("{DATABASE}-wal")))?;
    Some(SystemTime::now().duration_since(last).ok()?.as_secs())
}
