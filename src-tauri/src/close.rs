//! Closing the window loses nothing: what is being typed is handed over and what is being saved
//! is finished first, within a bound. Then the store is closed in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use doorstep_device::Device;
use tauri::{Manager as _, Window, WindowEvent};

use crate::bridge::InFlight;

/// Leaving a field saves it; the same happens to the field that has the focus now.
const LEAVE_THE_FIELD: &str = "document.activeElement && document.activeElement.blur()";
/// How long the page gets to send what it was holding back.
const FOR_THE_PAGE: Duration = Duration::from_millis(400);
/// A disk that takes longer than this is not going to answer.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(25);

static CLOSING: AtomicBool = AtomicBool::new(false);

/// Holds the closing of the window up until every call has its answer.
pub(crate) fn wait_for_calls(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    api.prevent_close();
    // Somebody who clicks twice is served once.
    if CLOSING.swap(true, Ordering::SeqCst) {
        return;
    }
    if let Some(page) = window.get_webview_window(window.label()) {
        let _ = page.eval(LEAVE_THE_FIELD);
    }
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(FOR_THE_PAGE).await;
        let in_flight = window.state::<InFlight>().inner().clone();
        let until = Instant::now() + LONGEST_WAIT;
        while !in_flight.is_empty() && Instant::now() < until {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        put_away(&window).await;
        let _ = window.destroy();
    });
}

/// A store that was closed leaves nothing to tidy up for whoever opens it next. This is no lock: what opens it
/// without the passphrase at the next start, if the person wants that, stays.
async fn put_away(window: &Window) {
    // The screens would ask for the passphrase now.
    let _ = window.hide();
    let device = Arc::clone(&window.state::<Arc<Device>>());
    let closing = tauri::async_runtime::spawn_blocking(move || device.put_away());
    let _ = tokio::time::timeout(LONGEST_WAIT, closing).await;
}
