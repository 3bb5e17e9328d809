//! Devices and a server in one process: real stores, real TLS on loopback, a clock that a test
//! moves.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a world is set up for a test, which ends where that fails"
)]

pub mod colluder;
pub mod copies;
pub mod person;
pub mod photos;
pub mod raw;
pub mod relay;
pub mod scan;
pub mod small_disk;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use doorstep_device::{Device, Outside, Way};
use doorstep_model::UnixMillis;
use doorstep_server::{Running, Settings, serve};
use doorstep_wire::code::encode_code;
use tempfile::TempDir;
use tokio::net::TcpListener;

pub use person::Person;

/// How long a removed device waits for what is being typed, in milliseconds; people's devices wait for longer.
pub const GRACE_MS: u64 = 300;

/// Long enough for every test that does not ask for a wrong one.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// A server, a folder for everything, and the time.
pub struct World {
    folder: PathBuf,
    /// Removes the folder in the end, where this world made it.
    _temporary: Option<TempDir>,
    clock: Arc<AtomicI64>,
    server: Option<Running>,
    photo_bytes: Option<u64>,
    looks: u32,
    address: SocketAddr,
    setup_code: String,
}

impl World {
    /// A server on loopback, with a folder of its own. The day is that of the machine, since a
    /// server's clock decides when an invite ends.
    pub async fn begin() -> Self {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let mut world = Self::begin_in(temporary.path());
        world._temporary = Some(temporary);
        world.start_server().await;
        world
    }

    /// A world without a server, in this folder.
    pub fn begin_in(folder: &Path) -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = i64::try_from(since.expect("a clock after 1970").as_millis()).expect("a date");
        Self {
            folder: folder.to_owned(),
            _temporary: None,
            clock: Arc::new(AtomicI64::new(now)),
            server: None,
            photo_bytes: None,
            looks: 10_000,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            setup_code: String::new(),
        }
    }

    /// The folder of this world, for scans.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The server's folder.
    pub fn server_folder(&self) -> PathBuf {
        self.folder.join("server")
    }

    /// Where the server listens, now or before it went.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the founder types.
    pub fn setup_code(&self) -> &str {
        &self.setup_code
    }

    /// Starts the server again at the same address, with the same folder.
    pub async fn start_server(&mut self) {
        self.start_in(self.server_folder()).await;
    }

    /// How much room a team's photos have on the server from its next start on, in bytes.
    pub fn give_photos(&mut self, bytes: u64) {
        self.photo_bytes = Some(bytes);
    }

    /// How often one address may look for a team by its paper words, from the server's next start on.
    pub fn limit_looks(&mut self, looks: u32) {
        self.looks = looks;
    }

    /// Another server at the same address: a folder and a certificate of its own.
    pub async fn start_stranger(&mut self) {
        self.start_in(self.folder.join("stranger")).await;
    }

    async fn start_in(&mut self, folder: PathBuf) {
        let mut settings = Settings::new(folder);
        // All devices of a test come from one address.
        settings.stranger_burst = 10_000;
        settings.recovery_burst = self.looks;
        if let Some(bytes) = self.photo_bytes {
            settings.max_blob_bytes_per_team = bytes;
        }
        let listener = TcpListener::bind(self.address)
            .await
            .expect("the address is free");
        let running = serve(listener, settings).await.expect("the server starts");
        self.address = running.address();
        self.setup_code = encode_code(&running.setup_secret().0);
        self.server = Some(running);
    }

    /// Stops the server; nobody answers at its address.
    pub async fn stop_server(&mut self) {
        if let Some(running) = self.server.take() {
            running.shutdown().await;
        }
    }

    /// What the clock says.
    pub fn now(&self) -> UnixMillis {
        UnixMillis(self.clock.load(Ordering::SeqCst))
    }

    /// Time passes.
    pub fn pass_seconds(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    /// The folder of a device.
    pub fn home(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A device with its folder: a new one, or the one of this name after a restart.
    pub fn device(&self, name: &str) -> Person {
        let outside = Outside::system(self.time()).with_grace(GRACE_MS);
        Person::new(name, Device::within(self.home(name), outside))
    }

    /// As [`World::device`], one that writes a snapshot when so many chunks about a document came.
    pub fn device_with_snapshots_after(&self, chunks: u32, name: &str) -> Person {
        let outside = Outside::system(self.time()).with_snapshots_after(chunks);
        Person::new(name, Device::within(self.home(name), outside))
    }

    /// As [`World::device`], one that reaches its server in this way.
    pub fn device_by(&self, way: impl Way + 'static, name: &str) -> Person {
        let outside = Outside::system(self.time()).with_way(way);
        Person::new(name, Device::within(self.home(name), outside))
    }

    /// A clock on which no two looks are at the same time.
    fn time(&self) -> impl Fn() -> UnixMillis + Send + Sync + 'static {
        let clock = Arc::clone(&self.clock);
        move || UnixMillis(clock.fetch_add(1, Ordering::SeqCst))
    }
}
