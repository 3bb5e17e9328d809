//! A visit was planned for a day nearby, and one begins to note one: is it the same?

use doorstep_model::Date;
use doorstep_model::field::Part;
use doorstep_model::id::{DocKey, ItemId};
use leptos::prelude::*;

use super::begin;
use crate::app::App;
use crate::clock;
use crate::day;
use crate::part::Icon;
use crate::record::Record;
use crate::say::{self, say};

/// So many days before or after today.
const NEAR: i32 = 7;

/// A visit that is planned, with its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Planned {
    pub(super) visit: ItemId,
    pub(super) day: Date,
}

/// The planned visit that is nearest to today, at most so many days away from it.
pub(super) fn nearest(record: Record, within: i32) -> Option<Planned> {
    let today = clock::today();
    record.view.with(|view| {
        let lines = view.as_ref()?.part(Part::Visits).iter();
        let planned = lines.filter(|line| line.removed.is_none() && !line.flag("done"));
        let dated = planned.filter_map(|line| {
            let day = line.date("date")?;
            let away = day::days_between(today, day).abs();
            (away <= within).then_some(((away, line.text("time")), line, day))
        });
        let (_, line, day) = dated.min_by(|one, other| one.0.cmp(&other.0))?;
        Some(Planned {
            visit: line.id.clone()?,
            day,
        })
    })
}

/// The question, while nothing has been noted in the visit that was begun. Saying yes takes the
/// planned one in its place, with whatever had been written there.
#[component]
pub(super) fn ThisWasIt(record: Record, household: DocKey, visit: ItemId) -> impl IntoView {
    let app = App::here();
    let begun = visit.clone();
    let planned = Memo::new(move |_| {
        let is_new = record.is_begun_only(&begun);
        is_new.then(|| nearest(record, NEAR)).flatten()
    });
    let said = move || {
        let day = planned.get()?.day;
        let name = if day < app.today.get() {
            "visit-was-planned"
        } else {
            "plan-done"
        };
        Some(say::with(name, [("day", clock::show_near(day).into())]))
    };
    let take = move |_| {
        let Some(Planned { visit: taken, day }) = planned.get_untracked() else {
            return;
        };
        record.forget(&visit);
        begin::met_instead(app, household.clone(), taken, Some(day));
    };
    view! {
        <Show when=move || planned.with(Option::is_some)>
            <p class="notice" data-test="this-was-it">
                <span>{said}</span>
                {
                    let take = take.clone();
                    view! {
                        <button class="plain" data-test="this-was-it-yes" on:click=take>
                            <Icon name="visit" />
                            {say("this-was-it")}
                        </button>
                    }
                }
            </p>
        </Show>
    }
}
