//! A part's line as the editor sees it: fields by name. The typed views come from the device; this
//! is the same view, read by the field's key.

use std::collections::HashMap;

use doorstep_model::field::{FieldKind, Part, Record, Stamp, Value};
use doorstep_model::household::Household;
use doorstep_model::id::ItemId;
use doorstep_model::safety_note::SafetyNote;
use doorstep_model::team::Team;
use serde::Serialize;
use serde_json::Value as Json;

/// One line, or the part of which there is one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its id; `None` for a part of which there is one.
    pub(crate) id: Option<ItemId>,
    /// Who removed it and when.
    pub(crate) removed: Option<Stamp>,
    /// Who added it and when.
    pub(crate) added: Stamp,
    fields: serde_json::Map<String, Json>,
}

/// One of several values of a field that two people changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BothValue {
    /// `None` if they cleared it.
    pub(crate) value: Option<Value>,
    /// Who and when.
    pub(crate) stamp: Stamp,
}

/// All lines of a document, by part, in the order the device gives.
pub(crate) type Lines = HashMap<Part, Vec<Line>>;

impl Line {
    fn of<R: Record + Serialize>(record: &R) -> Option<Self> {
        let Ok(Json::Object(fields)) = serde_json::to_value(record) else {
            return None;
        };
        let read = |name: &str| fields.get(name).cloned().unwrap_or(Json::Null);
        Some(Self {
            id: serde_json::from_value(read("id")).ok(),
            removed: serde_json::from_value(read("removed")).ok(),
            added: serde_json::from_value(read("added")).ok()?,
            fields,
        })
    }

    /// A line as it will be once the device has it.
    pub(super) fn begun(id: &ItemId, added: Stamp, part: Part, begins: &[(String, Value)]) -> Self {
        let mut schemas = Household::PARTS.iter().chain(Team::PARTS);
        let schema = schemas.find(|schema| schema.part == part);
        let mut fields = serde_json::Map::new();
        for (name, value) in begins {
            let json = match value {
                Value::Text(text) => Json::from(text.as_str()),
                Value::Number(number) => Json::from(*number),
                Value::Flag(flag) => Json::from(*flag),
            };
            match schema
                .and_then(|schema| schema.field(name))
                .map(|field| field.kind)
            {
                Some(FieldKind::Set) => {
                    let set = fields
                        .entry(name.clone())
                        .or_insert_with(|| Json::Array(Vec::new()));
                    if let Json::Array(set) = set {
                        set.push(json);
                    }
                }
                Some(FieldKind::Single) => {
                    let mut single = serde_json::Map::new();
                    single.insert("value".into(), json);
                    fields.insert(name.clone(), Json::Object(single));
                }
                Some(FieldKind::Words) => {
                    fields.insert(name.clone(), json);
                }
                None => {}
            }
        }
        Self {
            id: Some(id.clone()),
            removed: None,
            added,
            fields,
        }
    }

