//! Folders that are taken into memory whole and written out again: a copy of a device or of a
//! server, as a backup program makes it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Files of a folder with those below it.
#[derive(Clone, Default)]
pub(super) struct Copy(Vec<(PathBuf, Vec<u8>)>);

impl Copy {
    /// Takes what is there. The memory that connections share is none of it, nor the lock.
    pub(super) fn of(folder: &Path) -> io::Result<Self> {
        let mut copy = Self::default();
        copy.take(folder, Path::new(""))?;
        Ok(copy)
    }

    fn take(&mut self, folder: &Path, below: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = below.join(entry.file_name());
            let shared = entry.file_name().to_string_lossy().ends_with("-shm");
            if entry.file_type()?.is_dir() {
                self.take(&entry.path(), &name)?;
            } else if !shared && entry.file_name() != "lock" {
                self.0.push((name, fs::read(entry.path())?));
            }
        }
        Ok(())
    }

    /// Puts a folder there with these files and no others.
    pub(super) fn put(&self, folder: &Path) -> io::Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        for (name, bytes) in &self.0 {
            let path = folder.join(name);
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(path, bytes)?;
        }
        Ok(())
    }
}

/// A folder in memory, where the system has one; power cuts are no matter of these worlds.
pub(super) fn temporary() -> io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    }
}
