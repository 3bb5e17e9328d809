//! The embedded store: one SQLite file, one writer.

mod blobs;
mod erased;
mod handed_over;
mod invites;
mod ledger;
mod log;
mod membership;
mod snapshots;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use doorstep_wire::blob::BlobHead;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::handed_over::WaitingOf;
use doorstep_wire::id::{
    BlobId, ChunkId, DeviceId, DocId, EntryHash, Locator, SetupSecret, TeamId, VerifyingKeyBytes,
};
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};

pub use ledger::SqliteLedger;

use super::ledger::Layout;
use super::{
    BlobTimes, DropTimes, DueSnapshot, Erased, HandedOver, LackingOfFormer, NewEntry,
    ServerSecrets, Storage, StorageFault, StoredBlob, StoredJoin, StoredTicket, Synced,
};

/// What each version adds to the layout; the last one's number is what this version writes.
const SCHEMAS: [&str; 5] = [
    include_str!("schema.sql"),
    include_str!("blobs.sql"),
    include_str!("snapshots.sql"),
    include_str!("handed_over.sql"),
    include_str!("erased.sql"),
];

/// How long another process may keep the file to itself.
const BUSY: Duration = Duration::from_secs(10);

/// A store in one file.
#[derive(Clone)]
pub struct SqliteStorage {
    connection: Arc<Mutex<Connection>>,
}

impl SqliteStorage {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// [`StorageFault::Unusable`] if it is not a database of ours or from a newer version; the file
    /// is left as it is.
    pub fn open(path: &Path) -> Result<Self, StorageFault> {
        let mut connection = Connection::open(path)?;
        let unusable = |fault: rusqlite::Error| StorageFault::Unusable(fault.to_string());
        connection.busy_timeout(BUSY)?;
        let found: i64 = connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .map_err(unusable)?;
        let done = usize::try_from(found).unwrap_or(usize::MAX);
        let Some(missing) = SCHEMAS.get(done..) else {
            let known = SCHEMAS.len();
            return Err(StorageFault::Unusable(format!(
                "it was made by a newer version (layout {found}, this one knows {known})"
            )));
        };
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .map_err(unusable)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        // What is erased is not to be found in free pages.
        connection.pragma_update(None, "secure_delete", true)?;
        if !missing.is_empty() {
            // All steps at once: a crash leaves the version that was there or this one, and none between.
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (version, schema) in (found + 1..).zip(missing) {
                tx.execute_batch(schema).map_err(unusable)?;
                if version == 1 {
                    make_secrets(&tx)?;
                }
                tx.pragma_update(None, "user_version", version)?;
            }
            tx.commit()?;
        }
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// Opens the file as it is, and changes neither it nor its layout; a server may be at it.
    ///
    /// # Errors
    /// [`StorageFault::Database`] if there is no such file.
    pub fn look(path: &Path) -> Result<Self, StorageFault> {
        // What lies in the write-ahead log can only be read with its index, which is written.
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// Writes a copy of the whole store as it is at this moment into a new file; a server may go on
    /// with the store meanwhile.
    ///
    /// # Errors
    /// [`StorageFault::Database`] if there is no store, or the file is there already.
    pub async fn copy_to(from: &Path, file: &Path) -> Result<(), StorageFault> {
        let connection = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.busy_timeout(BUSY)?;
        let file = file.to_owned();
        let store = Self {
            connection: Arc::new(Mutex::new(connection)),
        };
        store
            .run(move |connection| {
                let file = file.to_string_lossy();
                connection.execute("VACUUM INTO ?1", [&file])?;
                Ok(())
            })
            .await
    }

    async fn layout(&self) -> Result<Layout, StorageFault> {
        self.run(|connection| {
            Ok(Layout {
                found: connection.query_row("PRAGMA user_version", [], |row| row.get(0))?,
                known: i64::try_from(SCHEMAS.len()).unwrap_or(i64::MAX),
            })
        })
        .await
    }

    /// Runs one transaction off the async threads; it commits if `work` succeeds.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, StorageFault> + Send + 'static,
    ) -> Result<T, StorageFault> {
        self.run(move |connection| {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&tx)?;
            tx.commit()?;
            Ok(done)
        })
        .await
    }

    /// Brings the write-ahead log into the file and empties it. Answers whether nobody was in the way.
    async fn checkpoint(&self) -> Result<bool, StorageFault> {
        self.run(|connection| {
            let busy: i64 =
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            Ok(busy == 0)
        })
        .await
    }

