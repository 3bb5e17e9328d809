//! Parts that ask for what is in them when somebody opens them.

use wasm_bindgen::JsCast;
use web_sys::Element;

/// Whether the fold that was touched is open now.
pub(crate) fn is_unfolded(event: &web_sys::Event) -> bool {
    let details = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}
