//! Which visit it is: when and where, in one row that opens to be changed.

use doorstep_model::field::{Part, Scalar};
use doorstep_model::household::Visit;
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use crate::clock;
use crate::part::{FieldOf, read_field};
use crate::record::{Line, Record, place};
use crate::say::{self, say};

/// "Visit today: The Harpers", so that an old visit is never taken for today's.
pub(super) fn heading(name: String, visit: Option<&Line>) -> String {
    match visit.and_then(|line| line.date("date")) {
        Some(date) => say::with(
            "visit-heading",
            [
                ("day", clock::show_near(date).into()),
                ("name", name.into()),
            ],
        ),
        None => say::with("visit-heading-no-day", [("name", name.into())]),
    }
}

/// The row, and the fields behind it.
#[component]
pub(super) fn Facts(record: Record, visit: ItemId, took_place: Memo<bool>) -> impl IntoView {
    let item = Some(visit);
    let line = record.line(Part::Visits, item.clone());
    let facts = move || {
        line.with(|line| {
            let Some(line) = line else {
                return String::new();
            };
            let day = line.date("date").map(clock::show).unwrap_or_default();
            let read = |name: &str| read_field(record, Part::Visits, line, name);
            let facts = [day, read("time"), read("place")];
            let facts = facts.into_iter().filter(|fact| !fact.trim().is_empty());
            facts.collect::<Vec<_>>().join(" · ")
        })
    };
    let done_at = place(Part::Visits, item.as_ref(), Visit::done.name);
    let is_fixed = record.is_fixed(&done_at);
    let field = move |name: &'static str| {
        let item = item.clone();
        view! { <FieldOf record=record part=Part::Visits item=item name=name /> }
    };
    view! {
        <details class="visit-facts">
            <summary data-test="visit-more">
                <span class="note" dir="auto">{facts}</span>
                " "
                <span class="visit-change">{say("edit")}</span>
            </summary>
            <div class="editor">
                {field("date")} {field("time")} {field("place")}
                <label class="check">
                    <input
                        type="checkbox"
                        data-test="visit-happened"
                        disabled=is_fixed
                        prop:checked=took_place
                        on:change=move |event| {
                            let done = event_target_checked(&event);
                            record.choose(done_at.clone(), Some(done.to_value()));
                        }
                    />
                    <span>{say("visit-happened")}</span>
                </label>
            </div>
        </details>
    }
}
