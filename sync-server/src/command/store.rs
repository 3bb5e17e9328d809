//! Which PostgreSQL database is meant, where one is.

use std::path::PathBuf;

use clap::Args;
use doorstep_server::storage::{PostgresAddress, UnusableAddress};

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
