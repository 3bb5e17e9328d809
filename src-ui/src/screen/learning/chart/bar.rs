//! A ranked list: each thing with its number, and how long that is beside the others.

use doorstep_model::call::Times;
use leptos::prelude::*;

use crate::screen::learning::number::{float, times};

/// The list. It is text; the bars only say the same again.
#[component]
pub(in crate::screen::learning) fn Bars(
    rows: Vec<(String, Times)>,
    test: &'static str,
) -> impl IntoView {
    let most = rows
        .iter()
        .filter_map(|row| row.1)
        .max()
        .unwrap_or(1)
        .max(1);
    view! {
        <ol class="bars" data-test=test>
            {rows
                .into_iter()
                .map(|(name, number)| {
                    let part = float(number.unwrap_or(0).into()) / float(most.into()) * 100.0;
                    view! {
                        <li>
                            <span dir="auto">{name}</span>
                            <strong>{times(number)}</strong>
                            <svg
                                class="bar"
                                viewBox="0 0 100 6"
                                preserveAspectRatio="none"
                                aria-hidden="true"
                            >
                                <rect width=format!("{part:.1}") height="6" />
                            </svg>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
