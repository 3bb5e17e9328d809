//! The server's place: the real server over its store in a folder, which can be stopped, started,
//! and put back to an earlier copy.

use std::path::{Path, PathBuf};
use std::time::Duration;

use doorstep_device::{Answered, Asked};
use doorstep_server::backup::{BackupFault, back_up, restore};
use doorstep_server::dropping::drop_covered;
use doorstep_server::erasures::ERASURES;
use doorstep_server::storage::SqliteStorage;
use doorstep_server::{InProcess, Settings};

use super::folder::Copy;
use crate::simulation::fault;

/// What the server's clock says when it looks what can go: any time at all, since nothing waits.
const NOW: u64 = 1_000;

/// A server with its folder.
pub(super) struct Office {
    folder: PathBuf,
    server: Option<InProcess>,
}

impl Office {
    /// A server over these files, in this folder.
    pub(super) async fn open(folder: &Path, files: &Copy) -> Result<Self, String> {
        files.put(folder).map_err(fault)?;
        let mut office = Self {
            folder: folder.to_owned(),
            server: None,
        };
        office.start().await?;
        Ok(office)
    }

    async fn start(&mut self) -> Result<(), String> {
        let mut settings = Settings::new(self.folder.clone());
        // Devices of years ask in seconds here.
        settings.stranger_burst = u32::MAX;
        settings.recovery_burst = u32::MAX;
        self.server = Some(InProcess::open(&settings).await.map_err(fault)?);
        Ok(())
    }

    /// Its database.
    pub(super) fn database(&self) -> PathBuf {
        self.folder.join("doorstep.db")
    }

    /// Answers a request; nobody does while it is closed.
    pub(super) async fn answer(&self, asked: Asked) -> Option<Answered> {
        let server = self.server.as_ref()?;
        let Asked {
            method,
            path,
            token,
            body,
        } = asked;
        let (status, body) = server.answer(method, &path, token.as_deref(), body).await;
        Some(Answered { status, body })
    }

    /// It lets go of its files: what closes them later would take the next one's away.
    async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.finish().await;
        }
    }

    /// The process ends and is started again.
    pub(super) async fn restart(&mut self) -> Result<(), String> {
        self.stop().await;
        self.start().await
    }

    /// The setup code that it prints, as bytes.
    pub(super) fn setup(&self) -> Option<[u8; 16]> {
        Some(self.server.as_ref()?.setup_secret().0)
    }

    /// Drops what can go; answers how many bodies that was.
    pub(super) async fn drop_bodies(&self) -> Result<u64, String> {
        let storage = SqliteStorage::open(&self.database()).map_err(fault)?;
        let dropped = drop_covered(&storage, NOW, Duration::ZERO).await;
        Ok(dropped.map_err(fault)?.bodies)
    }

    /// Its folder is gone, and it begins with nothing.
    pub(super) async fn wipe(&mut self) -> Result<(), String> {
        self.restore(&Copy::default()).await
    }

    /// What a backup program takes away while it runs.
    pub(super) fn copy(&self) -> Result<Copy, String> {
        Copy::of(&self.folder).map_err(fault)
    }

    /// Copies it as its own backup does; whether that is a whole one.
    pub(super) async fn back_up(&self, to: &Path) -> Result<bool, String> {
        if to.exists() {
            std::fs::remove_dir_all(to).map_err(fault)?;
        }
        match back_up(&self.folder, to).await {
            Ok(_) => Ok(true),
            Err(BackupFault::NotWhole(..)) => Ok(false),
            Err(other) => Err(fault(other)),
        }
    }

    /// Runs on from a backup, with the file that remembers what was erased since.
    pub(super) async fn restore_backup(&mut self, from: &Path) -> Result<(), String> {
        self.stop().await;
        let remembers = self.folder.join(ERASURES);
        let erased = std::fs::read(&remembers).ok();
        Copy::default().put(&self.folder).map_err(fault)?;
        if let Some(erased) = erased {
            std::fs::write(&remembers, erased).map_err(fault)?;
        }
        let restored = restore(from, &self.folder, None).await;
        restored.map_err(fault)?;
        self.start().await
    }

    /// Runs on from an earlier copy.
    pub(super) async fn restore(&mut self, copy: &Copy) -> Result<(), String> {
        self.stop().await;
        copy.put(&self.folder).map_err(fault)?;
        self.start().await
    }
}
