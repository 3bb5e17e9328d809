//! Waiting.

use js_sys::Promise;
use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsValue;
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

/// Waits until what is being drawn stands on the screen.
pub(crate) async fn two_frames() {
    for _ in 0..2 {
        let drawn = Promise::new(&mut |resolve, _| {
            request_animation_frame(move || {
                // A wait that is over already is not waited for.
                let _ = resolve.call0(&JsValue::NULL);
            });
        });
        let _ = JsFuture::from(drawn).await;
    }
}
