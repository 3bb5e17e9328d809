//! Power cuts: everything that a run wrote is recorded; then the power goes at a random moment, and
//! of what was not synced the disk has some, torn and out of order. What was called saved is there.
//!
//! `DOORSTEP_POWER_CUTS` says how many, `DOORSTEP_SEED` takes a printed seed back.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and what was run is worth knowing"
)]

use doorstep_tests::fault::asked;
use doorstep_tests::fault::power_cut::Disk;
use doorstep_tests::fault::prepared::{DATABASE, Home, Prepared, faults_in};
use doorstep_tests::fault::recording::{self, Happened};
use doorstep_tests::fault::script::plan;
use doorstep_tests::fault::strace::Traced;
use doorstep_tests::fault::told::Told;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const WRITER: &str = env!("CARGO_BIN_EXE_writer");
/// Things that the recorded run does.
const STEPS: usize = 40;
/// A store is looked at from outside, page by page, once in so many cuts.
const WHOLE_LOOK: usize = 10;
/// Cuts of the control.
const CONTROL_CUTS: usize = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_called_saved_outlives_a_power_cut() {
    cut(asked("DOORSTEP_POWER_CUTS", 300)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: 10,000 states take many minutes"]
async fn it_outlives_ten_thousand_of_them() {
    cut(10_000).await;
}

async fn cut(cuts: usize) {
    let seed = asked("DOORSTEP_SEED", rand::random::<u32>().into());
    println!("  {cuts} power cuts, DOORSTEP_SEED={seed}");
    let recorded = Recorded::make(seed).await;
    let found = recorded.cut(seed, cuts, &recorded.happened);
    println!(
        "  {} writes could have been lost, {} lines were told before the cuts",
        found.unsynced, found.kept
    );
    assert!(found.wrong.is_empty(), "seed {seed}: {:#?}", found.wrong);
    assert!(
        found.unsynced > cuts && found.kept > cuts,
        "cuts that can lose nothing promise nothing"
    );
}

/// The making of a store: what was told to be there is, and before that there is nothing, or all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_was_made_outlives_a_power_cut() {
    let home = Home::untouched();
    let mut disk = Disk::of_folder(&home.path());
    let trace = Traced::writer(WRITER, &home.path(), 1, "nv").recorded();
    let happened = recording::read(&trace, &home.path().to_string_lossy());
    assert!(told_until(&happened, happened.len()).ended);
    let mut chance = StdRng::seed_from_u64(asked("DOORSTEP_SEED", rand::random::<u32>().into()));
    // Every moment at the beginning, and some of the many while practice households are written.
    let (mut told, mut nothing, mut there) = (Told::default(), 0, 0);
    for (number, happened) in happened.iter().enumerate() {
        disk.happen(happened);
        if let Happened::Told(line) = happened {
            told.line(line);
        }
        if number > 40 && !chance.random_ratio(1, 40) && !matches!(happened, Happened::Told(_)) {
            continue;
        }
        let left = Home::untouched();
        disk.cut_into(&left.path(), &mut chance);
        match left.open().await {
            Ok(device) => {
                there += 1;
                assert_eq!(told.missing_from(&device).await, [""; 0], "{number}");
            }
            Err(problem) => {
                nothing += 1;
                let fresh = problem.detail.as_deref() == Some("Fresh");
                assert!(fresh && !told.begun, "cut {number}: {problem} {told:?}");
            }
        }
    }
    println!("  {nothing} cuts left no store, {there} left one");
    assert!(nothing > 10 && there > 0);
}

/// The control: where the log of changes is not synced when a save is answered, but only before it
/// is written into the database (as with `synchronous = NORMAL`), saves are lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_control_without_a_sync_at_each_save_saves_are_lost() {
    let recorded = Recorded::make(1).await;
    let mut relaxed = Vec::new();
    let mut synced_log = None;
    for happened in recorded.happened.iter().cloned() {
        match &happened {
            Happened::Synced(file) if file.ends_with("-wal") => synced_log = Some(happened),
            Happened::Written { file, .. } if file.ends_with(DATABASE) => {
                relaxed.extend(synced_log.take());
                relaxed.push(happened);
            }
            _ => relaxed.push(happened),
        }
    }
    assert!(relaxed.len() < recorded.happened.len(), "some are left out");
    let found = recorded.cut(1, CONTROL_CUTS, &relaxed);
    let lost = found
        .wrong
        .iter()
        .filter(|wrong| wrong.contains("stands 0 times"));
    assert!(lost.count() > 0, "nothing was lost: {:#?}", found.wrong);
}

