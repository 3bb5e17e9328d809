//! Our own icons, drawn on a grid of 24. Each stands beside its word, so none is read out.

use leptos::prelude::*;

/// Line drawings in the colour of the text around them.
#[component]
pub(crate) fn Icon(name: &'static str) -> impl IntoView {
    let lines = paths(name);
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            {lines.iter().map(|line| view! { <path d=*line /> }).collect_view()}
        </svg>
    }
}

fn paths(name: &str) -> &'static [&'static str] {
    match name {
        "home" => &[
            "M4 11.5 12 4.5l8 7",
            "M6.5 10v9.5h11V10",
            "M10.5 19.5v-5h3v5",
        ],
        "households" => &[
            "M3 12.5 8.5 8l5.5 4.5",
            "M5 11.5v8h7v-8",
            "M13 8.5 16 6l5 4",
            "M15.5 19.5H19V9.5",
        ],
        "team" => &[
            "M8.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
            "M3 19c.5-3.5 2.500-5 5.500-5s5 1.500 5.500 5",
            "M16 12a2.500 2.500 0 1 0 0-5",
            "M16.500 14.500c2.500.2 4 1.700 4.500 4.500",
        ],
        "settings" => &[
            "M4 7h9",
            "M17 7h3",
            "M15 9.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400Z",
            "M4 16.500h3",
            "M11 16.500h9",
            "M9 18.700a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400Z",
        ],
        "search" => &[
            "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13Z",
            "m15.500 15.500 4.500 4.500",
        ],
        "add" => &["M12 5v14", "M5 12h14"],
        "edit" => &["M5 19l1-4L16 5l3 3L9 18l-4 1Z", "m14 7 3 3"],
        "remove" => &["M6 6l12 12", "M18 6 6 18"],
        "done" => &["m5 12.500 4.500 4.500L19 7.500"],
        "back" => &["M19 12H5", "m11 6-6 6 6 6"],
        "visit" => &["M7 20.500v-16h10v16", "M4.500 20.500h15", "M14 12.500v.5"],
        "sync" => &[
            "M5 11a7 7 0 0 1 12-4l2 2",
            "M19 5v4h-4",
            "M19 13a7 7 0 0 1-12 4l-2-2",
            "M5 19v-4h4",
        ],
        "offline" => &[
            "M6 17h10a3.500 3.500 0 0 0 1.500-6.700",
            "M8 9.500A3.800 3.800 0 0 0 6 17",
            "M11 6.500a5 5 0 0 1 6 3.500",
            "M4 4l16 16",
        ],
        "device" => &["M7 3.500h10v17H7z", "M11 17.500h2"],
        "lock" => &["M6.500 11h11v9h-11z", "M9 11V8a3 3 0 0 1 6 0v3"],
        "undo" => &["M9 7 5 11l4 4", "M5 11h9a5 5 0 0 1 0 9h-3"],
        "look" => &[
            "M3 12c2.500-4 5.500-6 9-6s6.500 2 9 6c-2.500 4-5.500 6-9 6s-6.500-2-9-6Z",
            "M12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z",
        ],
        "warning" => &["M12 4 3 19.500h18L12 4Z", "M12 10v4", "M12 16.700v.3"],
        "invite" => &["M4 7h16v11H4z", "m4 8 8 6 8-6"],
        "practice" => &["M5 19c6-1 10-5 14-14", "M5 19l3-8", "M5 19l8-3"],
        "join" => &["M13 5h6v14h-6", "M4 12h10", "m10 8 4 4-4 4"],
        "strength" => &[
            "M12 20v-9",
            "M12 13c0-4 2-6.500 6-7 0 4-2 6.500-6 7Z",
            "M12 16c0-3-1.500-5-5-5.500 0 3.500 1.500 5 5 5.500Z",
        ],
        "filter" => &["M4 6h16", "M7 12h10", "M10 18h4"],
        _ => &["M12 12h.01"],
    }
}
