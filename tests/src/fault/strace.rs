//! Runs a program under strace: counts its system calls, ends it at one of them, makes one of them
//! fail, or writes all of them down.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::NamedTempFile;

use super::told::Told;

/// Seconds after which a program is ended: a fault may make it wait, but not for ever.
const LIMIT_SECONDS: &str = "60";

/// The calls that change what is on a disk, and those around them.
pub const CALLS: &str = "openat,pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat2,unlink,\
                         unlinkat,mkdir";

/// Which call: the `when`-th of this name in the program's run, from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Its name.
    pub call: String,
    /// Its number.
    pub when: usize,
}

/// A run in which a call was refused.
pub struct Refused {
    /// What the program was told.
    pub told: Told,
    /// The call, as strace writes it down; `None` if this run had fewer of its name.
    pub call: Option<String>,
    /// The call by which the program said its next line.
    pub next: String,
}

/// A program with its arguments.
#[derive(Clone, Debug)]
pub struct Traced {
    program: PathBuf,
    arguments: Vec<String>,
}

impl Traced {
    /// The program that writes into the store of this home.
    ///
    /// # Panics
    /// Where this process may trace no other: then nothing of what follows would be tested.
    pub fn writer(program: &str, home: &Path, seed: u64, plan: &str) -> Self {
        must_be_permitted();
        Self {
            program: program.into(),
            arguments: vec![
                home.to_string_lossy().into_owned(),
                seed.to_string(),
                plan.to_owned(),
            ],
        }
    }

    /// The program that opens the server's store in this file.
    ///
    /// # Panics
    /// As [`Traced::writer`].
    pub fn server(program: &str, database: &Path) -> Self {
        must_be_permitted();
        Self {
            program: program.into(),
            arguments: vec!["--server".into(), database.to_string_lossy().into_owned()],
        }
    }

    /// Runs it without a fault; answers what it was told, and its calls in order: each with its
    /// line in the trace.
    pub fn clean(&self) -> (Told, Vec<(At, String)>) {
        let (output, trace) = self.strace(&["--seccomp-bpf", "-y"], CALLS);
        let told = Told::from_output(&String::from_utf8_lossy(&output.stdout));
        assert!(
            told.ended,
            "a run without a fault goes wrong: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut calls = Vec::new();
        for line in trace.lines() {
            let Some(call) = name_of(line) else { continue };
            let when = counts.entry(call.to_owned()).or_default();
            *when += 1;
            let at = At {
                call: call.to_owned(),
                when: *when,
            };
            calls.push((at, line.to_owned()));
        }
        (told, calls)
    }

    /// Ends it at a call; answers what it was told until then.
    pub fn killed(&self, at: &At) -> Told {
        let inject = format!("inject={}:signal=KILL:when={}", at.call, at.when);
        // A signal is lost at the stops that `--seccomp-bpf` makes.
        let (output, _) = self.strace(&["-e", &inject], &at.call);
        Told::from_output(&String::from_utf8_lossy(&output.stdout))
    }

    /// Lets one call fail. No two runs are the same to the page, since names are made by chance: so
    /// this run says itself which call it was.
    pub fn refused(&self, at: &At, error: &str) -> Refused {
        let inject = format!("inject={}:error={error}:when={}", at.call, at.when);
        let (output, trace) = self.strace(&["--seccomp-bpf", "-y", "-e", &inject], CALLS);
        let mut lines = trace.lines();
        let call = lines.find(|line| line.ends_with("(INJECTED)"));
        let next = lines.find(|line| line.contains(" write(1"));
        Refused {
            told: Told::from_output(&String::from_utf8_lossy(&output.stdout)),
            call: call.map(str::to_owned),
            next: next.unwrap_or_default().to_owned(),
        }
    }

    /// Runs it without a fault; answers every call with all the bytes that it wrote.
    pub fn recorded(&self) -> String {
        // Strings in hex, so that no byte of them can be taken for syntax.
        let (_, trace) = self.strace(&["--seccomp-bpf", "-y", "-xx", "-s", "1000000"], CALLS);
        trace
    }

    fn strace(&self, options: &[&str], calls: &str) -> (Output, String) {
        let trace = NamedTempFile::new().expect("a temporary file");
        let output = Command::new("timeout")
            .args(["--signal=KILL", LIMIT_SECONDS, "strace", "-f", "-qq", "-o"])
            .arg(trace.path())
            .args(["-e", &format!("trace={calls}"), "-e", "signal=none"])
            .args(options)
            .arg(&self.program)
            .args(&self.arguments)
            .output()
            .expect("strace can be run");
        let trace = std::fs::read_to_string(trace.path()).expect("the trace");
        (output, trace)
    }
}

/// `1234 pwrite64(5</home/…` → `pwrite64`; lines without a call of ours have none.
fn name_of(line: &str) -> Option<&str> {
    let (_, call) = line.trim_start().split_once(' ')?;
    let (name, _) = call.trim_start().split_once('(')?;
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        .then_some(name)
}

/// Tracing another program is not allowed everywhere, and strace is not everywhere.
fn must_be_permitted() {
    let tried = Command::new("strace")
        .args(["-qq", "-e", "trace=none", "true"])
        .output();
    let said = match tried {
        Ok(output) if output.status.success() => return,
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    panic!(
        "faults at system calls need strace, and a system that lets it trace its own programs \
         (`cargo xtask setup` installs it; in a container, allow ptrace). It says: {said}"
    );
}
