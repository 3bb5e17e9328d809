//! Days soon, one touch each, beside a field for any day.

use doorstep_model::Date;
use leptos::prelude::*;

use crate::clock;
use crate::day;
use crate::say;

/// Pills for days so many days from today; the day that is touched goes to `chosen`.
#[component]
pub(crate) fn Soon(
    days: &'static [u16],
    test: &'static str,
    chosen: Callback<Date>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let pills = days.iter().copied().filter_map(move |days| {
        let then = day::days_after(clock::today(), i32::from(days))?;
        let said = say::with("plan-in-days", [("days", days.into())]);
        Some(view! {
            <button
                type="button"
                class="pill"
                data-test=test
                data-days=days.to_string()
                disabled=disabled
                on:click=move |_| chosen.run(then)
            >
                {said}
            </button>
        })
    });
    view! {
        <div class="pills" role="group" aria-label=say::say("plan-soon")>
            {pills.collect_view()}
        </div>
    }
}
