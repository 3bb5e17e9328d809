//! What every store of the server must do, for both of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

#[allow(dead_code, reason = "other tests need all of it")]
#[path = "../../tests/src/postgres.rs"]
mod cluster;

use std::sync::LazyLock;
use std::time::Duration;

use cluster::Cluster;
use doorstep_server::storage::{
    BlobTimes, DropTimes, DueSnapshot, Erased, NewEntry, News, PostgresAddress, PostgresStorage,
    SqliteStorage, Storage, StorageFault, StoredBlob, StoredJoin, StoredTicket,
};
use doorstep_wire::blob::{BlobHead, BlobHeader};
use doorstep_wire::chunk::{ChunkHeader, ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::entry::{LogEnd, Removed};
use doorstep_wire::handed_over::WaitingOf;
use doorstep_wire::id::{
    BlobId, Chain, ChunkId, DeviceId, DocId, EntryHash, KeyId, Locator, LogId, TeamId,
    VerifyingKeyBytes,
};
use doorstep_wire::label::{Label, hash};
use doorstep_wire::limits::{BLOB_PART, MAX_OPEN_INVITES};
use ed25519_dalek::SigningKey;

const TEAM: TeamId = TeamId([1; 32]);
const OTHER: TeamId = TeamId([2; 32]);
const ALL: usize = usize::MAX;
const DAY_1: BlobTimes = BlobTimes {
    now: 86_400,
    stale_before: 0,
};

/// Chunks of one device, each after the one before.
struct Writer {
    number: u8,
    next: u64,
    previous: ChunkId,
}

impl Writer {
    fn new(number: u8) -> Self {
        Self {
            number,
            next: 0,
            previous: ChunkId::ZERO,
        }
    }

    fn chunk(&mut self, bytes: usize) -> SealedChunk {
        let header = ChunkHeader {
            kind: ChunkKind::Changes,
            team_id: TEAM,
            doc_id: DocId([9; 16]),
            device_id: DeviceId([self.number; 16]),
            log_id: LogId([self.number; 16]),
            log_seq: self.next,
            previous: self.previous,
            epoch: 0,
            membership_head: EntryHash::ZERO,
            key_id: KeyId::ZERO,
            nonce: [0; 24],
            seen: Cursor::START,
            plaintext_len: 16,
        };
        let chunk = SealedChunk::sign(header, &vec![0; bytes], &SigningKey::from_bytes(&[7; 32]));
        (self.next, self.previous) = (self.next + 1, chunk.id());
        chunk
    }
}

async fn with_teams<S: Storage>(store: S) -> S {
    store.create_team(TEAM, vec![1]).await.unwrap();
    store.create_team(OTHER, vec![2]).await.unwrap();
    store
}

/// A snapshot of the document, or a word on the one that stands at `seen`.
fn says(writer: &mut Writer, kind: ChunkKind, seen: Cursor) -> SealedChunk {
    let plain = writer.chunk(64);
    let header = ChunkHeader {
        kind,
        seen,
        ..*plain.header()
    };
    let chunk = SealedChunk::sign(header, &[0; 64], &SigningKey::from_bytes(&[7; 32]));
    writer.previous = chunk.id();
    chunk
}

/// Bodies that two snapshots hold, each confirmed by another device and some time ago, leave stubs.
/// The sequence stays as it is, and a body that comes back takes its place again.
async fn what_two_confirmed_snapshots_hold_leaves_stubs(store: impl Storage) {
    let (mut one, mut other) = (Writer::new(1), Writer::new(2));
    let push = async |chunk: SealedChunk| {
        let synced = store.sync(TEAM, Cursor::START, vec![chunk], ALL).await;
        synced.unwrap().cursor
    };
    let body = one.chunk(100);
    let covered = push(body.clone()).await;
    let first = push(says(&mut one, ChunkKind::Snapshot, covered)).await;
    let early = DropTimes {
        now: 1_000,
        confirmed_before: 1_000,
    };
    let due = async |times| store.snapshots_due(times).await.unwrap();
    // The writer's own word does not count, nor that on another place or another sequence.
    push(says(&mut one, ChunkKind::Receipt, first)).await;
    push(says(&mut other, ChunkKind::Receipt, covered)).await;
    let elsewhere = Cursor {
        chain: Chain([1; 32]),
        ..first
    };
    push(says(&mut other, ChunkKind::Receipt, elsewhere)).await;
    let second = push(says(&mut other, ChunkKind::Snapshot, first)).await;
    push(says(&mut one, ChunkKind::Receipt, second)).await;
    assert!(due(early).await.is_empty(), "one is not confirmed");
    push(says(&mut other, ChunkKind::Receipt, first)).await;
    // The time counts from when it is first looked for.
    let too_soon = DropTimes {
        now: 2_000,
        confirmed_before: 1_500,
    };
    assert!(due(too_soon).await.is_empty());
    let late = DropTimes {
        now: 3_000,
        confirmed_before: 2_000,
    };
    let found = due(late).await;
    let expected = DueSnapshot {
        team: TEAM,
        document: DocId([9; 16]),
        seq: first.seq,
        covers: covered.seq,
    };
    assert_eq!(found, [expected]);
    let heads = store.heads_between(TEAM, 0, covered.seq).await.unwrap();
    assert_eq!(heads, [(1, body.bytes()[..50].to_vec())]);
    assert!(store.drop_bodies(TEAM, vec![1]).await.unwrap() > 0);
    assert_eq!(store.drop_bodies(TEAM, vec![1]).await.unwrap(), 0);
    store.bodies_dropped(found).await.unwrap();
    assert!(due(late).await.is_empty(), "once");
    let read = store.sync(TEAM, Cursor::START, vec![], ALL).await.unwrap();
    assert_eq!(read.chunks[0], (1, body.stub().into_bytes()));
    assert_eq!(read.cursor.seq, 8);
    // A stub may be pushed where a body is, and changes nothing; the other way round it does.
    let again = store
        .sync(TEAM, Cursor::START, vec![body.stub()], ALL)
        .await
        .unwrap();
    assert_eq!((again.pushed[0], again.stored), (1, 0));
    let again = store
        .sync(TEAM, Cursor::START, vec![body.clone()], ALL)
        .await
        .unwrap();
    assert_eq!((again.pushed[0], again.stored), (1, 0));
    let read = store.sync(TEAM, Cursor::START, vec![], ALL).await.unwrap();
    assert_eq!(read.chunks[0], (1, body.into_bytes()));
}

/// The sequence is dense, the chain is the hash of all before, and a repeat changes nothing.
async fn a_sequence_is_dense_and_repeats_are_harmless(store: impl Storage) {
    let mut one = Writer::new(1);
    let chunks = vec![one.chunk(64), one.chunk(64)];
    let first = store
        .sync(TEAM, Cursor::START, chunks.clone(), ALL)
        .await
        .unwrap();
    assert_eq!(
        (first.pushed.as_slice(), first.stored, first.left > 0),
        (&[1, 2][..], 2, false)
    );
    let expected = Cursor::START.after(&chunks[0].id()).after(&chunks[1].id());
    assert_eq!(first.cursor, expected);
    let again = store
        .sync(TEAM, Cursor::START, chunks.clone(), ALL)
        .await
        .unwrap();
    assert_eq!((again.pushed.as_slice(), again.stored), (&[1, 2][..], 0));
    assert_eq!(again.cursor, expected);
    // Only what the request itself pushed comes back as its id.
    let read = store.sync(TEAM, Cursor::START, vec![], ALL).await.unwrap();
    let bytes: Vec<_> = read
        .chunks
        .iter()
        .map(|(_, bytes)| bytes.as_slice())
        .collect();
    assert_eq!(bytes, [chunks[0].bytes(), chunks[1].bytes()]);
    let pushed: Vec<_> = again
        .chunks
        .iter()
        .map(|(_, bytes)| bytes.clone())
        .collect();
    assert_eq!(
        pushed,
        [chunks[0].id().0.to_vec(), chunks[1].id().0.to_vec()]
    );
    let other = store.sync(OTHER, Cursor::START, vec![], ALL).await.unwrap();
    assert_eq!(other.cursor, Cursor::START, "teams share nothing");
}

/// Reading goes on page by page, at least one chunk a time, up to the limit of bytes.
async fn reading_goes_on_where_it_stopped(store: impl Storage) {
    let mut one = Writer::new(1);
    let chunks: Vec<_> = (0..5).map(|_| one.chunk(1_000)).collect();
    let end = store
        .sync(TEAM, Cursor::START, chunks.clone(), ALL)
        .await
        .unwrap()
        .cursor;
    let (mut at, mut pages) = (Cursor::START, Vec::new());
    loop {
        let page = store.sync(TEAM, at, vec![], 2_800).await.unwrap();
        pages.push(page.chunks.len());
        at = page.cursor;
        if page.left == 0 {
            break;
        }
    }
    assert_eq!((pages.as_slice(), at), (&[2, 2, 1][..], end));
    let tiny = store.sync(TEAM, Cursor::START, vec![], 1).await.unwrap();
    assert_eq!((tiny.chunks.len(), tiny.left > 0), (1, true));
}

/// A request is taken whole or not at all.
async fn what_does_not_fit_is_refused_whole(store: impl Storage) {
    let mut one = Writer::new(1);
    let (first, second, third) = (one.chunk(8), one.chunk(8), one.chunk(8));
    let gap = store
        .sync(TEAM, Cursor::START, vec![first.clone(), third.clone()], ALL)
        .await;
    assert!(matches!(gap, Err(StorageFault::LogForked)));
    let nothing = store.sync(TEAM, Cursor::START, vec![], ALL).await.unwrap();
    assert_eq!(
        nothing.cursor.seq, 0,
        "the first was not kept without the second"
    );
    store
        .sync(TEAM, Cursor::START, vec![first, second], ALL)
        .await
        .unwrap();
    // Another second chunk of the same log.
    let mut twin = Writer::new(1);
    twin.chunk(8);
    let fork = store
        .sync(TEAM, Cursor::START, vec![twin.chunk(9)], ALL)
        .await;
    assert!(matches!(fork, Err(StorageFault::LogForked)));
    let wrong_chain = Cursor {
        seq: 1,
        chain: Chain([5; 32]),
    };
    let ahead = Cursor {
        seq: 99,
        chain: Chain([5; 32]),
    };
    for cursor in [wrong_chain, ahead] {
        let differs = store.sync(TEAM, cursor, vec![], ALL).await;
        assert!(matches!(differs, Err(StorageFault::ChainDiffers)));
    }
    let unknown = store
        .sync(TeamId([3; 32]), Cursor::START, vec![], ALL)
        .await;
    assert!(matches!(unknown, Err(StorageFault::UnknownTeam)));
}

/// Many at once: every place is given once, and each log keeps its order.
async fn many_at_once_make_one_sequence(store: impl Storage) {
    let mut tasks = Vec::new();
    for number in 1..=8 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let mut writer = Writer::new(number);
            let mut places = Vec::new();
            for _ in 0..10 {
                let chunk = writer.chunk(32);
                let synced = store
                    .sync(TEAM, Cursor::START, vec![chunk], 1)
                    .await
                    .unwrap();
                places.extend(synced.pushed);
            }
            assert!(places.is_sorted());
            places
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (1..=80).collect::<Vec<u64>>());
    let read = store.sync(TEAM, Cursor::START, vec![], ALL).await.unwrap();
    let chain = read.chunks.iter().fold(Cursor::START, |at, (_, bytes)| {
        at.after(&SealedChunk::parse(bytes.clone()).unwrap().id())
    });
    assert_eq!(read.cursor, chain);
}

