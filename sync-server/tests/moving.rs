//! A whole store moves from SQLite to PostgreSQL and back, or not at all.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub,
    reason = "a test says what is wrong by panicking"
)]

#[allow(dead_code, reason = "other tests need all of it")]
#[path = "../../tests/src/postgres.rs"]
mod cluster;

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use cluster::Cluster;
use doorstep_server::storage::ledger::{
    Access, Layout, Ledger, MoveFault, Row, TABLES, Table, Value, copy,
};
use doorstep_server::storage::{
    BlobTimes, NewEntry, PostgresAddress, PostgresLedger, PostgresStorage, SqliteLedger,
    SqliteStorage, Storage, StorageFault, StoredJoin, StoredTicket,
};
use doorstep_wire::blob::{BlobHead, BlobHeader};
use doorstep_wire::chunk::{ChunkHeader, ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{
    BlobId, ChunkId, DeviceId, DocId, EntryHash, KeyId, Locator, LogId, TeamId,
};
use ed25519_dalek::SigningKey;

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start().unwrap());

fn entry(after: EntryHash, hash: EntryHash, bytes: Vec<u8>) -> NewEntry {
    NewEntry {
        after,
        hash,
        bytes,
        counted: Vec::new(),
        erases: Vec::new(),
        read_to: None,
    }
}

fn chunks(team: TeamId, count: u64, bytes: usize) -> Vec<SealedChunk> {
    let (mut previous, mut at) = (ChunkId::ZERO, Cursor::START);
    let chunk = |log_seq| {
        // The third is a snapshot of what the first two say.
        let (kind, seen) = match log_seq {
            2 => (ChunkKind::Snapshot, at),
            _ => (ChunkKind::Changes, Cursor::START),
        };
        let header = ChunkHeader {
            kind,
            team_id: team,
            doc_id: DocId([9; 16]),
            device_id: DeviceId([1; 16]),
            log_id: LogId([1; 16]),
            log_seq,
            previous,
            epoch: 0,
            membership_head: EntryHash::ZERO,
            key_id: KeyId::ZERO,
            nonce: [0; 24],
            seen,
            plaintext_len: 16,
        };
        let chunk = SealedChunk::sign(header, &vec![0; bytes], &SigningKey::from_bytes(&[7; 32]));
        previous = chunk.id();
        at = at.after(&previous);
        chunk
    };
    (0..count).map(chunk).collect()
}

/// Something of everything, in three teams, one of which is empty.
async fn fill(store: &impl Storage, count: u64, bytes: usize) {
    for number in 1..=3 {
        let team = TeamId([number; 32]);
        store.create_team(team, vec![number]).await.unwrap();
        if number == 3 {
            return;
        }
        for chunk in chunks(team, count, bytes) {
            store
                .sync(team, Cursor::START, vec![chunk], 1)
                .await
                .unwrap();
        }
        let hash = EntryHash([10 + number; 32]);
        store
            .append_entry(team, entry(EntryHash(team.0), hash, vec![number; 3]))
            .await
            .unwrap();
        store.erase(team, vec![(DocId([4; 16]), 9)]).await.unwrap();
        for invite in 0..3 {
            let locator = Locator([10 * number + invite; 16]);
            let ticket = StoredTicket {
                team,
                invite: hash,
                sealed: vec![invite],
            };
            store.put_ticket(locator, ticket).await.unwrap();
            let join = StoredJoin {
                locator,
                invite: hash,
                device: DeviceId([invite; 16]),
                request: vec![invite; 9],
            };
            store.put_join(join).await.unwrap();
        }
        let items = vec![vec![number; 90], vec![number; 300]];
        let former = DeviceId([7; 16]);
        store.hand_over(team, former, items).await.unwrap();
        let header = BlobHeader {
            team_id: team,
            doc_id: DocId([9; 16]),
            blob_id: BlobId([number; 16]),
            device_id: DeviceId([1; 16]),
            epoch: 0,
            membership_head: EntryHash::ZERO,
            key_id: KeyId::ZERO,
            nonce: [0; 20],
            padded_len: 100_000,
        };
        let lens = (0..header.part_count()).map(|part| header.part_len(part) + 16);
        let parts: Vec<Vec<u8>> = lens.map(|len| vec![number; len]).collect();
        let listed = parts.iter().map(Vec::as_slice);
        let head = BlobHead::sign(header, listed, &SigningKey::from_bytes(&[7; 32]));
        let times = BlobTimes {
            now: 86_400,
            stale_before: 0,
        };
        let id = head.header().blob_id;
        store.begin_blob(team, head, u64::MAX, times).await.unwrap();
        store
            .put_blob_part(team, id, 1, parts[1].clone())
            .await
            .unwrap();
    }
}

