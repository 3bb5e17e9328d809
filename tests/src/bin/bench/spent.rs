//! What a program beside this one has used, as Linux tells of it.

use std::fs;
use std::time::Duration;

/// What a process has used since it began.
#[derive(Clone, Copy)]
pub(crate) struct Spent {
    /// Time on a processor, its own and the system's for it.
    pub(crate) processor: Duration,
    /// The most memory that it ever held, in KiB.
    pub(crate) peak_kib: u64,
    /// The memory that it holds now, in KiB.
    pub(crate) now_kib: u64,
}

impl Spent {
    /// By the process of this number, which runs.
    pub(crate) fn by(process: u32) -> Self {
        let about = |file: &str| {
            let path = format!("/proc/{process}/{file}");
            fs::read_to_string(path).expect("Linux tells of a process that runs")
        };
        let stat = about("stat");
        // After the name, which may hold spaces: the 12th and 13th are ticks of 10 ms.
        let (_, fields) = stat.rsplit_once(')').expect("a name");
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
        let status = about("status");
        let kib = |what: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(what));
            line.and_then(|line| line.split_whitespace().next()?.parse().ok())
                .unwrap_or(0)
        };
        Self {
            processor: Duration::from_millis(ticks * 10),
            peak_kib: kib("VmHWM:"),
            now_kib: kib("VmRSS:"),
        }
    }
}
