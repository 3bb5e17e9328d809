//! Who of the team that had the household before was there: they stay, and are not chosen from.

use doorstep_model::field::Part;
use doorstep_model::household::Visit;
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use crate::part::brought;
use crate::record::Record;
use crate::say;

/// Their names, if there are any.
#[component]
pub(super) fn OfBefore(record: Record, visit: ItemId) -> impl IntoView {
    let line = record.line(Part::Visits, Some(visit));
    let names = Memo::new(move |_| {
        let there = line.with(|line| line.as_ref().map(|line| line.set(Visit::members.name)));
        let there = there.unwrap_or_default();
        let mut names = brought(record);
        names.retain(|(key, _)| there.contains(key));
        let names: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
        names.join(", ")
    });
    view! {
        <Show when=move || names.with(|names| !names.is_empty())>
            <p class="note" dir="auto" data-test="visit-of-before">
                {move || say::with("visit-of-before", [("names", names.get().into())])}
            </p>
        </Show>
    }
}
