//! A store row by row, for what goes through all of it: moving it, checking it, counting it.
//!
//! Both stores have the same tables with the same columns (SQLite's surrogate keys aside), so one
//! description of them is enough. A page is small whatever the store's size.

mod copy;
mod tables;

use std::future::Future;

pub use copy::{MoveFault, Moved, copy};
pub(in crate::storage) use tables::From;
pub use tables::{Kind, TABLES, Table};

use super::StorageFault;

/// One column of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// An identifier, a hash, something sealed.
    Bytes(Vec<u8>),
    /// A place or a count.
    Number(i64),
    /// A name of the server's own.
    Text(String),
}

impl Value {
    /// The bytes, where it is bytes.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// A row, in the order of its table's columns.
pub type Row = Vec<Value>;

/// What is going to be done, and what others may do meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reads the store as it is at this moment; others go on writing.
    Look,
    /// Reads; nobody writes meanwhile.
    Hold,
    /// Writes; nobody else does.
    Fill,
}

/// Numbers of migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The last one that the store has had.
    pub found: i64,
    /// The last one that this program knows.
    pub known: i64,
}

impl Layout {
    /// Whether this program can go through the store as it is, without changing it first.
    ///
    /// # Errors
    /// [`StorageFault::Unusable`] if the store has another layout than this program writes.
    pub fn is_current(self) -> Result<(), StorageFault> {
        let Self { found, known } = self;
        if found == known {
            return Ok(());
        }
        Err(StorageFault::Unusable(format!(
            "it has layout {found} and this program writes {known}: take the program that serves it"
        )))
    }
}

/// A store that is gone through row by row, in one transaction from [`Ledger::begin`] on. Dropped
/// before [`Ledger::commit`], it leaves nothing.
pub trait Ledger: Sync {
    /// Begins.
    fn begin(&self, access: Access) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// The next rows of a table in the order of its key, after the row with this key; none once the
    /// end is reached.
    fn page(
        &self,
        table: &'static Table,
        after: Option<Row>,
    ) -> impl Future<Output = Result<Vec<Row>, StorageFault>> + Send;

    /// The row with this key, if there is one.
    fn row(
        &self,
        table: &'static Table,
        key: Row,
    ) -> impl Future<Output = Result<Option<Row>, StorageFault>> + Send;

    /// How many rows a table has, and how many bytes are in its column `bytes`, if it has one.
    fn totals(
        &self,
        table: &'static Table,
    ) -> impl Future<Output = Result<(u64, u64), StorageFault>> + Send;

    /// Adds rows.
    fn write(
        &self,
        table: &'static Table,
        rows: Vec<Row>,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Takes every row of a table away.
    fn clear(&self, table: &'static Table)
    -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Keeps what was written.
    fn commit(&self) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// The database's version, in words.
    fn version(&self) -> impl Future<Output = Result<String, StorageFault>> + Send;

    /// The layout of the tables.
    fn layout(&self) -> impl Future<Output = Result<Layout, StorageFault>> + Send;
}
