//! A second Doorstep on the same folder, as a program of its own: it is told so, and the first one
//! goes on unharmed.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use std::process::Command;

use doorstep_tests::fault::prepared::{DATABASE, Home, Prepared, faults_in};
use doorstep_tests::fault::told::Told;

const WRITER: &str = env!("CARGO_BIN_EXE_writer");

/// What a program of its own is told that writes into this home.
fn written_elsewhere(home: &Home, seed: &str) -> Told {
    let output = Command::new(WRITER)
        .arg(home.path())
        .args([seed, "vvhv"])
        .output()
        .expect("it runs");
    Told::from_output(&String::from_utf8_lossy(&output.stdout))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_program_is_told_and_the_first_goes_on() {
    let prepared = Prepared::make().await;
    let home = prepared.copy();
    let first = home.open().await.expect("it opens");
    let before = std::fs::read(home.file(DATABASE)).expect("the database");
    let second = written_elsewhere(&home, "1");
    assert!(!second.ended && second.kept() == 0, "{second:?}");
    assert!(!second.refused.is_empty());
    assert!(second.refused.iter().all(|code| code == "open-elsewhere"));
    let after = std::fs::read(home.file(DATABASE)).expect("the database");
    assert!(before == after, "the second wrote nothing");
    assert!(Told::default().missing_from(&first).await.is_empty());

    // The control: once the first has gone, the same program is let in.
    drop(first);
    let third = written_elsewhere(&home, "2");
    assert!(third.ended && third.refused.is_empty(), "{third:?}");
    let device = home.open().await.expect("it opens");
    assert!(third.missing_from(&device).await.is_empty());
    drop(device);
    assert!(faults_in(&home.file(DATABASE), &prepared.key).is_empty());
}