async fn everything(ledger: &impl Ledger) -> Vec<(&'static str, Vec<Row>)> {
    let mut all = Vec::new();
    for table in &TABLES {
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = ledger.page(table, after.take()).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(table.key_of(last));
            rows.extend(page);
        }
        all.push((table.name, rows));
    }
    all
}

fn sqlite(folder: &Path) -> SqliteStorage {
    SqliteStorage::open(&folder.join("doorstep.db")).unwrap()
}

async fn postgres(url: &str) -> (PostgresStorage, PostgresLedger) {
    let address = PostgresAddress::parse(url, None).unwrap();
    let storage = PostgresStorage::open(address.clone()).await.unwrap();
    (storage, PostgresLedger::connect(&address).await.unwrap())
}

fn program(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_doorstep-server"))
        .args(arguments)
        .output()
        .unwrap()
}

/// There and back with the program itself: every row is equal, and the store goes on from there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_moves_there_and_back() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = sqlite(one.path());
    fill(&store, 20, 100).await;
    let before = everything(&SqliteLedger::new(store)).await;
    assert!(
        before.iter().all(|(_, rows)| !rows.is_empty()),
        "each table"
    );
    let database = CLUSTER.database().unwrap();
    let (from, back) = (one.path().to_str().unwrap(), two.path().to_str().unwrap());
    for (from, to) in [(from, database.as_str()), (database.as_str(), back)] {
        let moved = program(&["move", "--from", from, "--to", to]);
        assert!(moved.status.success(), "{moved:?}");
        let said = String::from_utf8(moved.stdout).unwrap();
        assert!(
            said.contains("40 chunk\n") && said.ends_with("compared\n"),
            "{said}"
        );
    }
    let (there, ledger) = postgres(&database).await;
    assert_eq!(everything(&ledger).await, before);
    assert_eq!(
        everything(&SqliteLedger::new(sqlite(two.path()))).await,
        before
    );
    // Both go on: the next join request stands last, and a twenty-first chunk follows.
    for store in [&there as &dyn Going, &sqlite(two.path())] {
        store.goes_on().await;
    }
    // What is not empty is not filled, and nothing of it is touched.
    for to in [database.as_str(), back] {
        let refused = program(&["move", "--from", from, "--to", to]);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(
            !refused.status.success() && said.contains("not empty"),
            "{said}"
        );
    }
    let missing = program(&["move", "--from", "/nowhere", "--to", &database]);
    assert!(!missing.status.success());
}

/// Both kinds of store in one list.
trait Going {
    fn goes_on(&self) -> std::pin::Pin<Box<dyn Future<Output = ()> + '_>>;
}

impl<S: Storage> Going for S {
    fn goes_on(&self) -> std::pin::Pin<Box<dyn Future<Output = ()> + '_>> {
        Box::pin(async {
            let team = TeamId([1; 32]);
            let next = chunks(team, 21, 100).pop().unwrap();
            let synced = self.sync(team, Cursor::START, vec![next], 1).await.unwrap();
            assert_eq!(synced.pushed, [21]);
            let ticket = StoredTicket {
                team,
                invite: EntryHash([11; 32]),
                sealed: vec![1],
            };
            let join = StoredJoin {
                locator: Locator([1; 16]),
                invite: ticket.invite,
                device: DeviceId([8; 16]),
                request: vec![8],
            };
            self.put_ticket(join.locator, ticket).await.unwrap();
            self.put_join(join.clone()).await.unwrap();
            assert_eq!(self.joins(team).await.unwrap().last(), Some(&join));
        })
    }
}

