//! Times, in turn, and a table of them.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long `work` takes.
pub(crate) async fn times<T>(work: impl AsyncFnOnce() -> T) -> Duration {
    let began = Instant::now();
    // What it makes is dropped after the clock was read.
    let made = work().await;
    let took = began.elapsed();
    drop(made);
    took
}

/// Both, in turn, so that what disturbs one disturbs the other.
pub(crate) async fn in_turn<T>(
    repeats: usize,
    mut one: impl AsyncFnMut() -> T,
    mut other: impl AsyncFnMut() -> T,
) -> (Vec<Duration>, Vec<Duration>) {
    // Once each to fill caches.
    drop((one().await, other().await));
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..repeats {
        first.push(times(&mut one).await);
        second.push(times(&mut other).await);
    }
    (first, second)
}

/// What was measured, in the order in which it was.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
    lines: Vec<String>,
}

struct Row {
    what: String,
    /// Milliseconds, where `what` names no other unit.
    sorted: Vec<f64>,
}

impl Row {
    fn at(&self, part: f64) -> f64 {
        let last = self.sorted.len().saturating_sub(1);
        let index = (last as f64 * part).round() as usize;
        self.sorted.get(index).copied().unwrap_or(0.0)
    }
}

impl Table {
    /// One row: median and spread.
    pub(crate) fn add(&mut self, what: &str, took: &[Duration]) {
        let milliseconds = took.iter().map(|took| took.as_secs_f64() * 1_000.0);
        self.figures(what, &milliseconds.collect::<Vec<_>>());
    }

    /// The same of something that is no time, or in another unit, which `what` then names.
    pub(crate) fn figures(&mut self, what: &str, figures: &[f64]) {
        let mut sorted = figures.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        self.rows.push(Row {
            what: what.to_owned(),
            sorted,
        });
    }

    /// The same with few and with many households, and how much dearer many are.
    pub(crate) fn pair(
        &mut self,
        what: &str,
        few: usize,
        took_few: &[Duration],
        many: usize,
        took_many: &[Duration],
    ) {
        let name = |count: usize| format!("{what}, {count} households");
        self.add(&name(few), took_few);
        self.add(&name(many), took_many);
        self.ratio(what, &name(many), &name(few));
    }

    /// A line with the ratio of two rows' medians.
    pub(crate) fn ratio(&mut self, what: &str, one: &str, other: &str) {
        let times = self.times(one, other).unwrap_or(f64::NAN);
        self.lines.push(format!("{what}: {times:.2} times"));
    }

    /// A line that says whether one row's median is within so many times another's; none where one of
    /// them is missing.
    pub(crate) fn within(&mut self, one: &str, other: &str, at_most: f64) {
        self.bound(one, other, at_most, f64::le, ["within", "MORE THAN"]);
    }

    /// A line that says whether one row's median is at least such a part of another's; none where one
    /// of them is missing.
    pub(crate) fn at_least(&mut self, one: &str, other: &str, at_least: f64) {
        self.bound(one, other, at_least, f64::ge, ["at least", "LESS THAN"]);
    }

    fn bound(
        &mut self,
        one: &str,
        other: &str,
        bound: f64,
        holds: fn(&f64, &f64) -> bool,
        [met, missed]: [&str; 2],
    ) {
        if let Some(times) = self.times(one, other) {
            let said = if holds(&times, &bound) { met } else { missed };
            self.lines.push(format!(
                "{one}: {times:.3} times {other}; {said} {bound:.3}"
            ));
        }
    }

    /// How many times another row's median one's is.
    fn times(&self, one: &str, other: &str) -> Option<f64> {
        let median = |name: &str| {
            let row = self.rows.iter().find(|row| row.what == name);
            row.map(|row| row.at(0.5))
        };
        Some(median(one)? / median(other)?)
    }

    /// A remark.
    pub(crate) fn note(&mut self, line: &str) {
        self.lines.push(line.to_owned());
    }

    /// Prints it.
    pub(crate) fn print(&self) {
        println!(
            "{:<64} {:>9} {:>9} {:>9}",
            "milliseconds, or what is named", "median", "least", "p99"
        );
        for row in &self.rows {
            let (median, least, most) = (row.at(0.5), row.at(0.0), row.at(0.99));
            println!("{:<64} {median:>9.2} {least:>9.2} {most:>9.2}", row.what);
        }
        println!();
        for line in &self.lines {
            println!("{line}");
        }
    }

    /// Writes it as JSON into a folder: what → median, least and p99, and the lines.
    pub(crate) fn write(&self, folder: &Path, name: &str) -> io::Result<()> {
        let mut json = String::from("{\n");
        for row in &self.rows {
            let numbers = [row.at(0.5), row.at(0.0), row.at(0.99)];
            // Writing to a String has no error to report.
            let _infallible = writeln!(json, "  {:?}: {numbers:?},", row.what);
        }
        let _infallible = writeln!(json, "  \"remarks\": {:?}\n}}", self.lines);
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join(format!("{name}.json")), json)
    }
}
