//! `backup` and `restore`.

use std::path::PathBuf;

use clap::Args;
use doorstep_server::backup::{BackupFault, back_up, restore};

use super::verify::print;

/// Copies a data folder into another that is empty or not there, and checks the copy.
///
/// A server may go on with the folder meanwhile. The backup holds the setup code and the certificate's
/// key: keep it as you keep keys.
#[derive(Args)]
pub(super) struct Backup {
    /// The data folder.
    #[arg(value_name = "DIR")]
    data: String,
    /// Where the backup goes.
    #[arg(value_name = "BACKUP")]
    to: PathBuf,
}

/// Puts a backup into a data folder, and checks it there.
///
/// The folder may not be there, or be empty but for doorstep.erased: what that names was erased since,
/// and is erased in the copy before it is called restored.
#[derive(Args)]
pub(super) struct Restore {
    /// The backup.
    #[arg(value_name = "BACKUP")]
    from: PathBuf,
    /// The data folder.
    #[arg(value_name = "DIR")]
    data: PathBuf,
    /// The file that remembers what was erased, if it is not in the data folder.
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Backup(#[from] BackupFault),
    /// PostgreSQL has tools of its own.
    #[error(
        "a PostgreSQL database is backed up with its own tools, while servers run: \
         pg_dump --format=custom --file=doorstep.dump 'postgres://…'; bring it back into an empty \
         database with pg_restore --dbname='postgres://…' doorstep.dump, then run \
         `doorstep-server verify`"
    )]
    Postgres,
}

impl Backup {
    pub(super) async fn run(self) -> Result<(), Fault> {
        if self.data.contains("://") {
            return Err(Fault::Postgres);
        }
        print(&back_up(self.data.as_ref(), &self.to).await?);
        println!("backed up, and the copy is whole");
        Ok(())
    }
}

impl Restore {
    pub(super) async fn run(self) -> Result<(), Fault> {
        print(&restore(&self.from, &self.data, self.erasures).await?);
        println!("restored, and it is whole; look at one device before you let it run");
        Ok(())
    }
}
