//! Programs beside the test: they end with it, and are ended by their number alone.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::{Failed, Outcome};

/// A running program whose lines can be read; dropped, it and all that it started are ended.
pub struct Process {
    name: String,
    child: Child,
    lines: Receiver<String>,
}

impl Process {
    /// Starts it. What it writes to standard error goes to the test's own.
    pub fn start(mut command: Command) -> Outcome<Self> {
        let name = Path::new(command.get_program())
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Failed::Start {
                program: name.clone(),
                reason: error.to_string(),
            })?;
        let (sender, lines) = channel();
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || {
                // Read to the end even when nobody listens, so that its pipe never fills up.
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        Ok(Self { name, child, lines })
    }

    /// The next line that it writes, within a time.
    pub fn line(&mut self, within: Duration) -> Outcome<String> {
        self.lines.recv_timeout(within).map_err(|gone| {
            let reason = match gone {
                RecvTimeoutError::Timeout => {
                    format!("it wrote nothing for {} s", within.as_secs())
                }
                RecvTimeoutError::Disconnected => match self.child.try_wait() {
                    Ok(Some(status)) => format!("it ended with {status}"),
                    _ => "it closed its output".to_owned(),
                },
            };
            Failed::Start {
                program: self.name.clone(),
                reason,
            }
        })
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// It runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it as a power cut would, with all that it started.
    pub fn kill(&mut self) {
        let below = descendants_of(self.child.id());
        let _ = self.child.kill();
        let _ = self.child.wait();
        for process in below {
            kill(process);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// SIGKILL: the process gets no chance to do anything more. It may have ended already.
///
/// `kill` is built into every shell; the program of that name is missing on small systems.
pub fn kill(process: u32) {
    let _ = Command::new("sh")
        .args(["-c", "kill -9 \"$1\"", "sh", &process.to_string()])
        .stderr(Stdio::null())
        .status();
}

/// Waits until a process is gone.
pub fn wait_until_gone(process: u32, within: Duration) -> Outcome<()> {
    let until = Instant::now() + within;
    while is_there(process) {
        if Instant::now() > until {
            return Err(Failed::Wrong(format!("process {process} did not end")));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

/// The process that runs `program` somewhere below `ancestor`.
pub fn running(program: &Path, ancestor: u32) -> Option<u32> {
    let program = program.canonicalize().ok()?;
    descendants_of(ancestor).into_iter().find(|process| {
        std::fs::read_link(format!("/proc/{process}/exe")).ok() == Some(program.clone())
    })
}

/// Whether any process that may be looked at has this file open.
pub fn is_open_somewhere(file: &Path) -> bool {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|process| std::fs::read_dir(process.path().join("fd")).ok())
        .flatten()
        .flatten()
        .any(|open| std::fs::read_link(open.path()).is_ok_and(|path| path == file))
}

/// A dead process that nobody has asked after counts as gone.
fn is_there(process: u32) -> bool {
    stat(process).is_some_and(|(state, _)| state != 'Z')
}

fn descendants_of(ancestor: u32) -> Vec<u32> {
    let parents: Vec<(u32, u32)> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|process| Some((process, stat(process)?.1)))
        .collect();
    let mut found = Vec::new();
    let mut parent = Some(ancestor);
    let mut looked_at = 0;
    while let Some(of) = parent {
        found.extend(
            parents
                .iter()
                .filter(|(_, parent)| *parent == of)
                .map(|(process, _)| *process),
        );
        parent = found.get(looked_at).copied();
        looked_at += 1;
    }
    found
}

/// State and parent: the first two words after the name in `/proc/N/stat`, which stands in
/// parentheses and may itself hold any character (proc(5)).
fn stat(process: u32) -> Option<(char, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut words = after_name.split_whitespace();
    Some((words.next()?.chars().next()?, words.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Process {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Process::start(command).unwrap()
    }

    #[test]
    fn what_a_program_started_ends_with_it() {
        let mut process = shell("sleep 100 & echo $!; wait");
        let below: u32 = process
            .line(Duration::from_secs(5))
            .unwrap()
            .parse()
            .unwrap();
        assert!(is_there(below));
        process.kill();
        wait_until_gone(below, Duration::from_secs(5)).unwrap();
    }

    #[test]
    fn a_file_is_open_until_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap().join("file");
        assert!(!is_open_somewhere(&path));
        let file = std::fs::File::create(&path).unwrap();
        assert!(is_open_somewhere(&path));
        drop(file);
        assert!(!is_open_somewhere(&path));
    }

    #[test]
    fn a_program_that_says_nothing_is_not_waited_for_long() {
        let mut silent = shell("exec sleep 100");
        assert!(silent.line(Duration::from_millis(50)).is_err());
        let mut ended = shell("exit 3");
        let failed = ended.line(Duration::from_secs(5)).unwrap_err().to_string();
        assert!(
            failed.contains("ended") || failed.contains("closed"),
            "{failed}"
        );
    }
}
