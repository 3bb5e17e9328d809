//! The server's SQLite store of every past version, opened by this one and killed at each of its
//! calls: it is the old or the new, never between, and every row that it had is there.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and what was run is worth knowing"
)]

use std::path::{Path, PathBuf};

use doorstep_server::storage::SqliteStorage;
use doorstep_tests::fault::strace::{At, Traced};
use doorstep_tests::world::World;
use rusqlite::Connection;
use tempfile::TempDir;

const WRITER: &str = env!("CARGO_BIN_EXE_writer");
/// What version 1 was. Versions are only added.
const VERSION_1: &str = include_str!("../../../sync-server/src/storage/sqlite/schema.sql");
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/server");

#[test]
fn an_upgrade_of_the_server_that_is_killed_leaves_the_old_store_or_the_new_one() {
    for version in 1.. {
        let fixture = fixture(version);
        if !fixture.exists() {
            assert!(version > 2, "there are fixtures");
            break;
        }
        let (_folder, clean) = copy(&fixture);
        let (old, rows) = (shape(&clean), rows(&clean, &tables(&fixture)));
        assert_eq!(old.0, version, "the fixture is what it says");
        assert!(rows.len() > 4, "there is something in it");
        let (_, calls) = Traced::server(WRITER, &clean).clean();
        let new = shape(&clean);
        let path = clean.to_string_lossy().into_owned();
        let near = calls.into_iter().filter(|(_, line)| line.contains(&path));
        let (mut left_old, mut left_new) = (0, 0);
        for at in near.map(|(at, _)| at).collect::<Vec<At>>() {
            let (_folder, killed) = copy(&fixture);
            Traced::server(WRITER, &killed).killed(&at);
            let left = shape(&killed);
            assert!(left == old || left == new, "{at:?}: between: {left:?}");
            left_old += usize::from(left == old);
            left_new += usize::from(left == new);
            drop(SqliteStorage::open(&killed).unwrap_or_else(|fault| panic!("{at:?}: {fault}")));
            assert!(shape(&killed) == new, "{at:?}: the next start ends it");
            assert!(
                self::rows(&killed, &tables(&fixture)) == rows,
                "{at:?}: rows are gone"
            );
        }
        println!("  version {version}: kills left {left_old} old and {left_new} new stores");
        assert!(old == new || left_old > 1 && left_new > 0);
    }
}

/// The control: half an upgrade, and a row that is gone, are seen.
#[test]
fn the_control_half_an_upgrade_and_a_lost_row_are_seen() {
    let fixture = fixture(1);
    let (_folder, copy) = copy(&fixture);
    let (old, all) = (shape(&copy), rows(&copy, &tables(&fixture)));
    let run = |sql: &str| Connection::open(&copy).and_then(|open| open.execute_batch(sql));
    run("DELETE FROM chunk WHERE id = (SELECT max(id) FROM chunk)").expect("it goes");
    assert!(shape(&copy) == old && rows(&copy, &tables(&fixture)) != all);
    run("CREATE TABLE to_come (row BLOB)").expect("it is made");
    assert!(shape(&copy) != old);
}

/// Makes the file of every version that has none; what is there is never written again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes files: see tests/fixtures/store/README.md"]
async fn write_the_server_fixture() {
    let mut world = World::begin().await;
    let alex = world.device("Alex");
    alex.found(&world).await;
    let id = alex.add_household("Number 12").await;
    alex.add_visit(&id, "marker", "marker", "marker").await;
    alex.sync().await;
    let database = world.server_folder().join("doorstep.db");
    world.stop_server().await;
    std::fs::create_dir_all(FIXTURES).expect("a folder");
    let newest = shape(&database).0;
    // Nothing stays beside it.
    drop(SqliteStorage::open(&database).expect("it opens"));
    if !fixture(newest).exists() {
        let open = Connection::open(&database).expect("it opens");
        open.execute("VACUUM INTO ?1", [fixture(newest).to_string_lossy()])
            .expect("a copy");
        set_version(&fixture(newest), newest);
    }
    if !fixture(1).exists() {
        let first = Connection::open(fixture(1)).expect("it is made");
        first
            .execute_batch(&format!("PRAGMA foreign_keys = OFF; {VERSION_1}"))
            .expect("its statements");
        first
            .execute("ATTACH ?1 AS newest", [database.to_string_lossy()])
            .expect("the newest");
        for table in tables(&fixture(1)) {
            let copy = format!("INSERT INTO main.{table} SELECT * FROM newest.{table}");
            first.execute_batch(&copy).expect("its rows");
        }
        drop(first);
        set_version(&fixture(1), 1);
    }
}

fn set_version(database: &Path, version: u32) {
    let open = Connection::open(database).expect("it opens");
    open.pragma_update(None, "user_version", version)
        .expect("a version");
    open.pragma_update(None, "journal_mode", "WAL")
        .expect("a log");
}

fn fixture(version: u32) -> PathBuf {
    Path::new(FIXTURES).join(format!("version-{version}.db"))
}

fn copy(fixture: &Path) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("server.db");
    std::fs::copy(fixture, &copy).expect("a copy");
    (folder, copy)
}

/// Its version, and what is in it by name; looked at in a copy, since looking ends what was begun.
fn shape(database: &Path) -> (u32, Vec<String>) {
    looked_at(database, |open| {
        let version = open.query_row("PRAGMA user_version", [], |row| row.get(0));
        let all = "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY 1";
        (version.expect("a version"), texts(open, all))
    })
}

fn tables(database: &Path) -> Vec<String> {
    let all = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    looked_at(database, |open| texts(open, all))
}

/// Every row of these tables.
fn rows(database: &Path, tables: &[String]) -> Vec<String> {
    let of_table = |open: &Connection, table: &String| {
        let mut statement = open
            .prepare(&format!("SELECT * FROM {table}"))
            .expect("SQL");
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let values = (0..columns).map(|column| row.get_ref(column).map(|v| format!("{v:?}")));
            values.collect::<Result<Vec<_>, _>>()
        });
        let rows = rows
            .expect("rows")
            .map(|row| row.expect("a row").join(", "));
        rows.map(|row| format!("{table}: {row}"))
            .collect::<Vec<_>>()
    };
    looked_at(database, |open| {
        tables
            .iter()
            .flat_map(|table| of_table(open, table))
            .collect()
    })
}

fn texts(open: &Connection, sql: &str) -> Vec<String> {
    let mut statement = open.prepare(sql).expect("SQL");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

fn looked_at<T>(database: &Path, look: impl FnOnce(&Connection) -> T) -> T {
    let (_folder, copy) = copy(database);
    let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    if log(database).exists() {
        std::fs::copy(log(database), log(&copy)).expect("a copy");
    }
    look(&Connection::open(copy).expect("it opens"))
}