/// An entry of one byte.
fn entry(after: EntryHash, hash: EntryHash, byte: u8) -> NewEntry {
    NewEntry {
        after,
        hash,
        bytes: vec![byte],
        counted: Vec::new(),
        erases: Vec::new(),
        read_to: None,
    }
}

/// Whoever removes a device has to have read all that is here by it.
async fn an_entry_that_counts_less_than_is_here_waits(store: impl Storage) {
    let mut writer = Writer::new(1);
    let chunks: Vec<SealedChunk> = (0..3).map(|_| writer.chunk(10)).collect();
    let end = |chunk: &SealedChunk| LogEnd {
        log_id: chunk.header().log_id,
        log_seq: chunk.header().log_seq,
        chunk_id: chunk.id(),
    };
    let device = chunks[0].header().device_id;
    let counting = |ends: Vec<LogEnd>, byte: u8| NewEntry {
        counted: vec![Removed { device, ends }],
        ..entry(EntryHash(TEAM.0), EntryHash([byte; 32]), byte)
    };
    let push = chunks.clone();
    store.sync(TEAM, Cursor::START, push, 1).await.unwrap();
    for too_few in [vec![], vec![end(&chunks[1])]] {
        let refused = store.append_entry(TEAM, counting(too_few, 21)).await;
        assert!(matches!(refused, Err(StorageFault::MembershipMoved)));
        let (head, count) = store.membership_head(TEAM).await.unwrap();
        assert_eq!((head, count), (EntryHash(TEAM.0), 1), "nothing changed");
    }
    let all = counting(vec![end(&chunks[2])], 22);
    store.append_entry(TEAM, all).await.unwrap();
    assert_eq!(store.membership_head(TEAM).await.unwrap().1, 2);
}

