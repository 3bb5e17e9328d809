//! The encrypted database of one device. One write is one transaction, on the disk when it returns.
//!
//! `table` holds what may not be lost, one file a table; `project` writes the projections that
//! lists and search read; `query` reads them. Documents are read only when one is opened.

pub(crate) mod erase;
mod fault;
pub(crate) mod leave;
mod open;
pub(crate) mod project;
pub(crate) mod query;
mod row;
pub(crate) mod schema;
pub(crate) mod table;

pub(crate) use fault::StoreFault;
pub(crate) use open::prepare;

use doorstep_replica::crypto::key::SecretKey;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::platform::{self, Files, Held};

/// An open store. It is closed, and the key leaves memory, when it is dropped.
pub(crate) struct Store {
    conn: Connection,
    /// Sealed photos and voice notes, a file each: a file can be removed on a full disk, and gives
    /// its room back at once.
    pub(crate) blobs: Files,
    /// What opens it, for its slots; the database holds it in memory as long.
    key: SecretKey,
    /// No other program opens the folder while this lives.
    _held: Held,
}

impl Store {
    pub(crate) fn new(conn: Connection, key: SecretKey, blobs: Files, held: Held) -> Self {
        Self {
            conn,
            key,
            blobs,
            _held: held,
        }
    }

    /// The store's own key.
    pub(crate) fn key(&self) -> &SecretKey {
        &self.key
    }

    /// Reads; sees one state of the database throughout.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreFault>,
    ) -> Result<T, StoreFault> {
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred)?;
        read(&tx)
    }

    /// Writes all of it or nothing; when it returns, the disk has it.
    ///
    /// # Errors
    /// What the database says; nothing of the transaction is kept then.
    pub(crate) fn write<T>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreFault>,
    ) -> Result<T, StoreFault> {
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        let written = write(&tx)?;
        tx.commit()?;
        Ok(written)
    }

    /// Brings the write-ahead log into the database and empties it, so that nothing stays in it that is
    /// in no table any more.
    ///
    /// # Errors
    /// What the database says; the log is emptied another time then.
    pub(crate) fn empty_log(&self) -> Result<(), StoreFault> {
        let mut statement = self.conn.prepare("PRAGMA wal_checkpoint(TRUNCATE)")?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // What SQLite gives back is wiped where the program's allocator wipes. Where SQLite has one of its own,
        // it is told to: above all for the pages that it kept, with keys and words in them. That can't be
        // stopped again, and makes each save slower (docs/decisions/0045-memory.md).
        if platform::memory_is_shared() {
            return;
        }
        let _closed_anyway = self
            .conn
            .execute_batch("PRAGMA cipher_memory_security = ON");
    }
}
