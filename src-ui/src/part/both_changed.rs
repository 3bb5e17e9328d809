//! "You and Sam both changed this": all values, with names and times, until somebody chooses.

use doorstep_model::edit::Edit;
use doorstep_model::field::{Part, Value};
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::summary::picked;
use crate::form::{self, Control, Input};
use crate::record::{BothValue, Record, place};
use crate::say::{self, say};
use crate::undo::{Undo, field_label};
use crate::{clock, money};

/// A box for each field of a line that two people changed.
#[component]
pub(crate) fn BothChanged(record: Record, part: Part, item: Option<ItemId>) -> impl IntoView {
    let line = record.line(part, item.clone());
    let fields = Memo::new(move |_| {
        line.with(|line| {
            let Some(line) = line.as_ref().filter(|line| line.has_both()) else {
                return Vec::new();
            };
            let inputs = form::of(part).inputs();
            inputs
                .map(|input| (input.name, line.both(input.name)))
                .filter(|(_, both)| !both.is_empty())
                .collect::<Vec<_>>()
        })
    });
    view! {
        {move || {
            fields
                .get()
                .into_iter()
                .filter_map(|(name, both)| {
                    let input = form::of(part).input(name)?;
                    let item = item.clone();
                    Some(view! { <BothBox record=record part=part item=item input=input both=both /> })
                })
                .collect_view()
        }}
    }
}

#[component]
fn BothBox(
    record: Record,
    part: Part,
    item: Option<ItemId>,
    input: Input,
    both: Vec<BothValue>,
) -> impl IntoView {
    let at = place(part, item.as_ref(), input.name);
    let label = field_label(part, input.name);
    let me = record.app.open_untracked().map(|open| open.device);
    let name_of = {
        let me = me.clone();
        move |value: &BothValue| {
            if me.as_ref() == Some(&value.stamp.by) {
                return say("you");
            }
            record
                .view
                .with_untracked(|view| view.as_ref()?.names.get(&value.stamp.by).cloned())
                .unwrap_or_else(|| say("somebody"))
        }
    };
    let names: Vec<String> = both.iter().map(&name_of).collect();
    let heading = match names.as_slice() {
        [one, other] => {
            // "You" comes first.
            let (one, other) = if *other == say("you") {
                (other, one)
            } else {
                (one, other)
            };
            say::with(
                "both-heading-two",
                [
                    ("one", one.clone().into()),
                    ("other", other.clone().into()),
                    ("what", label.clone().into()),
                ],
            )
        }
        _ => say::with("both-heading-many", [("what", label.clone().into())]),
    };
    let texts: Vec<String> = both
        .iter()
        .filter_map(|value| match &value.value {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        })
        .collect();
    let together = texts.join(" / ");
    let can_join = matches!(input.control, Control::Line) && texts.len() > 1;
    let settle = {
        let at = at.clone();
        move |value: Option<Value>| {
            let undo = Undo::changed(record.doc(), &at);
            let edit = Edit::Set {
                at: at.clone(),
                value,
                // What is chosen from is on the screen: the choice stands alone.
                base: None,
            };
            record.save(vec![edit], Some(undo));
        }
    };
    let settle_join = settle.clone();
    let joined = together.clone();
    view! {
        <section class="both" data-test="both-changed" data-field=format!(
            "{}-{}",
            form::of(part).word,
            input.name.replace('_', "-"),
        )>
            <h3>{heading}</h3>
            <ul>
                {both
                    .into_iter()
                    .zip(names)
                    .map(|(value, name)| {
                        let shown = untrack(|| read_value(record, input, value.value.as_ref()));
                        let settle = settle.clone();
                        let raw = match &value.value {
                            Some(Value::Text(text)) => text.clone(),
                            Some(Value::Number(number)) => number.to_string(),
                            Some(Value::Flag(flag)) => flag.to_string(),
                            None => String::new(),
                        };
                        let said = say::with(
                            "both-said",
                            [
                                ("who", name.into()),
                                ("when", clock::moment(value.stamp.at).into()),
                            ],
                        );
                        view! {
                            <li data-test="both-value" data-value=raw>
                                <p class="both-words" dir="auto">{shown.clone()}</p>
                                <p class="note">{said}</p>
                                <button
                                    data-test="choose-value"
                                    aria-label=say::with("both-keep-this", [("what", shown.into())])
                                    on:click=move |_| settle(value.value.clone())
                                >
                                    {say("both-keep")}
                                </button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            {can_join
                .then(|| {
                    view! {
                        <p class="both-join">
                            <button
                                data-test="keep-both"
                                on:click=move |_| settle_join(Some(Value::Text(joined.clone())))
                            >
                                {say("both-keep-both")}
                            </button>
                            <span class="note" dir="auto">
                                {together}
                            </span>
                        </p>
                    }
                })}
        </section>
    }
}

/// A value as it reads in a field.
pub(crate) fn read_value(record: Record, input: Input, value: Option<&Value>) -> String {
    let Some(value) = value else {
        return say("both-cleared");
    };
    match (value, input.control) {
        (Value::Text(text), Control::Choice { group, .. }) => {
            say::maybe(&format!("choice-{group}-{text}")).unwrap_or_else(|| text.clone())
        }
        (Value::Text(text), Control::Pick(pick)) => match picked(record, pick, text) {
            name if name.is_empty() => say("somebody"),
            name => name,
        },
        (Value::Text(text), Control::Day(_)) => {
            doorstep_model::Date::parse(text).map_or_else(|| text.clone(), clock::show)
        }
        (Value::Text(text), _) => text.clone(),
        (Value::Number(pence), Control::Pence) => money::show(*pence),
        (Value::Number(number), _) => number.to_string(),
        (Value::Flag(true), _) => say("yes"),
        (Value::Flag(false), _) => say("no"),
    }
}
