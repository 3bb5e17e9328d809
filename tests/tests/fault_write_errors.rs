//! The disk refuses one write, sync, cut or opening, at each place of a run: it is said in the right
//! words, the next try works, and nothing is lost.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and what was run is worth knowing"
)]

use std::sync::atomic::{AtomicUsize, Ordering};

use doorstep_tests::fault::prepared::{DATABASE, Prepared, faults_in};
use doorstep_tests::fault::strace::{At, Fault, Traced};

const WRITER: &str = env!("CARGO_BIN_EXE_writer");
/// A run that closes and opens its store, folds, saves long texts and short ones, and adds a
/// household.
const SEED: u64 = 5;
const STEPS: usize = 9;

/// What is refused, and how a screen says it. Why a file can't be opened, SQLite doesn't tell.
const FAULTS: [(&str, &[&str], &str); 3] = [
    ("ENOSPC", &["pwrite64"], "disk-full"),
    ("ENOSPC", &["openat"], "write-failed"),
    (
        "EIO",
        &[
            "pwrite64",
            "fsync",
            "fdatasync",
            "ftruncate",
            "openat",
            "unlink",
        ],
        "write-failed",
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_refused_write_is_said_and_the_next_try_works() {
    let prepared = Prepared::make().await;
    let home = prepared.copy();
    let path = home.path().to_string_lossy().into_owned();
    let (clean, calls) = Traced::writer(WRITER, &home.path(), SEED, STEPS).clean();
    assert!(clean.refused.is_empty());
    let near: Vec<(At, String)> = calls
        .into_iter()
        .filter(|(_, line)| line.contains(&path) && !line.contains("-shm"))
        .collect();
    let all: Vec<_> = FAULTS
        .iter()
        .flat_map(|(error, of, code)| {
            let these = near.iter().filter(|(at, _)| of.contains(&at.call.as_str()));
            these.map(move |(at, line)| (*error, *code, at, line))
        })
        .collect();
    let (next, said) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().build();
                let runtime = runtime.expect("a runtime");
                while let Some((error, code, at, line)) =
                    all.get(next.fetch_add(1, Ordering::SeqCst))
                {
                    let refused = runtime.block_on(one(&prepared, error, code, at, line));
                    assert_eq!(refused.kept, clean.kept(), "{error} at {line}");
                    said.fetch_add(refused.times, Ordering::SeqCst);
                }
            });
        }
    });
    let said = said.into_inner();
    println!(
        "  {} refusals by the disk, {said} were said on a screen",
        all.len()
    );
    assert!(
        said * 2 > all.len(),
        "a disk that refuses nothing promises nothing"
    );
}

struct Refused {
    kept: usize,
    times: usize,
}

async fn one(prepared: &Prepared, error: &'static str, code: &str, at: &At, line: &str) -> Refused {
    let home = prepared.copy();
    let writer = Traced::writer(WRITER, &home.path(), SEED, STEPS);
    let told = writer.with(Fault::Error(error), at);
    assert!(told.ended, "{error} at {line}: {told:?}");
    let fits = |said: &String| said == code;
    assert!(
        told.refused.iter().all(fits),
        "{error} at {line}: {:?}",
        told.refused
    );
    // What is written into the log of changes is what somebody waits for. Into the database it goes
    // later, and if it can't, it is still in the log.
    let into_the_log = line.contains("-wal>") && !line.contains("ftruncate");
    if into_the_log {
        assert_eq!(
            told.refused.len(),
            1,
            "{error} at {line}: {:?}",
            told.refused
        );
    }
    let device = home.open().await;
    let device = device.unwrap_or_else(|problem| panic!("{error} at {line}: {problem}"));
    let mut wrong = told.missing_from(&device).await;
    wrong.extend(told.missing_from_search(&device).await);
    drop(device);
    wrong.extend(faults_in(&home.file(DATABASE), &prepared.key));
    assert!(wrong.is_empty(), "{error} at {line}: {wrong:#?}");
    Refused {
        kept: told.kept(),
        times: told.refused.len(),
    }
}
