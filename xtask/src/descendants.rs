//! Stops a program together with all that it started, by their numbers.
//!
//! Programs run in the terminal's own process group, so that Ctrl-C reaches all of them; the
//! price is that a time limit has to find the descendants itself.

use std::process::{Child, Command, Stdio};

/// Ends a child that took too long, and its descendants.
pub(crate) fn stop(child: &mut Child) {
    let found = descendants_of(child.id());
    // A child that has ended by now is what was wanted; nothing else can be done about an error.
    let _ = child.kill();
    for process in found {
        signal(process, "KILL");
    }
    let _ = child.wait();
}

/// Asks a child to end by itself, as Ctrl-C would. On Windows it can only be ended.
pub(crate) fn ask_to_end(child: &mut Child) {
    if cfg!(unix) {
        signal(child.id(), "TERM");
    } else {
        let _ = child.kill();
    }
}

/// `kill` is built into every shell; the program of that name is missing on small Debians.
fn signal(process: u32, name: &str) {
    let ended = if cfg!(unix) {
        Command::new("sh")
            .args(["-c", &format!("kill -{name} {process}")])
            .stderr(Stdio::null())
            .status()
    } else {
        Command::new("taskkill")
            .args(["/F", "/PID", &process.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
    };
    // It may have ended already.
    let _ = ended;
}

fn descendants_of(ancestor: u32) -> Vec<u32> {
    let parents = parents();
    let mut found = vec![ancestor];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(
            parents
                .iter()
                .filter(|(_, of)| *of == parent)
                .map(|(process, _)| *process),
        );
        next += 1;
    }
    found.remove(0);
    found
}

/// Every process with its parent.
fn parents() -> Vec<(u32, u32)> {
    if let Ok(processes) = std::fs::read_dir("/proc") {
        let numbers = processes
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        return numbers
            .filter_map(|process: u32| Some((process, parent_in_proc(process)?)))
            .collect();
    }
    let listed = Command::new("ps").args(["-A", "-o", "pid=,ppid="]).output();
    let text = listed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
        })
        .collect()
}

/// In `/proc/N/stat` the parent is the second word after the name, which stands in parentheses
/// and may itself hold any character (proc(5)).
fn parent_in_proc(process: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(1)?.parse().ok()
}
