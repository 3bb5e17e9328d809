//! What is to last. Every store passes the same conformance suite (`tests/conformance.rs`).

mod fault;
pub mod ledger;
mod postgres;
mod sqlite;

pub use fault::{DatabaseFault, StorageFault};
pub use postgres::{PostgresAddress, PostgresLedger, PostgresStorage, UnusableAddress};
pub use sqlite::{SqliteLedger, SqliteStorage};

use std::future::Future;

use doorstep_wire::blob::BlobHead;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::entry::{Entry, Removed};
use doorstep_wire::handed_over::WaitingOf;
use doorstep_wire::id::{
    BlobId, ChunkId, DeviceId, DocId, EntryHash, Locator, LogId, SetupSecret, TeamId,
    VerifyingKeyBytes,
};
use doorstep_wire::limits::MAX_HANDED_OVER_COUNT;
use tokio::sync::broadcast;

/// Secrets that the store makes when it is made.
#[derive(Clone)]
pub struct ServerSecrets {
    /// Handed to whoever starts a team here.
    pub setup: SetupSecret,
    /// Session tokens are authenticated with it, so that any process on the store takes them.
    pub token_key: [u8; 32],
}

/// What a sync did and found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synced {
    /// The place of each pushed chunk, in order.
    pub pushed: Vec<u64>,
    /// How many of those were not known before.
    pub stored: usize,
    /// Sequence number and bytes of the chunks after the cursor, up to the byte limit.
    pub chunks: Vec<(u64, Vec<u8>)>,
    /// After the last of them.
    pub cursor: Cursor,
    /// How many more there are after it.
    pub left: u64,
}

/// An entry that is to be the next one of a team's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The head that it follows.
    pub after: EntryHash,
    /// Its own.
    pub hash: EntryHash,
    /// All of it.
    pub bytes: Vec<u8>,
    /// Devices that go by it, of which this has to be all that is here.
    pub counted: Vec<Removed>,
    /// Documents that are erased by it.
    pub erases: Vec<DocId>,
    /// How far its writer had read the sequence: nothing about these documents may lie beyond.
    pub read_to: Option<u64>,
}

/// A document that was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Erased {
    /// Whose.
    pub team: TeamId,
    /// Which.
    pub document: DocId,
    /// The place in the team's membership log of the entry that erased it. Where the log has another
    /// entry there, it is not erased.
    pub position: u64,
}

impl NewEntry {
    /// From a parsed one.
    pub fn of(entry: &Entry, counted: Vec<Removed>, read_to: Option<u64>) -> Self {
        Self {
            after: entry.place.previous,
            hash: entry.hash(),
            bytes: entry.bytes().to_vec(),
            counted,
            erases: entry.body.erased().to_vec(),
            read_to,
        }
    }
}

/// Where a device's log ends here, as `writer` has it.
struct WriterEnd {
    log_id: LogId,
    next_seq: u64,
}

/// Whether an entry counts all that is here by a device that goes.
fn counts_all(removed: &Removed, here: &[WriterEnd]) -> bool {
    here.iter().all(|log| {
        let end = removed.ends.iter().find(|end| end.log_id == log.log_id);
        end.is_some_and(|end| end.log_seq.saturating_add(1) >= log.next_seq)
    })
}

/// A ticket left for a joiner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTicket {
    /// The team that left it.
    pub team: TeamId,
    /// The invite's entry.
    pub invite: EntryHash,
    /// The sealed ticket.
    pub sealed: Vec<u8>,
}

/// A join request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredJoin {
    /// Where it came in.
    pub locator: Locator,
    /// By which invite.
    pub invite: EntryHash,
    /// Who asks.
    pub device: DeviceId,
    /// The request's bytes.
    pub request: Vec<u8>,
}

/// What the clock says when a blob is announced, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobTimes {
    /// Now.
    pub now: u64,
    /// What was announced before this and never came whole makes room.
    pub stale_before: u64,
}

/// What the clock says when bodies are looked for that can go, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropTimes {
    /// Now.
    pub now: u64,
    /// Snapshots that were confirmed at this time or before it count.
    pub confirmed_before: u64,
}

/// A confirmed snapshot that is not a document's newest: what it covers is in two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueSnapshot {
    /// Whose.
    pub team: TeamId,
    /// Of which document.
    pub document: DocId,
    /// Where it stands in the sequence.
    pub seq: u64,
    /// Up to where it holds everything about the document.
    pub covers: u64,
}

/// Snapshots in one answer.
const SNAPSHOTS_AT_ONCE: i64 = 500;
/// Beginnings of chunks in one answer.
const HEADS_AT_ONCE: i64 = 1_000;
/// Bytes of a chunk up to the end of its document's id.
const HEAD_LEN: i64 = 50;

