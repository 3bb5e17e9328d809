//! Stores of past versions, kept in `tests/fixtures/store` (its README says how they are made).

use std::path::{Path, PathBuf};

use doorstep_replica::crypto::key::SecretKey;
use rusqlite::Connection;

use super::prepared::{DATABASE, Home, Prepared, connect};
use super::slots::{self, COPIES};
use super::told::Told;

/// What is kept in one, in the words of the program under faults.
pub const TOLD: &str = "told.txt";

/// The folder of all.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/store")
}

/// A store that an older version, or this one, left.
pub struct Fixture {
    /// Which version.
    pub version: usize,
    /// What is kept in it.
    pub told: Told,
}

impl Fixture {
    /// Every version that there is, oldest first.
    pub fn all() -> Vec<Self> {
        let there = |version: &usize| statements(*version).exists();
        (1..)
            .take_while(there)
            .map(|version| {
                let file = of(version).join(TOLD);
                let told = std::fs::read_to_string(&file);
                let told = told.unwrap_or_else(|_| panic!("version {version} has no fixture"));
                Self {
                    version,
                    told: Told::from_output(&told),
                }
            })
            .collect()
    }

    /// A copy of it to work on.
    pub fn copy(&self) -> Home {
        let home = Home::empty();
        for name in [DATABASE, COPIES[0], COPIES[1]] {
            std::fs::copy(of(self.version).join(name), home.file(name)).expect("a copy");
        }
        home
    }
}

fn of(version: usize) -> PathBuf {
    folder().join(format!("version-{version}"))
}

fn statements(version: usize) -> PathBuf {
    folder().join(format!("version-{version}.sql"))
}

/// Makes the folders of those versions that have none, out of a store of this version.
pub fn write_missing(newest: &Prepared, told: &str) {
    let source = newest.copy();
    // Nothing stays beside the database.
    let connection = connect(&source.file(DATABASE), &newest.key);
    connection.execute_batch("VACUUM").expect("it shrinks");
    drop(connection);
    let versions = (1..)
        .take_while(|version| statements(*version).exists())
        .count();
    for version in 1..=versions {
        if of(version).exists() {
            continue;
        }
        std::fs::create_dir_all(of(version)).expect("a folder");
        let database = of(version).join(DATABASE);
        if version == versions {
            std::fs::copy(source.file(DATABASE), database).expect("a copy");
        } else {
            let older = connect(&database, &newest.key);
            make_older(&older, version, &source.file(DATABASE), &newest.key);
        }
        slots::write_clear(&of(version), &newest.key);
        std::fs::write(of(version).join(TOLD), told).expect("it can be written");
    }
}

/// The tables that this version had, with what it would have kept in them.
fn make_older(older: &Connection, version: usize, newest: &Path, key: &SecretKey) {
    let run = |sql: &str| {
        let ran = older.execute_batch(sql);
        ran.unwrap_or_else(|fault| panic!("{fault}: {sql}"));
    };
    for version in 1..=version {
        run(&std::fs::read_to_string(statements(version)).expect("its statements"));
    }
    let hex = data_encoding::HEXLOWER.encode(key.expose());
    run(&format!(
        "ATTACH '{}' AS newest KEY \"x'{hex}'\"",
        newest.display()
    ));
    let ask = |sql: &str| -> Vec<String> {
        let mut statement = older.prepare(sql).expect("SQL");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.map(|row| row.expect("a row")).collect()
    };
    // Search and sums follow from the others, by triggers.
    let tables = ask("SELECT name FROM main.sqlite_schema WHERE type = 'table'
                      AND name NOT GLOB 'search_*' AND name NOT GLOB 'sqlite_*'
                      AND name IN (SELECT name FROM newest.sqlite_schema) AND name <> 'tally'");
    for table in tables {
        let columns = ask(&format!(
            "SELECT name FROM pragma_table_info('{table}', 'main')
             WHERE name IN (SELECT name FROM pragma_table_info('{table}', 'newest'))"
        ))
        .join(", ");
        run(&format!(
            "INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newest.{table}"
        ));
    }
    run(&format!(
        "DETACH newest; PRAGMA user_version = {version}; PRAGMA journal_mode = WAL; VACUUM"
    ));
}
