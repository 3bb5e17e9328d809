//! Snapshots that two devices answer for, and a server that keeps no more than stubs of what is in
//! them.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use std::time::Duration;

use doorstep_model::DocKey;
use doorstep_model::call::SyncState;
use doorstep_server::dropping::{Dropped, drop_covered};
use doorstep_server::storage::{SqliteLedger, SqliteStorage};
use doorstep_server::verify::verify;
use doorstep_tests::world::copies::copy_folder;
use doorstep_tests::world::{Person, World};
use rusqlite::Connection;

/// Chunks about a document since its last snapshot.
const AFTER: u32 = 4;
const A_DAY: u64 = 24 * 60 * 60;
/// Some time, as the server's clock has it.
const NOW: u64 = 1_800_000_000;

fn database(world: &World) -> Connection {
    Connection::open(world.server_folder().join("doorstep.db")).unwrap()
}

fn count(world: &World, sql: &str) -> i64 {
    let database = database(world);
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn stubs(world: &World) -> i64 {
    count(
        world,
        "SELECT count(*) FROM chunk WHERE substr(bytes, 1, 1) >= X'80'",
    )
}

async fn drop_bodies(world: &World, now: u64, grace: Duration) -> Dropped {
    let storage = SqliteStorage::open(&world.server_folder().join("doorstep.db")).unwrap();
    drop_covered(&storage, now, grace).await.unwrap()
}

/// Two people write in one household in turn, so that each has a tail of the other's.
async fn years(alex: &Person, sam: &Person, household: &DocKey, rounds: usize) {
    for round in 0..rounds {
        let notes = format!("Round {round}.");
        alex.add_visit(household, &notes, "gardens", "ask again")
            .await;
        alex.sync().await;
        sam.sync().await;
        sam.add_visit(household, &notes, "sings", "ask once more")
            .await;
        sam.sync().await;
    }
    for person in [alex, sam, alex, sam, alex] {
        person.sync().await;
    }
}

async fn begin(world: &World) -> (Person, Person, DocKey) {
    let alex = world.device_with_snapshots_after(AFTER, "Alex");
    let sam = world.device_with_snapshots_after(AFTER, "Sam");
    alex.found(world).await;
    sam.join(&alex).await;
    let household = alex.add_household("Number 12").await;
    alex.sync().await;
    sam.sync().await;
    (alex, sam, household)
}

async fn has_all(person: &Person, other: &Person, household: &DocKey) {
    let theirs = other.open_unseen(household).await.household;
    let ours = person.open_unseen(household).await.household;
    assert_eq!(ours.heads, theirs.heads, "{}", person.name());
    assert_eq!(ours.visits.len(), theirs.visits.len());
    let page = person.sync_page().await;
    assert_eq!((page.quarantined, page.held_back), (0, 0), "{page:?}");
    assert_eq!(page.state, SyncState::UpToDate);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_two_snapshots_hold_goes_after_a_while_and_nobody_lacks_it() {
    let world = World::begin().await;
    let (alex, sam, household) = begin(&world).await;
    // Kim is let in, writes something, and is away for years before it is sent.
    let kim = world.device("Kim");
    kim.join(&alex).await;
    kim.sync().await;
    kim.add_visit(&household, "Before I left.", "bakes", "ask again")
        .await;
    years(&alex, &sam, &household, 12).await;
    let confirmed = "SELECT count(*) FROM snapshot WHERE confirmed > 0";
    assert!(count(&world, confirmed) >= 2, "two generations");

    // The time of grace counts from when the server finds that they are confirmed.
    let month = Duration::from_secs(30 * A_DAY);
    assert_eq!(drop_bodies(&world, NOW, month).await.bodies, 0);
    assert_eq!(drop_bodies(&world, NOW + 29 * A_DAY, month).await.bodies, 0);
    let dropped = drop_bodies(&world, NOW + 31 * A_DAY, month).await;
    assert!(dropped.bodies > 0 && dropped.bytes > 0, "{dropped:?}");
    assert_eq!(i64::try_from(dropped.bodies), Ok(stubs(&world)));
    let again = drop_bodies(&world, NOW + 32 * A_DAY, month).await;
    assert_eq!(again, Dropped::default(), "they go once");
    // The server's own check finds chain, logs and signatures in order.
    let store = SqliteStorage::look(&world.server_folder().join("doorstep.db")).unwrap();
    let report = verify(&SqliteLedger::new(store)).await.unwrap();
    assert!(report.is_whole(), "{report:?}");

    // A new device begins with the newest of them.
    let lee = world.device("Lee");
    lee.join(&alex).await;
    lee.sync().await;
    has_all(&lee, &alex, &household).await;
    assert!(lee.search("Round").await.total > 0);
    // Whoever was away gets all, and all get what they wrote.
    kim.sync().await;
    for person in [&alex, &sam, &lee, &kim] {
        person.sync().await;
    }
    let visits = alex.open_unseen(&household).await.household.visits.len();
    assert_eq!(visits, 25);
    for person in [&sam, &lee, &kim] {
        has_all(person, &alex, &household).await;
    }
    // It goes on: what Lee writes is read by all, and the sequence is whole.
    lee.add_visit(&household, "New here.", "listens", "call")
        .await;
    lee.sync().await;
    sam.sync().await;
    has_all(&sam, &lee, &household).await;
}

/// The control: without a second device's word nothing goes, and if it went, it would be lacking.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_confirmed_is_not_dropped_and_not_believed() {
    let world = World::begin().await;
    let (alex, sam, household) = begin(&world).await;
    sam.add_visit(&household, "By Sam.", "sings", "ask again")
        .await;
    sam.sync().await;
    // From now on Sam is away, and Alex alone writes snapshots, with what Sam wrote in them.
    for round in 0..12 {
        let notes = format!("Round {round}.");
        alex.add_visit(&household, &notes, "gardens", "ask again")
            .await;
        alex.sync().await;
    }
    assert!(count(&world, "SELECT count(*) FROM snapshot") >= 2);
    assert_eq!(drop_bodies(&world, NOW, Duration::ZERO).await.bodies, 0);
    // As if a server dropped what it must not.
    let tampered = database(&world);
    tampered
        .execute_batch("UPDATE snapshot SET confirmed = 2")
        .unwrap();
    assert!(drop_bodies(&world, NOW, Duration::ZERO).await.bodies > 0);
    let lee = world.device("Lee");
    lee.join(&alex).await;
    lee.sync().await;
    let page = lee.sync_page().await;
    assert!(page.held_back > 0, "it says what it waits for: {page:?}");
    assert_eq!(page.quarantined, 0, "{page:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_wiped_is_given_stubs_snapshots_and_bodies_back() {
    let mut world = World::begin().await;
    let (alex, sam, household) = begin(&world).await;
    years(&alex, &sam, &household, 12).await;
    assert!(drop_bodies(&world, NOW, Duration::ZERO).await.bodies > 0);
    let lee = world.device("Lee");
    lee.join(&alex).await;
    lee.sync().await;
    has_all(&lee, &alex, &household).await;
    let before = (count(&world, "SELECT head FROM team"), stubs(&world));

    // The server is set back to where it was before anything was written, and Lee, who has only
    // stubs of most of it, comes first.
    let setup = world.setup_code().to_owned();
    world.stop_server().await;
    let gone = world.folder().join("gone");
    copy_folder(&world.server_folder(), &gone);
    let database = Connection::open(world.server_folder().join("doorstep.db")).unwrap();
    database
        .execute_batch(
            "DELETE FROM chunk; DELETE FROM writer; DELETE FROM snapshot;
             UPDATE team SET head = 0, chain = zeroblob(32)",
        )
        .unwrap();
    drop(database);
    world.start_server().await;
    assert_eq!(world.setup_code(), setup);
    lee.sync().await;
    assert!(stubs(&world) > 0, "the control: Lee has no bodies of these");
    for person in [&alex, &sam, &lee, &alex, &sam] {
        person.sync().await;
    }
    let after = (count(&world, "SELECT head FROM team"), stubs(&world));
    assert!(after.0 >= before.0, "{before:?} {after:?}");
    let mo = world.device("Mo");
    mo.join(&alex).await;
    mo.sync().await;
    for person in [&sam, &lee, &mo] {
        has_all(person, &alex, &household).await;
    }
}
