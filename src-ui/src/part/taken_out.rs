//! A line that was taken out while somebody has it open: that is said where they write, with the
//! way back. Nothing can be typed into it meanwhile, so that no word goes where nobody looks.

use doorstep_model::field::Part;
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::icon::Icon;
use crate::form;
use crate::record::Record;
use crate::say::{self, say};

/// The notice, while the line is out.
#[component]
pub(crate) fn TakenOut(record: Record, part: Part, item: ItemId) -> impl IntoView {
    let is_out = record.is_out(part, Some(item.clone()));
    let word = form::of(part).word;
    let said = say::maybe(&format!("taken-out-{word}")).unwrap_or_else(|| {
        let what = say(&format!("part-one-{word}"));
        say::with("taken-out", [("what", what.into())])
    });
    view! {
        <Show when=move || is_out.get()>
            <div class="notice taken-out" data-test="taken-out" role="status">
                <span>{said.clone()}</span>
                {
                    let item = item.clone();
                    view! {
                        <button
                            class="button quiet"
                            data-test="bring-back"
                            disabled=record.read_only()
                            on:click=move |_| record.restore(part, &item)
                        >
                            <Icon name="undo" />
                            {say("taken-out-back")}
                        </button>
                    }
                }
            </div>
        </Show>
    }
}
