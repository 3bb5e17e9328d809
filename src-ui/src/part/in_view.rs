//! Moves what was just opened out from under the bars at the top and the foot of the page.

use leptos::prelude::request_animation_frame;
use web_sys::{Document, HtmlElement};

/// Room between it and a bar.
const GAP: f64 = 8.0;

/// A frame after next, when what was opened stands and the focus is in it: scrolls as far as is
/// needed to see all of it, and to its beginning if it is taller than the room.
pub(super) fn show_all_of(element: HtmlElement) {
    request_animation_frame(move || {
        request_animation_frame(move || {
            let Some(window) = web_sys::window() else {
                return;
            };
            let height = window
                .inner_height()
                .ok()
                .and_then(|height| height.as_f64());
            let (Some(document), Some(height)) = (window.document(), height) else {
                return;
            };
            let high = edge(&document, ".top").map_or(0.0, |(_, bottom)| bottom.max(0.0));
            let foot = edge(&document, ".foot").map_or(height, |(top, _)| top);
            let seen = element.get_bounding_client_rect();
            let by = distance((seen.top(), seen.bottom()), (high, foot.min(height)));
            if by != 0.0 {
                window.scroll_by_with_x_and_y(0.0, by);
            }
        });
    });
}

/// How far to scroll so that the first lies within the second.
fn distance((top, bottom): (f64, f64), (high, low): (f64, f64)) -> f64 {
    let to_top = top - high - GAP;
    if to_top < 0.0 {
        to_top
    } else {
        (bottom - low + GAP).clamp(0.0, to_top.max(0.0))
    }
}

/// Top and bottom of a bar, if it stays where it is while the page moves.
fn edge(document: &Document, bar: &str) -> Option<(f64, f64)> {
    let bar = document.query_selector(bar).ok().flatten()?;
    let rect = bar.get_bounding_client_rect();
    Some((rect.top(), rect.bottom()))
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn what_lies_behind_a_bar_comes_out_and_what_is_seen_stays() {
        assert!(distance((100.0, 300.0), (60.0, 500.0)).abs() < 0.1);
        assert!((distance((400.0, 600.0), (60.0, 500.0)) - 108.0).abs() < 0.1);
        assert!((distance((20.0, 200.0), (60.0, 500.0)) + 48.0).abs() < 0.1);
        // Taller than the room: its beginning is what one sees.
        assert!((distance((300.0, 900.0), (60.0, 500.0)) - 232.0).abs() < 0.1);
    }
}
