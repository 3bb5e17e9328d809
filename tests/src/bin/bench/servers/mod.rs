//! How many chunks a second a server stores, against bare inserts of the same rows with the same durability, in
//! turn: through its storage alone, and through HTTP with one, two and four processes on one database.

mod bare;
mod door;

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use doorstep_server::storage::{PostgresAddress, PostgresStorage, SqliteStorage, Storage};
use doorstep_tests::postgres::Cluster;
use doorstep_tests::world::raw::Founder;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::limits::REPLY_CHUNKS;
use doorstep_wire::sync::{SyncReply, SyncRequest};
use doorstep_wire::{decode, encode};
use futures_util::future::join_all;
use reqwest::Method;

use crate::measure::Table;
use door::Door;

/// Devices that send at once, each of another team.
const TEAMS: usize = 8;
/// Requests of each device in a round.
const REQUESTS: usize = 25;
/// Chunks in each of them.
const CHUNKS: usize = 16;
/// Bytes that a device wrote, in each chunk.
const BYTES: usize = 600;
const REPEATS: usize = 6;
/// Of the bare inserts' chunks a second, at least so many are stored.
const AT_LEAST: f64 = 0.7;

/// What one device sends in a round, request by request.
type Requests = Vec<Vec<SealedChunk>>;

pub(crate) async fn servers(folder: &Path, table: &mut Table) {
    sqlite(folder, table).await;
    match Cluster::start() {
        Ok(cluster) => postgres(&cluster, folder, table).await,
        Err(error) => table.note(&format!("PostgreSQL skipped: {error}")),
    }
}

async fn sqlite(folder: &Path, table: &mut Table) {
    let door = Door::open(folder, "sqlite", None);
    let mut senders = senders(&[door.address()], &door).await;
    let file = folder.join("storage.db");
    let storage = SqliteStorage::open(&file).expect("a store");
    begin(&storage, &senders).await;
    let bare = bare::Sqlite::open(&folder.join("bare.db"));
    let (mut stored, mut sent, mut inserted) = (Vec::new(), Vec::new(), Vec::new());
    for repeat in 0..REPEATS {
        let round = chunks(&mut senders);
        // Whoever comes first finds the disk quiet, so each does.
        for turn in 0..3 {
            match (turn + repeat) % 3 {
                0 => stored.push(speed(store(&[&storage], &mut senders, &round).await)),
                1 => inserted.push(speed(bare.insert(&round).await)),
                _ => sent.push(speed(send(&mut senders, &round).await)),
            }
        }
    }
    let bare = "SQLite, bare inserts, chunks a second";
    table.figures(bare, &inserted);
    against(table, "SQLite, through its storage", &stored, bare);
    against(table, "SQLite, through HTTP, one process", &sent, bare);
}

async fn postgres(cluster: &Cluster, folder: &Path, table: &mut Table) {
    for processes in [1, 2, 4] {
        let database = cluster.database().expect("a database");
        let open = |number| Door::open(folder, &format!("{processes}-{number}"), Some(&database));
        let doors: Vec<Door> = (0..processes).map(open).collect();
        let addresses: Vec<SocketAddr> = doors.iter().map(Door::address).collect();
        let mut senders = senders(&addresses, &doors[0]).await;
        let apart = cluster.database().expect("a database");
        let storages = join_all((0..processes).map(|_| opened(&apart))).await;
        begin(&storages[0], &senders).await;
        let storages: Vec<&PostgresStorage> = storages.iter().collect();
        let bare = bare::Postgres::open(&cluster.database().expect("a database"), TEAMS).await;
        let (mut stored, mut sent, mut inserted) = (Vec::new(), Vec::new(), Vec::new());
        for repeat in 0..REPEATS {
            let round = chunks(&mut senders);
            for turn in 0..3 {
                match (turn + repeat) % 3 {
                    0 => stored.push(speed(store(&storages, &mut senders, &round).await)),
                    1 => inserted.push(speed(bare.insert(&round).await)),
                    _ => sent.push(speed(send(&mut senders, &round).await)),
                }
            }
        }
        let bare = format!("PostgreSQL, bare inserts, chunks a second, beside {processes}");
        table.figures(&bare, &inserted);
        let ways = [
            ("storage, as many pools", stored),
            ("HTTP, as many processes", sent),
        ];
        for (way, speeds) in ways {
            let what = format!("PostgreSQL, through {way}: {processes}");
            against(table, &what, &speeds, &bare);
        }
    }
}

