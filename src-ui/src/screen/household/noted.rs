//! One comes from a visit that was just noted: that is said once, under the name.

use doorstep_model::field::Part;
use doorstep_model::id::{DocKey, ItemId};
use leptos::prelude::*;

use crate::clock;
use crate::part::Icon;
use crate::record::{Record, SaveState};
use crate::say;

/// Whether this visit is the one that was just noted in this household.
pub(super) fn is_just_noted(record: Record, household: Option<&DocKey>, visit: &ItemId) -> bool {
    record.app.noted.with(|noted| {
        let noted = noted.as_ref();
        noted.is_some_and(|(at, which)| Some(at) == household && which == visit)
    })
}

/// The line. It is there only once the visit is on the disk.
#[component]
pub(super) fn Noted(record: Record, household: DocKey) -> impl IntoView {
    let said = Memo::new(move |_| {
        let (at, visit) = record.app.noted.get()?;
        let there = record.view.with(|view| {
            let line = view.as_ref()?.line(Part::Visits, Some(&visit))?;
            Some(line.removed.is_none())
        });
        let SaveState::Saved(when) = record.state() else {
            return None;
        };
        (at == household && there == Some(true))
            .then(|| say::with("visit-noted", [("time", clock::time_of(when).into())]))
    });
    view! {
        <div class="noted" role="status" data-test="visit-noted">
            {move || {
                said.get()
                    .map(|said| {
                        view! {
                            <p>
                                <Icon name="done" />
                                <span>{said}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
