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
use doorstep_tests::fault::strace::{At, Refused, Traced};

const WRITER: &str = env!("CARGO_BIN_EXE_writer");
const SEED: u64 = 5;
/// A save, a new household, and between them the store is closed and opened, and a tail folded.
const PLAN: &str = "vrh";
/// Also a text so long that it takes pages of its own.
const LONG_PLAN: &str = "vrlhv";

/// What is refused, and how a screen says it.
const FAULTS: [(&str, &[&str], &str); 2] = [
    ("ENOSPC", &["pwrite64"], "disk-full"),
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
    refuse_each(PLAN).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: six hundred runs of the program take two minutes"]
async fn each_of_a_longer_run_is_said_as_well() {
    refuse_each(LONG_PLAN).await;
}

async fn refuse_each(plan: &str) {
    let prepared = Prepared::make().await;
    let home = prepared.copy();
    let path = home.path().to_string_lossy().into_owned();
    let (clean, calls) = Traced::writer(WRITER, &home.path(), SEED, plan).clean();
    assert!(clean.refused.is_empty());
    let near = calls.into_iter().filter(|(_, line)| line.contains(&path));
    let near: Vec<At> = near.map(|(at, _)| at).collect();
    let all: Vec<_> = FAULTS
        .iter()
        .flat_map(|(error, of, code)| {
            let these = near.iter().filter(|at| of.contains(&at.call.as_str()));
            these.map(move |at| (*error, *code, at))
        })
        .collect();
    let counts = [(); 3].map(|()| AtomicUsize::new(0));
    let [next, of_saves, said] = &counts;
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().build();
                let runtime = runtime.expect("a runtime");
                while let Some((error, code, at)) = all.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let seen = runtime.block_on(one(&prepared, plan, error, code, at));
                    of_saves.fetch_add(seen.is_of_a_save.into(), Ordering::SeqCst);
                    said.fetch_add(seen.said, Ordering::SeqCst);
                }
            });
        }
    });
    let [_, of_saves, said] = counts.map(AtomicUsize::into_inner);
    println!(
        "  {} refusals by the disk, {of_saves} of them while something was being saved; {said} \
         were said on a screen",
        all.len()
    );
    assert!(
        of_saves > 50 && said >= of_saves,
        "a disk that refuses nothing promises nothing"
    );
}

struct Seen {
    is_of_a_save: bool,
    said: usize,
}

async fn one(prepared: &Prepared, plan: &str, error: &str, code: &str, at: &At) -> Seen {
    let home = prepared.copy();
    let writer = Traced::writer(WRITER, &home.path(), SEED, plan);
    let Refused { told, call, next } = writer.refused(at, error);
    let line = call.unwrap_or_default();
    assert!(told.ended, "{error} at {line}: {told:?}");
    let steps = plan.replace('r', "").len();
    assert_eq!(told.kept(), steps, "{error} at {line}: {told:?}");
    // That the index of the log can't grow, SQLite says in one way, whatever the cause.
    let of_index = |said: &str| line.contains("-shm>") && said == "disk-full";
    let mut said = told.refused.iter();
    let other = said.find(|said| *said != code && !of_index(said));
    assert!(other.is_none(), "{error} at {line}: {told:?}");
    // What is written into the log of changes is what somebody waits for. Into the database it goes
    // later, and if it can't, it is still in the log.
    let writes = ["pwrite64", "fsync", "fdatasync"].contains(&at.call.as_str());
    let is_of_a_save = writes && line.contains("-wal>") && next.contains("\"refused ");
    if writes && line.contains("-wal>") && next.contains("\"kept ") {
        panic!("{error} at {line}: it was called saved");
    }
    let device = home.open().await;
    let device = device.unwrap_or_else(|problem| panic!("{error} at {line}: {problem}"));
    let mut wrong = told.missing_from(&device).await;
    wrong.extend(told.missing_from_search(&device).await);
    drop(device);
    wrong.extend(faults_in(&home.file(DATABASE), &prepared.key));
    assert!(wrong.is_empty(), "{error} at {line}: {wrong:#?}");
    Seen {
        is_of_a_save,
        said: told.refused.len(),
    }
}
