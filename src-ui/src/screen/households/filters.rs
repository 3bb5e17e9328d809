//! Narrowing the list: whose, where, not seen for.

use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::filter::{Filter, NOT_SEEN_DAYS, not_seen_label};
use crate::app::App;
use crate::form::Pick;
use crate::part::{Icon, SelectField, pickable};
use crate::say::say;

/// The filters, behind a button.
#[component]
pub(super) fn Filters(filter: RwSignal<Filter>, localities: Signal<Vec<String>>) -> impl IntoView {
    let shown = RwSignal::new(filter.with_untracked(Filter::is_set));
    view! {
        <button
            class="plain"
            data-test="show-filters"
            aria-expanded=move || shown.get().to_string()
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            <Icon name="filter" />
            {move || {
                if filter.with(Filter::is_set) { say("filter-set") } else { say("filter-show") }
            }}
        </button>
        <Show when=move || shown.get()>
            <div class="filters">
                <Narrow
                    name="filter-worker"
                    choices=Signal::derive(|| pickable(App::here().team_record(), Pick::Member))
                    value=Signal::derive(move || {
                        filter.with(|filter| filter.worker.as_ref().map(ToString::to_string))
                    })
                    changed=Callback::new(move |id: Option<String>| {
                        let id = id.and_then(|id| ItemId::try_from(id).ok());
                        filter.update(|filter| filter.worker = id);
                    })
                />
                <Narrow
                    name="filter-locality"
                    choices=Signal::derive(move || {
                        localities.get().into_iter().map(|name| (name.clone(), name)).collect()
                    })
                    value=Signal::derive(move || filter.with(|filter| filter.locality.clone()))
                    changed=Callback::new(move |name| {
                        filter.update(|filter| filter.locality = name);
                    })
                />
                <Narrow
                    name="filter-not-seen"
                    choices=Signal::derive(|| {
                        let days = NOT_SEEN_DAYS.into_iter();
                        days.map(|days| (days.to_string(), not_seen_label(days))).collect()
                    })
                    value=Signal::derive(move || {
                        filter.with(|filter| filter.not_seen_days.map(|days| days.to_string()))
                    })
                    changed=Callback::new(move |days: Option<String>| {
                        let days = days.and_then(|days| days.parse().ok());
                        filter.update(|filter| filter.not_seen_days = days);
                    })
                />
                <label class="check">
                    <input
                        type="checkbox"
                        data-test="filter-closed"
                        prop:checked=move || filter.with(|filter| filter.with_closed)
                        on:change=move |event| {
                            let closed = event_target_checked(&event);
                            filter.update(|filter| filter.with_closed = closed);
                        }
                    />
                    <span>{say("filter-closed")}</span>
                </label>
            </div>
        </Show>
    }
}

/// One way to narrow the list, or none of it.
#[component]
fn Narrow(
    name: &'static str,
    choices: Signal<Vec<(String, String)>>,
    value: Signal<Option<String>>,
    changed: Callback<Option<String>>,
) -> impl IntoView {
    let with_any = Signal::derive(move || {
        let any = (String::new(), say("filter-any"));
        std::iter::once(any)
            .chain(choices.get())
            .collect::<Vec<_>>()
    });
    view! {
        <SelectField
            name=name
            label=say(name)
            choices=with_any
            value=Signal::derive(move || value.get().unwrap_or_default())
            changed=Callback::new(move |value: String| {
                changed.run((!value.is_empty()).then_some(value));
            })
        />
    }
}