/// Compare and swap on the membership head.
async fn of_two_admins_one_is_first(store: impl Storage) {
    let genesis = EntryHash(TEAM.0);
    assert_eq!(store.membership_head(TEAM).await.unwrap(), (genesis, 1));
    store.create_team(TEAM, vec![1]).await.unwrap();
    let (one, two) = (EntryHash([11; 32]), EntryHash([12; 32]));
    store
        .append_entry(TEAM, entry(genesis, one, 11))
        .await
        .unwrap();
    let second = store.append_entry(TEAM, entry(genesis, two, 12)).await;
    assert!(matches!(second, Err(StorageFault::MembershipMoved)));
    store.append_entry(TEAM, entry(one, two, 12)).await.unwrap();
    assert_eq!(store.membership_head(TEAM).await.unwrap(), (two, 3));
    assert_eq!(
        store.entries(TEAM, 1, 10).await.unwrap(),
        [vec![11], vec![12]]
    );
    assert_eq!(
        store.entries(TEAM, 0, 2).await.unwrap(),
        [vec![1], vec![11]]
    );
    assert!(store.entries(TEAM, 3, 10).await.unwrap().is_empty());
}

/// Paper words find their team by the first entry, or by one with which others took their place (kinds 7 and
/// 9), and by nothing else that anybody can put into a log.
async fn recovery_keys_find_their_team(store: impl Storage) {
    let key = |byte| VerifyingKeyBytes([byte; 32]);
    let holding = |kind: u8, keys: &[u8]| {
        let keys = keys.iter().flat_map(|byte| [*byte; 32]);
        [1, kind].into_iter().chain(keys).collect::<Vec<u8>>()
    };
    let (one, two) = (TeamId([41; 32]), TeamId([42; 32]));
    store.create_team(two, holding(1, &[61])).await.unwrap();
    store.create_team(one, holding(1, &[61, 62])).await.unwrap();
    let find_from = async |byte, from, limit| {
        let found = store.teams_with_key(key(byte), from, limit).await;
        found.unwrap()
    };
    let find = async |byte, limit| find_from(byte, TeamId::ZERO, limit).await;
    assert_eq!(find(61, 9).await, [one, two]);
    assert_eq!(find(61, 1).await, [one]);
    assert_eq!(find_from(61, one, 9).await, [one, two]);
    let mut beyond = one;
    beyond.0[31] += 1;
    assert_eq!(find_from(61, beyond, 9).await, [two]);
    assert_eq!(find(62, 9).await, [one]);
    assert_eq!(find(63, 9).await, []);
    let [second, third, fourth] = [71, 72, 73].map(|byte| EntryHash([byte; 32]));
    let append = async |after, hash, bytes| {
        let new = NewEntry {
            bytes,
            ..entry(after, hash, 0)
        };
        store.append_entry(two, new).await.unwrap();
    };
    append(EntryHash(two.0), second, holding(3, &[63])).await;
    assert_eq!(find(63, 9).await, [], "an add names no words");
    append(second, third, holding(7, &[63])).await;
    assert_eq!(find(63, 9).await, [two]);
    append(third, fourth, holding(9, &[64])).await;
    assert_eq!(find(64, 9).await, [two]);
    assert_eq!(find(63, 9).await, [two], "former ones are known too");
}

/// Tickets and join requests: the first device that asks has the invite.
async fn an_invite_is_for_one_device(store: impl Storage) {
    let (at, invite) = (Locator([4; 16]), EntryHash([5; 32]));
    let ticket = StoredTicket {
        team: TEAM,
        invite,
        sealed: vec![6],
    };
    let asks = |device: u8| StoredJoin {
        locator: at,
        invite,
        device: DeviceId([device; 16]),
        request: vec![device],
    };
    assert!(matches!(
        store.ticket(at).await,
        Err(StorageFault::UnknownInvite)
    ));
    store.put_ticket(at, ticket.clone()).await.unwrap();
    assert_eq!(store.ticket(at).await.unwrap(), ticket);
    store.put_join(asks(1)).await.unwrap();
    store.put_join(asks(1)).await.unwrap();
    assert!(matches!(
        store.put_join(asks(2)).await,
        Err(StorageFault::InviteTaken)
    ));
    assert_eq!(store.joins(TEAM).await.unwrap(), [asks(1)]);
    assert!(store.joins(OTHER).await.unwrap().is_empty());
    // Another team's admin closes nothing here.
    store.close_invite(OTHER, at).await.unwrap();
    assert_eq!(store.tickets(TEAM).await.unwrap(), [(at, invite)]);
    store.close_invite(TEAM, at).await.unwrap();
    assert!(matches!(
        store.ticket(at).await,
        Err(StorageFault::UnknownInvite)
    ));
    assert!(store.joins(TEAM).await.unwrap().is_empty());
    for number in 0..MAX_OPEN_INVITES {
        let at = Locator(u128::try_from(number).unwrap().to_be_bytes());
        store.put_ticket(at, ticket.clone()).await.unwrap();
    }
    let one_more = store.put_ticket(Locator([8; 16]), ticket).await;
    assert!(matches!(one_more, Err(StorageFault::TooManyInvites)));
}

/// A blob of three parts, and the parts.
fn blob(id: u8, nonce: u8) -> (BlobHead, Vec<Vec<u8>>) {
    let header = BlobHeader {
        team_id: TEAM,
        doc_id: DocId([9; 16]),
        blob_id: BlobId([id; 16]),
        device_id: DeviceId([1; 16]),
        epoch: 0,
        membership_head: EntryHash::ZERO,
        key_id: KeyId::ZERO,
        nonce: [nonce; 20],
        padded_len: u32::try_from(2 * BLOB_PART + 5).unwrap(),
    };
    let lens = (0..header.part_count()).map(|number| header.part_len(number) + 16);
    let parts: Vec<Vec<u8>> = lens.map(|len| vec![id; len]).collect();
    let listed = parts.iter().map(Vec::as_slice);
    let head = BlobHead::sign(header, listed, &SigningKey::from_bytes(&[7; 32]));
    (head, parts)
}

