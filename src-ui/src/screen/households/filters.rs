//! Narrowing the list: whose, where, not seen for.

use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::{Filter, NOT_SEEN_DAYS, not_seen_label};
use crate::app::App;
use crate::form::Pick;
use crate::part::{Icon, pickable};
use crate::say::say;

/// The filters, behind a button.
#[component]
pub(super) fn Filters(filter: RwSignal<Filter>, localities: Signal<Vec<String>>) -> impl IntoView {
    let app = App::here();
    let shown = RwSignal::new(false);
    let members = move || pickable(app.team_record(), Pick::Member);
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
                <div class="field">
                    <label for="filter-worker">{say("filter-worker")}</label>
                    <select
                        id="filter-worker"
                        data-test="filter-worker"
                        on:change=move |event| {
                            let id = event_target_value(&event);
                            filter.update(|filter| filter.worker = ItemId::try_from(id).ok());
                        }
                    >
                        <option value="">{say("filter-any")}</option>
                        {move || {
                            members()
                                .into_iter()
                                .map(|(id, name)| {
                                    let this = id.clone();
                                    let chosen = move || {
                                        filter
                                            .with(|filter| {
                                                filter.worker.as_ref().map(ItemId::as_str)
                                                    == Some(this.as_str())
                                            })
                                    };
                                    view! {
                                        <option value=id selected=chosen>
                                            {name}
                                        </option>
                                    }
                                })
                                .collect_view()
                        }}
                    </select>
                </div>
                <div class="field">
                    <label for="filter-locality">{say("filter-locality")}</label>
                    <select
                        id="filter-locality"
                        data-test="filter-locality"
                        on:change=move |event| {
                            let name = event_target_value(&event);
                            filter
                                .update(|filter| {
                                    filter.locality = (!name.is_empty()).then_some(name);
                                });
                        }
                    >
                        <option value="">{say("filter-any")}</option>
                        {move || {
                            localities
                                .get()
                                .into_iter()
                                .map(|name| {
                                    let this = name.clone();
                                    let chosen = move || {
                                        filter
                                            .with(|filter| {
                                                filter.locality.as_deref() == Some(this.as_str())
                                            })
                                    };
                                    view! {
                                        <option value=name.clone() selected=chosen>
                                            {name.clone()}
                                        </option>
                                    }
                                })
                                .collect_view()
                        }}
                    </select>
                </div>
                <div class="field">
                    <label for="filter-not-seen">{say("filter-not-seen")}</label>
                    <select
                        id="filter-not-seen"
                        data-test="filter-not-seen"
                        on:change=move |event| {
                            let days = event_target_value(&event).parse().ok();
                            filter.update(|filter| filter.not_seen_days = days);
                        }
                    >
                        <option value="">{say("filter-any")}</option>
                        {NOT_SEEN_DAYS
                            .into_iter()
                            .map(|days| {
                                view! {
                                    <option
                                        value=days.to_string()
                                        selected=filter
                                            .with_untracked(|filter| {
                                                filter.not_seen_days == Some(days)
                                            })
                                    >
                                        {not_seen_label(days)}
                                    </option>
                                }
                            })
                            .collect_view()}
                    </select>
                </div>
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
