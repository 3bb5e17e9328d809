//! Fields of one value: short texts, days, numbers, money. They go to the disk when they are left.

use doorstep_model::edit::FieldRef;
use doorstep_model::field::Value;
use leptos::prelude::*;

use super::text_input::FieldWrong;
use crate::app::tick;
use crate::day::{self, Lean};
use crate::record::Record;
use crate::say::{self, say};
use crate::{clock, money};

/// How what is typed becomes a value, and a value what is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As it is.
    Text,
    /// A day.
    Day(Lean),
    /// A whole number.
    Number,
    /// Pounds and pence.
    Pence,
}

impl Kind {
    /// What it means; `None` if it can't be read.
    fn read(self, raw: &str) -> Option<Option<Value>> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Some(None);
        }
        match self {
            Self::Text => Some(Some(Value::Text(raw.into()))),
            Self::Day(lean) => day::read(raw, clock::today(), lean, &say::day_words())
                .map(|date| Some(Value::Text(date.to_string()))),
            Self::Number => raw.parse().ok().map(|number| Some(Value::Number(number))),
            Self::Pence => money::read(raw).map(|pence| Some(Value::Number(pence))),
        }
    }

    fn show(self, value: &Value) -> String {
        match (self, value) {
            (Self::Day(_), Value::Text(text)) => {
                doorstep_model::Date::parse(text).map_or_else(|| text.clone(), clock::show)
            }
            (Self::Pence, Value::Number(pence)) => money::show(*pence),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Number(number)) => number.to_string(),
            (_, Value::Flag(_)) => String::new(),
        }
    }

    fn unreadable(self) -> String {
        match self {
            Self::Day(_) => say("error-day"),
            Self::Number => say("error-number"),
            Self::Pence => say("error-money"),
            Self::Text => String::new(),
        }
    }
}

/// The field.
#[component]
pub(crate) fn SingleField(
    record: Record,
    at: FieldRef,
    #[prop(into)] label: String,
    #[prop(into)] test: String,
    kind: Kind,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let entry = record.entry(&at);
    let line = record.line(at.part, at.item.clone());
    let name = at.field.clone();
    let said = Memo::new(move |_| {
        line.with(|line| {
            let value = line.as_ref().and_then(|line| line.value(&name));
            value.map(|value| kind.show(&value)).unwrap_or_default()
        })
    });
    let left = RwSignal::new(false);
    let wrong = Memo::new(move |_| {
        entry.with(|entry| match entry.problem() {
            Some(problem) => Some(say::problem(problem)),
            None if entry.is_unreadable() && left.get() => Some(kind.unreadable()),
            None => None,
        })
    });
    // What a day means, while one types it.
    let means = move || {
        let Kind::Day(_) = kind else {
            return None;
        };
        entry.with(|entry| {
            let raw = entry.raw().filter(|raw| !raw.trim().is_empty())?;
            match kind.read(raw)?? {
                value @ Value::Text(_) => Some(kind.show(&value)),
                _ => None,
            }
        })
    };
    let value = move || entry.with(|entry| entry.raw().map_or_else(|| said.get(), str::to_owned));
    let item = at
        .item
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let id = format!("single-{test}-{item}");
    let hint_id = format!("{id}-hint");
    let is_fixed = record.is_fixed(&at);
    let (at_input, at_leave, at_key) = (at.clone(), at.clone(), at);
    view! {
        <div class="field" class:wrong=move || wrong.get().is_some()>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            <FieldWrong wrong=wrong />
            <input
                id=id
                type="text"
                dir="auto"
                autocomplete="off"
                class:short=kind != Kind::Text
                inputmode=if kind == Kind::Number { "numeric" } else { "text" }
                data-test=test
                aria-describedby=hint_id.clone()
                aria-invalid=move || wrong.get().is_some().to_string()
                readonly=is_fixed
                prop:value=value
                on:input=move |event| {
                    let raw = event_target_value(&event);
                    let means = kind.read(&raw);
                    record.typed_value(&at_input, raw, means);
                }
                on:focus=move |_| {
                    left.set(false);
                    entry.update_untracked(|entry| entry.session = tick());
                }
                on:blur=move |_| {
                    left.set(true);
                    record.settle_entry(&at_leave);
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        left.set(true);
                        record.settle_entry(&at_key);
                    }
                }
            />
            <p class="hint means" id=hint_id aria-live="polite">{means}</p>
        </div>
    }
}