/// Parts come in any order and as often as they like; what is there can be asked for.
async fn a_blob_comes_in_parts_and_repeats_are_harmless(store: impl Storage) {
    let (head, parts) = blob(1, 0);
    let id = head.header().blob_id;
    assert!(matches!(
        store.blob(TEAM, id).await,
        Err(StorageFault::UnknownBlob)
    ));
    let early = store.put_blob_part(TEAM, id, 0, parts[0].clone()).await;
    assert!(matches!(early, Err(StorageFault::UnknownBlob)));
    let with = |numbers: &[u32]| StoredBlob {
        head: head.bytes().to_vec(),
        parts: numbers.to_vec(),
    };
    let begun = store.begin_blob(TEAM, head.clone(), u64::MAX, DAY_1).await;
    assert_eq!(begun.unwrap(), with(&[]));
    for number in [2, 0, 2] {
        let part = parts[usize::try_from(number).unwrap()].clone();
        store.put_blob_part(TEAM, id, number, part).await.unwrap();
    }
    let again = store.begin_blob(TEAM, head.clone(), u64::MAX, DAY_1).await;
    assert_eq!(again.unwrap(), with(&[0, 2]));
    assert_eq!(store.blob_part(TEAM, id, 2).await.unwrap(), parts[2]);
    assert!(matches!(
        store.blob_part(TEAM, id, 1).await,
        Err(StorageFault::BlobPartMissing)
    ));
    // What is there stays, whatever comes after it.
    store.put_blob_part(TEAM, id, 0, vec![9; 3]).await.unwrap();
    assert_eq!(store.blob_part(TEAM, id, 0).await.unwrap(), parts[0]);
    let (another, _) = blob(1, 1);
    assert!(matches!(
        store.begin_blob(TEAM, another, u64::MAX, DAY_1).await,
        Err(StorageFault::BlobDiffers)
    ));
    assert_eq!(store.blob(TEAM, id).await.unwrap(), with(&[0, 2]));
    // Teams share nothing.
    assert!(matches!(
        store.blob(OTHER, id).await,
        Err(StorageFault::UnknownBlob)
    ));
    assert!(matches!(
        store.blob_part(OTHER, id, 0).await,
        Err(StorageFault::BlobPartMissing)
    ));
}

/// Room is taken when a blob is announced, once for each blob.
async fn the_blobs_of_a_team_have_a_limit(store: impl Storage) {
    let (first, _) = blob(1, 0);
    let limit = 2 * first.sealed_len();
    for head in [first.clone(), first, blob(2, 0).0] {
        store.begin_blob(TEAM, head, limit, DAY_1).await.unwrap();
    }
    let third = blob(3, 0).0;
    let id = third.header().blob_id;
    assert!(matches!(
        store.begin_blob(TEAM, third.clone(), limit, DAY_1).await,
        Err(StorageFault::BlobQuota)
    ));
    assert!(matches!(
        store.blob(TEAM, id).await,
        Err(StorageFault::UnknownBlob)
    ));
    // The operator gives more room.
    let more = limit + third.sealed_len();
    store.begin_blob(TEAM, third, more, DAY_1).await.unwrap();
}

/// What was announced and never came whole makes room once it is old, and only where there is none.
async fn announcements_without_parts_make_room_after_a_month(store: impl Storage) {
    let (whole, parts) = blob(1, 0);
    let limit = 3 * whole.sealed_len();
    let day = |day: u64| BlobTimes {
        now: day * 86_400,
        stale_before: day.saturating_sub(30) * 86_400,
    };
    let id = |head: &BlobHead| head.header().blob_id;
    store
        .begin_blob(TEAM, whole.clone(), limit, day(1))
        .await
        .unwrap();
    for (number, part) in (0..).zip(&parts) {
        let put = store.put_blob_part(TEAM, id(&whole), number, part.clone());
        put.await.unwrap();
    }
    let (half, half_parts) = blob(2, 0);
    store
        .begin_blob(TEAM, half.clone(), limit, day(1))
        .await
        .unwrap();
    let put = store.put_blob_part(TEAM, id(&half), 1, half_parts[1].clone());
    put.await.unwrap();
    let recent = blob(3, 0).0;
    store
        .begin_blob(TEAM, recent.clone(), limit, day(20))
        .await
        .unwrap();
    let next = blob(4, 0).0;
    let early = store.begin_blob(TEAM, next.clone(), limit, day(31)).await;
    assert!(matches!(early, Err(StorageFault::BlobQuota)));
    assert_eq!(store.blob(TEAM, id(&half)).await.unwrap().parts, [1]);
    store
        .begin_blob(TEAM, next.clone(), limit, day(32))
        .await
        .unwrap();
    let gone = store.blob(TEAM, id(&half)).await;
    assert!(matches!(gone, Err(StorageFault::UnknownBlob)));
    let gone = store.blob_part(TEAM, id(&half), 1).await;
    assert!(matches!(gone, Err(StorageFault::BlobPartMissing)));
    // What is whole stays however old it is, and what is young however little of it there is.
    assert_eq!(store.blob(TEAM, id(&whole)).await.unwrap().parts, [0, 1, 2]);
    assert!(store.blob(TEAM, id(&recent)).await.is_ok());
    // The room that was given back is counted once.
    let full = store.begin_blob(TEAM, half.clone(), limit, day(32)).await;
    assert!(matches!(full, Err(StorageFault::BlobQuota)));
    // What does not fit all the same drops nothing.
    let huge = store.begin_blob(TEAM, half, 1, day(200)).await;
    assert!(matches!(huge, Err(StorageFault::BlobQuota)));
    assert!(store.blob(TEAM, id(&recent)).await.is_ok());
}

/// A device asks which of its blobs are not whole here.
async fn what_is_not_whole_is_named(store: impl Storage) {
    let (whole, parts) = blob(1, 0);
    let half = blob(2, 0).0;
    for head in [&whole, &half] {
        let begun = store.begin_blob(TEAM, head.clone(), u64::MAX, DAY_1);
        begun.await.unwrap();
    }
    let ids = [1, 2, 3].map(|id| BlobId([id; 16]));
    assert_eq!(store.lacking_blobs(TEAM, ids.into()).await.unwrap(), ids);
    for number in [0, 1, 0, 2, 2] {
        let part = parts[usize::try_from(number).unwrap()].clone();
        store
            .put_blob_part(TEAM, ids[0], number, part)
            .await
            .unwrap();
    }
    let lacking = store.lacking_blobs(TEAM, ids.into()).await.unwrap();
    assert_eq!(lacking, ids[1..]);
    assert_eq!(store.lacking_blobs(OTHER, ids.into()).await.unwrap(), ids);
}