    /// What was just erased may still lie in the write-ahead log, which is emptied for that.
    async fn leave_no_log(&self) {
        match self.checkpoint().await {
            Ok(true) => {}
            Ok(false) => tracing::warn!(
                "something reads the store: the log may hold what was erased until the next checkpoint"
            ),
            Err(fault) => tracing::warn!(%fault, "the checkpoint after an erasure failed"),
        }
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StorageFault> + Send + 'static,
    ) -> Result<T, StorageFault> {
        let connection = Arc::clone(&self.connection);
        let task = tokio::task::spawn_blocking(move || {
            // A panic in here rolled its transaction back.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut connection)
        });
        task.await
            .map_err(|_| StorageFault::Unusable("a task ended early".into()))?
    }
}

fn make_secrets(tx: &Connection) -> Result<(), StorageFault> {
    for (name, len) in [("setup", 16usize), ("token_key", 32)] {
        let mut bytes = vec![0; len];
        getrandom::fill(&mut bytes).map_err(|fault| StorageFault::Unusable(fault.to_string()))?;
        tx.execute(
            "INSERT INTO server_secret (name, bytes) VALUES (?1, ?2)",
            params![name, bytes],
        )?;
    }
    Ok(())
}

fn secret<const N: usize>(connection: &Connection, name: &str) -> Result<[u8; N], StorageFault> {
    let found: Option<Vec<u8>> = connection
        .query_row(
            "SELECT bytes FROM server_secret WHERE name = ?1",
            [name],
            |row| row.get(0),
        )
        .optional()?;
    found
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| StorageFault::Unusable(format!("its secret {name} is missing")))
}

impl Storage for SqliteStorage {
    async fn secrets(&self) -> Result<ServerSecrets, StorageFault> {
        self.run(|connection| {
            Ok(ServerSecrets {
                setup: SetupSecret(secret(connection, "setup")?),
                token_key: secret(connection, "token_key")?,
            })
        })
        .await
    }

    async fn create_team(&self, team: TeamId, genesis: Vec<u8>) -> Result<(), StorageFault> {
        self.write(move |tx| membership::create_team(tx, team, &genesis))
            .await
    }

    async fn membership_head(&self, team: TeamId) -> Result<(EntryHash, u64), StorageFault> {
        self.run(move |connection| membership::head(connection, team))
            .await
    }

