//! Why the store did not do it, and what a person can be told about it.

use doorstep_model::{Problem, ProblemCode};
use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

/// Why the store did not do it. Nothing of the call is kept then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreFault {
    /// The database or the disk under it.
    #[error("the database: {0}")]
    Database(#[from] rusqlite::Error),
    /// A file beside the database.
    #[error("a file of the device: {0}")]
    File(#[from] std::io::Error),
    /// The store was made by a newer version.
    #[error("the store has version {0}, which this version does not know")]
    TooNew(i64),
    /// The database was made, and nothing is in it any more. It is left as it is.
    #[error("the database is empty")]
    Empty,
    /// Another program has the folder open.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(
            dead_code,
            reason = "a browser tells at once, when its files are opened"
        )
    )]
    #[error("another program has the folder open")]
    OpenElsewhere,
    /// The database does not write as durably as it must.
    #[error("the database does not keep to {0}")]
    NotDurable(&'static str),
}

impl From<StoreFault> for Problem {
    fn from(fault: StoreFault) -> Self {
        match fault {
            StoreFault::Database(error) => from_database(&error),
            StoreFault::File(error) => from_file(&error),
            StoreFault::TooNew(version) => Problem::with(ProblemCode::StoreTooNew, version),
            StoreFault::Empty => Problem::with(ProblemCode::StoreUnreadable, "empty"),
            StoreFault::OpenElsewhere => ProblemCode::OpenElsewhere.into(),
            StoreFault::NotDurable(what) => Problem::with(ProblemCode::WriteFailed, what),
        }
    }
}

fn from_database(error: &rusqlite::Error) -> Problem {
    let Some(code) = error.sqlite_error() else {
        return Problem::with(ProblemCode::StoreUnreadable, "a row");
    };
    let problem = match code.code {
        // SQLite's word for a disk that has no room for the index of the log (its list of result
        // codes says so); every other full disk it calls by name.
        ErrorCode::SystemIoFailure if code.extended_code == SQLITE_IOERR_SHMSIZE => {
            ProblemCode::DiskFull
        }
        ErrorCode::DiskFull => ProblemCode::DiskFull,
        ErrorCode::SystemIoFailure
        | ErrorCode::ReadOnly
        | ErrorCode::CannotOpen
        | ErrorCode::PermissionDenied => ProblemCode::WriteFailed,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => ProblemCode::StoreUnreadable,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ProblemCode::OpenElsewhere,
        _ => ProblemCode::Unexpected,
    };
    Problem::with(problem, format!("database {}", code.extended_code))
}

fn from_file(error: &std::io::Error) -> Problem {
    use std::io::ErrorKind;
    let code = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ProblemCode::DiskFull,
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof => ProblemCode::StoreUnreadable,
        _ => ProblemCode::WriteFailed,
    };
    Problem::with(code, error.kind())
}
