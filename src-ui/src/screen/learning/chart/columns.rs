//! Columns beside each other, each of one or more parts: weeks or months.

use leptos::prelude::*;

use super::scale::{HEIGHT, Scale, WIDTH};
use super::xmr::frame;
use crate::say::say;

/// One part of every column. Its look says which it is, in black and white too.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::screen::learning) struct Series {
    /// `full`, `striped` or `empty`.
    pub(in crate::screen::learning) look: &'static str,
    /// What it is.
    pub(in crate::screen::learning) label: String,
    /// One a column; `None` where it is left out.
    pub(in crate::screen::learning) values: Vec<Option<f64>>,
}

/// The picture; a sentence in its place where something is left out of it.
#[component]
pub(in crate::screen::learning) fn Columns(
    /// Its word, for ids.
    name: &'static str,
    #[prop(into)] title: String,
    /// What it shows, read out.
    #[prop(into)]
    says: String,
    /// What each column is about.
    labels: Vec<String>,
    series: Vec<Series>,
) -> impl IntoView {
    let values = || series.iter().flat_map(|series| series.values.iter());
    if values().any(Option::is_none) {
        // A gap would look as if there had been nothing.
        return view! { <p class="note">{say("chart-left-out")}</p> }.into_any();
    }
    if !values().any(|value| *value > Some(0.0)) {
        return ().into_any();
    }
    let count = labels.len();
    let part = |series: &Series, at: usize| series.values.get(at).copied().flatten().unwrap_or(0.0);
    let height = |at: usize| series.iter().map(|series| part(series, at)).sum::<f64>();
    let most = (0..count).map(height).fold(0.0, f64::max);
    let scale = Scale::new(count, most, false);
    let width = (scale.room() * 0.72).min(40.0);
    let mut parts = Vec::new();
    for at in 0..count {
        let mut below = 0.0;
        for one in &series {
            let number = part(one, at);
            if number <= 0.0 {
                continue;
            }
            let (bottom, top) = (scale.y(below), scale.y(below + number));
            below += number;
            parts.push(block(
                name,
                one.look,
                (scale.x(at) - width / 2.0, top),
                (width, bottom - top),
            ));
        }
    }
    let keys = series
        .iter()
        .map(|series| {
            view! {
                <li>
                    <svg class="chart-key" viewBox="0 0 20 20" aria-hidden="true">
                        {block(name, series.look, (3.0, 3.0), (14.0, 14.0))}
                    </svg>
                    {series.label.clone()}
                </li>
            }
        })
        .collect_view();
    let (title_id, desc_id) = (format!("chart-{name}-title"), format!("chart-{name}-desc"));
    let named = format!("{title_id} {desc_id}");
    view! {
        <div class="chart-box">
            <svg
                class="chart"
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                role="img"
                aria-labelledby=named
                data-test=format!("chart-{name}")
            >
                <title id=title_id>{title}</title>
                <desc id=desc_id>{says}</desc>
                <defs>
                    <pattern
                        id=format!("stripes-{name}")
                        width="6"
                        height="6"
                        patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)"
                    >
                        <rect class="chart-stripe-ground" width="6" height="6" />
                        <rect class="chart-stripe" width="3" height="6" />
                    </pattern>
                </defs>
                {frame(scale, &labels)}
                {parts}
            </svg>
        </div>
        <ul class="chart-keys">{keys}</ul>
    }
    .into_any()
}

fn block(
    name: &str,
    look: &'static str,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
) -> impl IntoView + use<> {
    let fill = (look == "striped").then(|| format!("url(#stripes-{name})"));
    view! {
        <rect
            class=format!("chart-block {look}")
            x=format!("{x:.1}")
            y=format!("{y:.1}")
            width=format!("{width:.1}")
            height=format!("{height:.1}")
            fill=fill
        />
    }
}
