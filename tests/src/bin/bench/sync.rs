//! What it costs to send a caseload, to fetch it on a new device, and to ask whether there is news.
//! The server is a program of its own, so that its time and memory are its own.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use doorstep_model::call::{ConnectServer, SyncNow, SyncPage};
use doorstep_tests::given;
use doorstep_tests::server::Server;
use doorstep_tests::world::relay::Relay;
use doorstep_tests::world::{Person, World};

use crate::caseload::Maker;
use crate::measure::Table;
use crate::spent::Spent;

/// Looks for news whose bytes are counted.
const IDLE_SYNCS: usize = 20;
/// A new device that has not got everything by then is not waited for.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// Sends `households`, fetches them on a second device, changes one in a hundred of them.
pub(crate) async fn sync(folder: &Path, households: usize, visits: usize, table: &mut Table) {
    let program = given::server().expect("the server's program");
    let there = folder.join(format!("sync {households}"));
    fs::create_dir_all(&there).expect("a folder");
    let server = Server::start(&program, &there.join("server")).expect("a server");
    let address: SocketAddr = server.address().parse().expect("an address");
    let relay = Relay::begin_counting(address, server.folder()).await;
    let world = World::begin_in(&there);
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.start_team().await;
    let mut maker = Maker::from_seed(3);
    let mut made = Vec::new();
    for _ in 0..households {
        made.push(maker.household_at_once(&alex, visits).await);
    }
    let before = Spent::by(server.process_id());
    let (took, _) = timed(async || {
        let call = ConnectServer {
            address: relay.address().to_string(),
            setup_code: server.setup_code().to_owned(),
            replace: false,
        };
        all_sent(&alex, alex.must(call).await).await
    })
    .await;
    let after = Spent::by(server.process_id());
    table.note(&format!(
        "push {households} × {visits}: {:.1} s, {:.2} MB up, server {:.2} s of processor, peak {} KiB",
        took.as_secs_f64(),
        megabytes(relay.from_devices()),
        (after.processor - before.processor).as_secs_f64(),
        after.peak_kib,
    ));

    // A new device; it joins at its first look and fetches from then on.
    let (address, code) = alex.invite().await;
    let down = relay.to_devices();
    let before = Spent::by(server.process_id());
    let (took, _) = timed(async || {
        sam.join_with(&alex, address, code).await;
        let began = Instant::now();
        while sam.search("").await.total < u32::try_from(households).unwrap_or(u32::MAX) {
            sam.must(SyncNow {}).await;
            assert!(began.elapsed() < PATIENCE, "it takes too long");
        }
    })
    .await;
    let after = Spent::by(server.process_id());
    table.note(&format!(
        "a new device, {households} × {visits}: all in after {:.1} s, {:.2} MB down, server {:.2} s",
        took.as_secs_f64(),
        megabytes(relay.to_devices() - down),
        (after.processor - before.processor).as_secs_f64(),
    ));
    idle(&alex, &relay, households, table).await;

    let (down, few) = (relay.to_devices(), households.div_ceil(100));
    let (took, _) = timed(async || {
        for id in made.iter().take(few) {
            alex.add_visit(id, "noted", "one more", "ask again").await;
        }
        all_sent(&alex, alex.sync().await).await;
        sam.sync().await;
    })
    .await;
    table.note(&format!(
        "{few} of {households} households changed, there and back: {:.2} s, {:.2} MB down",
        took.as_secs_f64(),
        megabytes(relay.to_devices() - down),
    ));
}

/// Sends the caseload that the lists are measured with: it is made once, and a profile of the sending is
/// not mixed with one of the making. Only where this part is asked for: afterwards nothing waits any more.
pub(crate) async fn push(folder: &Path, from: &Person, households: usize, table: &mut Table) {
    let program = given::server().expect("the server's program");
    let server = Server::start(&program, &folder.join("push server")).expect("a server");
    let before = Spent::by(server.process_id());
    let (took, _) = timed(async || {
        let call = ConnectServer {
            address: server.address().to_owned(),
            setup_code: server.setup_code().to_owned(),
            replace: false,
        };
        all_sent(from, from.must(call).await).await
    })
    .await;
    let after = Spent::by(server.process_id());
    table.note(&format!(
        "push {households}, kept: {:.1} s, server {:.2} s of processor, peak {} KiB",
        took.as_secs_f64(),
        (after.processor - before.processor).as_secs_f64(),
        after.peak_kib,
    ));
}

async fn idle(person: &Person, relay: &Relay, households: usize, table: &mut Table) {
    // What was to be told is told.
    for _ in 0..3 {
        person.sync().await;
    }
    let before = (relay.from_devices(), relay.to_devices());
    let mut took = Vec::new();
    for _ in 0..IDLE_SYNCS {
        took.push(timed(async || person.sync().await).await.0);
    }
    table.add(&format!("nothing new, {households} households"), &took);
    table.note(&format!(
        "nothing new, {households} households: {} bytes up and {} down for each look, with headers",
        (relay.from_devices() - before.0) / IDLE_SYNCS,
        (relay.to_devices() - before.1) / IDLE_SYNCS,
    ));
}

async fn all_sent(person: &Person, mut page: SyncPage) {
    let began = Instant::now();
    while page.waiting > 0 {
        assert_eq!(page.problem, None);
        assert!(began.elapsed() < PATIENCE, "it takes too long");
        page = person.sync().await;
    }
}

async fn timed<T>(work: impl AsyncFnOnce() -> T) -> (Duration, T) {
    let began = Instant::now();
    let made = work().await;
    (began.elapsed(), made)
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1_000_000.0
}