    async fn entries(
        &self,
        team: TeamId,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, StorageFault> {
        self.run(move |connection| membership::entries(connection, team, from, limit))
            .await
    }

    async fn teams_with_key(
        &self,
        key: VerifyingKeyBytes,
        from: TeamId,
        limit: usize,
    ) -> Result<Vec<TeamId>, StorageFault> {
        self.run(move |connection| membership::teams_with_key(connection, &key, from, limit))
            .await
    }

    async fn append_entry(&self, team: TeamId, new: NewEntry) -> Result<(), StorageFault> {
        let erases = !new.erases.is_empty();
        self.write(move |tx| {
            let position = membership::append(tx, team, &new)?;
            erased::by_entry(tx, team, position, &new.erases)
        })
        .await?;
        if erases {
            self.leave_no_log().await;
        }
        Ok(())
    }

    async fn erase(&self, team: TeamId, documents: Vec<(DocId, u64)>) -> Result<(), StorageFault> {
        self.write(move |tx| erased::again(tx, team, &documents))
            .await?;
        self.leave_no_log().await;
        Ok(())
    }

    async fn erased(&self) -> Result<Vec<Erased>, StorageFault> {
        self.run(move |connection| erased::all(connection)).await
    }

    async fn sync(
        &self,
        team: TeamId,
        cursor: Cursor,
        push: Vec<SealedChunk>,
        max_bytes: usize,
    ) -> Result<Synced, StorageFault> {
        if push.is_empty() {
            return self
                .run(move |connection| {
                    let tx = connection.transaction()?;
                    log::pull(&tx, team, cursor, max_bytes)
                })
                .await;
        }
        self.write(move |tx| log::push_and_pull(tx, team, cursor, &push, max_bytes))
            .await
    }

    async fn last_common(
        &self,
        team: TeamId,
        checkpoints: Vec<Cursor>,
    ) -> Result<Cursor, StorageFault> {
        self.run(move |connection| log::last_common(&connection.transaction()?, team, checkpoints))
            .await
    }

    async fn inventory(
        &self,
        team: TeamId,
        after: Cursor,
        limit: usize,
    ) -> Result<Vec<ChunkId>, StorageFault> {
        self.run(move |connection| log::inventory(&connection.transaction()?, team, after, limit))
            .await
    }

    async fn snapshots_due(&self, times: DropTimes) -> Result<Vec<DueSnapshot>, StorageFault> {
        self.write(move |tx| snapshots::due(tx, times)).await
    }

    async fn heads_between(
        &self,
        team: TeamId,
        after: u64,
        up_to: u64,
    ) -> Result<Vec<(u64, Vec<u8>)>, StorageFault> {
        self.run(move |connection| snapshots::heads_between(connection, team, after, up_to))
            .await
    }

    async fn drop_bodies(&self, team: TeamId, places: Vec<u64>) -> Result<u64, StorageFault> {
        self.write(move |tx| snapshots::drop_bodies(tx, team, &places))
            .await
    }

    async fn bodies_dropped(&self, due: Vec<DueSnapshot>) -> Result<(), StorageFault> {
        self.write(move |tx| snapshots::dropped(tx, &due)).await
    }

    async fn put_ticket(&self, locator: Locator, ticket: StoredTicket) -> Result<(), StorageFault> {
        self.write(move |tx| invites::put_ticket(tx, locator, &ticket))
            .await
    }

    async fn ticket(&self, locator: Locator) -> Result<StoredTicket, StorageFault> {
        self.run(move |connection| invites::ticket(connection, locator))
            .await
    }

    async fn tickets(&self, team: TeamId) -> Result<Vec<(Locator, EntryHash)>, StorageFault> {
        self.run(move |connection| invites::tickets(connection, team))
            .await
    }

    async fn put_join(&self, join: StoredJoin) -> Result<(), StorageFault> {
        self.write(move |tx| invites::put_join(tx, &join)).await
    }

    async fn joins(&self, team: TeamId) -> Result<Vec<StoredJoin>, StorageFault> {
        self.run(move |connection| invites::joins(connection, team))
            .await
    }

    async fn close_invite(&self, team: TeamId, locator: Locator) -> Result<(), StorageFault> {
        self.write(move |tx| invites::close(tx, team, locator))
            .await
    }

    async fn hand_over(
        &self,
        team: TeamId,
        device: DeviceId,
        items: Vec<Vec<u8>>,
    ) -> Result<(), StorageFault> {
        self.write(move |tx| handed_over::put(tx, team, device, &items))
            .await
    }

    async fn handed_over(&self, team: TeamId) -> Result<Vec<WaitingOf>, StorageFault> {
        self.run(move |connection| handed_over::waiting(connection, team))
            .await
    }

    async fn handed_over_by(
        &self,
        team: TeamId,
        device: DeviceId,
        after: u64,
        max_bytes: usize,
    ) -> Result<HandedOver, StorageFault> {
        self.run(move |connection| handed_over::by(connection, team, device, after, max_bytes))
            .await
    }

    async fn clear_handed_over(
        &self,
        team: TeamId,
        device: DeviceId,
        up_to: u64,
    ) -> Result<(), StorageFault> {
        self.write(move |tx| handed_over::clear(tx, team, device, up_to))
            .await
    }

    async fn lacking_of_former(
        &self,
        team: TeamId,
        device: DeviceId,
        items: Vec<[u8; 32]>,
        chunks: Vec<ChunkId>,
    ) -> Result<LackingOfFormer, StorageFault> {
        self.run(move |connection| handed_over::lacking(connection, team, device, items, chunks))
            .await
    }

    async fn begin_blob(
        &self,
        team: TeamId,
        head: BlobHead,
        max_bytes: u64,
        times: BlobTimes,
    ) -> Result<StoredBlob, StorageFault> {
        self.write(move |tx| blobs::begin(tx, team, &head, max_bytes, times))
            .await
    }

    async fn lacking_blobs(
        &self,
        team: TeamId,
        blobs: Vec<BlobId>,
    ) -> Result<Vec<BlobId>, StorageFault> {
        self.run(move |connection| blobs::lacking(connection, team, blobs))
            .await
    }

    async fn put_blob_part(
        &self,
        team: TeamId,
        blob: BlobId,
        number: u32,
        sealed: Vec<u8>,
    ) -> Result<(), StorageFault> {
        self.write(move |tx| blobs::put_part(tx, team, blob, number, &sealed))
            .await
    }

    async fn blob(&self, team: TeamId, blob: BlobId) -> Result<StoredBlob, StorageFault> {
        self.run(move |connection| blobs::state(connection, team, blob))
            .await
    }

    async fn blob_part(
        &self,
        team: TeamId,
        blob: BlobId,
        number: u32,
    ) -> Result<Vec<u8>, StorageFault> {
        self.run(move |connection| blobs::part(connection, team, blob, number))
            .await
    }

    async fn finish(&self) {
        if let Err(fault) = self.checkpoint().await {
            tracing::warn!(%fault, "the last checkpoint failed; the next start does it");
        }
    }
}
