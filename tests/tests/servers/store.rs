//! The operator's commands: whether a store is whole, how much is in it, a backup and the way back.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use doorstep_replica::Identity;
use doorstep_replica::chunk::{ChangeBytes, Payload, Place, Sealing, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::found::found;
use doorstep_server::storage::{BlobTimes, SqliteStorage, Storage as _};
use doorstep_tests::given;
use doorstep_tests::postgres::Cluster;
use doorstep_tests::server::Server;
use doorstep_wire::blob::{BlobHead, BlobHeader};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::{BlobId, DocId, KeyId, LogId, TeamId};

/// A team of one device that writes.
struct Team {
    identity: Arc<Identity>,
    genesis: Entry,
    place: Place,
}

impl Team {
    fn found() -> Self {
        let mut rng = rand::rng();
        let identity = Identity::generate(&mut rng);
        let recovery = Recovery::generate(&mut rng);
        let epoch = EpochKey::generate(&mut rng);
        let genesis = found(&identity, &recovery, &epoch, &mut rng).expect("an entry");
        Self {
            identity: Arc::new(identity),
            genesis,
            place: Place::first(LogId(rand::random())),
        }
    }

    fn id(&self) -> TeamId {
        TeamId(self.genesis.hash().0)
    }

    fn chunk_by(&mut self, identity: &Identity) -> SealedChunk {
        let mut rng = rand::rng();
        let key = DocumentKey::generate(&mut rng);
        let sealing = Sealing {
            identity,
            place: self.place,
            team_id: self.id(),
            doc_id: DocId(rand::random()),
            epoch: 0,
            membership_head: self.genesis.hash(),
            key_id: key.key_id,
            key: &key.key,
            seen: Cursor::START,
        };
        let change = ChangeBytes {
            hash: [1; 32],
            bytes: vec![7; 500].into(),
        };
        let chunk = seal(&sealing, &Payload::Changes(vec![change]), &mut rng).expect("small");
        self.place = Place::after(&chunk);
        chunk
    }

    async fn write(&mut self, store: &SqliteStorage) -> DocId {
        let identity = Arc::clone(&self.identity);
        let chunk = self.chunk_by(&identity);
        let document = chunk.header().doc_id;
        let synced = store.sync(self.id(), Cursor::START, vec![chunk], 1).await;
        synced.expect("stored");
        document
    }

    /// A photo of two parts, of which so many come.
    async fn photo(&self, store: &SqliteStorage, number: u8, come: u32) {
        let header = BlobHeader {
            team_id: self.id(),
            doc_id: DocId([9; 16]),
            blob_id: BlobId([number; 16]),
            device_id: self.identity.device_id(),
            epoch: 0,
            membership_head: self.genesis.hash(),
            key_id: KeyId::ZERO,
            nonce: [0; 20],
            padded_len: 100_000,
        };
        let lens = (0..header.part_count()).map(|part| header.part_len(part) + 16);
        let parts: Vec<Vec<u8>> = lens.map(|len| vec![number; len]).collect();
        let listed = parts.iter().map(Vec::as_slice);
        let head = BlobHead::sign(header, listed, self.identity.signing());
        let times = BlobTimes {
            now: 86_400,
            stale_before: 0,
        };
        let id = head.header().blob_id;
        let begun = store.begin_blob(self.id(), head, u64::MAX, times);
        begun.await.expect("begun");
        for (part, bytes) in (0..come).zip(parts) {
            let put = store.put_blob_part(self.id(), id, part, bytes);
            put.await.expect("put");
        }
    }
}

/// Two teams with something of everything that can be signed.
async fn fill(folder: &Path) -> (SqliteStorage, Team) {
    let store = SqliteStorage::open(&folder.join("doorstep.db")).expect("a store");
    let mut teams = (0..2).map(|_| Team::found()).collect::<Vec<_>>();
    for team in &mut teams {
        let genesis = team.genesis.bytes().to_vec();
        store.create_team(team.id(), genesis).await.expect("made");
        let first = team.write(&store).await;
        for _ in 1..10 {
            team.write(&store).await;
        }
        // As one that was restored is made to forget, before the entry that says so is back.
        store
            .erase(team.id(), vec![(first, 1)])
            .await
            .expect("erased");
        team.photo(&store, 1, 2).await;
        team.photo(&store, 2, 1).await;
    }
    (store, teams.remove(0))
}

/// Whether it succeeded, and what it said on both outputs.
fn program(arguments: &[&str]) -> (bool, String) {
    let program = given::server().expect("the server's program");
    let output = Command::new(program).args(arguments).output();
    let output = output.expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

fn path(folder: &Path) -> &str {
    folder.to_str().expect("a path in UTF-8")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_store_is_called_whole_in_either_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let _open = fill(folder.path()).await;
    let cluster = Cluster::start().expect("a cluster");
    let database = cluster.database().expect("a database");
    let moved = program(&["move", "--from", path(folder.path()), "--to", &database]);
    assert!(moved.0, "{}", moved.1);
    for store in [path(folder.path()), database.as_str()] {
        let (is_whole, said) = program(&["verify", store]);
        assert!(is_whole && said.ends_with("\nwhole\n"), "{said}");
        for line in [" 2 teams", " 20 chunks", " 4 photos", " 6 parts"] {
            assert!(said.contains(line), "{line}: {said}");
        }
        let (told, said) = program(&["status", store]);
        assert!(told && said.contains("\nteams 2\nchunks 20, "), "{said}");
        println!("{said}");
    }
    let (done, said) = program(&["backup", &database, "/nowhere"]);
    assert!(!done && said.contains("pg_dump"), "{said}");
    let (done, said) = program(&["verify", "/nowhere"]);
    assert!(!done && said.contains("there is no"), "{said}");
}

/// The control of the check: each kind of damage is noticed and called by its name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_damage_is_noticed() {
    let good = tempfile::tempdir().expect("a folder");
    let (store, mut team) = fill(good.path()).await;
    store.finish().await;
    let damaged = |damage: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("doorstep.db");
        std::fs::copy(good.path().join("doorstep.db"), &file).expect("copied");
        let connection = rusqlite::Connection::open(&file).expect("a store");
        let no_keys = connection.pragma_update(None, "foreign_keys", false);
        no_keys.expect("set");
        let touched = connection.execute(damage, []).expect("damaged");
        assert!(touched > 0, "{damage}");
        drop(connection);
        program(&["verify", path(folder.path())])
    };
    let (is_whole, said) = damaged("UPDATE team SET head = head");
    assert!(is_whole, "the copy is whole before it is damaged: {said}");
    for (damage, noticed) in [
        (
            "DELETE FROM server_secret WHERE name = 'setup'",
            "secret setup",
        ),
        ("DELETE FROM membership", "membership head"),
        ("UPDATE membership SET position = 1", "has no entry 0"),
        ("UPDATE membership SET bytes = zeroblob(300)", "entry 0"),
        (
            "UPDATE team SET entry_count = 2",
            "membership head or count",
        ),
        (
            "UPDATE team SET membership_head = zeroblob(32)",
            "membership head or count",
        ),
        ("DELETE FROM chunk WHERE seq = 4", "no chunk at place 4"),
        ("DELETE FROM chunk WHERE seq = 10", "head or chain"),
        (
            "UPDATE chunk SET bytes = zeroblob(500) WHERE seq = 3",
            "place 3 can't be read",
        ),
        (
            "UPDATE chunk SET bytes = (SELECT bytes FROM chunk AS other WHERE other.seq = 2 \
          AND other.team_id = chunk.team_id) WHERE seq = 3",
            "place 3 is kept under another id",
        ),
        (
            "UPDATE chunk SET chain = zeroblob(32) WHERE seq = 5",
            "chain at place 5",
        ),
        (
            "UPDATE chunk SET chunk_id = randomblob(32) WHERE seq = 5",
            "chain at place 5",
        ),
        (
            "INSERT INTO erased SELECT team_id, substr(bytes, 35, 16), 1, 1 FROM chunk WHERE seq = 2",
            "place 2 is of a document that was erased",
        ),
        (
            "INSERT INTO erased SELECT team_id, doc_id, 1, 1 FROM blob LIMIT 1",
            "blob 1 is of a document that was erased",
        ),
        (
            "DELETE FROM erased",
            "place 1 says that its document was erased",
        ),
        ("UPDATE team SET head = 9", "head or chain"),
        ("UPDATE team SET chain = zeroblob(32)", "head or chain"),
        ("UPDATE writer SET next_seq = 9", "end of a device's log"),
        ("DELETE FROM writer", "end of a device's log"),
        ("UPDATE blob SET head = zeroblob(300)", "head of blob 1"),
        ("UPDATE blob SET doc_id = zeroblob(16)", "head of blob 1"),
        (
            "UPDATE blob_part SET bytes = zeroblob(65552) WHERE number = 0",
            "part 0 of blob 1",
        ),
        ("UPDATE blob SET missing = 0", "blob 2 says wrongly"),
        (
            "DELETE FROM blob_part WHERE number = 0",
            "blob 1 says wrongly",
        ),
        (
            "DELETE FROM blob WHERE blob_id = zeroblob(16) OR missing > 0",
            "parts of a blob",
        ),
        ("UPDATE blob_total SET bytes = bytes + 1", "counted wrongly"),
    ] {
        let (is_whole, said) = damaged(damage);
        assert!(!is_whole && said.contains(noticed), "{damage}: {said}");
    }
    // A store takes what it is given: whether a device of the team signed it is checked before.
    let stranger = Identity::generate(&mut rand::rng());
    let strange = team.chunk_by(&stranger);
    let store = SqliteStorage::open(&good.path().join("doorstep.db")).expect("a store");
    let taken = store.sync(team.id(), Cursor::START, vec![strange], 1).await;
    // It follows in nobody's log either, so it is not even stored there.
    assert!(taken.is_err());
    team.place = Place::first(LogId(rand::random()));
    let strange = team.chunk_by(&stranger);
    let taken = store.sync(team.id(), Cursor::START, vec![strange], 1).await;
    taken.expect("stored");
    let (is_whole, said) = program(&["verify", path(good.path())]);
    assert!(
        !is_whole && said.contains("place 11 is not signed by a device"),
        "{said}"
    );
}