async fn opened(database: &str) -> PostgresStorage {
    let address = PostgresAddress::parse(database, None).expect("an address");
    PostgresStorage::open(address).await.expect("a store")
}

/// A device of a team of its own.
struct Sender {
    founder: Founder,
    /// How far it has read on the server, and in the storage.
    on_server: Cursor,
    in_storage: Cursor,
}

async fn senders(addresses: &[SocketAddr], door: &Door) -> Vec<Sender> {
    let mut senders = Vec::new();
    for number in 0..TEAMS {
        let founder = Founder::begin(addresses[number % addresses.len()], door.setup()).await;
        senders.push(Sender {
            founder,
            on_server: Cursor::START,
            in_storage: Cursor::START,
        });
    }
    senders
}

async fn begin(storage: &impl Storage, senders: &[Sender]) {
    for Sender { founder, .. } in senders {
        let genesis = founder.genesis().to_vec();
        let made = storage.create_team(founder.team_id(), genesis).await;
        made.expect("a team");
    }
}

fn chunks(senders: &mut [Sender]) -> Vec<Requests> {
    let request = |founder: &mut Founder| (0..CHUNKS).map(|_| founder.chunk(BYTES)).collect();
    let all = senders.iter_mut().map(|sender| {
        let requests = (0..REQUESTS).map(|_| request(&mut sender.founder));
        requests.collect()
    });
    all.collect()
}

/// All at once, each team's at one of the storages.
async fn store<S: Storage>(
    storages: &[&S],
    senders: &mut [Sender],
    round: &[Requests],
) -> Duration {
    let began = Instant::now();
    let all = senders.iter_mut().zip(round).enumerate();
    join_all(all.map(async |(number, (sender, requests))| {
        let storage = storages[number % storages.len()];
        for request in requests {
            let (team, cursor) = (sender.founder.team_id(), sender.in_storage);
            let synced = storage.sync(team, cursor, request.clone(), REPLY_CHUNKS as usize);
            let synced = synced.await.expect("stored");
            assert_eq!(synced.stored, CHUNKS);
            sender.in_storage = synced.cursor;
        }
    }))
    .await;
    began.elapsed()
}

/// All at once, each team's at its process.
async fn send(senders: &mut [Sender], round: &[Requests]) -> Duration {
    let began = Instant::now();
    let all = senders.iter_mut().zip(round);
    join_all(all.map(async |(sender, requests)| {
        for request in requests {
            let body = SyncRequest {
                cursor: sender.on_server,
                push: request
                    .iter()
                    .map(|chunk| chunk.bytes().to_vec().into())
                    .collect(),
                max_bytes: REPLY_CHUNKS,
            };
            let (founder, body) = (&sender.founder, Some(encode(&body)));
            let came = founder
                .send(Method::POST, &founder.path("sync"), body)
                .await;
            let reply: SyncReply = decode(&came.body).expect("stored");
            assert_eq!(reply.pushed.len(), CHUNKS);
            sender.on_server = reply.cursor;
        }
    }))
    .await;
    began.elapsed()
}

/// Chunks a second.
fn speed(took: Duration) -> f64 {
    (TEAMS * REQUESTS * CHUNKS) as f64 / took.as_secs_f64()
}

fn against(table: &mut Table, what: &str, speeds: &[f64], bare: &str) {
    let what = format!("{what}, chunks a second");
    table.figures(&what, speeds);
    table.at_least(&what, bare, AT_LEAST);
}
