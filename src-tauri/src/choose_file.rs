//! The system's own dialog for choosing a file. The page can't open it and never learns where a
//! file lies: the device asks, and keeps what was chosen.

use std::path::PathBuf;

use doorstep_device::{Chosen, Device};
use doorstep_model::call::ChooseFile;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;

/// In debug builds only: a folder that stands for the person, since nobody can click in a system
/// dialog on a display that nobody sees. What is written goes there; what is read is the one file
/// in its folder `open`.
const STAND_IN: &str = "DOORSTEP_FILES";

/// Lets the person choose with the system's dialog.
pub(crate) fn with_the_system_dialog(device: &Device, app: &AppHandle) {
    let app = app.clone();
    device.on_choose_file(move |what| {
        if cfg!(debug_assertions)
            && let Some(folder) = std::env::var_os(STAND_IN)
        {
            return stand_in(&PathBuf::from(folder), what);
        }
        ask(&app, what)
    });
}

fn ask(app: &AppHandle, what: &ChooseFile) -> Option<Chosen> {
    let dialog = app.dialog().file();
    let path = match what {
        ChooseFile::ToWrite { name } => dialog.set_file_name(name).blocking_save_file(),
        ChooseFile::ToRead { endings } if endings.is_empty() => dialog.blocking_pick_file(),
        ChooseFile::ToRead { endings } => {
            let all: Vec<&str> = endings.iter().map(String::as_str).collect();
            let name: Vec<String> = all.iter().map(|ending| format!("*.{ending}")).collect();
            dialog
                .add_filter(name.join(", "), &all)
                .blocking_pick_file()
        }
    };
    Some(path?.into_path().ok()?.into())
}

fn stand_in(folder: &std::path::Path, what: &ChooseFile) -> Option<Chosen> {
    match what {
        ChooseFile::ToWrite { name } => Some(folder.join(name).into()),
        ChooseFile::ToRead { .. } => {
            let mut files = std::fs::read_dir(folder.join("open")).ok()?;
            Some(files.next()?.ok()?.path().into())
        }
    }
}
