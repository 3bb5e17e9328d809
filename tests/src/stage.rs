//! Where a journey takes place: a display, a folder that is gone afterwards, and pictures of what
//! happened, numbered by step.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::keychain::{Keychain, NOWHERE};
use crate::screen::{Screen, Size};
use crate::server::Server;
use crate::{Failed, Outcome, Window, given};

/// Holds everything that one journey needs.
pub struct Stage {
    screen: Screen,
    keychain: Option<Keychain>,
    folder: tempfile::TempDir,
    app: PathBuf,
    server: PathBuf,
    album: Album,
}

impl Stage {
    /// Sets one up. `name` is the folder of its pictures, which begins empty.
    pub fn set(name: &str) -> Outcome<Self> {
        let (app, server) = (given::app()?, given::server()?);
        let album = Album::open(&given::pictures()?.join(name))?;
        Ok(Self {
            screen: Screen::start()?,
            keychain: None,
            folder: tempfile::tempdir().map_err(Failed::io("a folder for the journey"))?,
            app,
            server,
            album,
        })
    }

    /// With a keychain on a bus of its own.
    pub fn with_keychain(mut self) -> Outcome<Self> {
        self.keychain = Some(Keychain::start(&self.folder("keychain"))?);
        Ok(self)
    }

    /// The computer's keychain is gone.
    pub fn without_keychain(&mut self) {
        self.keychain = None;
    }

    /// The computer's keychain.
    pub fn keychain(&self) -> Outcome<&Keychain> {
        let keychain = self.keychain.as_ref();
        keychain.ok_or_else(|| Failed::Wrong("there is no keychain".to_owned()))
    }

    /// A server, at work.
    pub fn server(&self, name: &str) -> Outcome<Server> {
        Server::start(&self.server, &self.folder(name))
    }

    /// The window of a device; a device of the same name has the same folder again.
    pub async fn window(&self, name: &str, size: Size) -> Outcome<Window> {
        Window::open(
            name,
            &self.app,
            &self.folder(name),
            self.screen.display(),
            self.keychain.as_ref().map_or(NOWHERE, Keychain::address),
            size,
            self.album.clone(),
        )
        .await
    }

    /// The folder of a device or server.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Says in plain words what happens next; seen with `--nocapture`.
    #[expect(clippy::print_stdout, reason = "this is what a journey tells")]
    pub fn tell(&self, what: &str) {
        let step = self.album.next_step();
        println!("  {step:>2}. {what}");
    }
}

/// The pictures of a journey.
#[derive(Clone)]
pub struct Album {
    folder: PathBuf,
    step: Arc<AtomicUsize>,
    taken: Arc<AtomicUsize>,
}

impl Album {
    fn open(folder: &Path) -> Outcome<Self> {
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(Failed::io(folder.display()))?;
        }
        std::fs::create_dir_all(folder).map_err(Failed::io(folder.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
            step: Arc::default(),
            taken: Arc::default(),
        })
    }

    fn next_step(&self) -> usize {
        self.step.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Where the next picture goes: its number keeps pictures in the order they were taken.
    pub fn next_picture(&self, name: &str) -> PathBuf {
        let number = self.taken.fetch_add(1, Ordering::SeqCst) + 1;
        self.folder.join(format!("{number:03}-{name}.png"))
    }
}