/// A device that was here before an older copy of the server was restored finds where they part.
async fn the_last_common_place_and_what_lies_after_it(store: impl Storage) {
    let mut one = Writer::new(1);
    let chunks: Vec<_> = (0..4).map(|_| one.chunk(8)).collect();
    store
        .sync(TEAM, Cursor::START, chunks.clone(), ALL)
        .await
        .unwrap();
    let ids: Vec<ChunkId> = chunks.iter().map(SealedChunk::id).collect();
    let at = |count: usize| {
        ids[..count]
            .iter()
            .fold(Cursor::START, |at, id| at.after(id))
    };
    let elsewhere = |seq| Cursor {
        seq,
        chain: Chain([5; 32]),
    };
    let common = async |checkpoints: Vec<Cursor>| store.last_common(TEAM, checkpoints).await;
    let asked = vec![at(1), elsewhere(4), at(3), at(2), elsewhere(9)];
    assert_eq!(common(asked).await.unwrap(), at(3));
    assert_eq!(common(vec![at(4)]).await.unwrap(), at(4));
    for none in [vec![], vec![elsewhere(2)], vec![elsewhere(0)]] {
        assert_eq!(common(none).await.unwrap(), Cursor::START);
    }
    let after = async |cursor, limit| store.inventory(TEAM, cursor, limit).await;
    assert_eq!(after(at(1), 2).await.unwrap(), ids[1..3]);
    assert_eq!(after(Cursor::START, ALL).await.unwrap(), ids);
    assert!(after(at(4), ALL).await.unwrap().is_empty());
    for wrong in [elsewhere(2), elsewhere(9), elsewhere(0)] {
        let differs = after(wrong, ALL).await;
        assert!(matches!(differs, Err(StorageFault::ChainDiffers)));
    }
    let nobody = TeamId([3; 32]);
    let unknown = store.last_common(nobody, vec![]).await;
    assert!(matches!(unknown, Err(StorageFault::UnknownTeam)));
    let unknown = store.inventory(nobody, Cursor::START, 1).await;
    assert!(matches!(unknown, Err(StorageFault::UnknownTeam)));
}

/// What is pushed comes back as ids as far as it fits, and only after everything before it.
async fn a_page_is_full_at_the_same_place(store: impl Storage) {
    let (mut one, mut two) = (Writer::new(1), Writer::new(2));
    let before: Vec<_> = (0..3).map(|_| one.chunk(1_000)).collect();
    let len = before[0].bytes().len();
    store.sync(TEAM, Cursor::START, before, ALL).await.unwrap();
    let pushed: Vec<_> = (0..3).map(|_| two.chunk(10)).collect();
    let sizes = |chunks: &[(u64, Vec<u8>)]| -> Vec<usize> {
        chunks.iter().map(|(_, bytes)| bytes.len()).collect()
    };
    for (max, expected, more) in [
        (3 * len + 70, vec![len, len, len, 32, 32], true),
        (3 * len - 1, vec![len, len], true),
        (3 * len + 96, vec![len, len, len, 32, 32, 32], false),
        (1, vec![len], true),
    ] {
        // The first time they are new, and known after that.
        let synced = store
            .sync(TEAM, Cursor::START, pushed.clone(), max)
            .await
            .unwrap();
        assert_eq!((sizes(&synced.chunks), synced.left > 0), (expected, more));
        assert_eq!(synced.pushed, [4, 5, 6]);
        assert_eq!(
            synced.cursor.seq,
            u64::try_from(synced.chunks.len()).unwrap()
        );
    }
    // The same chunk twice in one request has one place.
    let third = two.chunk(10);
    let twice = vec![third.clone(), third];
    let synced = store.sync(TEAM, Cursor::START, twice, 1).await.unwrap();
    assert_eq!((synced.pushed, synced.stored), (vec![7, 7], 1));
}

/// Two that are let in or two tickets at once: one after the other, none lost.
async fn at_once_of_one_kind_is_one_after_the_other(store: impl Storage) {
    let genesis = EntryHash(TEAM.0);
    let tasks = (1..=8u8).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            let hash = EntryHash([100 + number; 32]);
            let appended = store.append_entry(TEAM, entry(genesis, hash, number)).await;
            let ticket = StoredTicket {
                team: TEAM,
                invite: hash,
                sealed: vec![number],
            };
            store
                .put_ticket(Locator([number; 16]), ticket)
                .await
                .unwrap();
            let join = StoredJoin {
                locator: Locator([number; 16]),
                invite: hash,
                device: DeviceId([number; 16]),
                request: vec![number],
            };
            store.put_join(join).await.unwrap();
            match appended {
                Ok(()) => 1,
                Err(StorageFault::MembershipMoved) => 0,
                Err(fault) => panic!("{fault}"),
            }
        })
    });
    let mut first = 0;
    for task in tasks.collect::<Vec<_>>() {
        first += task.await.unwrap();
    }
    assert_eq!(first, 1);
    assert_eq!(store.membership_head(TEAM).await.unwrap().1, 2);
    assert_eq!(store.entries(TEAM, 0, 10).await.unwrap().len(), 2);
    assert_eq!(store.joins(TEAM).await.unwrap().len(), 8);
}