/// The other control: where the disk forgets names that were synced, saves are lost with the log that
/// they lie in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_control_without_a_sync_of_the_folder_saves_are_lost() {
    let recorded = Recorded::make(2).await;
    let all = recorded.happened.iter().cloned();
    let forgetful: Vec<Happened> = all
        .filter(|happened| !matches!(happened, Happened::FolderSynced(_)))
        .collect();
    let found = recorded.cut(2, CONTROL_CUTS, &forgetful);
    let lost = found
        .wrong
        .iter()
        .filter(|wrong| wrong.contains("stands 0 times"));
    assert!(lost.count() > 0, "nothing was lost: {:#?}", found.wrong);
}

/// A recorded run, and what lay there before it.
struct Recorded {
    prepared: Prepared,
    before: Disk,
    happened: Vec<Happened>,
}

/// What came of some cuts.
#[derive(Default)]
struct Found {
    wrong: Vec<String>,
    unsynced: usize,
    kept: usize,
}

impl Recorded {
    async fn make(seed: u64) -> Self {
        let prepared = Prepared::make().await;
        let home = prepared.copy();
        let plan = plan(STEPS, &mut StdRng::seed_from_u64(seed));
        let before = Disk::of_folder(&home.path());
        let writer = Traced::writer(WRITER, &home.path(), seed, &plan);
        let trace = writer.recorded();
        let happened = recording::read(&trace, &home.path().to_string_lossy());
        let told = told_until(&happened, happened.len());
        assert!(told.ended, "the run was recorded to its end");
        // The recording is whole if it makes the same files out of the same beginning.
        let mut disk = before.clone();
        happened.iter().for_each(|happened| disk.happen(happened));
        disk.must_be(&home.path());
        Self {
            prepared,
            before,
            happened,
        }
    }

    /// Cuts at random moments, and looks at what is left.
    fn cut(&self, seed: u64, cuts: usize, happened: &[Happened]) -> Found {
        let found = std::thread::scope(|scope| {
            let workers = [0u64, 1].map(|worker| {
                scope.spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().build();
                    let runtime = runtime.expect("a runtime");
                    let mut chance = StdRng::seed_from_u64(seed.wrapping_mul(2) + worker);
                    let mut moments: Vec<usize> = (0..cuts / 2)
                        .map(|_| chance.random_range(0..=happened.len()))
                        .collect();
                    moments.sort_unstable();
                    runtime.block_on(self.cut_at(&moments, happened, &mut chance))
                })
            });
            workers.map(|worker| worker.join().expect("it ends well"))
        });
        let mut all = Found::default();
        for found in found {
            all.wrong.extend(found.wrong);
            all.unsynced += found.unsynced;
            all.kept += found.kept;
        }
        all
    }

    async fn cut_at(&self, moments: &[usize], all: &[Happened], chance: &mut StdRng) -> Found {
        let mut found = Found::default();
        let (mut disk, mut told, mut at) = (self.before.clone(), Told::default(), 0);
        for (number, moment) in moments.iter().enumerate() {
            for happened in all.iter().take(*moment).skip(at) {
                disk.happen(happened);
                if let Happened::Told(line) = happened {
                    told.line(line);
                }
            }
            at = *moment;
            found.unsynced += disk.unsynced();
            found.kept += told.kept();
            let home = Home::empty();
            disk.cut_into(&home.path(), chance);
            let mut wrong = match home.open().await {
                Ok(device) => told.missing_from(&device).await,
                Err(problem) => vec![format!("it does not open: {problem}")],
            };
            if number.is_multiple_of(WHOLE_LOOK) {
                wrong.extend(faults_in(&home.file(DATABASE), &self.prepared.key));
            }
            let wrong = wrong
                .into_iter()
                .map(|wrong| format!("cut {moment}: {wrong}"));
            found.wrong.extend(wrong);
        }
        found
    }
}

fn told_until(happened: &[Happened], moment: usize) -> Told {
    let mut told = Told::default();
    for happened in happened.iter().take(moment) {
        if let Happened::Told(line) = happened {
            told.line(line);
        }
    }
    told
}
