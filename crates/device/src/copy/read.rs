//! A line of a record as pairs of words: what a field is called, and what it says.

use std::collections::BTreeMap;

use doorstep_model::Date;
use doorstep_model::field::{FieldKind, Part, Record};
use serde::Serialize;
use serde_json::Value as Json;

use super::paper::Words;

/// A field that says something.
pub(super) struct Read {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) text: String,
}

/// The fields of a line that say something and that have a word, in their order.
pub(super) fn fields_of<R: Record + Serialize>(
    record: &R,
    words: &Words<'_>,
    names: &BTreeMap<String, String>,
) -> Vec<Read> {
    let Ok(Json::Object(values)) = serde_json::to_value(record) else {
        return Vec::new();
    };
    let part = R::SCHEMA.part;
    R::SCHEMA
        .fields
        .iter()
        .filter_map(|field| {
            let label = words.field(part, field.name)?;
            let value = values.get(field.name)?;
            let say = |value: &Json| said(value, part, field.name, words, names);
            let text = match field.kind {
                FieldKind::Words => value.as_str().unwrap_or_default().trim_end().to_owned(),
                FieldKind::Set => all(value.as_array(), say, ", "),
                FieldKind::Single => {
                    let both = value.get("both").and_then(Json::as_array);
                    match both.filter(|both| !both.is_empty()) {
                        // Nobody has chosen yet: both stand there.
                        Some(both) => {
                            let said: Vec<Json> = both
                                .iter()
                                .filter_map(|said| said.get("value").cloned())
                                .collect();
                            all(Some(&said), say, " / ")
                        }
                        None => value.get("value").map(say).unwrap_or_default(),
                    }
                }
            };
            (!text.trim().is_empty()).then_some(Read {
                name: field.name,
                label,
                text,
            })
        })
        .collect()
}

fn all(values: Option<&Vec<Json>>, say: impl Fn(&Json) -> String, between: &str) -> String {
    let said: Vec<String> = values
        .into_iter()
        .flatten()
        .map(say)
        .filter(|said| !said.is_empty())
        .collect();
    said.join(between)
}

fn said(
    value: &Json,
    part: Part,
    field: &str,
    words: &Words<'_>,
    names: &BTreeMap<String, String>,
) -> String {
    match value {
        Json::String(text) => {
            if let Some(name) = names.get(text) {
                return name.clone();
            }
            if let Some(word) = words.choice(part, field, text) {
                return word;
            }
            match Date::parse(text) {
                Some(date) => words.day(date),
                None => text.clone(),
            }
        }
        Json::Number(number) => match number.as_i64() {
            Some(pence) if words.is_money(part, field) => {
                let sign = if pence < 0 { "−" } else { "" };
                let pence = pence.unsigned_abs();
                format!("{sign}£{}.{:02}", pence / 100, pence % 100)
            }
            _ => number.to_string(),
        },
        Json::Bool(true) => words.say("copy-yes"),
        Json::Bool(false) => words.say("copy-no"),
        _ => String::new(),
    }
}