/// Items of removed devices come back in their order, page by page, once; there is an end to what one
/// device may leave, and then nothing of a request is kept.
async fn what_removed_devices_hand_over_waits_until_it_is_cleared(store: impl Storage) {
    let (one, two) = (DeviceId([1; 16]), DeviceId([2; 16]));
    let items = |of: std::ops::Range<u8>| of.map(|byte| vec![byte; 100]).collect::<Vec<_>>();
    store.hand_over(TEAM, two, items(1..2)).await.unwrap();
    store.hand_over(TEAM, one, items(1..4)).await.unwrap();
    // A repeat with something new.
    store.hand_over(TEAM, one, items(2..6)).await.unwrap();
    let waiting = |device, count| WaitingOf {
        device,
        count,
        bytes: count * 100,
    };
    assert_eq!(
        store.handed_over(TEAM).await.unwrap(),
        [waiting(one, 5), waiting(two, 1)]
    );
    assert!(store.handed_over(OTHER).await.unwrap().is_empty());
    let (mut after, mut came, mut pages) = (0, Vec::new(), 0);
    loop {
        let page = store.handed_over_by(TEAM, one, after, 250).await.unwrap();
        assert!(page.items.len() <= 2, "a page has its bounds");
        pages += 1;
        after = page.items.last().map_or(after, |(number, _)| *number);
        came.extend(page.items.into_iter().map(|(_, bytes)| bytes));
        if !page.more {
            break;
        }
    }
    assert_eq!(came, items(1..6));
    assert!(pages >= 3);
    // One that is larger than a page comes all the same.
    let page = store.handed_over_by(TEAM, one, 0, 1).await.unwrap();
    assert_eq!(page.items.len(), 1);

    let large = |byte: u8| vec![byte; 4 * 1024 * 1024];
    for byte in 0..15 {
        store.hand_over(TEAM, two, vec![large(byte)]).await.unwrap();
    }
    let over = store.hand_over(TEAM, two, vec![vec![9; 5], large(15), large(16)]);
    assert!(matches!(over.await, Err(StorageFault::HandedOverFull)));
    assert_eq!(store.handed_over(TEAM).await.unwrap()[1].count, 16);
    store.clear_handed_over(TEAM, two, u64::MAX).await.unwrap();
    store.clear_handed_over(OTHER, one, u64::MAX).await.unwrap();
    assert_eq!(store.handed_over(TEAM).await.unwrap(), [waiting(one, 5)]);
    // What came after it was looked at stays.
    store.clear_handed_over(TEAM, one, 3).await.unwrap();
    assert_eq!(store.handed_over(TEAM).await.unwrap(), [waiting(one, 2)]);
    let name = |byte: u8| hash(Label::HandedOver, &[&[byte; 100]]);
    let mut writer = Writer::new(1);
    let (here, gone) = (writer.chunk(8), writer.chunk(9));
    store
        .sync(TEAM, Cursor::START, vec![here.clone()], ALL)
        .await
        .unwrap();
    let lacking = |of| {
        let (names, ids) = (vec![name(1), name(4)], vec![here.id(), gone.id()]);
        store.lacking_of_former(TEAM, of, names, ids)
    };
    let expected = (vec![name(1)], vec![gone.id()]);
    assert_eq!(lacking(one).await.unwrap(), expected);
    // Of another device there is nothing.
    assert_eq!(lacking(two).await.unwrap().0.len(), 2);
}

/// The same chunk about another document.
fn about(writer: &mut Writer, doc: u8, kind: ChunkKind, bytes: usize) -> SealedChunk {
    let plain = writer.chunk(bytes);
    let header = ChunkHeader {
        doc_id: DocId([doc; 16]),
        kind,
        ..*plain.header()
    };
    let chunk = SealedChunk::sign(header, &vec![doc; bytes], &SigningKey::from_bytes(&[7; 32]));
    writer.previous = chunk.id();
    chunk
}

/// What is erased leaves no more than its places. Sequence, chain and logs are as they were, and go on.
async fn what_is_erased_is_gone_and_stays_gone(store: impl Storage) {
    let (mut one, mut other) = (Writer::new(1), Writer::new(2));
    let push = vec![
        about(&mut one, 9, ChunkKind::Grant, 60),
        about(&mut one, 9, ChunkKind::Snapshot, 900),
        about(&mut other, 8, ChunkKind::Changes, 500),
        about(&mut other, 9, ChunkKind::Changes, 70_000),
        about(&mut other, 9, ChunkKind::Receipt, 20),
    ];
    let before = store.sync(TEAM, Cursor::START, push.clone(), ALL).await;
    let before = before.unwrap().cursor;
    let (head, parts) = blob(1, 0);
    let id = head.header().blob_id;
    let max = head.sealed_len();
    store.begin_blob(TEAM, head, max, DAY_1).await.unwrap();
    store
        .put_blob_part(TEAM, id, 0, parts[0].clone())
        .await
        .unwrap();
    let bytes = async || {
        let read = store.sync(TEAM, Cursor::START, Vec::new(), ALL).await;
        let read = read.unwrap();
        let bytes = read.chunks.into_iter().map(|(_, bytes)| bytes);
        (read.cursor, bytes.collect::<Vec<_>>())
    };
    let all: Vec<Vec<u8>> = push.iter().map(|it| it.bytes().to_vec()).collect();
    assert_eq!(bytes().await, (before, all), "the control");
    assert!(store.erased().await.unwrap().is_empty());

    let erases = NewEntry {
        erases: vec![DocId([9; 16])],
        ..entry(EntryHash(TEAM.0), EntryHash([31; 32]), 31)
    };
    // One that comes too late erases nothing.
    let late = NewEntry {
        after: EntryHash([9; 32]),
        ..erases.clone()
    };
    let refused = store.append_entry(TEAM, late).await;
    assert!(matches!(refused, Err(StorageFault::MembershipMoved)));
    assert!(store.erased().await.unwrap().is_empty());
    store.append_entry(TEAM, erases).await.unwrap();
    let left = |chunk: &SealedChunk| match chunk.header().doc_id == DocId([9; 16]) {
        true => chunk.erased().into_bytes(),
        false => chunk.bytes().to_vec(),
    };
    let expected: Vec<Vec<u8>> = push.iter().map(left).collect();
    assert_eq!(bytes().await, (before, expected.clone()));
    let known = Erased {
        team: TEAM,
        document: DocId([9; 16]),
        position: 1,
    };
    assert_eq!(store.erased().await.unwrap(), [known]);

    // Nothing of it comes back: neither what was there, nor what had not come, nor its blobs.
    let mut again = push.clone();
    again.push(about(&mut one, 9, ChunkKind::Changes, 800));
    again.push(about(&mut one, 8, ChunkKind::Changes, 30));
    let synced = store.sync(TEAM, Cursor::START, again.clone(), ALL).await;
    assert_eq!(synced.unwrap().pushed, [1, 2, 3, 4, 5, 6, 7]);
    let (after, here) = bytes().await;
    assert_eq!(after.seq, 7);
    assert_eq!(here, again.iter().map(left).collect::<Vec<_>>());
    assert!(matches!(
        store.blob(TEAM, id).await,
        Err(StorageFault::UnknownBlob)
    ));
    let part = store.put_blob_part(TEAM, id, 1, parts[1].clone()).await;
    assert!(matches!(part, Err(StorageFault::UnknownBlob)));
    let (head, _) = blob(1, 0);
    let refused = store.begin_blob(TEAM, head, max, DAY_1).await;
    assert!(matches!(refused, Err(StorageFault::Erased)));
    // Its room is free for another document's.
    let header = BlobHeader {
        doc_id: DocId([8; 16]),
        blob_id: BlobId([2; 16]),
        ..*blob(2, 0).0.header()
    };
    let (_, parts) = blob(2, 0);
    let listed = parts.iter().map(Vec::as_slice);
    let head = BlobHead::sign(header, listed, &SigningKey::from_bytes(&[7; 32]));
    store.begin_blob(TEAM, head, max, DAY_1).await.unwrap();
    // A log goes on from what is left, and from nothing else.
    let mut forked = one;
    forked.previous = ChunkId([5; 32]);
    let refused = store.sync(TEAM, after, vec![forked.chunk(10)], ALL).await;
    assert!(matches!(refused, Err(StorageFault::LogForked)));
    store
        .sync(TEAM, after, vec![other.chunk(10)], ALL)
        .await
        .unwrap();
}

