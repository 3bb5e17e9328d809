//! A server process, on a database of its own or one that it shares.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use doorstep_tests::given;
use doorstep_tests::process::Process;
use doorstep_wire::code::decode_code;
use doorstep_wire::id::SetupSecret;

pub(crate) struct Door {
    _process: Process,
    address: SocketAddr,
    setup: SetupSecret,
}

impl Door {
    /// `database` is an address of PostgreSQL; without one it keeps all in SQLite, in its folder.
    pub(crate) fn open(folder: &Path, name: &str, database: Option<&str>) -> Self {
        let mut command = Command::new(given::server().expect("the server's program"));
        let folder = folder.join(format!("door {name}"));
        std::fs::create_dir_all(&folder).expect("a folder");
        command.arg("--data").arg(folder);
        command
            .args(["--listen", "127.0.0.1:0"])
            .stderr(Stdio::null());
        if let Some(database) = database {
            command.args(["--database", database]);
        }
        let mut process = Process::start(command).expect("it starts");
        let mut said = |word: &str| {
            let line = process.line(Duration::from_secs(30)).expect("a line");
            line.strip_prefix(word).expect("as expected").to_owned()
        };
        let address = said("listening ").parse().expect("an address");
        said("pin ");
        let setup = SetupSecret(decode_code(&said("setup code ")).expect("a code"));
        Self {
            _process: process,
            address,
            setup,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn setup(&self) -> &SetupSecret {
        &self.setup
    }
}
