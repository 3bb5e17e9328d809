//! The peers: each a server and clients that are programs, told a line at a time what to do.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use doorstep_tests::world::relay::Relay;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::folder_of_peers;
use super::side::{Apart, Device, Office, Outcome};

/// One of the peers.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// A script in the folder of peers, or a program that was built from there.
    server: &'static str,
    client: &'static str,
    /// Is there once it is installed; a folder of peers' or a program.
    there: &'static str,
    /// What to do if it is not.
    pub(crate) how: &'static str,
}

const NPM: &str = "run npm ci in tests/peers";

pub(crate) const KINDS: [Kind; 3] = [
    Kind {
        name: "automerge-repo",
        server: "automerge-server.js",
        client: "automerge-client.js",
        there: "node_modules/@automerge/automerge-repo",
        how: NPM,
    },
    Kind {
        name: "PouchDB",
        server: "couch-server.js",
        client: "couch-client.js",
        there: "node_modules/express-pouchdb",
        how: NPM,
    },
    Kind {
        name: "TaskChampion",
        server: "doorstep-peer-server",
        client: "doorstep-peer-device",
        there: "doorstep-peer-device",
        how: "cargo xtask bench builds it, where crates.io can be reached",
    },
];

impl Kind {
    pub(crate) fn is_installed(&self) -> bool {
        folder_of_peers().join(self.there).exists() || built(self.there).exists()
    }
}

/// Where `cargo xtask bench` puts what it builds: beside the release build, which this program is of.
fn built(program: &str) -> PathBuf {
    let this = std::env::current_exe().unwrap_or_default();
    let target = this.ancestors().nth(2).unwrap_or(&this);
    let suffix = std::env::consts::EXE_SUFFIX;
    target.join(format!("peers/release/{program}{suffix}"))
}

pub(crate) struct Theirs {
    kind: &'static Kind,
    folder: PathBuf,
    caseload: PathBuf,
    households: usize,
    server: Program,
    apart: Apart,
    /// What the first device says a new one has to know.
    key: String,
    devices: usize,
}

impl Theirs {
    pub(crate) async fn begin(
        kind: &'static Kind,
        folder: &Path,
        caseload: &Path,
        households: usize,
    ) -> Outcome<Self> {
        let there = folder.join("server");
        std::fs::create_dir_all(&there).map_err(|error| error.to_string())?;
        let mut server = Program::start(kind.server, [there.as_os_str()])?;
        let said = server.line().await?;
        let port = said.strip_prefix("listening ").ok_or(said.clone())?;
        let port: u16 = port.trim().parse().map_err(|_| said.clone())?;
        let relay = Relay::begin_plain(SocketAddr::from(([127, 0, 0, 1], port)));
        Ok(Self {
            kind,
            folder: folder.to_owned(),
            caseload: caseload.to_owned(),
            households,
            server,
            apart: Apart::begin(relay).await,
            key: String::new(),
            devices: 0,
        })
    }

    async fn device(&mut self) -> Outcome<TheirDevice> {
        self.devices += 1;
        let folder = self.folder.join(format!("device {}", self.devices));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let address = self.apart.relay().address().to_string();
        let given = [
            address.as_ref(),
            folder.as_os_str(),
            self.caseload.as_os_str(),
            self.key.as_ref(),
        ];
        let mut program = Program::start(self.kind.client, given)?;
        program.line().await?;
        Ok(TheirDevice {
            program,
            households: self.households,
        })
    }
}

impl Office for Theirs {
    type Device = TheirDevice;

    fn server(&self) -> u32 {
        self.server.child.id()
    }

    fn relay(&self) -> &Relay {
        self.apart.relay()
    }

    async fn first(&mut self) -> Outcome<TheirDevice> {
        let mut device = self.device().await?;
        self.key = device.tell("fill").await?.0;
        Ok(device)
    }

    async fn join(&mut self) -> Outcome<TheirDevice> {
        self.device().await
    }
}

pub(crate) struct TheirDevice {
    program: Program,
    households: usize,
}

impl TheirDevice {
    /// What it says in the end, and when it first said something.
    async fn tell(&mut self, verb: &str) -> Outcome<(String, Duration)> {
        let began = Instant::now();
        writeln!(self.program.input, "{verb}").map_err(|error| error.to_string())?;
        let mut first = None;
        loop {
            let line = self.program.line().await?;
            let at = *first.get_or_insert(began.elapsed());
            if let Some(said) = line.strip_prefix("done") {
                return Ok((said.trim().to_owned(), at));
            }
        }
    }
}

impl Device for TheirDevice {
    async fn push(&mut self) -> Outcome<()> {
        self.tell("push").await.map(drop)
    }

    async fn pull(&mut self, visits: usize) -> Outcome<Duration> {
        let verb = format!("pull {} {visits}", self.households);
        self.tell(&verb).await.map(|(_, names)| names)
    }

    async fn mark(&mut self, first: usize, count: usize) -> Outcome<()> {
        self.tell(&format!("mark {first} {count}")).await.map(drop)
    }

    async fn idle(&mut self) -> Outcome<()> {
        self.tell("idle").await.map(drop)
    }

    async fn leave(&mut self) -> Outcome<()> {
        self.tell("leave").await.map(drop)
    }
}

/// A program beside this one that is told things; dropped, it is ended.
struct Program {
    child: Child,
    input: ChildStdin,
    lines: UnboundedReceiver<String>,
}

impl Program {
    fn start<'a>(
        name: &str,
        given: impl IntoIterator<Item = &'a std::ffi::OsStr>,
    ) -> Outcome<Self> {
        let mut command = if name.ends_with(".js") {
            let mut command = Command::new("node");
            command.arg(name);
            command
        } else {
            Command::new(built(name))
        };
        // All of it is on loopback, whatever this machine uses for the world.
        for variable in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"] {
            command.env_remove(variable);
        }
        let started = command
            .args(given)
            .current_dir(folder_of_peers())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = started.map_err(|error| format!("{name}: {error}"))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("no pipe".to_owned());
        };
        let (said, lines) = unbounded_channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _nobody_listens = said.send(line);
            }
        });
        Ok(Self {
            child,
            input,
            lines,
        })
    }

    async fn line(&mut self) -> Outcome<String> {
        self.lines.recv().await.ok_or("it ended".to_owned())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _ended_already = self.child.wait();
    }
}
