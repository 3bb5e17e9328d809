//! Which store is meant.

use std::path::{Path, PathBuf};

use clap::Args;
use doorstep_server::DATABASE;
use doorstep_server::storage::{
    PostgresAddress, PostgresLedger, PostgresStorage, SqliteLedger, SqliteStorage, StorageFault,
    UnusableAddress,
};

/// A PostgreSQL database in place of the SQLite one.
#[derive(Args)]
pub(super) struct Database {
    /// A PostgreSQL database that keeps the log in place of the folder, such as
    /// postgres://doorstep@localhost/doorstep. Any number of servers may share it. In the
    /// environment, others on the machine don't see its password.
    #[arg(
        long,
        value_name = "URL",
        env = "DOORSTEP_DATABASE",
        hide_env_values = true
    )]
    database: Option<String>,
    /// The certificate (PEM) that the database's own is signed with, for sslmode=require.
    #[arg(long, value_name = "FILE", requires = "database")]
    database_ca: Option<PathBuf>,
}

impl Database {
    pub(super) fn address(self) -> Result<Option<PostgresAddress>, UnusableAddress> {
        self.database
            .map(|url| PostgresAddress::parse(&url, self.database_ca))
            .transpose()
    }
}

/// A store that is gone through row by row.
pub(super) enum Open {
    Sqlite(SqliteLedger),
    Postgres(PostgresLedger),
}

/// Why a store was not opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum StoreFault {
    #[error(transparent)]
    Address(#[from] UnusableAddress),
    #[error(transparent)]
    Storage(#[from] StorageFault),
    #[error("there is no {0}")]
    Missing(PathBuf),
    #[error("{0} can't be made: {1}")]
    Folder(PathBuf, #[source] std::io::Error),
}

/// Opens what `place` names: a data folder, or `postgres://…`; and brings its layout up to date.
/// A folder with no database in it gets one only where it is to be filled.
pub(super) async fn open(
    place: &str,
    authorities: Option<PathBuf>,
    is_filled: bool,
) -> Result<Open, StoreFault> {
    if place.contains("://") {
        let address = PostgresAddress::parse(place, authorities)?;
        PostgresStorage::open(address.clone()).await?;
        return Ok(Open::Postgres(PostgresLedger::connect(&address).await?));
    }
    let folder = Path::new(place);
    if is_filled {
        doorstep_server::private_folder(folder)
            .map_err(|cause| StoreFault::Folder(folder.to_owned(), cause))?;
    }
    let file = folder.join(DATABASE);
    if !is_filled && !file.exists() {
        return Err(StoreFault::Missing(file));
    }
    Ok(Open::Sqlite(SqliteLedger::new(SqliteStorage::open(&file)?)))
}
