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

/// What is going to be done with a store.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// It is looked at as it is; a server may be at it.
    Looking,
    /// It is filled, and made where it is not there.
    Filling,
}

/// Opens what `place` names: a data folder, or `postgres://…`.
pub(super) async fn open(
    place: &str,
    authorities: Option<PathBuf>,
    purpose: For,
) -> Result<Open, StoreFault> {
    if place.contains("://") {
        let address = PostgresAddress::parse(place, authorities)?;
        if purpose == For::Filling {
            PostgresStorage::open(address.clone()).await?;
        }
        return Ok(Open::Postgres(PostgresLedger::connect(&address).await?));
    }
    let folder = Path::new(place);
    let file = folder.join(DATABASE);
    let storage = if purpose == For::Filling {
        doorstep_server::private_folder(folder)
            .map_err(|cause| StoreFault::Folder(folder.to_owned(), cause))?;
        SqliteStorage::open(&file)?
    } else if file.exists() {
        SqliteStorage::look(&file)?
    } else {
        return Err(StoreFault::Missing(file));
    };
    Ok(Open::Sqlite(SqliteLedger::new(storage)))
}

/// The store that a command is about.
#[derive(Args)]
pub(super) struct Which {
    /// A data folder, or postgres://…
    #[arg(
        value_name = "DIR|URL",
        env = "DOORSTEP_DATABASE",
        hide_env_values = true
    )]
    store: String,
    /// The certificate (PEM) that the database's own is signed with, for sslmode=require.
    #[arg(long, value_name = "FILE")]
    database_ca: Option<PathBuf>,
}

impl Which {
    /// Opens it to be looked at.
    pub(super) async fn open(&self) -> Result<Open, StoreFault> {
        open(&self.store, self.database_ca.clone(), For::Looking).await
    }

    /// Its folder, where it is one.
    pub(super) fn folder(&self) -> Option<&Path> {
        (!self.store.contains("://")).then(|| Path::new(&self.store))
    }
}