/// A backup of a store that is written to all the time is whole, and it comes back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_running_server_is_whole_and_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
    let back = folder.path().join("back");
    let program_path = given::server().expect("the server's program");
    // A server makes certificate and secrets, and has the folder open all the time.
    let server = Server::start(&program_path, &data).expect("a server");
    let (store, mut team) = fill(&data).await;
    let (stop, stored) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(20)),
    );
    let writing = tokio::spawn({
        let (stop, stored) = (Arc::clone(&stop), Arc::clone(&stored));
        async move {
            while !stop.load(Ordering::SeqCst) {
                team.write(&store).await;
                stored.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    while stored.load(Ordering::SeqCst) < 40 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let before = stored.load(Ordering::SeqCst);
    // The control: a file that is copied beside a running server lacks what was stored last.
    let copied = folder.path().join("copied");
    std::fs::create_dir(&copied).expect("a folder");
    std::fs::copy(data.join("doorstep.db"), copied.join("doorstep.db")).expect("copied");
    let (done, said) = program(&["backup", path(&data), path(&backup)]);
    assert!(done && said.ends_with("the copy is whole\n"), "{said}");
    stop.store(true, Ordering::SeqCst);
    writing.await.expect("it ends");
    let after = stored.load(Ordering::SeqCst);
    let chunks = |said: &str| -> u64 {
        let line = said.lines().find(|line| line.ends_with(" chunks"));
        let count = line.and_then(|line| line.split_whitespace().next());
        count.and_then(|count| count.parse().ok()).unwrap_or(0)
    };
    let in_backup = chunks(&said);
    println!("  {before} before, {in_backup} in the backup, {after} after");
    assert!((before..=after).contains(&in_backup));
    let in_copy = chunks(&program(&["verify", path(&copied)]).1);
    assert!(in_copy < before, "{in_copy} in the copied file");

    let (done, said) = program(&["restore", path(&backup), path(&back)]);
    assert!(done && chunks(&said) == in_backup, "{said}");
    for target in [&back, &data] {
        let (done, said) = program(&["restore", path(&backup), path(target)]);
        assert!(!done && said.contains("not empty"), "{said}");
    }
    let (done, _) = program(&["backup", path(&data), path(&backup)]);
    assert!(!done, "a backup is not written over");
    // The same server to its devices: setup code and pin are those of the first.
    let restored = Server::start(&program_path, &back).expect("a server");
    assert_eq!(restored.setup_code(), server.setup_code());
    assert_eq!(restored.pin(), server.pin());
}
