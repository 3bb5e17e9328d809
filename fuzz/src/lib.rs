//! Everything that reads bytes from outside, as targets of libFuzzer. Each module here is one
//! target: a `run` that takes the bytes of one try, and `seeds` that it begins from. The programs in
//! `targets` only put the two under libFuzzer (docs/decisions/0036-fuzzing.md).
//!
//! A module asserts more than "no panic": what was read is written as it was, what was refused
//! changed nothing, and nothing is larger than it announced.

pub mod document;
pub mod files;
pub mod fixed;
mod hostile;
pub mod payload;
pub mod photo;
pub mod planted;

pub mod sound;

pub mod team;
pub mod vectors;
pub mod wire;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Where a target writes what it begins from, instead of being tried.
const WRITE_SEEDS: &str = "DOORSTEP_FUZZ_WRITE_SEEDS";

thread_local! {
    /// The last panic of this thread, in words.
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Before the first try. libFuzzer's own hook ends the process at every panic, also at one that our
/// code catches on purpose: automerge's and the decoders'. So another hook takes its place, which
/// remembers what was said; [`try_one`] ends the process where a panic gets past our code.
pub fn begin(seeds: fn() -> Vec<Vec<u8>>) {
    let this = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        let mut said = panic.to_string();
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            said = format!("{said}\n{}", std::backtrace::Backtrace::force_capture());
        }
        if std::thread::current().id() == this {
            LAST.with_borrow_mut(|last| *last = said);
        } else {
            // Nobody looks at how another thread ends.
            give_up(&said);
        }
    }));
    if let Some(folder) = std::env::var_os(WRITE_SEEDS) {
        write(folder.as_ref(), &seeds());
        std::process::exit(0);
    }
}

/// One try. A panic that gets here is a finding.
pub fn try_one(bytes: &[u8], run: fn(&[u8])) {
    if catch_unwind(AssertUnwindSafe(|| run(bytes))).is_err() {
        give_up(&LAST.take());
    }
}

fn give_up(said: &str) -> ! {
    eprintln!("{said}");
    std::process::abort();
}

fn write(folder: &Path, seeds: &[Vec<u8>]) {
    std::fs::create_dir_all(folder).expect("the folder for seeds can be made");
    for (number, seed) in seeds.iter().enumerate() {
        let file = folder.join(format!("seed-{number:03}"));
        std::fs::write(file, seed).expect("a seed can be written");
    }
}

/// Takes the first byte off, which says what the rest is for; `None` of nothing.
fn choice(bytes: &[u8], of: u8) -> Option<(u8, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    Some((first % of, rest))
}

/// A seed: the byte that says what the rest is for, and the rest.
fn seed(choice: u8, rest: &[u8]) -> Vec<u8> {
    [&[choice], rest].concat()
}

/// Pieces of an input, each after its length in two bytes. The last may be cut short.
fn pieces(mut rest: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    while let Some((len, after)) = rest.split_first_chunk::<2>() {
        let len = usize::from(u16::from_be_bytes(*len)).min(after.len());
        let (piece, after) = after.split_at(len);
        found.push(piece);
        rest = after;
    }
    found
}

/// The other way round.
fn joined<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    for piece in pieces {
        let len = u16::try_from(piece.len()).expect("a piece of a seed is short");
        out.extend(len.to_be_bytes());
        out.extend(piece);
    }
    out
}
