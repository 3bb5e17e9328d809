//! `cargo xtask fuzz`: libFuzzer gives made-up bytes to everything that reads bytes from outside
//! (`fuzz`, docs/decisions/0036-fuzzing.md). What it finds worth keeping and what fails lies in
//! `target/fuzz`; the corpus in the repository is only read.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use crate::failure::Failure;
use crate::fuzz_build::{build, corpus, folder, program, relative, why_not};
use crate::program::Program;
use crate::step::{note, step};
use crate::workspace;

/// What can be fuzzed; each is a program of `fuzz/Cargo.toml`.
pub(crate) const TARGETS: [&str; 7] = [
    // Those that take the longest to begin come first.
    "document", "photo", "sound", "files", "payload", "team", "wire",
];
/// A fault that is there to be found.
const PLANTED: &str = "planted";

/// Seconds for each target, unless somebody says otherwise.
const SECONDS: u64 = 60;
const SECONDS_VARIABLE: &str = "DOORSTEP_FUZZ_SECONDS";
/// Targets that run at once: as many as the smallest machine has processors.
const AT_ONCE: usize = 2;
/// What reading the corpus may take, beside the time for fuzzing.
const BEGIN: Duration = Duration::from_secs(120);
const PLANTED_SECONDS: u64 = 30;
/// Seconds that one input may take.
const TOO_SLOW: u32 = 20;
/// Lines of a target's output that are shown when it found something.
const SHOWN: usize = 40;

/// Fuzzes one target or all of them. Where nightly is not there, it says so and is content.
pub(crate) fn run(seconds: Option<u64>, target: Option<&str>) -> Result<(), Failure> {
    if let Some(why) = why_not() {
        note(&format!("SKIPPED: fuzzing. {why}"));
        return Ok(());
    }
    let seconds = seconds.unwrap_or_else(usual_seconds);
    step("Build the fuzz targets", build)?;
    let wanted = |name: &&&str| target.is_none_or(|target| target == **name);
    let targets: Vec<&'static str> = TARGETS.iter().filter(wanted).copied().collect();
    step("Find the planted fault", find_planted)?;
    let name = format!("Fuzz {} targets for {seconds} s each", targets.len());
    step(&name, || {
        let next = Mutex::new(targets.into_iter());
        let found = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(|| {
                    while let Some(target) = next.lock().ok().and_then(|mut next| next.next()) {
                        if let Err(failure) = fuzz(target, seconds) {
                            note(&format!("{target}: {failure}"));
                            found
                                .lock()
                                .into_iter()
                                .for_each(|mut all| all.push(target));
                        }
                    }
                });
            }
        });
        match found.into_inner() {
            Ok(found) if found.is_empty() => Ok(()),
            Ok(found) => Err(Failure::Fuzz(found)),
            Err(poisoned) => Err(Failure::Fuzz(poisoned.into_inner())),
        }
    })
}

/// Builds what [`run`] needs, while something else goes on. Whatever goes wrong, that says it.
pub(crate) fn build_ahead() {
    if why_not().is_none() {
        let _said_later = build();
    }
}

/// Writes the seeds of every target into its corpus.
pub(crate) fn write_seeds() -> Result<(), Failure> {
    if let Some(why) = why_not() {
        return Err(Failure::NeedsPerson(why.to_owned()));
    }
    step("Build the fuzz targets", build)?;
    for target in TARGETS.into_iter().chain([PLANTED]) {
        Program::new(program(target))
            .folder(workspace::root())
            .env("DOORSTEP_FUZZ_WRITE_SEEDS", corpus(target))
            .quietly()
            .run()?;
    }
    Ok(())
}

fn usual_seconds() -> u64 {
    let asked = std::env::var(SECONDS_VARIABLE).ok();
    let asked = asked.and_then(|seconds| seconds.parse().ok());
    asked.filter(|seconds| *seconds > 0).unwrap_or(SECONDS)
}

