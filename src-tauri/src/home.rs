//! Where this device keeps what is its own, and what time it is.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use doorstep_model::UnixMillis;
use tauri::Manager as _;

use crate::Failure;

/// `DOORSTEP_HOME`, so that several devices can live on one computer; otherwise `Doorstep` in the
/// folder where the system wants programs to keep things.
pub(crate) fn folder(app: &tauri::App) -> Result<PathBuf, Failure> {
    let folder = match std::env::var_os("DOORSTEP_HOME") {
        Some(named) if !named.is_empty() => PathBuf::from(named),
        _ if cfg!(mobile) => app.path().app_data_dir()?,
        _ => app.path().data_dir()?.join("Doorstep"),
    };
    make(&folder).map_err(|cause| Failure::Folder {
        folder: folder.display().to_string(),
        cause,
    })?;
    Ok(folder)
}

/// Only the person whose computer account it is gets in.
#[cfg(unix)]
fn make(folder: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn make(folder: &std::path::Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// The system's clock; a clock before 1970 counts as 1970.
pub(crate) fn now() -> UnixMillis {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    UnixMillis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
