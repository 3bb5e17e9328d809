//! The store for any number of server processes: one PostgreSQL database.

mod address;
mod blobs;
mod erased;
mod handed_over;
mod invites;
mod layout;
mod ledger;
mod log;
mod membership;
mod news;
mod pool;
mod query;
mod read;
mod snapshots;
mod turns;

use std::time::Duration;

use deadpool_postgres::Pool;
use doorstep_wire::blob::BlobHead;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::handed_over::WaitingOf;
use doorstep_wire::id::{
    BlobId, ChunkId, DeviceId, DocId, EntryHash, Locator, SetupSecret, TeamId, VerifyingKeyBytes,
};
use tokio::sync::broadcast;

pub use address::{PostgresAddress, UnusableAddress};
pub use ledger::PostgresLedger;

use super::{
    BlobTimes, DatabaseFault, DropTimes, DueSnapshot, Erased, HandedOver, LackingOfFormer,
    NewEntry, News, ServerSecrets, Storage, StorageFault, StoredBlob, StoredJoin, StoredTicket,
    Synced,
};
use news::{Own, Untold};
use tokio::time::timeout;
use turns::Turns;

/// How long a process that ends tries to tell others of what it stored last.
const LAST_NEWS: Duration = Duration::from_secs(2);

/// A store in a PostgreSQL database, with a pool of connections to it.
#[derive(Clone)]
pub struct PostgresStorage {
    address: PostgresAddress,
    pool: Pool,
    own: Own,
    untold: Untold,
    turns: Turns,
}

impl PostgresStorage {
    /// Connects, and brings the database's layout up to date. Several processes may do it at once.
    ///
    /// # Errors
    /// [`StorageFault::Database`] if it can't be reached, [`StorageFault::Unusable`] if a newer
    /// version made it; it is left as it is.
    pub async fn open(address: PostgresAddress) -> Result<Self, StorageFault> {
        let (mut client, connection) = address.connect().await?;
        let driven = pool::drive(connection);
        let ready = layout::bring_up_to_date(&mut client).await;
        pool::warn_of_settings(&client).await?;
        drop(client);
        // The connection ends with its client; how, says nothing any more.
        let _ended = driven.await;
        ready?;
        Ok(Self {
            pool: pool::pool(&address)?,
            own: Own::random()?,
            untold: Untold::default(),
            turns: Turns::default(),
            address,
        })
    }

    async fn secret<const N: usize>(&self, name: &str) -> Result<[u8; N], StorageFault> {
        let row = query::one(
            &self.pool.get().await?,
            "SELECT bytes FROM server_secret WHERE name = $1",
            &[&name],
        )
        .await?;
        let row =
            row.ok_or_else(|| StorageFault::Unusable(format!("its secret {name} is missing")))?;
        query::id(&row, 0)
    }
}

impl Storage for PostgresStorage {
    async fn secrets(&self) -> Result<ServerSecrets, StorageFault> {
        Ok(ServerSecrets {
            setup: SetupSecret(self.secret("setup").await?),
            token_key: self.secret("token_key").await?,
        })
    }