/// The control: fuzzing that can't find this one finds nothing.
fn find_planted() -> Result<(), Failure> {
    let faults = folder().join("artifacts").join(PLANTED);
    let _none_before = fs::remove_dir_all(&faults);
    let ran = libfuzzer(PLANTED, PLANTED_SECONDS)?.run();
    let found = fs::read_dir(&faults).is_ok_and(|mut files| files.next().is_some());
    match ran {
        Err(Failure::Ended { .. }) if found => {
            note("It was found; panics that are caught were none.");
            Ok(())
        }
        other => Err(Failure::NothingPlanted(format!("{other:?}"))),
    }
}

/// Fuzzes a target, and shows the end of its output if it found something.
fn fuzz(target: &'static str, seconds: u64) -> Result<(), Failure> {
    let ran = libfuzzer(target, seconds)?.run();
    let said = fs::read_to_string(log(target)).unwrap_or_default();
    match &ran {
        Ok(()) => note(&format!("{target}: {}", summary(&said))),
        Err(_) => {
            let skipped = said.lines().count().saturating_sub(SHOWN);
            let end: Vec<&str> = said.lines().skip(skipped).collect();
            note(&format!("{target} found a fault:\n{}", end.join("\n")));
            note("To see it again, with the file that stands above after `Test unit written to`:");
            let program = relative(&program(target));
            note(&format!(
                "    RUST_BACKTRACE=1 {} <file>",
                program.display()
            ));
        }
    }
    ran
}

/// libFuzzer for so many seconds. The first folder gets what is new.
fn libfuzzer(target: &str, seconds: u64) -> Result<Program, Failure> {
    let (new, faults) = (
        folder().join("corpus").join(target),
        folder().join("artifacts").join(target),
    );
    for made in [&new, &faults] {
        fs::create_dir_all(made).map_err(Failure::file(made, "created"))?;
    }
    let faults = relative(&faults);
    Program::new(program(target))
        .folder(workspace::root())
        .args([relative(&new), relative(&corpus(target))])
        .args([
            format!("-max_total_time={seconds}"),
            format!("-timeout={TOO_SLOW}"),
            format!("-rss_limit_mb={}", memory(target)),
            format!("-artifact_prefix={}/", faults.display()),
            "-print_final_stats=1".to_owned(),
        ])
        // A trace of every panic that is caught would take most of the time.
        .without("RUST_BACKTRACE")
        .within(Duration::from_secs(seconds) + BEGIN)
        .quietly()
        .yielding()
        .into_file(&log(target))
}

/// MiB of memory that a target may take. A photo may have 384 MiB of pixels, and is made smaller.
fn memory(target: &str) -> u32 {
    match target {
        "photo" => 2_048,
        "sound" => 1_024,
        _ => 512,
    }
}

fn log(target: &str) -> PathBuf {
    folder().join("artifacts").join(format!("{target}.log"))
}

/// How many tries there were, out of what libFuzzer prints at its end.
fn summary(said: &str) -> String {
    let tries = said
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
        .map(str::trim);
    match tries {
        Some(tries) => format!("{tries} tries, nothing found"),
        None => "nothing found".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_program_and_a_corpus() {
        let manifest = fs::read_to_string(workspace::root().join("fuzz/Cargo.toml")).unwrap();
        let (_, programs) = manifest.split_once("[[bin]]").unwrap();
        let mut names: Vec<&str> = programs
            .lines()
            .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
            .collect();
        let mut known: Vec<&str> = TARGETS.iter().copied().chain([PLANTED]).collect();
        names.sort_unstable();
        known.sort_unstable();
        assert_eq!(names, known);
        for target in known {
            let files = fs::read_dir(corpus(target)).unwrap().count();
            assert!((1..=150).contains(&files), "{target} has {files}");
        }
    }

    #[test]
    fn what_libfuzzer_says_at_its_end_is_read() {
        let said = "Done 12 runs\nstat::number_of_executed_units: 12\nstat::x: 3\n";
        assert_eq!(summary(said), "12 tries, nothing found");
        assert_eq!(summary(""), "nothing found");
    }
}