/// The stub in place of a body, and how many bytes that frees; `None` if there is none to drop.
fn stub_of(bytes: Vec<u8>) -> Option<(SealedChunk, u64)> {
    let chunk = SealedChunk::parse(bytes).ok()?;
    let freed = chunk.bytes().len().checked_sub(SealedChunk::STUB_LEN)?;
    let is_less = freed > 0 && !chunk.is_stub();
    is_less.then(|| (chunk.stub(), u64::try_from(freed).unwrap_or_default()))
}

/// What is left of a chunk whose document was erased. Of one that can't be read it is its beginning.
fn left_of(mut bytes: Vec<u8>) -> Vec<u8> {
    match SealedChunk::parse(bytes.clone()) {
        Ok(chunk) => chunk.erased().into_bytes(),
        Err(_) => {
            bytes.truncate(usize::try_from(HEAD_LEN).unwrap_or_default());
            bytes
        }
    }
}

/// That there is something new to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// In this team.
    Of(TeamId),
    /// Perhaps in any team: some news may have been missed.
    Missed,
}

/// Some of what a removed device has handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandedOver {
    /// With their numbers, ascending.
    pub items: Vec<(u64, Vec<u8>)>,
    /// Whether there may be more.
    pub more: bool,
    /// Bytes of them together.
    bytes: usize,
}

/// What is not here of what a removed device asks after: names of items, and chunks.
pub type LackingOfFormer = (Vec<[u8; 32]>, Vec<ChunkId>);

/// Adds one more item if there is room for it, and the first in any case.
fn up_to(page: &mut HandedOver, number: u64, bytes: Vec<u8>, max_bytes: usize) -> bool {
    let taken = page.bytes.saturating_add(bytes.len());
    let fits =
        page.items.is_empty() || (taken <= max_bytes && page.items.len() < MAX_HANDED_OVER_COUNT);
    if fits {
        page.bytes = taken;
        page.items.push((number, bytes));
    } else {
        page.more = true;
    }
    fits
}

/// What is there of a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBlob {
    /// Its signed head.
    pub head: Vec<u8>,
    /// Numbers of the parts that are there, ascending.
    pub parts: Vec<u32>,
}

