//! A store of every past version is opened by this one, and killed on the way at each of its writes:
//! it is the old store or the new one, never between, and opens the next time with everything in it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and what was run is worth knowing"
)]

use std::sync::atomic::{AtomicUsize, Ordering};

use doorstep_replica::crypto::key::SecretKey;
use doorstep_tests::fault::fixture::{self, Fixture};
use doorstep_tests::fault::prepared::{DATABASE, Home, Prepared, connect, faults_in};
use doorstep_tests::fault::slots::key_in_clear;
use doorstep_tests::fault::strace::{At, Traced};
use doorstep_tests::world::copies::copy_folder;

const WRITER: &str = env!("CARGO_BIN_EXE_writer");
const SEED: u64 = 3;
/// Opened, which upgrades it; closed and opened again, when what is shown is made anew; one visit.
const PLAN: &str = "rv";
/// In the ordinary run a kill at one call in so many.
const STRIDE: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upgrade_that_is_killed_leaves_the_old_store_or_the_new_one() {
    kill_upgrades(STRIDE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: every call of an upgrade"]
async fn killed_at_any_of_its_calls_it_does() {
    kill_upgrades(1).await;
}

async fn kill_upgrades(stride: usize) {
    let fixtures = Fixture::all();
    assert!(fixtures.len() >= 2);
    for fixture in fixtures {
        let old = Shape::of(&fixture.copy());
        assert_eq!(old.version, fixture.version, "the fixture is what it says");
        let home = fixture.copy();
        let path = home.path().to_string_lossy().into_owned();
        let (told, calls) = Traced::writer(WRITER, &home.path(), SEED, PLAN).clean();
        let new = Shape::of(&home);
        let device = home.open().await.expect("it opens");
        assert!(told.missing_from(&device).await.is_empty());
        assert_eq!(fixture.told.missing_from(&device).await, [""; 0]);
        assert_eq!(fixture.told.missing_from_search(&device).await, [""; 0]);
        drop(device);
        let near = calls.into_iter().filter(|(_, line)| line.contains(&path));
        let near: Vec<At> = near.map(|(at, _)| at).step_by(stride).collect();
        let counts = [(); 3].map(|()| AtomicUsize::new(0));
        let [next, left_old, left_new] = &counts;
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let runtime = tokio::runtime::Builder::new_current_thread().build();
                    let runtime = runtime.expect("a runtime");
                    while let Some(at) = near.get(next.fetch_add(1, Ordering::SeqCst)) {
                        let left = runtime.block_on(one(&fixture, at));
                        assert!(left == old || left == new, "{at:?}: between: {left:?}");
                        let count = if left == old { left_old } else { left_new };
                        count.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        let [_, left_old, left_new] = counts.map(AtomicUsize::into_inner);
        println!(
            "  version {}: {} kills left {left_old} old and {left_new} new stores",
            fixture.version,
            near.len()
        );
        let is_newest = old == new;
        assert!(
            is_newest || left_old > 3 && left_new > 3,
            "kills came before and after"
        );
    }
}

/// One kill on the way; answers what it left.
async fn one(fixture: &Fixture, at: &At) -> Shape {
    let home = fixture.copy();
    let told = Traced::writer(WRITER, &home.path(), SEED, PLAN).killed(at);
    let left = Shape::of(&home);
    let device = home.open().await;
    let device = device.unwrap_or_else(|problem| panic!("{at:?}: {problem}"));
    device.exchange().await;
    let mut wrong = fixture.told.missing_from(&device).await;
    wrong.extend(fixture.told.missing_from_search(&device).await);
    wrong.extend(told.missing_from(&device).await);
    drop(device);
    wrong.extend(faults_in(
        &home.file(DATABASE),
        &key_in_clear(&home.store()),
    ));
    assert!(wrong.is_empty(), "{at:?}: {wrong:#?}");
    left
}

/// The control: half an upgrade is neither the old nor the new.
#[test]
fn the_control_half_an_upgrade_is_seen() {
    for fixture in Fixture::all() {
        let home = fixture.copy();
        let old = Shape::of(&home);
        let key = key_in_clear(&home.store());
        let half = |sql: &str| {
            let connection = connect(&home.file(DATABASE), &key);
            connection.execute_batch(sql).expect("it is done");
        };
        half("CREATE TABLE to_come (row BLOB)");
        assert!(Shape::of(&home) != old);
        half("DROP TABLE to_come");
        assert!(Shape::of(&home) == old);
        half("PRAGMA user_version = 99");
        assert!(Shape::of(&home) != old);
    }
}

/// What version a database says it has, and what is in it by name.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    version: usize,
    schema: Vec<String>,
}

impl Shape {
    /// Looked at in a copy: looking writes what a kill left in the log into the database.
    fn of(home: &Home) -> Self {
        let copy = Home::empty();
        copy_folder(&home.store(), &copy.store());
        let key: SecretKey = key_in_clear(&copy.store());
        let connection = connect(&copy.file(DATABASE), &key);
        let version: u32 = connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .expect("a version");
        let mut statement = connection
            .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY 1")
            .expect("SQL");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        Self {
            version: usize::try_from(version).expect("a version"),
            schema: rows.map(|row| row.expect("a row")).collect(),
        }
    }
}

#[tokio::test]
#[ignore = "writes files: see tests/fixtures/store/README.md"]
async fn write_the_fixture() {
    let (prepared, told) = Prepared::small().await;
    fixture::write_missing(&prepared, &told);
}
