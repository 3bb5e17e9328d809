//! The sync server as a program of its own, that can be taken away and brought back.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::process::Process;
use crate::{Failed, Outcome};

const START: Duration = Duration::from_secs(20);

/// A server and its folder. Stopped, it keeps folder and address.
pub struct Server {
    program: PathBuf,
    folder: PathBuf,
    running: Option<Process>,
    address: String,
    pin: String,
    setup_code: String,
    /// Requests without a session that may come from loopback at once, where it is not what it is.
    strangers: Option<u32>,
}

impl Server {
    /// Starts one on a free port of loopback.
    pub fn start(program: &Path, folder: &Path) -> Outcome<Self> {
        Self::begin(program, folder, None)
    }

    /// The same for many devices, all of which come from one address.
    pub fn start_for_many(program: &Path, folder: &Path) -> Outcome<Self> {
        Self::begin(program, folder, Some(100_000))
    }

    fn begin(program: &Path, folder: &Path, strangers: Option<u32>) -> Outcome<Self> {
        let mut server = Self {
            program: program.to_owned(),
            folder: folder.to_owned(),
            running: None,
            address: "127.0.0.1:0".to_owned(),
            pin: String::new(),
            setup_code: String::new(),
            strangers,
        };
        server.resume()?;
        Ok(server)
    }

    /// `host:port`, as it is typed.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its certificate's pin, as it prints it.
    pub fn pin(&self) -> &str {
        &self.pin
    }

    /// What the first device of a team types.
    pub fn setup_code(&self) -> &str {
        &self.setup_code
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its process; 0 while it is stopped.
    pub fn process_id(&self) -> u32 {
        self.running.as_ref().map_or(0, Process::id)
    }

    /// Takes it away at once, as a power cut would. Nobody answers at its address from here on.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// Brings it back at the same address with the same folder.
    pub fn resume(&mut self) -> Outcome<()> {
        self.resume_with(&self.folder.clone())
    }

    /// Another server in its place: the same address, but a folder and a certificate of its own.
    pub fn replace(&mut self, folder: &Path) -> Outcome<()> {
        self.stop();
        self.resume_with(folder)
    }

    fn resume_with(&mut self, folder: &Path) -> Outcome<()> {
        std::fs::create_dir_all(folder).map_err(Failed::io(folder.display()))?;
        let mut command = Command::new(&self.program);
        command
            .arg("--data")
            .arg(folder)
            .args(["--listen", &self.address])
            .stderr(Stdio::null());
        if let Some(count) = self.strangers {
            command.args(["--strangers", &count.to_string()]);
        }
        let mut process = Process::start(command)?;
        self.address = said(&mut process, "listening ")?;
        self.pin = said(&mut process, "pin ")?;
        self.setup_code = said(&mut process, "setup code ")?;
        self.folder = folder.to_owned();
        self.running = Some(process);
        Ok(())
    }
}

fn said(process: &mut Process, word: &str) -> Outcome<String> {
    let line = process.line(START)?;
    line.strip_prefix(word)
        .map(|rest| rest.trim().to_owned())
        .ok_or_else(|| Failed::Start {
            program: "the server".to_owned(),
            reason: format!("it said {line:?} where {word:?} was expected"),
        })
}
