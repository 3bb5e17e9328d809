//! A machine that sleeps has the keys of an open store in its memory for as long as it likes, and
//! wakes in whoever's hands it is in. So the device locks before it, where the system says so in time,
//! and at the latest when it wakes.

#[cfg(target_os = "linux")]
mod logind;
mod slept;

use std::time::Duration;

use tauri::AppHandle;

use crate::{Failure, put_away};

/// How long calls that are being answered are waited for. logind waits five seconds in all, unless it
/// was set otherwise.
#[cfg(target_os = "linux")]
const FOR_CALLS: Duration = Duration::from_secs(2);
/// How long the page gets to draw the screen that asks for the passphrase: what it shows last is what
/// is seen first after waking.
#[cfg(target_os = "linux")]
const FOR_THE_SCREEN: Duration = Duration::from_millis(300);

/// Watches as long as the program runs.
pub(crate) fn watch(app: &AppHandle) -> Result<(), Failure> {
    #[cfg(target_os = "linux")]
    tauri::async_runtime::spawn(logind::follow(app.clone()));
    let app = app.clone();
    slept::watch(move || tauri::async_runtime::block_on(woken(&app)))
}

/// Locks as a person does who shuts the lid: what is being typed is kept first.
#[cfg(target_os = "linux")]
async fn before(app: &AppHandle) {
    // Half a passphrase, or half a form on a device where nothing is yet, is left alone.
    if !put_away::is_to_be_locked(app).await {
        return;
    }
    put_away::save(app, FOR_CALLS).await;
    put_away::lock(app).await;
    tokio::time::sleep(FOR_THE_SCREEN).await;
}

/// Locks at once: nobody knows who is there now. What was typed and not saved stays in its field, and
/// is saved after unlocking, as with any lock.
async fn woken(app: &AppHandle) {
    if put_away::is_to_be_locked(app).await {
        put_away::lock(app).await;
    }
}
