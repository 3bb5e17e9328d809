//! Why a store did not do what it was asked.

/// Why the store did not do it. Nothing of the request is kept then.
#[derive(Debug, thiserror::Error)]
pub enum StorageFault {
    /// The team is not here.
    #[error("the team is not on this server")]
    UnknownTeam,
    /// The membership log has gone on.
    #[error("the membership log has gone on")]
    MembershipMoved,
    /// The chain at the cursor is another.
    #[error("the chain at the device's cursor is not the server's")]
    ChainDiffers,
    /// A chunk does not follow the last one of its log.
    #[error("the chunk does not follow the last one of its log")]
    LogForked,
    /// Another device asked by this invite first.
    #[error("another device asked by this invite first")]
    InviteTaken,
    /// There are too many open invites.
    #[error("the team has too many open invites")]
    TooManyInvites,
    /// No ticket lies there.
    #[error("no invite has this code")]
    UnknownInvite,
    /// No blob has this name.
    #[error("no blob has this name")]
    UnknownBlob,
    /// Another blob has this name.
    #[error("another blob has this name")]
    BlobDiffers,
    /// This part of the blob is not there.
    #[error("this part of the blob is not there")]
    BlobPartMissing,
    /// The team's blobs take all the room there is for them.
    #[error("the team's blobs take all the room there is for them")]
    BlobQuota,
    /// The removed device has handed over all that it may.
    #[error("the removed device has handed over all that it may")]
    HandedOverFull,
    /// The document that it belongs to was erased.
    #[error("the document that it belongs to was erased")]
    Erased,
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DatabaseFault),
    /// The database can't be read or was made by a newer version; it was left as it is.
    #[error("the database can't be used: {0}")]
    Unusable(String),
}

/// What the database said.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseFault {
    /// SQLite.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL.
    #[error("{}", without_details(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// No connection to PostgreSQL was free in time, or none could be made.
    #[error("no connection to the database: {0}")]
    NoConnection(String),
}

impl From<rusqlite::Error> for StorageFault {
    fn from(fault: rusqlite::Error) -> Self {
        Self::Database(fault.into())
    }
}

impl From<tokio_postgres::Error> for StorageFault {
    fn from(fault: tokio_postgres::Error) -> Self {
        Self::Database(fault.into())
    }
}

impl From<deadpool_postgres::PoolError> for StorageFault {
    fn from(fault: deadpool_postgres::PoolError) -> Self {
        match fault {
            deadpool_postgres::PoolError::Backend(fault) => fault.into(),
            other => DatabaseFault::NoConnection(other.to_string()).into(),
        }
    }
}

/// PostgreSQL's message and its code. Its details would name keys, and logs name no ids.
fn without_details(fault: &tokio_postgres::Error) -> String {
    match fault.as_db_error() {
        Some(said) => format!("{} ({})", said.message(), said.code().code()),
        None => match std::error::Error::source(fault) {
            Some(cause) => format!("{fault}: {cause}"),
            None => fault.to_string(),
        },
    }
}
