//! Whether lists say that there are households which somebody can't open: the team decides.

use doorstep_model::edit::FieldRef;
use doorstep_model::field::{Part, Scalar};
use doorstep_model::team::TeamAbout;
use leptos::prelude::*;

use crate::record::Record;
use crate::say::say;

/// The box to tick.
#[component]
pub(super) fn Restricted(record: Record) -> impl IntoView {
    let at = FieldRef {
        part: Part::Team,
        item: None,
        field: TeamAbout::show_restricted.name.to_owned(),
    };
    let line = record.line(Part::Team, None);
    let says = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .is_some_and(|line| line.flag(TeamAbout::show_restricted.name))
        })
    });
    let is_fixed = record.is_fixed(&at);
    view! {
        <label class="check">
            <input
                type="checkbox"
                data-test="show-restricted"
                disabled=is_fixed
                prop:checked=says
                on:change=move |event| {
                    let says = event_target_checked(&event);
                    record.choose(at.clone(), Some(says.to_value()));
                }
            />
            <span>{say("team-show-restricted")}</span>
        </label>
    }
}
