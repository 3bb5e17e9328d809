//! Choosing the period and the locality.

use doorstep_model::Date;
use leptos::prelude::*;

use super::filter::{Filter, Span};
use crate::app::App;
use crate::clock;
use crate::day::{self, Lean};
use crate::part::TextInput;
use crate::say::{self, say};

/// The filters.
#[component]
pub(super) fn Filters(filter: RwSignal<Filter>, localities: Signal<Vec<String>>) -> impl IntoView {
    let own = Memo::new(move |_| filter.with(|filter| filter.span == Span::Own));
    view! {
        <div class="filters">
            <div class="field">
                <label for="learning-period">{say("learning-period")}</label>
                <select
                    id="learning-period"
                    data-test="learning-period"
                    on:change=move |event| {
                        let word = event_target_value(&event);
                        let span = Span::ALL.into_iter().find(|span| span.word() == word);
                        filter.update(|filter| filter.span = span.unwrap_or_default());
                    }
                >
                    {Span::ALL
                        .into_iter()
                        .map(|span| {
                            view! {
                                <option
                                    value=span.word()
                                    selected=move || filter.with(|filter| filter.span == span)
                                >
                                    {say(&format!("learning-period-{}", span.word()))}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="learning-locality">{say("filter-locality")}</label>
                <select
                    id="learning-locality"
                    data-test="learning-locality"
                    on:change=move |event| {
                        let name = event_target_value(&event);
                        let locality = (!name.is_empty()).then_some(name);
                        filter.update(|filter| filter.locality = locality);
                    }
                >
                    <option value="">{say("learning-everywhere")}</option>
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
            <Show when=move || own.get()>
                <DayInput
                    test="learning-from"
                    label=say("learning-from")
                    filter=filter
                    of=|filter| &mut filter.from
                />
                <DayInput
                    test="learning-until"
                    label=say("learning-until")
                    filter=filter
                    of=|filter| &mut filter.until
                />
            </Show>
        </div>
    }
}

/// A day, typed as people say it.
#[component]
fn DayInput(
    test: &'static str,
    label: String,
    filter: RwSignal<Filter>,
    of: fn(&mut Filter) -> &mut Option<Date>,
) -> impl IntoView {
    let app = App::here();
    let kept = *of(&mut filter.get_untracked());
    let typed = RwSignal::new(kept.map(clock::show).unwrap_or_default());
    let read = move |text: &str| day::read(text, app.today.get(), Lean::Back, &say::day_words());
    let wrong = MaybeProp::derive(move || {
        let text = typed.get();
        (!text.trim().is_empty() && read(&text).is_none()).then(|| say("error-day"))
    });
    Effect::new(move |_| {
        let date = typed.with(|text| read(text));
        filter.update(|filter| *of(filter) = date);
    });
    view! {
        <TextInput test=test label=label hint=say("learning-day-hint") value=typed wrong=wrong />
    }
}
