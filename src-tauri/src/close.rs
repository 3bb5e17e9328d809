//! Closing the window loses nothing: what is being typed is handed over and what is being saved
//! is finished first, within a bound. Then the store is closed in order.

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::{Manager as _, Window, WindowEvent};

use crate::put_away::{self, LONGEST_WAIT};

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
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        put_away::save(window.app_handle(), LONGEST_WAIT).await;
        // The screens would ask for the passphrase now.
        let _ = window.hide();
        put_away::close(window.app_handle()).await;
        let _ = window.destroy();
    });
}
