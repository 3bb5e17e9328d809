//! Several server processes on one PostgreSQL database: one sequence, whatever happens to any of
//! them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use doorstep_replica::Identity;
use doorstep_replica::chunk::{ChangeBytes, Payload, Place, Sealing, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::found::found;
use doorstep_tests::given;
use doorstep_tests::postgres::Cluster;
use doorstep_tests::process::Process;
use doorstep_tests::world::raw::client;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::code::decode_code;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::{ChunkId, DocId, LogId, SetupSecret, TeamId};
use doorstep_wire::label::{Label, sign};
use doorstep_wire::session::{
    ChallengeReply, ChallengeRequest, SessionReply, SessionRequest, session_message,
};
use doorstep_wire::setup::{CreateTeam, founder_proof};
use doorstep_wire::sync::{Pushed, SyncReply, SyncRequest};
use doorstep_wire::{decode, encode};
use tokio_postgres::NoTls;

const WRITERS: usize = 6;
/// An answer that takes longer is given up, and the same bytes go to another process.
const PATIENCE: Duration = Duration::from_secs(4);

/// A server process on the shared database.
struct Door {
    process: Process,
    base: String,
    setup: SetupSecret,
}

impl Door {
    /// `name` is what its sessions are called in the database; `options` go into the address.
    fn open(database: &str, name: &str, options: &str, folder: &Path) -> Self {
        let mut command = Command::new(given::server().expect("the server's program"));
        let database = format!("{database}?application_name={name}{options}");
        command.arg("--data").arg(folder.join(name));
        command.args(["--listen", "127.0.0.1:0", "--database", &database]);
        let mut process = {
            command.stderr(Stdio::null());
            Process::start(command)
        }
        .expect("it starts");
        let mut said = |word: &str| {
            let line = process.line(Duration::from_secs(30)).expect("a line");
            line.strip_prefix(word).expect("as expected").to_owned()
        };
        let address: SocketAddr = said("listening ").parse().expect("an address");
        said("pin ");
        let setup = SetupSecret(decode_code(&said("setup code ")).expect("a code"));
        Self {
            process,
            base: format!("https://{address}"),
            setup,
        }
    }

    /// Stops the process, and waits until it has stopped.
    async fn freeze(&self) {
        self.signal("STOP");
        let status = format!("/proc/{}/status", self.process.id());
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            assert!(Instant::now() < until, "it never stopped");
            let said = std::fs::read_to_string(&status).expect("the process is there");
            if said.lines().any(|line| line.starts_with("State:\tT")) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    fn signal(&self, signal: &str) {
        let id = self.process.id().to_string();
        let sent = Command::new("sh")
            .args(["-c", "kill -s \"$1\" \"$2\"", "sh", signal, &id])
            .status();
        assert!(sent.expect("a shell").success());
    }
}

/// A team of one, and its session, which every process takes.
struct Team {
    identity: Identity,
    genesis: Entry,
    http: reqwest::Client,
    token: String,
}

impl Team {
    async fn found(door: &Door) -> Self {
        let mut rng = rand::rng();
        let identity = Identity::generate(&mut rng);
        let recovery = Recovery::generate(&mut rng);
        let epoch = EpochKey::generate(&mut rng);
        let genesis = found(&identity, &recovery, &epoch, &mut rng).expect("an entry");
        let mut team = Self {
            identity,
            genesis,
            http: client(),
            token: String::new(),
        };
        let create = CreateTeam {
            genesis: team.genesis.bytes().to_vec().into(),
            mac: founder_proof(&door.setup, &team.genesis.hash()),
            entries: Vec::new(),
        };
        team.ask(&door.base, "teams", encode(&create))
            .await
            .expect("made");
        let (team_id, device_id) = (team.id(), team.identity.device_id());
        let asked = encode(&ChallengeRequest { team_id, device_id });
        let answer = team.ask(&door.base, "sessions/challenge", asked).await;
        let ChallengeReply { challenge } = decode(&answer.expect("an answer")).expect("one");
        let message = session_message(&team_id, &device_id, &challenge);
        let proved = encode(&SessionRequest {
            team_id,
            device_id,
            challenge,
            signature: sign(Label::Session, team.identity.signing(), &message),
        });
        let answer = team.ask(&door.base, "sessions", proved).await;
        let SessionReply { token, .. } = decode(&answer.expect("an answer")).expect("a token");
        team.token = token.iter().map(|byte| format!("{byte:02x}")).collect();
        team
    }

    fn id(&self) -> TeamId {
        TeamId(self.genesis.hash().0)
    }

    /// The answer's body; `None` if none came in time, or a refusal.
    async fn ask(&self, base: &str, path: &str, body: Vec<u8>) -> Option<Vec<u8>> {
        let request = self.http.post(format!("{base}/v1/{path}"));
        let request = request
            .header(doorstep_wire::session::SESSION_HEADER, &self.token)
            .timeout(PATIENCE);
        let answer = request.body(body).send().await.ok()?;
        if !answer.status().is_success() {
            return None;
        }
        Some(answer.bytes().await.ok()?.to_vec())
    }

    async fn sync(&self, base: &str, cursor: Cursor, push: &[Vec<u8>]) -> Option<SyncReply> {
        let body = encode(&SyncRequest {
            cursor,
            push: push.iter().map(|chunk| chunk.clone().into()).collect(),
            max_bytes: 20_000,
        });
        let path = format!("teams/{}/sync", self.id());
        decode(&self.ask(base, &path, body).await?).ok()
    }

    fn chunk(&self, place: &mut Place) -> SealedChunk {
        let mut rng = rand::rng();
        let key = DocumentKey::generate(&mut rng);
        let noise: Vec<u8> = (0..400).map(|_| rand::random()).collect();
        let sealing = Sealing {
            identity: &self.identity,
            place: *place,
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
            bytes: noise.into(),
        };
        let chunk = seal(&sealing, &Payload::Changes(vec![change]), &mut rng).expect("small");
        *place = Place::after(&chunk);
        chunk
    }
}

/// What all tasks of a test share.
struct Shared {
    team: Team,
    bases: Vec<String>,
    /// What was acknowledged, with its place.
    stored: Mutex<HashMap<ChunkId, u64>>,
    acknowledged: AtomicU64,
    stop: AtomicBool,
}

impl Shared {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// A device with a log of its own: each of its pushes goes to the next process, and on to
    /// another with the same bytes until one acknowledges it.
    async fn write(self: Arc<Self>, number: usize) {
        let mut place = Place::first(LogId(rand::random()));
        let mut turn = number;
        while !self.is_stopped() {
            let chunks: Vec<SealedChunk> = (0..1 + number % 4)
                .map(|_| self.team.chunk(&mut place))
                .collect();
            let bytes: Vec<Vec<u8>> = chunks.iter().map(|chunk| chunk.bytes().to_vec()).collect();
            let reply = loop {
                turn += 1;
                let base = &self.bases[turn % self.bases.len()];
                if let Some(reply) = self.team.sync(base, Cursor::START, &bytes).await {
                    break reply;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            };
            let mut stored = self.stored.lock().expect("no panic");
            for (chunk, pushed) in chunks.iter().zip(reply.pushed) {
                let Pushed::Stored { seq } = pushed;
                stored.insert(chunk.id(), seq);
            }
            self.acknowledged
                .fetch_add(u64::try_from(chunks.len()).expect("few"), Ordering::SeqCst);
        }
    }

    /// A device that follows with its cursor, at one process after the other, until it has read `end`.
    async fn follow(self: Arc<Self>, mut end: tokio::sync::watch::Receiver<u64>) -> Vec<ChunkId> {
        let (mut cursor, mut followed, mut turn) = (Cursor::START, Vec::new(), 0);
        while cursor.seq < *end.borrow_and_update() {
            turn += 1;
            let base = &self.bases[turn % self.bases.len()];
            let Some(reply) = self.team.sync(base, cursor, &[]).await else {
                continue;
            };
            let idle = reply.chunks.is_empty();
            followed.extend(reply.chunks.into_iter().map(|bytes| id_of(bytes.into())));
            cursor = reply.cursor;
            if idle {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        followed
    }

    async fn wait_for(&self, more: u64, within: Duration) -> Option<Duration> {
        let (began, from) = (Instant::now(), self.acknowledged.load(Ordering::SeqCst));
        while self.acknowledged.load(Ordering::SeqCst) < from + more {
            if began.elapsed() > within {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Some(began.elapsed())
    }
}

fn id_of(bytes: Vec<u8>) -> ChunkId {
    SealedChunk::parse(bytes).expect("a chunk").id()
}

/// What is wrong with what somebody followed, held against all there is: a gap, or something twice.
fn wrong<T: PartialEq + std::fmt::Debug>(followed: &[T], all: &[T]) -> Option<String> {
    let differs = followed
        .iter()
        .zip(all)
        .position(|(one, other)| one != other);
    match differs {
        Some(at) => Some(format!(
            "place {}: {:?} came, {:?} is there",
            at + 1,
            followed[at],
            all[at]
        )),
        None if followed.len() != all.len() => {
            Some(format!("{} came, {} are there", followed.len(), all.len()))
        }
        None => None,
    }
}

/// A connection of the test's own.
async fn session(database: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(database, NoTls)
        .await
        .expect("a connection");
    tokio::spawn(connection);
    client
}

/// Freezes a process while it holds its team's row: the test keeps it from writing on until it is
/// frozen. Afterwards the database waits for the process alone.
async fn freeze_within_a_transaction(door: &Door, name: &str, database: &str) {
    let (mut client, watch) = (session(database).await, session(database).await);
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let tx = client.transaction().await.expect("a transaction");
        tx.batch_execute("LOCK TABLE writer IN EXCLUSIVE MODE")
            .await
            .expect("a lock");
        for _ in 0..100 {
            let waiting = watch
                .query_opt(
                    "SELECT application_name, pid FROM pg_stat_activity
                     WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO writer%'",
                    &[],
                )
                .await
                .expect("an answer");
            let Some(row) = waiting else {
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            };
            if row.get::<_, &str>(0) != name {
                break;
            }
            door.freeze().await;
            tx.rollback().await.expect("the lock is let go");
            tokio::time::sleep(Duration::from_millis(200)).await;
            let held = watch
                .query_one(
                    "SELECT state FROM pg_stat_activity WHERE pid = $1",
                    &[&row.get::<_, i32>(1)],
                )
                .await
                .expect("an answer");
            // It was given the row, and now the database waits for the next word of it.
            assert_eq!(held.get::<_, &str>(0), "idle in transaction");
            return;
        }
        drop(tx);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(Instant::now() < until, "{name} never came to hold the row");
    }
}

struct Office {
    doors: Vec<Door>,
    shared: Arc<Shared>,
    writers: Vec<tokio::task::JoinHandle<()>>,
    database: String,
    _folder: tempfile::TempDir,
    _cluster: Cluster,
}

async fn office(options: &str) -> Office {
    let cluster = Cluster::start().expect("a cluster");
    let database = cluster.database().expect("a database");
    let folder = tempfile::tempdir().expect("a folder");
    let doors: Vec<Door> = (0..3)
        .map(|number| Door::open(&database, &format!("door{number}"), options, folder.path()))
        .collect();
    assert!(doors.iter().all(|door| door.setup == doors[0].setup));
    let shared = Arc::new(Shared {
        team: Team::found(&doors[0]).await,
        bases: doors.iter().map(|door| door.base.clone()).collect(),
        stored: Mutex::default(),
        acknowledged: AtomicU64::new(0),
        stop: AtomicBool::new(false),
    });
    let writers = (0..WRITERS)
        .map(|number| tokio::spawn(Arc::clone(&shared).write(number)))
        .collect();
    Office {
        doors,
        shared,
        writers,
        database,
        _folder: folder,
        _cluster: cluster,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_sequence_although_one_process_is_killed_and_one_freezes() {
    let mut office = office("").await;
    let shared = Arc::clone(&office.shared);
    let (end, ends) = tokio::sync::watch::channel(u64::MAX);
    let following = tokio::spawn(Arc::clone(&shared).follow(ends));
    let wait = Duration::from_secs(30);
    shared.wait_for(60, wait).await.expect("all of them push");

    office.doors[1].process.kill();
    let after_kill = shared.wait_for(40, wait).await.expect("two go on");

    freeze_within_a_transaction(&office.doors[2], "door2", &office.database).await;
    let after_freeze = shared.wait_for(1, wait).await.expect("one goes on");
    shared.wait_for(10, wait).await.expect("for long");
    office.doors[2].signal("CONT");
    let two = shared.wait_for(40, wait).await.expect("two go on again");
    println!(
        "  40 more after a kill in {after_kill:?}; the next after a freeze in {after_freeze:?}, \
         40 more once it is over in {two:?}"
    );
    assert!(
        after_freeze > Duration::from_secs(1),
        "nobody waited for the frozen one"
    );

    shared.stop.store(true, Ordering::SeqCst);
    for writer in office.writers {
        writer.await.expect("it ends");
    }
    let (team, base) = (&shared.team, &shared.bases[0]);
    let (mut all, mut cursor, mut chain) = (Vec::new(), Cursor::START, Cursor::START);
    loop {
        let page = team.sync(base, cursor, &[]).await.expect("a page");
        cursor = page.cursor;
        for bytes in page.chunks {
            let id = id_of(bytes.into());
            chain = chain.after(&id);
            all.push(id);
        }
        assert_eq!(
            cursor, chain,
            "places are dense, and the chain is the hash of all before"
        );
        if !page.more {
            break;
        }
    }
    let stored = shared.stored.lock().expect("no panic").clone();
    for (id, seq) in &stored {
        let place = usize::try_from(*seq).expect("few") - 1;
        assert_eq!(all.get(place), Some(id), "what was acknowledged at {seq}");
    }
    let count = u64::try_from(all.len()).expect("few");
    println!("  {count} chunks, {} of them acknowledged", stored.len());
    assert_eq!(
        stored.len(),
        all.len(),
        "each was acknowledged in the end, once"
    );
    end.send(count).expect("the reader is there");
    let followed = tokio::time::timeout(wait, following)
        .await
        .expect("in time");
    assert_eq!(wrong(&followed.expect("it ends"), &all), None);
}

/// A device that listens at one process hears at once of what came through another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_through_one_process_is_heard_at_another() {
    let cluster = Cluster::start().expect("a cluster");
    let database = cluster.database().expect("a database");
    let folder = tempfile::tempdir().expect("a folder");
    let doors: Vec<Door> = ["one", "other"]
        .map(|name| Door::open(&database, name, "", folder.path()))
        .into();
    let team = Team::found(&doors[0]).await;
    let url = format!("{}/v1/teams/{}/events", doors[1].base, team.id());
    let listening = team
        .http
        .get(url)
        .header(doorstep_wire::session::SESSION_HEADER, &team.token)
        .send()
        .await;
    let mut events = listening.expect("an answer");
    assert!(events.status().is_success());
    // Each process tells those who listen to look once, when it begins to listen itself.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let within = Duration::from_millis(100);
    while tokio::time::timeout(within, events.chunk()).await.is_ok() {}
    let mut place = Place::first(LogId(rand::random()));
    let chunk = team.chunk(&mut place).bytes().to_vec();
    let began = Instant::now();
    let pushed = team.sync(&doors[0].base, Cursor::START, &[chunk]).await;
    pushed.expect("stored");
    let heard = tokio::time::timeout(Duration::from_secs(5), events.chunk()).await;
    let heard = heard.expect("in time").expect("an event").expect("no end");
    assert_eq!(heard, "data: head\n\n");
    println!("  heard after {:?}", began.elapsed());
}

/// The control of the freeze: without the bound on a transaction that does nothing, everybody waits
/// for the frozen process for as long as one looks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_bound_a_frozen_process_stops_everyone() {
    let office = office("&options=-c%20idle_in_transaction_session_timeout%3D0").await;
    let wait = Duration::from_secs(30);
    office.shared.wait_for(20, wait).await.expect("all push");
    freeze_within_a_transaction(&office.doors[2], "door2", &office.database).await;
    // Long enough for what was answered before to be counted, and for the bound to pass twice.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let went_on = office.shared.wait_for(1, Duration::from_secs(10)).await;
    assert_eq!(went_on, None, "somebody got past the frozen process");
    office.doors[2].signal("CONT");
    office.shared.wait_for(20, wait).await.expect("they go on");
    office.shared.stop.store(true, Ordering::SeqCst);
    for writer in office.writers {
        writer.await.expect("it ends");
    }
}

/// The control of the check: places from a sequence of the database are given out before the commit,
/// so a later place can be seen before an earlier one, and a reader that follows skips that for good.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_given_out_beside_the_lock_are_skipped_and_that_is_noticed() {
    let cluster = Cluster::start().expect("a cluster");
    let database = cluster.database().expect("a database");
    let (mut first, second) = (session(&database).await, session(&database).await);
    second
        .batch_execute("CREATE TABLE careless (seq bigserial PRIMARY KEY, what text NOT NULL)")
        .await
        .expect("a table");
    let insert = "INSERT INTO careless (what) VALUES ($1)";
    let read = async |cursor: i64| -> Vec<(i64, String)> {
        let next = "SELECT seq, what FROM careless WHERE seq > $1 ORDER BY seq";
        let rows = second.query(next, &[&cursor]).await.expect("rows");
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    };
    let slow = first.transaction().await.expect("a transaction");
    slow.execute(insert, &[&"slow"]).await.expect("inserted");
    second.execute(insert, &[&"quick"]).await.expect("inserted");
    let mut followed = read(0).await;
    slow.commit().await.expect("committed");
    let cursor = followed.last().expect("the quick one").0;
    followed.extend(read(cursor).await);
    let all = read(0).await;
    assert_eq!(all.len(), 2);
    let noticed = wrong(&followed, &all).expect("a gap that nobody notices");
    println!("  {noticed}");
}
