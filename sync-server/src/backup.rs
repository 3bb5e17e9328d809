//! A data folder's copy and the way back: each is checked where it lies before it gets its name.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::certificate::{CHAIN, KEY};
use crate::erasures::{ERASURES, Erasures, ErasuresFault};
use crate::serve::{DATABASE, private_folder};
use crate::storage::{SqliteLedger, SqliteStorage, Storage as _, StorageFault};
use crate::verify::{Report, verify};

/// A copy's name until it was checked.
const UNCHECKED: &str = "doorstep.db.unchecked";

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupFault {
    /// There is no store to copy.
    #[error("there is no {0}")]
    Missing(PathBuf),
    /// There is something in the target.
    #[error("{0} is not empty; nothing in it is written over")]
    NotEmpty(PathBuf),
    /// The system says no.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] io::Error),
    /// The store can't be read, or the copy not written.
    #[error(transparent)]
    Storage(#[from] StorageFault),
    /// What was erased since could not be erased in the copy.
    #[error("what was erased is in the copy still: {0}")]
    Erasures(#[from] ErasuresFault),
    /// The copy was made and is not whole. It is kept under another name, for it may be all there is.
    #[error("{} is not whole: {}", .0.display(), first(.1))]
    NotWhole(PathBuf, Box<Report>),
}

fn first(report: &Report) -> String {
    let all = report.more_findings + u64::try_from(report.findings.len()).unwrap_or(u64::MAX);
    let wrong = report.findings.first();
    wrong.map_or_else(String::new, |finding| {
        format!("{} (team {}; {all} findings)", finding.wrong, finding.team)
    })
}

/// Copies the store of a data folder, which a server may go on with, and its certificate.
///
/// # Errors
/// [`BackupFault`].
pub async fn back_up(data: &Path, to: &Path) -> Result<Report, BackupFault> {
    let store = data.join(DATABASE);
    if !store.exists() {
        return Err(BackupFault::Missing(store));
    }
    empty_folder(to, None)?;
    let copy = to.join(UNCHECKED);
    SqliteStorage::copy_to(&store, &copy).await?;
    finish(data, to, &copy).await
}

/// Puts a backup into a data folder that is not there, or holds no more than what remembers erasures.
/// What was erased since the backup is erased in it; `erasures` is the file, if it is not in the folder.
///
/// # Errors
/// [`BackupFault`].
pub async fn restore(
    backup: &Path,
    data: &Path,
    erasures: Option<PathBuf>,
) -> Result<Report, BackupFault> {
    let store = backup.join(DATABASE);
    if !store.exists() {
        return Err(BackupFault::Missing(store));
    }
    empty_folder(data, Some(ERASURES))?;
    let erasures = Erasures::at(erasures.unwrap_or_else(|| data.join(ERASURES)));
    erasures.check().await?;
    let copy = data.join(UNCHECKED);
    // Not as a file: what a backup's own write-ahead log holds belongs to it.
    SqliteStorage::copy_to(&store, &copy).await?;
    if let Err(fault) = forget(&copy, &erasures).await {
        // What could not forget is not left about.
        for end in ["", "-wal", "-shm"] {
            let _not_there = fs::remove_file(data.join(format!("{UNCHECKED}{end}")));
        }
        return Err(fault);
    }
    finish(backup, data, &copy).await
}

async fn forget(copy: &Path, erasures: &Erasures) -> Result<(), BackupFault> {
    let storage = SqliteStorage::open(copy)?;
    erasures.apply(&storage).await?;
    storage.finish().await;
    Ok(())
}

/// Brings the copy to the disk, checks it, gives it its name, and takes the certificate along.
async fn finish(from: &Path, to: &Path, copy: &Path) -> Result<Report, BackupFault> {
    File::open(copy)
        .and_then(|file| file.sync_all())
        .map_err(io_fault(copy))?;
    let ledger = SqliteLedger::new(SqliteStorage::look(copy)?);
    let report = verify(&ledger).await?;
    drop(ledger);
    if !report.is_whole() {
        return Err(BackupFault::NotWhole(copy.to_owned(), Box::new(report)));
    }
    for name in [CHAIN, KEY] {
        let (source, target) = (from.join(name), to.join(name));
        if source.exists() {
            // The copy has the permissions of the original.
            fs::copy(&source, &target)
                .and_then(|_| File::open(&target)?.sync_all())
                .map_err(io_fault(&target))?;
        }
    }
    fs::rename(copy, to.join(DATABASE))
        .and_then(|()| File::open(to)?.sync_all())
        .map_err(io_fault(to))?;
    Ok(report)
}

fn empty_folder(folder: &Path, but: Option<&str>) -> Result<(), BackupFault> {
    private_folder(folder).map_err(io_fault(folder))?;
    for entry in fs::read_dir(folder).map_err(io_fault(folder))? {
        let name = entry.map_err(io_fault(folder))?.file_name();
        if but.is_none_or(|but| name != *but) {
            return Err(BackupFault::NotEmpty(folder.to_owned()));
        }
    }
    Ok(())
}

fn io_fault(path: &Path) -> impl FnOnce(io::Error) -> BackupFault {
    let path = path.to_owned();
    move |cause| BackupFault::Io(path, cause)
}
