//! Choosing the period and the locality.

use std::collections::BTreeSet;

use doorstep_model::Date;
use leptos::prelude::*;

use super::filter::{Filter, Span};
use crate::app::App;
use crate::clock;
use crate::day::{self, Lean};
use crate::part::{SelectField, TextInput};
use crate::say::{self, say};

/// The filters.
#[component]
pub(super) fn Filters(
    filter: RwSignal<Filter>,
    localities: Signal<Vec<String>>,
    unread: Unread,
) -> impl IntoView {
    let own = Memo::new(move |_| filter.with(|filter| filter.span == Span::Own));
    view! {
        <div class="filters">
            <SelectField
                name="learning-period"
                label=say("learning-period")
                choices=Signal::derive(|| {
                    let called = |span: Span| say(&format!("learning-period-{}", span.word()));
                    let spans = Span::ALL.into_iter();
                    spans.map(|span| (span.word().to_owned(), called(span))).collect()
                })
                value=Signal::derive(move || filter.with(|filter| filter.span.word().to_owned()))
                changed=Callback::new(move |word: String| {
                    let span = Span::ALL.into_iter().find(|span| span.word() == word);
                    filter.update(|filter| filter.span = span.unwrap_or_default());
                })
            />
            <SelectField
                name="learning-locality"
                label=say("filter-locality")
                choices=Signal::derive(move || {
                    let everywhere = (String::new(), say("learning-everywhere"));
                    let names = localities.get().into_iter().map(|name| (name.clone(), name));
                    std::iter::once(everywhere).chain(names).collect()
                })
                value=Signal::derive(move || {
                    filter.with(|filter| filter.locality.clone().unwrap_or_default())
                })
                changed=Callback::new(move |name: String| {
                    let locality = (!name.is_empty()).then_some(name);
                    filter.update(|filter| filter.locality = locality);
                })
            />
            <Show when=move || own.get()>
                <DayInput
                    test="learning-from"
                    label=say("learning-from")
                    filter=filter
                    unread=unread
                    of=|filter| &mut filter.from
                />
                <DayInput
                    test="learning-until"
                    label=say("learning-until")
                    filter=filter
                    unread=unread
                    of=|filter| &mut filter.until
                />
            </Show>
        </div>
    }
}

/// The days of an own period, by their fields, whose text can't be read now.
pub(super) type Unread = RwSignal<BTreeSet<&'static str>>;

/// A day, typed as people say it. While it can't be read the last one that could be stays, and
/// `unread` names the field: an end that nobody meant is never taken for "for ever".
#[component]
fn DayInput(
    test: &'static str,
    label: String,
    filter: RwSignal<Filter>,
    unread: Unread,
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
        let (blank, date) = typed.with(|text| (text.trim().is_empty(), read(text)));
        let is_unread = date.is_none() && !blank;
        if unread.with_untracked(|unread| unread.contains(test) != is_unread) {
            unread.update(|unread| {
                if is_unread {
                    unread.insert(test);
                } else {
                    unread.remove(test);
                }
            });
        }
        if !is_unread && filter.with_untracked(|filter| *of(&mut filter.clone()) != date) {
            filter.update(|filter| *of(filter) = date);
        }
    });
    // Another period was chosen: what stood here means nothing now.
    on_cleanup(move || {
        unread.try_update(|unread| unread.remove(test));
    });
    view! {
        <TextInput test=test label=label hint=say("learning-day-hint") value=typed wrong=wrong />
    }
}
