//! Fields of one value: short texts, days, numbers, money. They go to the disk when they are left.

use doorstep_model::edit::FieldRef;
use doorstep_model::field::Value;
use leptos::html;
use leptos::prelude::*;

use super::heading::focus_soon;
use super::text_input::{FieldWrong, described_by};
use crate::app::tick;
use crate::day::{self, Lean};
use crate::record::{Entry, Record};
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
    #[prop(optional)] focus: bool,
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
    let wrong = Memo::new(move |_| {
        entry.with(|entry| match entry.problem() {
            Some(problem) => Some(say::problem(problem)),
            None if entry.is_not_read() => Some(kind.unreadable()),
            None => None,
        })
    });
    // What a day means, while one types it.
    let means = Memo::new(move |_| {
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
    });
    let value = move || entry.with(|entry| entry.raw().map_or_else(|| said.get(), str::to_owned));
    let item = at
        .item
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let id = format!("single-{test}-{item}");
    let (hint_id, wrong_id) = (format!("{id}-hint"), format!("{id}-wrong"));
    let means_id = format!("{id}-means");
    let has_hint = hint.is_some();
    let described = {
        let (hint, wrong_id, means_id) = (hint_id.clone(), wrong_id.clone(), means_id.clone());
        move || {
            let is_wrong = wrong.with(Option::is_some);
            let has_means = means.with(Option::is_some);
            described_by([
                (is_wrong, &wrong_id),
                (has_hint, &hint),
                (has_means, &means_id),
            ])
        }
    };
    let input = NodeRef::<html::Input>::new();
    if focus {
        Effect::new(move |_| {
            if let Some(input) = input.get() {
                focus_soon(input.into());
            }
        });
    }
    // A field that is taken away with the focus in it is not always told that it lost it.
    on_cleanup(move || entry.update(Entry::left));
    let is_fixed = record.is_fixed(&at);
    let (at_input, at_leave, at_key) = (at.clone(), at.clone(), at);
    view! {
        <div class="field" class:wrong=move || wrong.get().is_some()>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <FieldWrong id=wrong_id wrong=wrong />
            <input
                id=id
                node_ref=input
                type="text"
                dir="auto"
                autocomplete="off"
                class:short=kind != Kind::Text
                inputmode=if kind == Kind::Number { "numeric" } else { "text" }
                data-test=test
                aria-describedby=described
                aria-invalid=move || wrong.get().is_some().to_string()
                readonly=is_fixed
                prop:value=value
                on:input=move |event| {
                    let raw = event_target_value(&event);
                    let means = kind.read(&raw);
                    record.typed_value(&at_input, raw, means);
                }
                on:focus=move |_| entry.update_untracked(|entry| entry.came(tick()))
                on:blur=move |_| record.left_entry(&at_leave)
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        record.left_entry(&at_key);
                    }
                }
            />
            <p class="hint means" id=means_id aria-live="polite">{means}</p>
        </div>
    }
}
