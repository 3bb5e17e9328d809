//! A browser: everything lies in the origin's private file system, in a dedicated worker. The
//! small files beside the database are rows of a database of their own, which replaces them whole.

use std::io;
use std::rc::Rc;

use doorstep_model::{Problem, ProblemCode};
use rsqlite_vfs::VfsFilesManager as _;
use rusqlite::{Connection, OptionalExtension, params};
use sqlite_wasm_rs::WasmOsCallback;

use sqlite_wasm_vfs::sahpool::{OpfsSAHPoolCfg, OpfsSAHPoolUtil, install};

use crate::home::Home;
use crate::store::StoreFault;

/// There is no write-ahead log in a browser: one connection, one file.
pub(crate) const JOURNAL: &str = "delete";

/// SQLite is a library of its own in a browser's page, with an allocator of its own.
pub(crate) fn memory_is_shared() -> bool {
    false
}

const FILES: &str = "doorstep-files.db";

/// The files whose names begin in one way.
#[derive(Clone)]
pub(crate) struct Files {
    prefix: String,
    pool: Rc<OpfsSAHPoolUtil>,
}

/// The pool of files can be open in one worker only, so that nothing more is held.
pub(crate) struct Held;

impl Home {
    /// The home of this origin. To be called in a dedicated worker.
    ///
    /// # Errors
    /// [`ProblemCode::OpenElsewhere`] if another tab has it open, or the browser has no such files.
    pub async fn in_browser() -> Result<Self, Problem> {
        let pool = install::<WasmOsCallback>(&OpfsSAHPoolCfg::default(), true).await;
        let pool = pool.map_err(|_| ProblemCode::OpenElsewhere)?;
        Ok(Self::of(Files {
            prefix: String::new(),
            pool: Rc::new(pool),
        }))
    }
}

impl Files {
    /// Files whose names begin with this one's and `name`.
    pub(crate) fn folder(&self, name: &str) -> Self {
        Self {
            prefix: self.path(name) + "/",
            pool: Rc::clone(&self.pool),
        }
    }

    fn path(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn rows(&self) -> io::Result<Connection> {
        let open = || {
            let conn = Connection::open(FILES)?;
            conn.execute_batch(
                "PRAGMA synchronous = FULL;
                 CREATE TABLE IF NOT EXISTS file (
                     name TEXT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL
                 ) STRICT, WITHOUT ROWID",
            )?;
            Ok(conn)
        };
        open().map_err(|error: rusqlite::Error| io::Error::other(error))
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        let path = self.path(name);
        self.pool.contains(&path).unwrap_or(false)
            || self
                .read(name, usize::MAX)
                .is_ok_and(|bytes| bytes.is_some())
    }

    /// The bytes of a file, at most `limit`; `None` if it is not there.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] if it is longer, or what the database says.
    pub(crate) fn read(&self, name: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let bytes: Option<Vec<u8>> = self
            .rows()?
            .query_row(
                "SELECT bytes FROM file WHERE name = ?1",
                [self.path(name)],
                |row| row.get(0),
            )
            .optional()
            .map_err(io::Error::other)?;
        match bytes {
            Some(bytes) if bytes.len() > limit => Err(io::ErrorKind::InvalidData.into()),
            bytes => Ok(bytes),
        }
    }

    /// Replaces a file whole.
    pub(crate) fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.rows()?
            .execute(
                "INSERT OR REPLACE INTO file (name, bytes) VALUES (?1, ?2)",
                params![self.path(name), bytes],
            )
            .map_err(io::Error::other)?;
        Ok(())
    }

    /// Removes a file; one that is not there is no error.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        self.rows()?
            .execute("DELETE FROM file WHERE name = ?1", [self.path(name)])
            .map_err(io::Error::other)?;
        Ok(())
    }

    /// The names of the files, without what they all begin with.
    pub(crate) fn names(&self) -> io::Result<Vec<String>> {
        let rows = self.rows()?;
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = rows.prepare(
                "SELECT substr(name, length(?1) + 1) FROM file
                 WHERE substr(name, 1, length(?1)) = ?1",
            )?;
            let names = statement.query_map([&self.prefix], |row| row.get(0))?;
            names.collect()
        };
        read().map_err(io::Error::other)
    }

    /// Removes everything whose name begins in this way.
    pub(crate) fn remove_all(&self) -> io::Result<()> {
        self.rows()?
            .execute(
                "DELETE FROM file WHERE substr(name, 1, length(?1)) = ?1",
                [&self.prefix],
            )
            .map_err(io::Error::other)?;
        for name in self.pool.names().map_err(io::Error::other)? {
            if name.starts_with(&self.prefix) {
                self.pool.remove(&name).map_err(io::Error::other)?;
            }
        }
        Ok(())
    }

    pub(crate) fn hold(&self) -> Result<Held, StoreFault> {
        Ok(Held)
    }

    /// Opens the database of this name.
    pub(crate) fn connect(&self, name: &str, _new: bool) -> Result<Connection, StoreFault> {
        Ok(Connection::open(self.path(name))?)
    }
}

/// There is one thread, and nobody waits for it in the middle of a call.
pub(crate) fn give_way() {}

/// Milliseconds by the browser's clock.
pub(crate) fn monotonic_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// A file that the person chose. A browser has no dialog that a device can open: its page hands
/// files over, which nothing does yet.
#[derive(Clone, Debug)]
pub enum Chosen {}

impl Chosen {
    pub(crate) fn name(&self) -> String {
        match *self {}
    }

    pub(crate) fn open(&self) -> std::io::Result<(std::io::Empty, u64)> {
        match *self {}
    }

    pub(crate) fn half(&self) -> Option<Vec<u8>> {
        match *self {}
    }

    /// A browser has no such files.
    pub(crate) fn remove_half(_half: &[u8]) -> bool {
        true
    }

    pub(crate) fn replace<E>(
        &self,
        _write: impl FnOnce(&mut dyn std::io::Write) -> Result<(), E>,
    ) -> Result<(), E> {
        match *self {}
    }
}