/// The log of many teams, with everything that goes with it. Each call is one transaction.
pub trait Storage: Clone + Send + Sync + 'static {
    /// Secrets made with the store.
    fn secrets(&self) -> impl Future<Output = Result<ServerSecrets, StorageFault>> + Send;

    /// Begins a team's log; a repeat changes nothing.
    fn create_team(
        &self,
        team: TeamId,
        genesis: Vec<u8>,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// The membership head and the number of entries.
    fn membership_head(
        &self,
        team: TeamId,
    ) -> impl Future<Output = Result<(EntryHash, u64), StorageFault>> + Send;

    /// Entries from a position on, at most `limit`.
    fn entries(
        &self,
        team: TeamId,
        from: u64,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Vec<u8>>, StorageFault>> + Send;

    /// Teams in whose first entry, or in an entry that puts other paper words in force, these bytes stand
    /// somewhere; at most `limit`, in the order of their ids, from this one on. Looks through the entries of
    /// all teams.
    fn teams_with_key(
        &self,
        key: VerifyingKeyBytes,
        from: TeamId,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<TeamId>, StorageFault>> + Send;

    /// One more entry, if the head is still the one that it follows, and nothing is here by a device
    /// that goes beyond what is counted of it. What it erases is erased with it.
    fn append_entry(
        &self,
        team: TeamId,
        new: NewEntry,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Erases documents once more, each with the place of the entry that erased it, also of a team that is
    /// not here. Those whose place in the team's log is taken are left as they are. What comes of the
    /// others is kept until their entry is back, and no longer.
    fn erase(
        &self,
        team: TeamId,
        documents: Vec<(DocId, u64)>,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Every document that was erased, in the order of teams and ids.
    fn erased(&self) -> impl Future<Output = Result<Vec<Erased>, StorageFault>> + Send;

    /// Pushes and pulls in one transaction: all of it happens, or nothing. Of what was erased only
    /// what is left of an erased chunk is kept.
    fn sync(
        &self,
        team: TeamId,
        cursor: Cursor,
        push: Vec<SealedChunk>,
        max_bytes: usize,
    ) -> impl Future<Output = Result<Synced, StorageFault>> + Send;

    /// The highest of these cursors whose chain is the server's as well; [`Cursor::START`] if none
    /// is. So far the log is the one that the device has read.
    fn last_common(
        &self,
        team: TeamId,
        checkpoints: Vec<Cursor>,
    ) -> impl Future<Output = Result<Cursor, StorageFault>> + Send;

    /// The ids of at most `limit` chunks after a cursor, in their order.
    fn inventory(
        &self,
        team: TeamId,
        after: Cursor,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<ChunkId>, StorageFault>> + Send;

    /// Confirmed snapshots whose bodies are still there and that are not the newest of their document;
    /// both were confirmed early enough. In the order of teams.
    fn snapshots_due(
        &self,
        times: DropTimes,
    ) -> impl Future<Output = Result<Vec<DueSnapshot>, StorageFault>> + Send;

    /// How chunks begin, up to the end of their document's id, with their places: some of those after
    /// one place and up to another.
    fn heads_between(
        &self,
        team: TeamId,
        after: u64,
        up_to: u64,
    ) -> impl Future<Output = Result<Vec<(u64, Vec<u8>)>, StorageFault>> + Send;

    /// Leaves stubs of the chunks at these places; answers how many bytes that freed.
    fn drop_bodies(
        &self,
        team: TeamId,
        places: Vec<u64>,
    ) -> impl Future<Output = Result<u64, StorageFault>> + Send;

    /// What these snapshots cover is gone, as far as it can go.
    fn bodies_dropped(
        &self,
        due: Vec<DueSnapshot>,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Leaves a ticket; a repeat changes nothing.
    fn put_ticket(
        &self,
        locator: Locator,
        ticket: StoredTicket,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Finds a ticket.
    fn ticket(
        &self,
        locator: Locator,
    ) -> impl Future<Output = Result<StoredTicket, StorageFault>> + Send;

    /// Every ticket of a team, with its invite.
    fn tickets(
        &self,
        team: TeamId,
    ) -> impl Future<Output = Result<Vec<(Locator, EntryHash)>, StorageFault>> + Send;

    /// Keeps a join request; the first device that asks by an invite has it.
    fn put_join(&self, join: StoredJoin) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Join requests of a team, in the order they came.
    fn joins(
        &self,
        team: TeamId,
    ) -> impl Future<Output = Result<Vec<StoredJoin>, StorageFault>> + Send;

    /// Takes a ticket and its join request away.
    fn close_invite(
        &self,
        team: TeamId,
        locator: Locator,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Keeps what a removed device had not sent, unless it would be more than
    /// [`doorstep_wire::limits::MAX_HANDED_OVER`] bytes: all of it or nothing. A repeat changes nothing.
    fn hand_over(
        &self,
        team: TeamId,
        device: DeviceId,
        items: Vec<Vec<u8>>,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Which devices of a team have handed something over, in the order of their ids.
    fn handed_over(
        &self,
        team: TeamId,
    ) -> impl Future<Output = Result<Vec<WaitingOf>, StorageFault>> + Send;

    /// What one of them has, after this number and up to about so many bytes; at least one item if there
    /// is any.
    fn handed_over_by(
        &self,
        team: TeamId,
        device: DeviceId,
        after: u64,
        max_bytes: usize,
    ) -> impl Future<Output = Result<HandedOver, StorageFault>> + Send;

    /// Clears away what a device has handed over, up to this number.
    fn clear_handed_over(
        &self,
        team: TeamId,
        device: DeviceId,
        up_to: u64,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Those of a removed device's items and chunks that are not here.
    fn lacking_of_former(
        &self,
        team: TeamId,
        device: DeviceId,
        items: Vec<[u8; 32]>,
        chunks: Vec<ChunkId>,
    ) -> impl Future<Output = Result<LackingOfFormer, StorageFault>> + Send;

    /// Keeps a blob's head, unless the team's blobs would take more than `max_bytes` with what it
    /// announces, or be too many; answers what is there. A repeat changes nothing. Where there is no
    /// room, blobs that were announced before
    /// `times.stale_before` and never came whole go first.
    fn begin_blob(
        &self,
        team: TeamId,
        head: BlobHead,
        max_bytes: u64,
        times: BlobTimes,
    ) -> impl Future<Output = Result<StoredBlob, StorageFault>> + Send;

    /// Keeps a part, which the caller has checked against the head; a repeat changes nothing.
    fn put_blob_part(
        &self,
        team: TeamId,
        blob: BlobId,
        number: u32,
        sealed: Vec<u8>,
    ) -> impl Future<Output = Result<(), StorageFault>> + Send;

    /// Those of the named blobs that are not here, or not whole.
    fn lacking_blobs(
        &self,
        team: TeamId,
        blobs: Vec<BlobId>,
    ) -> impl Future<Output = Result<Vec<BlobId>, StorageFault>> + Send;

    /// A blob's head, and which parts are there.
    fn blob(
        &self,
        team: TeamId,
        blob: BlobId,
    ) -> impl Future<Output = Result<StoredBlob, StorageFault>> + Send;

    /// A part of a blob.
    fn blob_part(
        &self,
        team: TeamId,
        blob: BlobId,
        number: u32,
    ) -> impl Future<Output = Result<Vec<u8>, StorageFault>> + Send;

    /// Passes on what other processes stored, for as long as this is awaited; it never ends by
    /// itself. A store that one process has for itself says nothing.
    fn hear_of_others(&self, _news: broadcast::Sender<News>) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }

    /// Writes everything out before the process ends.
    fn finish(&self) -> impl Future<Output = ()> + Send;
}