/// A target that keeps one byte of one row wrongly.
struct Careless(PostgresLedger, &'static str);

impl Ledger for Careless {
    async fn begin(&self, access: Access) -> Result<(), StorageFault> {
        self.0.begin(access).await
    }

    async fn page(
        &self,
        table: &'static Table,
        after: Option<Row>,
    ) -> Result<Vec<Row>, StorageFault> {
        self.0.page(table, after).await
    }

    async fn write(&self, table: &'static Table, mut rows: Vec<Row>) -> Result<(), StorageFault> {
        if table.name == self.1
            && let Some(Value::Bytes(bytes)) = rows.last_mut().and_then(|row| row.last_mut())
        {
            bytes[0] ^= 1;
        }
        self.0.write(table, rows).await
    }

    async fn clear(&self, table: &'static Table) -> Result<(), StorageFault> {
        self.0.clear(table).await
    }

    async fn commit(&self) -> Result<(), StorageFault> {
        self.0.commit().await
    }

    async fn version(&self) -> Result<String, StorageFault> {
        self.0.version().await
    }

    async fn row(&self, table: &'static Table, key: Row) -> Result<Option<Row>, StorageFault> {
        self.0.row(table, key).await
    }

    async fn totals(&self, table: &'static Table) -> Result<(u64, u64), StorageFault> {
        self.0.totals(table).await
    }

    async fn layout(&self) -> Result<Layout, StorageFault> {
        self.0.layout().await
    }
}

/// The control of the comparison: a wrong byte is noticed wherever it is, and nothing is kept then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_differs_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    fill(&sqlite(folder.path()), 3, 10).await;
    for wrong in [
        "server_secret",
        "membership",
        "chunk",
        "join_request",
        "blob_part",
    ] {
        let database = CLUSTER.database().unwrap();
        let (_, ledger) = postgres(&database).await;
        let from = SqliteLedger::new(sqlite(folder.path()));
        let refused = copy(&from, &Careless(ledger, wrong)).await;
        let Err(MoveFault::Differs { table, .. }) = refused else {
            unreachable!("{wrong}: {refused:?}");
        };
        assert_eq!(table, wrong);
        let (_, ledger) = postgres(&database).await;
        let after = everything(&ledger).await;
        assert!(
            after
                .iter()
                .all(|(name, rows)| rows.is_empty() == (*name != "server_secret"))
        );
    }
}

/// A store whose chain or head is wrong is not carried on as if it were right.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_wrong_in_itself_is_not_moved() {
    let chain = "UPDATE chunk SET chain = zeroblob(32) WHERE seq = 2";
    let gap = "DELETE FROM chunk WHERE seq = 2";
    let head = "UPDATE team SET head = head + 1 WHERE entry_count > 1";
    let alone = "UPDATE team SET head = 1 WHERE entry_count = 1";
    for damage in [chain, gap, head, alone] {
        let folder = tempfile::tempdir().unwrap();
        fill(&sqlite(folder.path()), 3, 10).await;
        let file = rusqlite::Connection::open(folder.path().join("doorstep.db")).unwrap();
        assert!(file.execute(damage, []).unwrap() > 0);
        let (_, ledger) = postgres(&CLUSTER.database().unwrap()).await;
        let refused = copy(&SqliteLedger::new(sqlite(folder.path())), &ledger).await;
        assert!(
            matches!(refused, Err(MoveFault::Chain(_) | MoveFault::Head)),
            "{damage}: {refused:?}"
        );
    }
}

/// What the program holds in memory does not grow with what it moves.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moving_much_takes_little_memory() {
    const MIB: usize = 1024 * 1024;
    let folder = tempfile::tempdir().unwrap();
    // 240 MiB in two teams.
    fill(&sqlite(folder.path()), 60, 2 * MIB).await;
    let database = CLUSTER.database().unwrap();
    let mut moving = Command::new(env!("CARGO_BIN_EXE_doorstep-server"));
    moving.arg("move").arg("--from").arg(folder.path());
    let mut moving = moving
        .args(["--to", &database])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak_kib = 0;
    let ended = loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", moving.id()));
        let peak = status.unwrap_or_default();
        let peak = peak.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        if let Some(kib) = peak.and_then(|line| line.split_whitespace().next()) {
            peak_kib = kib.parse::<usize>().unwrap();
        }
        if let Some(ended) = moving.try_wait().unwrap() {
            break ended;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert!(ended.success());
    println!("  240 MiB moved with {peak_kib} KiB at most");
    assert!(peak_kib < 120 * 1024, "{peak_kib} KiB");
}
