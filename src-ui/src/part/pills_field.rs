//! One of a few answers, each a pill to touch; touched again it is taken back.

use doorstep_model::edit::FieldRef;
use doorstep_model::field::Value;
use leptos::prelude::*;

use crate::record::Record;

/// The pills. `options` are the model's words and what they are called.
#[component]
pub(crate) fn PillsField(
    record: Record,
    at: FieldRef,
    label: String,
    test: String,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let line = record.line(at.part, at.item.clone());
    let name = at.field.clone();
    let chosen = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .map(|line| line.text(&name))
                .unwrap_or_default()
        })
    });
    let is_fixed = record.is_fixed(&at);
    let item = at
        .item
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let group = format!("pills-{test}-{item}");
    view! {
        <fieldset class="field pill-choice" data-test=test>
            <legend class="small">{label}</legend>
            <div class="pills">
                {options
                    .into_iter()
                    .map(|(word, label)| {
                        let (at, this, clicked) = (at.clone(), word.clone(), word.clone());
                        let (at_click, value) = (at.clone(), word.clone());
                        view! {
                            <label class="pill">
                                <input
                                    type="radio"
                                    name=group.clone()
                                    value=word
                                    disabled=is_fixed
                                    prop:checked=move || chosen.with(|chosen| *chosen == this)
                                    on:change=move |_| {
                                        record.choose(at.clone(), Some(Value::Text(value.clone())));
                                    }
                                    on:click=move |event| {
                                        // The second of two quick touches takes nothing back.
                                        if event.detail() < 2
                                            && chosen.with_untracked(|chosen| *chosen == clicked) {
                                            record.choose(at_click.clone(), None);
                                        }
                                    }
                                />
                                <span>{label}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}