/// A store that is older than an erasure is told once more; also of a team that comes back to it later.
/// Until the entry is back, what is new is kept; where another one has taken its place, it is not erased.
async fn what_was_erased_elsewhere_is_erased_here(store: impl Storage) {
    let later = TeamId([3; 32]);
    let both = vec![(DocId([8; 16]), 1), (DocId([9; 16]), 2)];
    let mut one = Writer::new(1);
    let old = about(&mut one, 9, ChunkKind::Changes, 200);
    let synced = store
        .sync(TEAM, Cursor::START, vec![old.clone()], ALL)
        .await;
    let before = synced.unwrap().cursor;
    for team in [TEAM, TEAM, later] {
        store.erase(team, both.clone()).await.unwrap();
    }
    let read = async |team| {
        let read = store.sync(team, Cursor::START, Vec::new(), ALL).await;
        let read = read.unwrap();
        let bytes = read.chunks.into_iter().map(|(_, bytes)| bytes);
        (read.cursor, bytes.collect::<Vec<_>>())
    };
    let left = |chunk: &SealedChunk| chunk.erased().into_bytes();
    assert_eq!(read(TEAM).await, (before, vec![left(&old)]));
    let of = |team| {
        let all = both.iter().map(move |(document, position)| Erased {
            team,
            document: *document,
            position: *position,
        });
        all.collect::<Vec<_>>()
    };
    // Of other teams and documents nothing is said.
    assert_eq!(
        store.erased().await.unwrap(),
        [of(TEAM), of(later)].concat()
    );
    let mut three = Writer::new(3);
    let others = about(&mut three, 9, ChunkKind::Changes, 40);
    let push = vec![others.clone()];
    store.sync(OTHER, Cursor::START, push, ALL).await.unwrap();
    assert_eq!(read(OTHER).await.1, [others.into_bytes()]);

    // Nothing that is new is swallowed while the entry is waited for; what was erased stays so.
    let new = about(&mut one, 9, ChunkKind::Changes, 100);
    let push = vec![old.clone(), new.clone()];
    store.sync(TEAM, Cursor::START, push, ALL).await.unwrap();
    let expected = vec![left(&old), new.bytes().to_vec()];
    assert_eq!(read(TEAM).await.1, expected);
    // Another entry in the first one's place: that one never comes back, the second may.
    let append = async |team: TeamId, after, byte, erases: Vec<DocId>| {
        let hash = EntryHash([byte; 32]);
        let new = NewEntry {
            erases,
            ..entry(after, hash, byte)
        };
        store.append_entry(team, new).await.unwrap();
        hash
    };
    let head = append(TEAM, EntryHash(TEAM.0), 41, Vec::new()).await;
    assert_eq!(store.erased().await.unwrap()[0], of(TEAM)[1]);
    assert_eq!(read(TEAM).await.1, expected);
    // Nor the second. Whoever has the body can bring it back.
    append(TEAM, head, 42, Vec::new()).await;
    assert_eq!(store.erased().await.unwrap(), of(later));
    store.erase(TEAM, both.clone()).await.unwrap();
    assert_eq!(store.erased().await.unwrap(), of(later));
    let push = vec![old.clone()];
    store.sync(TEAM, Cursor::START, push, ALL).await.unwrap();
    let whole = [old.into_bytes(), new.into_bytes()];
    assert_eq!(read(TEAM).await.1, whole);

    // Of a team that comes back with its entries, what was kept meanwhile goes.
    store.create_team(later, vec![3]).await.unwrap();
    let mut two = Writer::new(2);
    let chunk = about(&mut two, 9, ChunkKind::Snapshot, 300);
    let push = vec![chunk.clone()];
    store.sync(later, Cursor::START, push, ALL).await.unwrap();
    assert_eq!(read(later).await.1, [chunk.bytes().to_vec()]);
    let head = append(later, EntryHash(later.0), 51, vec![DocId([8; 16])]).await;
    assert_eq!(read(later).await.1, [chunk.bytes().to_vec()]);
    append(later, head, 52, vec![DocId([9; 16])]).await;
    assert_eq!(read(later).await.1, [left(&chunk)]);
    assert_eq!(store.erased().await.unwrap(), of(later));
}

/// An entry that erases comes in only if its writer had read all that is said about these documents.
async fn an_erasure_counts_all_that_was_said(store: impl Storage) {
    let mut one = Writer::new(1);
    let push = vec![
        about(&mut one, 9, ChunkKind::Changes, 20),
        about(&mut one, 8, ChunkKind::Changes, 20),
        about(&mut one, 9, ChunkKind::Changes, 20),
        about(&mut one, 8, ChunkKind::Changes, 20),
    ];
    store.sync(TEAM, Cursor::START, push, ALL).await.unwrap();
    let erases = |read_to| NewEntry {
        erases: vec![DocId([9; 16])],
        read_to,
        ..entry(EntryHash(TEAM.0), EntryHash([31; 32]), 31)
    };
    for read_to in [0, 2] {
        let refused = store.append_entry(TEAM, erases(Some(read_to))).await;
        assert!(matches!(refused, Err(StorageFault::MembershipMoved)));
        assert!(store.erased().await.unwrap().is_empty());
    }
    // Of another document there may be more.
    store.append_entry(TEAM, erases(Some(3))).await.unwrap();
    assert_eq!(store.erased().await.unwrap().len(), 1);
}

macro_rules! conform {
    ($rules:tt: $($store:ident),*) => {
        $(conform! { @ $store $rules })*
    };
    (@ $store:ident { $($rule:ident),* $(,)? }) => {
        mod $store {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() {
                let folder = tempfile::tempdir().unwrap();
                let store = super::with_teams(super::$store(folder.path()).await).await;
                super::$rule(store).await;
            })*
        }
    };
}

async fn sqlite(folder: &std::path::Path) -> SqliteStorage {
    SqliteStorage::open(&folder.join("doorstep.db")).unwrap()
}

/// One cluster for all tests of this file; it ends with the process.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start().unwrap());

async fn postgres(_: &std::path::Path) -> PostgresStorage {
    at(&CLUSTER.database().unwrap()).await.unwrap()
}

async fn at(database: &str) -> Result<PostgresStorage, StorageFault> {
    PostgresStorage::open(PostgresAddress::parse(database, None).unwrap()).await
}

