//! What kind of asking it was: decided later, together, never at the door.

use doorstep_model::field::{Part, Scalar};
use doorstep_model::household::DemandClass;
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::field::FieldOf;
use crate::record::{Record, place};
use crate::say::{self, say};

/// The kinds to choose from with one touch; the cause where it was failure; what it repeats.
#[component]
pub(crate) fn AskedLater(record: Record, item: ItemId) -> impl IntoView {
    let line = record.line(Part::Demands, Some(item.clone()));
    let chosen = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .map(|line| line.text("class"))
                .unwrap_or_default()
        })
    });
    let at = place(Part::Demands, Some(&item), "class");
    let name = format!("class-{item}");
    let is_failure = Memo::new(move |_| chosen.get() == DemandClass::Failure.word());
    let field = {
        let item = item.clone();
        move |name: &'static str| {
            let item = Some(item.clone());
            view! { <FieldOf record=record part=Part::Demands item=item name=name /> }
        }
    };
    let cause = field.clone();
    view! {
        <div class="asked-later">
            <fieldset class="choices">
                <legend>{say("asked-what-kind")}</legend>
                {DemandClass::ALL
                    .iter()
                    .map(|class| {
                        let (word, at, class) = (class.word(), at.clone(), *class);
                        let about = say::maybe(&format!("explain-class-{word}"));
                        view! {
                            <label class="box">
                                <input
                                    type="radio"
                                    name=name.clone()
                                    data-test="demand-class"
                                    data-value=word
                                    disabled=record.read_only()
                                    prop:checked=move || chosen.with(|chosen| chosen == word)
                                    on:change=move |_| {
                                        record.choose(at.clone(), Some(class.to_value()));
                                    }
                                />
                                <span>
                                    {say(&format!("choice-class-{word}"))}
                                    {about.map(|about| view! { <span class="hint">{about}</span> })}
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </fieldset>
            <Show when=move || is_failure.get()>{cause("failure_cause")}</Show>
            {field("repeats")}
        </div>
    }
}