    async fn create_team(&self, team: TeamId, genesis: Vec<u8>) -> Result<(), StorageFault> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        membership::create_team(&tx, team, &genesis).await?;
        Ok(tx.commit().await?)
    }

    async fn membership_head(&self, team: TeamId) -> Result<(EntryHash, u64), StorageFault> {
        membership::head(&self.pool.get().await?, team).await
    }

    async fn entries(
        &self,
        team: TeamId,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, StorageFault> {
        membership::entries(&self.pool.get().await?, team, from, limit).await
    }

    async fn teams_with_key(
        &self,
        key: VerifyingKeyBytes,
        from: TeamId,
        limit: usize,
    ) -> Result<Vec<TeamId>, StorageFault> {
        membership::teams_with_key(&self.pool.get().await?, &key, from, limit).await
    }

    async fn append_entry(&self, team: TeamId, new: NewEntry) -> Result<(), StorageFault> {
        let _turn = self.turns.take(team).await?;
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        let _told = self.untold.whatever_happens(team);
        let position = membership::append(&tx, team, &new).await?;
        erased::by_entry(&tx, team, position, &new.erases).await?;
        Ok(tx.commit().await?)
    }

    async fn erase(&self, team: TeamId, documents: Vec<(DocId, u64)>) -> Result<(), StorageFault> {
        let _turn = self.turns.take(team).await?;
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        erased::again(&tx, team, &documents).await?;
        Ok(tx.commit().await?)
    }

    async fn erased(&self) -> Result<Vec<Erased>, StorageFault> {
        erased::all(&self.pool.get().await?).await
    }

    async fn sync(
        &self,
        team: TeamId,
        cursor: Cursor,
        push: Vec<SealedChunk>,
        max_bytes: usize,
    ) -> Result<Synced, StorageFault> {
        if push.is_empty() {
            return read::read_on(&self.pool.get().await?, team, cursor, max_bytes, &[]).await;
        }
        let _turn = self.turns.take(team).await?;
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        let _told = self.untold.whatever_happens(team);
        let synced = log::pull_and_push(&tx, team, cursor, &push, max_bytes).await?;
        tx.commit().await?;
        Ok(synced)
    }

    async fn last_common(
        &self,
        team: TeamId,
        checkpoints: Vec<Cursor>,
    ) -> Result<Cursor, StorageFault> {
        read::last_common(&self.pool.get().await?, team, &checkpoints).await
    }

    async fn inventory(
        &self,
        team: TeamId,
        after: Cursor,
        limit: usize,
    ) -> Result<Vec<ChunkId>, StorageFault> {
        read::inventory(&self.pool.get().await?, team, after, limit).await
    }

    async fn snapshots_due(&self, times: DropTimes) -> Result<Vec<DueSnapshot>, StorageFault> {
        snapshots::due(&self.pool.get().await?, times).await
    }

    async fn heads_between(
        &self,
        team: TeamId,
        after: u64,
        up_to: u64,
    ) -> Result<Vec<(u64, Vec<u8>)>, StorageFault> {
        snapshots::heads_between(&self.pool.get().await?, team, after, up_to).await
    }

    async fn drop_bodies(&self, team: TeamId, places: Vec<u64>) -> Result<u64, StorageFault> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        let freed = snapshots::drop_bodies(&tx, team, &places).await?;
        tx.commit().await?;
        Ok(freed)
    }

    async fn bodies_dropped(&self, due: Vec<DueSnapshot>) -> Result<(), StorageFault> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        snapshots::dropped(&tx, &due).await?;
        Ok(tx.commit().await?)
    }

    async fn put_ticket(&self, locator: Locator, ticket: StoredTicket) -> Result<(), StorageFault> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        invites::put_ticket(&tx, locator, &ticket).await?;
        Ok(tx.commit().await?)
    }

    async fn ticket(&self, locator: Locator) -> Result<StoredTicket, StorageFault> {
        invites::ticket(&self.pool.get().await?, locator).await
    }

    async fn tickets(&self, team: TeamId) -> Result<Vec<(Locator, EntryHash)>, StorageFault> {
        invites::tickets(&self.pool.get().await?, team).await
    }

    async fn put_join(&self, join: StoredJoin) -> Result<(), StorageFault> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        invites::put_join(&tx, &join).await?;
        Ok(tx.commit().await?)
    }

    async fn joins(&self, team: TeamId) -> Result<Vec<StoredJoin>, StorageFault> {
        invites::joins(&self.pool.get().await?, team).await
    }

    async fn close_invite(&self, team: TeamId, locator: Locator) -> Result<(), StorageFault> {
        invites::close(&self.pool.get().await?, team, locator).await
    }

    async fn hand_over(
        &self,
        team: TeamId,
        device: DeviceId,
        items: Vec<Vec<u8>>,
    ) -> Result<(), StorageFault> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        handed_over::put(&tx, team, device, &items).await?;
        Ok(tx.commit().await?)
    }

    async fn handed_over(&self, team: TeamId) -> Result<Vec<WaitingOf>, StorageFault> {
        handed_over::waiting(&self.pool.get().await?, team).await
    }

    async fn handed_over_by(
        &self,
        team: TeamId,
        device: DeviceId,
        after: u64,
        max_bytes: usize,
    ) -> Result<HandedOver, StorageFault> {
        handed_over::by(&self.pool.get().await?, team, device, after, max_bytes).await
    }

    async fn clear_handed_over(
        &self,
        team: TeamId,
        device: DeviceId,
        up_to: u64,
    ) -> Result<(), StorageFault> {
        handed_over::clear(&self.pool.get().await?, team, device, up_to).await
    }

    async fn lacking_of_former(
        &self,
        team: TeamId,
        device: DeviceId,
        items: Vec<[u8; 32]>,
        chunks: Vec<ChunkId>,
    ) -> Result<LackingOfFormer, StorageFault> {
        handed_over::lacking(&self.pool.get().await?, team, device, items, chunks).await
    }

    async fn begin_blob(
        &self,
        team: TeamId,
        head: BlobHead,
        max_bytes: u64,
        times: BlobTimes,
    ) -> Result<StoredBlob, StorageFault> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        let stored = blobs::begin(&tx, team, &head, max_bytes, times).await?;
        tx.commit().await?;
        Ok(stored)
    }

    async fn lacking_blobs(
        &self,
        team: TeamId,
        blobs: Vec<BlobId>,
    ) -> Result<Vec<BlobId>, StorageFault> {
        blobs::lacking(&self.pool.get().await?, team, blobs).await
    }

    async fn put_blob_part(
        &self,
        team: TeamId,
        blob: BlobId,
        number: u32,
        sealed: Vec<u8>,
    ) -> Result<(), StorageFault> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        blobs::put_part(&tx, team, blob, number, &sealed).await?;
        Ok(tx.commit().await?)
    }

    async fn blob(&self, team: TeamId, blob: BlobId) -> Result<StoredBlob, StorageFault> {
        blobs::state(&self.pool.get().await?, team, blob).await
    }

    async fn blob_part(
        &self,
        team: TeamId,
        blob: BlobId,
        number: u32,
    ) -> Result<Vec<u8>, StorageFault> {
        blobs::part(&self.pool.get().await?, team, blob, number).await
    }

    async fn hear_of_others(&self, news: broadcast::Sender<News>) {
        news::follow(&self.address, &self.own, &self.untold, &news).await;
    }

    async fn finish(&self) {
        let tell = async {
            let client = self.pool.get().await?;
            self.untold.tell(&client, &self.own).await
        };
        if !self.untold.is_empty() && !matches!(timeout(LAST_NEWS, tell).await, Ok(Ok(()))) {
            tracing::warn!("other processes were not told of the last news");
        }
        self.pool.close();
    }
}