conform! {
    {
        a_sequence_is_dense_and_repeats_are_harmless,
        reading_goes_on_where_it_stopped,
        a_page_is_full_at_the_same_place,
        what_two_confirmed_snapshots_hold_leaves_stubs,
        what_is_erased_is_gone_and_stays_gone,
        what_was_erased_elsewhere_is_erased_here,
        an_erasure_counts_all_that_was_said,
        what_does_not_fit_is_refused_whole,
        many_at_once_make_one_sequence,
        the_last_common_place_and_what_lies_after_it,
        an_entry_that_counts_less_than_is_here_waits,
        of_two_admins_one_is_first,
        recovery_keys_find_their_team,
        at_once_of_one_kind_is_one_after_the_other,
        an_invite_is_for_one_device,
        a_blob_comes_in_parts_and_repeats_are_harmless,
        the_blobs_of_a_team_have_a_limit,
        announcements_without_parts_make_room_after_a_month,
        what_is_not_whole_is_named,
        what_removed_devices_hand_over_waits_until_it_is_cleared,
    }: sqlite, postgres
}

/// Eight processes that start at once make the tables once, and share what is in them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_that_open_a_new_database_at_once_make_it_once() {
    let database = CLUSTER.database().unwrap();
    let opening = (0..8).map(|_| {
        let database = database.clone();
        tokio::spawn(async move { at(&database).await.unwrap() })
    });
    let mut setups = Vec::new();
    for opened in opening.collect::<Vec<_>>() {
        let secrets = opened.await.unwrap().secrets().await.unwrap();
        setups.push((secrets.setup, secrets.token_key));
    }
    assert!(setups.windows(2).all(|pair| pair[0] == pair[1]));
    assert_ne!(setups[0].1, [0; 32]);
}

#[tokio::test]
async fn a_newer_or_a_foreign_database_is_left_alone() {
    let newer = CLUSTER.database().unwrap();
    at(&newer).await.unwrap();
    let name = |database: &str| database.rsplit('/').next().unwrap().to_owned();
    CLUSTER
        .ask(
            &name(&newer),
            "INSERT INTO doorstep_layout (version) VALUES (99)",
        )
        .unwrap();
    assert!(matches!(at(&newer).await, Err(StorageFault::Unusable(_))));
    let foreign = CLUSTER.database().unwrap();
    CLUSTER
        .ask(&name(&foreign), "CREATE TABLE team (name text)")
        .unwrap();
    assert!(matches!(at(&foreign).await, Err(StorageFault::Unusable(_))));
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(CLUSTER.ask(&name(&foreign), tables).unwrap(), "1");
}

/// Another process hears what this one stored, this one does not hear itself, and whoever lost the
/// connection is told to look.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_process_stores_others_hear() {
    let database = CLUSTER.database().unwrap();
    let here = with_teams(at(&database).await.unwrap()).await;
    let there = at(&database).await.unwrap();
    let hear = |store: &PostgresStorage| {
        let (sender, receiver) = tokio::sync::broadcast::channel(16);
        let store = store.clone();
        let task = tokio::spawn(async move { store.hear_of_others(sender).await });
        (receiver, task)
    };
    let (mut by_itself, first) = hear(&here);
    let (mut by_other, second) = hear(&there);
    let next = async |news: &mut tokio::sync::broadcast::Receiver<News>| {
        let heard = tokio::time::timeout(Duration::from_secs(20), news.recv());
        heard.await.expect("in time").unwrap()
    };
    assert_eq!(next(&mut by_itself).await, News::Missed);
    assert_eq!(next(&mut by_other).await, News::Missed);
    let mut one = Writer::new(1);
    let chunk = one.chunk(8);
    for _ in 0..2 {
        // Whoever sends again heard no answer, so perhaps nobody else heard anything either.
        here.sync(TEAM, Cursor::START, vec![chunk.clone()], 1)
            .await
            .unwrap();
        assert_eq!(next(&mut by_other).await, News::Of(TEAM));
    }
    let hash = EntryHash([9; 32]);
    there
        .append_entry(TEAM, entry(EntryHash(TEAM.0), hash, 9))
        .await
        .unwrap();
    assert_eq!(next(&mut by_itself).await, News::Of(TEAM));
    let name = database.rsplit('/').next().unwrap();
    let listeners = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                     WHERE datname = current_database() \
                     AND (query LIKE 'LISTEN%' OR query LIKE '%pg_notify%') \
                     AND pid <> pg_backend_pid()";
    assert_eq!(CLUSTER.ask(name, listeners).unwrap(), "2");
    assert_eq!(next(&mut by_other).await, News::Missed);
    let forked = one.chunk(8);
    here.sync(TEAM, Cursor::START, vec![forked], 1)
        .await
        .unwrap();
    assert_eq!(next(&mut by_other).await, News::Of(TEAM));
    first.abort();
    second.abort();
}

/// A database as the first version made it goes on with everything that is in it.
#[tokio::test]
async fn a_store_of_the_first_version_learns_of_blobs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("doorstep.db");
    let conn = rusqlite::Connection::open(&file).unwrap();
    conn.execute_batch(include_str!("../src/storage/sqlite/schema.sql"))
        .unwrap();
    let secret = "INSERT INTO server_secret (name, bytes) VALUES (?1, ?2)";
    conn.execute(secret, ("setup", [5; 16])).unwrap();
    conn.execute(secret, ("token_key", [6; 32])).unwrap();
    conn.execute_batch("PRAGMA user_version = 1").unwrap();
    drop(conn);
    let store = with_teams(sqlite(folder.path()).await).await;
    assert_eq!(store.secrets().await.unwrap().setup.0, [5; 16]);
    store
        .begin_blob(TEAM, blob(1, 0).0, u64::MAX, DAY_1)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_store_opens_again_with_everything_and_a_newer_one_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_teams(sqlite(folder.path()).await).await;
    let secrets = store.secrets().await.unwrap();
    let mut one = Writer::new(1);
    store
        .sync(TEAM, Cursor::START, vec![one.chunk(8)], ALL)
        .await
        .unwrap();
    store.finish().await;
    drop(store);
    let store = sqlite(folder.path()).await;
    assert_eq!(store.secrets().await.unwrap().setup, secrets.setup);
    assert_eq!(
        store
            .sync(TEAM, Cursor::START, vec![], ALL)
            .await
            .unwrap()
            .cursor
            .seq,
        1
    );
    drop(store);
    let file = folder.path().join("doorstep.db");
    let conn = rusqlite::Connection::open(&file).unwrap();
    conn.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(conn);
    assert!(matches!(
        SqliteStorage::open(&file),
        Err(StorageFault::Unusable(_))
    ));
}
