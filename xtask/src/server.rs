//! A sync server that runs beside the app.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::descendants;
use crate::failure::Failure;
use crate::program::{self, Program};
use crate::step::note;

const START_LIMIT: Duration = Duration::from_secs(30);
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// How long the lines after the first are waited for before the app is opened.
const QUIET: Duration = Duration::from_millis(700);

/// A running server; dropped, it is asked to stop.
pub(crate) struct Server {
    child: Child,
}

impl Server {
    /// Starts it on loopback and shows what it prints. Devices remember where their server is, so
    /// the port that it was given the first time is kept as long as it is free.
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(Failure::file(folder, "created"))?;
        let kept = folder.with_extension("address");
        let before = fs::read_to_string(&kept).unwrap_or_default();
        if !before.trim().is_empty() {
            if let Ok((server, _)) = Self::listen(program, folder, before.trim()) {
                return Ok(server);
            }
            note("That address is taken now. Devices of an earlier run will not find the server.");
        }
        let (server, address) = Self::listen(program, folder, "127.0.0.1:0")?;
        fs::write(&kept, address).map_err(Failure::file(&kept, "written"))?;
        Ok(server)
    }

    fn listen(program: &Path, folder: &Path, address: &str) -> Result<(Self, String), Failure> {
        let mut child = Program::new(program)
            .args(["--data"])
            .args([folder])
            .args(["--listen", address])
            .start_reading()?;
        let lines = lines_of(&mut child);
        let mut server = Self { child };
        let first = lines.recv_timeout(START_LIMIT).unwrap_or_default();
        let Some(listening) = first.strip_prefix("listening ") else {
            server.end();
            return Err(Failure::Server(first));
        };
        note(&format!("server: {first}"));
        while let Ok(line) = lines.recv_timeout(QUIET) {
            note(&format!("server: {line}"));
        }
        // What it says later is shown as it comes, so that its pipe never fills up.
        thread::spawn(move || {
            lines
                .iter()
                .for_each(|line| note(&format!("server: {line}")))
        });
        Ok((server, listening.trim().to_owned()))
    }

    /// Stops it; what it was doing is finished first.
    pub(crate) fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        descendants::ask_to_end(&mut self.child);
        // An error is a server that had to be ended the hard way, or had ended: gone in each case.
        let _ = program::wait(&mut self.child, STOP_LIMIT, "doorstep-server");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.end();
        }
    }
}

fn lines_of(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    if let Some(output) = child.stdout.take() {
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
    }
    receiver
}