    /// A text, or a single value as text; empty if there is none.
    pub(crate) fn text(&self, name: &str) -> String {
        match self.fields.get(name) {
            Some(Json::String(text)) => text.clone(),
            Some(Json::Object(single)) => match single.get("value") {
                Some(Json::String(text)) => text.clone(),
                Some(Json::Number(number)) => number.to_string(),
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    /// A single value.
    pub(crate) fn value(&self, name: &str) -> Option<Value> {
        self.fields.get(name)?.get("value").and_then(to_value)
    }

    /// Yes, if the flag is set.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.value(name) == Some(Value::Flag(true))
    }

    /// A day.
    pub(crate) fn date(&self, name: &str) -> Option<doorstep_model::Date> {
        doorstep_model::Date::parse(&self.text(name))
    }

    /// The values of a set.
    pub(crate) fn set(&self, name: &str) -> Vec<String> {
        match self.fields.get(name) {
            Some(Json::Array(values)) => values
                .iter()
                .filter_map(|value| value.as_str().map(str::to_owned))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The values that two people set; empty where there is nothing to choose.
    pub(crate) fn both(&self, name: &str) -> Vec<BothValue> {
        let said = self.fields.get(name).and_then(|field| field.get("both"));
        let Some(Json::Array(said)) = said else {
            return Vec::new();
        };
        said.iter()
            .filter_map(|said| {
                Some(BothValue {
                    value: said.get("value").and_then(to_value),
                    stamp: serde_json::from_value(said.get("stamp")?.clone()).ok()?,
                })
            })
            .collect()
    }

    /// Whether two people changed some field of it.
    pub(crate) fn has_both(&self) -> bool {
        self.fields.values().any(|field| {
            let both = field.get("both").and_then(Json::as_array);
            both.is_some_and(|both| !both.is_empty())
        })
    }
}

fn to_value(json: &Json) -> Option<Value> {
    match json {
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Number(number) => number.as_i64().map(Value::Number),
        Json::Bool(flag) => Some(Value::Flag(*flag)),
        _ => None,
    }
}

fn all<R: Record + Serialize>(into: &mut Lines, records: &[R]) {
    let lines = records.iter().filter_map(Line::of).collect();
    into.insert(R::SCHEMA.part, lines);
}

/// Everything in a household.
pub(crate) fn of_household(household: &Household) -> Lines {
    let mut lines = Lines::new();
    all(&mut lines, std::slice::from_ref(&household.about));
    all(&mut lines, std::slice::from_ref(&household.what_matters));
    all(&mut lines, &household.people);
    all(&mut lines, &household.demands);
    all(&mut lines, &household.visits);
    all(&mut lines, &household.strengths);
    all(&mut lines, &household.worries);
    all(&mut lines, &household.actions);
    all(&mut lines, &household.expertise);
    all(&mut lines, &household.services);
    all(&mut lines, &household.obstacles);
    all(&mut lines, &household.sharing);
    all(&mut lines, &household.attachments);
    all(&mut lines, std::slice::from_ref(&household.plan));
    all(&mut lines, &household.brought);
    lines
}

/// A safety note.
pub(crate) fn of_safety_note(note: &SafetyNote) -> Lines {
    let mut lines = Lines::new();
    all(&mut lines, std::slice::from_ref(note));
    lines
}

/// Everything in the team's record.
pub(crate) fn of_team(team: &Team) -> Lines {
    let mut lines = Lines::new();
    all(&mut lines, std::slice::from_ref(&team.about));
    all(&mut lines, &team.members);
    all(&mut lines, &team.agencies);
    all(&mut lines, &team.unit_costs);
    all(&mut lines, &team.failure_causes);
    all(&mut lines, &team.obstacle_kinds);
    lines
}

#[cfg(test)]
mod tests {
    use doorstep_model::UnixMillis;
    use doorstep_model::field::{Said, Single, Source, Words};
    use doorstep_model::household::{Strength, Visit, Whose};
    use doorstep_model::id::DeviceKey;

    use super::*;

    struct Sample;

    fn stamp() -> Stamp {
        Stamp {
            by: DeviceKey::from([7; 16]),
            at: UnixMillis(5),
        }
    }

    impl Source for Sample {
        fn single<T: doorstep_model::field::Scalar>(&self, field: &str) -> Single<T> {
            let word = if field == "whose" { "family" } else { "Ann" };
            let value = || T::from_value(&Value::Text(word.into()));
            let both = match field {
                "said_by" => vec![
                    Said {
                        value: value(),
                        stamp: stamp(),
                    },
                    Said {
                        value: None,
                        stamp: stamp(),
                    },
                ],
                _ => Vec::new(),
            };
            Single {
                value: value(),
                both,
            }
        }
        fn words(&self, _: &str) -> Words {
            Words("bakes".into())
        }
        fn set<T: doorstep_model::field::Scalar>(&self, _: &str) -> Vec<T> {
            Vec::new()
        }
        fn added(&self) -> Stamp {
            stamp()
        }
        fn removed(&self) -> Option<Stamp> {
            None
        }
    }

    #[test]
    fn fields_are_read_by_their_keys() {
        let id = ItemId::from([1; 16]);
        let strength = Strength::read(Some(id.clone()), &Sample);
        let line = Line::of(&strength).unwrap();
        assert_eq!(line.id, Some(id));
        assert_eq!(line.removed, None);
        assert_eq!(line.text("what"), "bakes");
        assert_eq!(line.text("whose"), Whose::Family.word());
        assert_eq!(line.value("said_by"), Some(Value::Text("Ann".into())));
        let both = line.both("said_by");
        assert_eq!(both.len(), 2);
        assert_eq!(both[1].value, None);
        assert_eq!(both[0].stamp, stamp());
        assert!(line.has_both());
        assert_eq!(line.text("nothing"), "");
    }

    #[test]
    fn a_line_that_was_begun_reads_as_it_will_be() {
        let id = ItemId::from([1; 16]);
        let (one, other) = (ItemId::from([2; 16]), ItemId::from([3; 16]));
        let begins = [
            Visit::done.with(true),
            Visit::time.with("14:05".to_owned()),
            Visit::people.with(one.clone()),
            Visit::people.with(other.clone()),
            ("of a later version".to_owned(), Value::Flag(true)),
        ];
        let line = Line::begun(&id, stamp(), Part::Visits, &begins);
        assert_eq!(line.id, Some(id));
        assert!(line.flag("done"));
        assert_eq!(line.text("time"), "14:05");
        assert_eq!(line.set("people"), [one.to_string(), other.to_string()]);
        assert_eq!(line.text("of a later version"), "");
        assert!(!line.has_both());
    }
}
