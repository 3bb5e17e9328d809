//! A system bus of one device's own, with something on it that says what logind says: that the machine
//! is going to sleep, that it is awake again, that the session is being locked. Nothing sleeps.

use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use zbus::fdo;
use zbus::zvariant::{OwnedFd as Handed, OwnedObjectPath};

use crate::process::{self, Process};
use crate::{Failed, Outcome};

const START: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(20);
const NAME: &str = "org.freedesktop.login1";
const MANAGER: &str = "/org/freedesktop/login1";
const SESSION: &str = "/org/freedesktop/login1/session/_31";

/// Where the system's bus of the device with this folder is, once a test has started one. Nobody else's
/// bus is ever asked: the machine that tests may go to sleep itself.
pub fn bus_beside(home: &Path) -> String {
    format!("unix:path={}", beside(home, "-bus").display())
}

fn beside(home: &Path, what: &str) -> PathBuf {
    let mut name = home.as_os_str().to_owned();
    name.push(what);
    name.into()
}

/// What was seen of inhibitors.
#[derive(Default)]
struct Book {
    /// What they are for, and how they hold: `sleep delay`.
    asked: Vec<String>,
    /// Whether the store was open at the moment when each was let go of.
    released: Vec<bool>,
}

struct Manager {
    book: Arc<Mutex<Book>>,
    store: PathBuf,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    #[expect(clippy::unused_self, reason = "what a method on the bus looks like")]
    fn get_session(&self, id: &str) -> fdo::Result<OwnedObjectPath> {
        match id {
            "auto" => OwnedObjectPath::try_from(SESSION).map_err(refused),
            other => Err(fdo::Error::Failed(format!("no session {other}"))),
        }
    }

    /// As logind does it: one end of a pipe, and whoever has it holds.
    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> fdo::Result<Handed> {
        let (mut ours, theirs) = std::io::pipe().map_err(refused)?;
        lock(&self.book).asked.push(format!("{what} {mode}"));
        let (book, store) = (Arc::clone(&self.book), self.store.clone());
        std::thread::spawn(move || {
            // Nothing is ever written: it ends when nobody has the other end any more.
            let _ = ours.read(&mut [0]);
            let is_open = process::is_open_somewhere(&store);
            lock(&book).released.push(is_open);
        });
        Ok(Handed::from(OwnedFd::from(theirs)))
    }
}

async fn serve(address: &str, manager: Manager) -> zbus::Result<zbus::Connection> {
    zbus::connection::Builder::address(address)?
        .name(NAME)?
        .serve_at(MANAGER, manager)?
        .build()
        .await
}

/// What logind tells, for one device. Dropped, its bus is gone.
pub struct Login {
    book: Arc<Mutex<Book>>,
    store: PathBuf,
    connection: zbus::Connection,
    _bus: Process,
}

impl Login {
    /// Starts a bus for the device with this folder. A window that is opened afterwards finds it.
    pub async fn beside(home: &Path) -> Outcome<Self> {
        let settings = beside(home, "-bus.conf");
        std::fs::write(&settings, settings_for(home)).map_err(Failed::io(settings.display()))?;
        let mut command = Command::new("dbus-daemon");
        command
            .arg(format!("--config-file={}", settings.display()))
            .args(["--nofork", "--nopidfile", "--print-address"]);
        let mut bus = Process::start(command)?;
        bus.line(START)?;
        let book = Arc::default();
        let store = home.join("team").join("store.db");
        let manager = Manager {
            book: Arc::clone(&book),
            store: store.clone(),
        };
        let connection = serve(&bus_beside(home), manager)
            .await
            .map_err(|cause| Failed::Wrong(format!("login1 on the bus: {cause}")))?;
        Ok(Self {
            book,
            store,
            connection,
            _bus: bus,
        })
    }

    /// Says that the machine is going to sleep, or that it is awake again.
    pub async fn prepare_for_sleep(&self, start: bool) -> Outcome<()> {
        let about = format!("{NAME}.Manager");
        self.emit(MANAGER, &about, "PrepareForSleep", &(start,))
            .await
    }

    /// Says that the session is being locked.
    pub async fn lock_session(&self) -> Outcome<()> {
        self.emit(SESSION, &format!("{NAME}.Session"), "Lock", &())
            .await
    }

    async fn emit<B>(&self, path: &str, about: &str, signal: &str, body: &B) -> Outcome<()>
    where
        B: zbus::export::serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        let nobody = None::<&str>;
        self.connection
            .emit_signal(nobody, path, about, signal, body)
            .await
            .map_err(|cause| Failed::Wrong(format!("{signal} on the bus: {cause}")))
    }

    /// What every inhibitor so far was asked for: `sleep delay`.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.book).asked.clone()
    }

    /// For every inhibitor that was let go of: whether the device's store was open then.
    pub fn released(&self) -> Vec<bool> {
        lock(&self.book).released.clone()
    }

    /// How many hold now.
    pub fn held(&self) -> usize {
        let book = lock(&self.book);
        book.asked.len().saturating_sub(book.released.len())
    }

    /// Whether the device's store is open now.
    pub fn store_is_open(&self) -> bool {
        process::is_open_somewhere(&self.store)
    }

    /// Waits until so many hold.
    pub async fn holds(&self, count: usize, within: Duration) -> Outcome<()> {
        let until = Instant::now() + within;
        while self.held() != count {
            if Instant::now() > until {
                let held = self.held();
                return Err(Failed::Wrong(format!(
                    "{held} inhibitors instead of {count}"
                )));
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }
}

fn settings_for(home: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
    "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>{}</listen>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
"#,
        bus_beside(home)
    )
}

fn refused(cause: impl std::fmt::Display) -> fdo::Error {
    fdo::Error::Failed(cause.to_string())
}

fn lock(book: &Mutex<Book>) -> std::sync::MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}
