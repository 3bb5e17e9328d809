//! The window and the operating system around a device.
//!
//! Nothing is decided here: screens send calls, the device answers them, and this crate carries
//! both ways. Another client of the device needs nothing from here.

mod bridge;
mod choose_file;
mod close;
mod exchange;
mod home;
#[cfg(target_os = "linux")]
mod keychain;
mod panic_line;
mod put_away;
mod sleep;
mod sound;
mod window;

use std::alloc::System;
use std::process::ExitCode;
use std::sync::Arc;

use doorstep_device::{Device, Outside};
use tauri::Manager as _;
use zeroizing_alloc::ZeroAlloc;

use crate::bridge::InFlight;

/// What is given back is wiped first: behind a lock nothing of a record is left in memory.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(
        "no folder for this device: set DOORSTEP_HOME to one that may be written to ({folder})"
    )]
    Folder {
        folder: String,
        #[source]
        cause: std::io::Error,
    },
    #[error("the configuration names no window \"main\"")]
    NoWindow,
    #[error("the system opened no window: {0}")]
    Window(#[from] tauri::Error),
    #[error("the system gave no thread: {0}")]
    Thread(#[source] std::io::Error),
}

/// Opens the window and returns when it is closed. Whoever starts the program is told in a line
/// on standard error when there can be none.
pub fn run() -> ExitCode {
    panic_line::install();
    let ran = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![bridge::call])
        .on_window_event(close::wait_for_calls)
        .setup(|app| Ok(open(app)?))
        .run(tauri::generate_context!());
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            panic_line::write(&format!("Doorstep can't start: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// What Android and iOS start.
#[cfg(mobile)]
#[tauri::mobile_entry_point]
fn start() {
    run();
}

fn open(app: &tauri::App) -> Result<(), Failure> {
    let home = home::folder(app)?;
    let profile = home.join("window");
    let device = Arc::new(Device::within(home, outside()));
    bridge::forward_stale(&device, app.handle());
    choose_file::with_the_system_dialog(&device, app.handle());
    sound::of_the_system(&device);
    app.manage(Arc::clone(&device));
    app.manage(InFlight::default());
    exchange::run_in_background(device)?;
    sleep::watch(app.handle())?;
    window::open(app, profile)
}

/// The system's clock, randomness and network, and its keychain where we know one.
fn outside() -> Outside {
    let outside = Outside::system(home::now);
    #[cfg(target_os = "linux")]
    let outside = outside.with_keychain(keychain::SystemKeychain);
    outside
}
