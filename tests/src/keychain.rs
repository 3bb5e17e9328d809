//! A keychain of a journey's own: GNOME's keyring on a session bus that nobody else is on. All other journeys get
//! the address of a bus that is not there, so that none ever talks to the machine's.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::{self, Process};
use crate::{Failed, Outcome};

const START: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Where no bus is.
pub const NOWHERE: &str = "unix:path=/nonexistent/no-session-bus";

/// Reads the password that it is unlocked with at login from its input.
const UNLOCKED: &str =
    "printf 'made up' | exec gnome-keyring-daemon --foreground --components=secrets --unlock";
const SERVICE: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";

/// A running bus with a keychain; dropped, both are gone.
pub struct Keychain {
    daemon: Process,
    _bus: Process,
    address: String,
}

impl Keychain {
    /// Starts one that is unlocked, with its files in `folder`.
    pub fn start(folder: &Path) -> Outcome<Self> {
        let mut command = Command::new("dbus-daemon");
        command
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .stderr(Stdio::null());
        private(&mut command, folder)?;
        let mut bus = Process::start(command)?;
        let address = bus.line(START)?.trim().to_owned();
        let mut command = Command::new("sh");
        command
            .args(["-c", UNLOCKED])
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .stderr(Stdio::null());
        private(&mut command, folder)?;
        let daemon = Process::start(command)?;
        let keychain = Self {
            daemon,
            _bus: bus,
            address,
        };
        keychain.wait_until_unlocked()?;
        Ok(keychain)
    }

    /// What programs want in `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// All that it tells of what Doorstep has in it, without the secret: one entry an item.
    pub fn items(&self) -> Outcome<Vec<String>> {
        let search = ["dict:string:string:application,Doorstep"];
        let found = self.ask(PATH, "org.freedesktop.Secret.Service.SearchItems", &search)?;
        let paths = found.split('"').filter(|part| part.starts_with(PATH));
        paths
            .map(|path| {
                let all = ["string:org.freedesktop.Secret.Item"];
                self.ask(path, "org.freedesktop.DBus.Properties.GetAll", &all)
            })
            .collect()
    }

    /// It goes on running and answers nothing, or answers again.
    pub fn hangs(&self, hangs: bool) -> Outcome<()> {
        let program = Path::new("/usr/bin/gnome-keyring-daemon");
        let process = process::running(program, self.daemon.id());
        let process = process.ok_or_else(|| Failed::Wrong("the keychain does not run".into()))?;
        let signal = if hangs { "-STOP" } else { "-CONT" };
        let script = [
            "-c",
            "kill \"$1\" \"$2\"",
            "sh",
            signal,
            &process.to_string(),
        ];
        let sent = Command::new("sh").args(script).status();
        match sent.map_err(Failed::io("kill"))?.success() {
            true => Ok(()),
            false => Err(Failed::Wrong("the keychain takes no signal".into())),
        }
    }

    fn wait_until_unlocked(&self) -> Outcome<()> {
        let until = Instant::now() + START;
        let default = ["string:default"];
        loop {
            // Whoever asks for it before it is there has the bus start another one, which is locked.
            let asked = match self.is_there() {
                Ok(true) => self.ask(PATH, "org.freedesktop.Secret.Service.ReadAlias", &default),
                other => other.map(|_| String::new()),
            };
            match asked {
                Ok(answer) if answer.contains("/collection/") => return Ok(()),
                asked if Instant::now() > until => {
                    return asked.and(Err(Failed::Wrong("no keychain was opened".into())));
                }
                _ => std::thread::sleep(LOOK_AGAIN),
            }
        }
    }

    fn is_there(&self) -> Outcome<bool> {
        let name = format!("string:{SERVICE}");
        let (bus, path) = ("org.freedesktop.DBus", "/org/freedesktop/DBus");
        let asked = self.ask_of(bus, path, "org.freedesktop.DBus.NameHasOwner", &[&name]);
        Ok(asked?.contains("boolean true"))
    }

    fn ask(&self, path: &str, method: &str, arguments: &[&str]) -> Outcome<String> {
        self.ask_of(SERVICE, path, method, arguments)
    }

    fn ask_of(&self, whom: &str, path: &str, method: &str, arguments: &[&str]) -> Outcome<String> {
        let asked = Command::new("dbus-send")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .args(["--session", "--print-reply", "--reply-timeout=5000"])
            .arg(format!("--dest={whom}"))
            .args([path, method])
            .args(arguments)
            .output()
            .map_err(Failed::io("dbus-send"))?;
        if asked.status.success() {
            Ok(String::from_utf8_lossy(&asked.stdout).into_owned())
        } else {
            let said = String::from_utf8_lossy(&asked.stderr).into_owned();
            Err(Failed::Wrong(said))
        }
    }
}

/// Nothing of the person who runs the test is read or written.
fn private(command: &mut Command, folder: &Path) -> Outcome<()> {
    command.env("HOME", folder);
    for (name, inside) in [
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_RUNTIME_DIR", "run"),
    ] {
        let inside = folder.join(inside);
        std::fs::create_dir_all(&inside).map_err(Failed::io(inside.display()))?;
        command.env(name, inside);
    }
    Ok(())
}
