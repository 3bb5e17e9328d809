//! SIGKILL at system calls, in edits, restarts and folding: what was called saved is there again.
//!
//! `DOORSTEP_KILLS_AT_CALLS` says how often, `DOORSTEP_SEED` takes a printed seed back.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and what was run is worth knowing"
)]

use std::collections::BTreeMap;

use doorstep_tests::fault::asked;
use doorstep_tests::fault::prepared::{DATABASE, Prepared, faults_in};
use doorstep_tests::fault::script::plan;
use doorstep_tests::fault::strace::{At, Traced};
use doorstep_tests::fault::told::Told;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

const WRITER: &str = env!("CARGO_BIN_EXE_writer");
/// Things that one run does.
const STEPS: usize = 24;
/// A store is looked at from outside, page by page, once in so many kills.
const WHOLE_LOOK: usize = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_called_saved_outlives_a_kill_at_any_call() {
    kill(asked("DOORSTEP_KILLS_AT_CALLS", 120)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: 5,000 kills take more than half an hour"]
async fn it_outlives_five_thousand_of_them() {
    kill(5_000).await;
}

async fn kill(kills: usize) {
    let seed = asked("DOORSTEP_SEED", rand::random::<u32>().into());
    println!("  {kills} kills, DOORSTEP_SEED={seed}");
    let prepared = Prepared::make().await;
    let plan = plan(STEPS, &mut StdRng::seed_from_u64(seed));
    let calls = calls_of_a_clean_run(&prepared, seed, &plan);
    let by_call = calls.iter().fold(BTreeMap::new(), |mut counts, at| {
        *counts.entry(at.call.as_str()).or_insert(0) += 1;
        counts
    });
    println!("  calls of a run: {by_call:?}");
    let kept = std::thread::scope(|scope| {
        let workers = [0, 1].map(|worker| {
            let (prepared, plan, calls) = (&prepared, &plan, &calls);
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().build();
                let runtime = runtime.expect("a runtime");
                let mut chance = StdRng::seed_from_u64(seed ^ worker);
                let (mut kept, mut missed) = (0, 0);
                for kill in 0..kills / 2 {
                    let at = calls.choose(&mut chance).expect("there are calls");
                    match runtime.block_on(one(prepared, seed, plan, at, kill)) {
                        Some(count) => kept += count,
                        None => missed += 1,
                    }
                }
                (kept, missed)
            })
        });
        workers.map(|worker| worker.join().expect("it ends well"))
    });
    let missed: usize = kept.iter().map(|(_, missed)| missed).sum();
    let kept: usize = kept.iter().map(|(kept, _)| kept).sum();
    println!("  {kept} things were called saved before the kills, and all are there");
    println!("  {missed} runs ended before their call came");
    // How often a file is written depends a little on the time, so the last calls of a run may not come
    // in another.
    assert!(missed * 20 <= kills, "{missed} of {kills} were not killed");
    assert!(
        kept > kills,
        "runs that end before they begin promise nothing"
    );
}

fn calls_of_a_clean_run(prepared: &Prepared, seed: u64, plan: &str) -> Vec<At> {
    let home = prepared.copy();
    let (_, calls) = Traced::writer(WRITER, &home.path(), seed, plan).clean();
    // From where the program first comes near its store; before there are the system's own files.
    let store = home.path().to_string_lossy().into_owned();
    let first = calls.iter().position(|(_, line)| line.contains(&store));
    let calls = calls.into_iter().skip(first.expect("it opens its store"));
    calls.map(|(at, _)| at).collect()
}

/// One kill; answers how much had been called saved, or nothing if the run ended before that.
async fn one(prepared: &Prepared, seed: u64, plan: &str, at: &At, kill: usize) -> Option<usize> {
    let home = prepared.copy();
    let told = Traced::writer(WRITER, &home.path(), seed, plan).killed(at);
    if told.ended {
        return None;
    }
    assert!(told.refused.is_empty(), "{at:?}: {:?}", told.refused);
    let device = home.open().await;
    let device = device.unwrap_or_else(|problem| panic!("seed {seed}, {at:?}: {problem}"));
    let mut wrong = told.missing_from(&device).await;
    wrong.extend(told.missing_from_search(&device).await);
    drop(device);
    if kill.is_multiple_of(WHOLE_LOOK) {
        wrong.extend(faults_in(&home.file(DATABASE), &prepared.key));
    }
    assert!(wrong.is_empty(), "seed {seed}, {at:?}: {wrong:#?}");
    Some(told.kept())
}

/// The control: where one line more was told than was saved, it is missed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_control_something_that_was_never_saved_is_missed() {
    let prepared = Prepared::make().await;
    let home = prepared.copy();
    let mut at = At {
        call: "fsync".into(),
        when: 6,
    };
    let writer = Traced::writer(WRITER, &home.path(), 7, "vvhvrvvv");
    let mut told = writer.killed(&at);
    at.call = "fdatasync".into();
    if told.ended {
        told = writer.killed(&at);
    }
    let device = home.open().await.expect("it opens");
    assert!(told.missing_from(&device).await.is_empty());
    let mut too_much = told.clone();
    let first = &prepared.households[0];
    too_much.line(&format!("kept {first} marker-7-999- 3"));
    assert_eq!(too_much.missing_from(&device).await.len(), 1);
    assert_eq!(too_much.missing_from_search(&device).await.len(), 1);
    let mut gone = Told::default();
    gone.line("kept 00000000000000000000000000000000 marker-7-1- 3");
    assert_eq!(gone.missing_from(&device).await.len(), 1);
}
