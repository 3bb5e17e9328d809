//! After a lock, no key, no passphrase and no word of a record stands in the program's memory, where a core
//! dump, a hibernated machine or a debugger would find it.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use doorstep_model::Heads;
use doorstep_model::call::Lock;
use doorstep_model::household::WhatMatters;
use doorstep_replica::Identity;
use doorstep_replica::crypto::key::SecretKey;
use doorstep_tests::fault::memory::{Sought, found_in};
use doorstep_tests::fault::slots::key_by_words;
use doorstep_tests::world::{PASSPHRASE, World};
use rusqlite::Connection;

const LOCKER: &str = env!("CARGO_BIN_EXE_locker");

/// Read out of the encrypted store.
fn secret(inside: &Connection, sql: &str) -> Vec<u8> {
    inside.query_row(sql, [], |row| row.get(0)).expect(sql)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_secret_stays_in_memory_behind_a_lock() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = alex.start_team().await;
    let id = alex.add_household("householdmarker").await;
    let heads = Heads::default();
    let matters = "mattersmarker, said at the kitchen table";
    alex.edit(
        &id,
        vec![WhatMatters::matters_to_us.only().write(&heads, matters)],
    )
    .await;
    alex.connect(&world.address().to_string(), world.setup_code())
        .await;
    alex.sync().await;
    alex.must(Lock {}).await;
    let store = world.home("Alex").join("team");
    let key = key_by_words(&store, &words);
    let hex: String = key
        .expose()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let inside = Connection::open(store.join("store.db")).unwrap();
    inside
        .execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
        .unwrap();
    let identity = secret(&inside, "SELECT value FROM secret WHERE name = 'identity'");
    let epoch = secret(&inside, "SELECT key FROM epoch_key WHERE epoch = 0");
    let document = secret(&inside, "SELECT key FROM document_key LIMIT 1");
    drop(inside);
    let keys = Identity::from_seed(SecretKey::from_bytes(&identity).unwrap());
    let sought = [
        ("the store's key", key.expose().to_vec()),
        ("the store's key as text", hex.into_bytes()),
        ("the passphrase", PASSPHRASE.as_bytes().to_vec()),
        ("the device's seed", identity),
        (
            "the device's signing key",
            keys.signing().to_bytes().to_vec(),
        ),
        ("the epoch's key", epoch),
        ("a document's key", document),
        ("what matters", b"mattersmarker, said".to_vec()),
        ("a household's name", b"householdmarker".to_vec()),
    ]
    .map(|(name, bytes)| Sought { name, bytes });

    let mut locker = Command::new(LOCKER)
        .arg(world.home("Alex"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = locker.stdin.take().unwrap();
    let mut from = BufReader::new(locker.stdout.take().unwrap()).lines();
    writeln!(to, "{PASSPHRASE}").unwrap();
    assert_eq!(from.next().unwrap().unwrap(), "open");
    // The control: while it is open, the search finds what it is for.
    let open = found_in(locker.id(), &sought).unwrap();
    writeln!(to).unwrap();
    assert_eq!(from.next().unwrap().unwrap(), "locked");
    let locked = found_in(locker.id(), &sought).unwrap();
    writeln!(to).unwrap();
    assert!(locker.wait().unwrap().success());
    println!("while it was open: {open:?}");
    println!("behind the lock: {locked:?}");
    for name in [
        "the device's seed",
        "the device's signing key",
        "the epoch's key",
        "what matters",
        "a household's name",
    ] {
        assert!(
            open.contains(name),
            "{name} is found while it is open: {open:?}"
        );
    }
    assert_eq!(locked, BTreeSet::new());
}
