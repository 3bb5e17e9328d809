//! Putting the device away in order, for whoever closes the window or lets the machine sleep: what is
//! being typed is handed over, what is being saved is finished, and then the store is closed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use doorstep_device::Device;
use doorstep_model::call::{GetStanding, Lock};
use tauri::{AppHandle, Manager as _};

use crate::bridge::InFlight;

/// Leaving a field saves it; the same happens to the field that has the focus now.
const LEAVE_THE_FIELD: &str = "document.activeElement && document.activeElement.blur()";
/// How long the page gets to send what it was holding back.
const FOR_THE_PAGE: Duration = Duration::from_millis(400);
/// A disk that takes longer than this is not going to answer.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// Saves what is being typed, and waits until every call has its answer, so long at most.
pub(crate) async fn save(app: &AppHandle, longest: Duration) {
    for window in app.webview_windows().values() {
        let _ = window.eval(LEAVE_THE_FIELD);
    }
    tokio::time::sleep(FOR_THE_PAGE).await;
    let in_flight = app.state::<InFlight>().inner().clone();
    let until = Instant::now() + longest;
    while !in_flight.is_empty() && Instant::now() < until {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Whether something is open that is not for whoever comes by. A device that can't say so has.
pub(crate) async fn is_to_be_locked(app: &AppHandle) -> bool {
    let device = Arc::clone(&app.state::<Arc<Device>>());
    let standing = tauri::async_runtime::spawn_blocking(move || {
        tauri::async_runtime::block_on(device.answer(GetStanding {}))
    });
    match tokio::time::timeout(LONGEST_WAIT, standing).await {
        Ok(Ok(Ok(standing))) => standing.is_to_be_locked(),
        _ => true,
    }
}

/// Closes the store and wipes its keys. What takes longer than the longest wait is not waited for, and
/// locks all the same.
pub(crate) async fn lock(app: &AppHandle) {
    let device = Arc::clone(&app.state::<Arc<Device>>());
    let locking = tauri::async_runtime::spawn_blocking(move || {
        tauri::async_runtime::block_on(device.answer(Lock {}))
    });
    let _ = tokio::time::timeout(LONGEST_WAIT, locking).await;
}

/// Closes the store for the end of the program, so that nothing is left to tidy up for whoever opens it next. This
/// is no lock: what opens it without the passphrase at the next start, if the person wants that, stays.
pub(crate) async fn close(app: &AppHandle) {
    let device = Arc::clone(&app.state::<Arc<Device>>());
    let closing = tauri::async_runtime::spawn_blocking(move || device.put_away());
    let _ = tokio::time::timeout(LONGEST_WAIT, closing).await;
}
