//! Waiting.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Waits this long.
pub(crate) async fn sleep(milliseconds: i32) {
    let waited = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // If it can't wait it goes on at once, which is what there is to do.
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(waited).await;
}
