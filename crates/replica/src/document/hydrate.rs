//! Reading a document into the views that screens and projections see.

use std::collections::HashMap;

use automerge::{Automerge, ObjId, ObjType, ReadDoc, ScalarValueRef, Value as Found, ValueRef};
use doorstep_model::UnixMillis;
use doorstep_model::field::{Record, Said, Scalar, Single, Source, Stamp, Value, Words};
use doorstep_model::household::Household;
use doorstep_model::id::{DeviceKey, DocKey, ItemId};
use doorstep_model::safety_note::{SafetyNote, SafetyNoteDocument};
use doorstep_model::team::Team;

use super::line::{ADDED_AT, ADDED_BY, REMOVED_AT, REMOVED_BY, from_scalar, from_scalar_ref};
use super::{Document, device_of};

impl Document {
    /// The household's view; `None` if the document is another kind.
    pub fn household(&self, id: DocKey) -> Option<Household> {
        (self.kind == super::Kind::Household).then(|| Household {
            id,
            heads: self.heads(),
            read_only: self.is_read_only(),
            about: self.only(),
            what_matters: self.only(),
            people: self.lines(),
            demands: self.lines(),
            visits: self.lines(),
            strengths: self.lines(),
            worries: self.lines(),
            actions: self.lines(),
            expertise: self.lines(),
            services: self.lines(),
            obstacles: self.lines(),
            sharing: self.lines(),
            attachments: self.lines(),
            plan: self.only(),
        })
    }

    /// The team's view; `None` if the document is another kind.
    pub fn team(&self, id: DocKey) -> Option<Team> {
        (self.kind == super::Kind::Team).then(|| Team {
            id,
            heads: self.heads(),
            read_only: self.is_read_only(),
            about: self.only(),
            members: self.lines(),
            agencies: self.lines(),
            unit_costs: self.lines(),
            failure_causes: self.lines(),
            obstacle_kinds: self.lines(),
        })
    }

    /// A safety note's view; `None` if the document is another kind.
    pub fn safety_note(&self, id: DocKey) -> Option<SafetyNoteDocument> {
        (self.kind == super::Kind::SafetyNote).then(|| SafetyNoteDocument {
            id,
            heads: self.heads(),
            note: self.only::<SafetyNote>(),
        })
    }

    /// One line, or the part of which there is one; `None` if it is not there.
    pub fn record<R: Record>(&self, item: Option<&ItemId>) -> Option<R> {
        let object = self.line(&R::SCHEMA, item)?;
        Some(R::read(item.cloned(), &LineReader::new(&self.doc, &object)))
    }

    fn only<R: Record>(&self) -> R {
        match self.line(&R::SCHEMA, None) {
            Some(object) => R::read(None, &LineReader::new(&self.doc, &object)),
            None => R::read(None, &LineReader::empty(&self.doc)),
        }
    }

    /// All lines of a part, in the order in which they were added.
    fn lines<R: Record>(&self) -> Vec<R> {
        let parts = self.part_objects(&R::SCHEMA);
        let mut lines: Vec<(UnixMillis, ItemId, ObjId)> = parts
            .iter()
            .flat_map(|object| self.doc.map_range(object, ..))
            .filter(|line| matches!(line.value, ValueRef::Object(ObjType::Map)))
            .filter_map(|line| {
                let item = ItemId::try_from(line.key.to_string()).ok()?;
                let object = line.id();
                Some((stamp_time(&self.doc, &object, ADDED_AT), item, object))
            })
            .collect();
        lines.sort_unstable_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        lines
            .into_iter()
            .map(|(_, item, object)| R::read(Some(item), &LineReader::new(&self.doc, &object)))
            .collect()
    }
}

fn stamp_time(doc: &Automerge, object: &ObjId, key: &str) -> UnixMillis {
    let found = doc
        .get(object, key)
        .ok()
        .flatten()
        .and_then(|(value, _)| value.as_i64());
    UnixMillis(found.unwrap_or_default())
}

/// The fields of one line, read in one pass.
struct LineReader<'a> {
    doc: &'a Automerge,
    object: Option<ObjId>,
    fields: HashMap<String, FieldFound>,
}

struct FieldFound {
    value: Option<Value>,
    object: Option<ObjId>,
    conflict: bool,
}

impl<'a> LineReader<'a> {
    fn new(doc: &'a Automerge, object: &ObjId) -> Self {
        let fields = doc
            .map_range(object, ..)
            .map(|item| {
                let (conflict, key) = (item.conflict, item.key.to_string());
                let found = match &item.value {
                    ValueRef::Object(_) => FieldFound {
                        value: None,
                        object: Some(item.id()),
                        conflict,
                    },
                    ValueRef::Scalar(scalar) => FieldFound {
                        value: from_scalar_ref(scalar),
                        object: None,
                        conflict,
                    },
                };
                (key, found)
            })
            .collect();
        Self {
            doc,
            object: Some(object.clone()),
            fields,
        }
    }

    fn empty(doc: &'a Automerge) -> Self {
        Self {
            doc,
            object: None,
            fields: HashMap::new(),
        }
    }

    /// Every value that was set without knowing of the others, with who and when.
    fn said<T: Scalar>(&self, field: &str) -> Vec<Said<T>> {
        let Some(object) = &self.object else {
            return Vec::new();
        };
        let all = self.doc.get_all(object, field).unwrap_or_default();
        let mut values: Vec<Option<Value>> = Vec::new();
        let mut said = Vec::new();
        for (value, id) in all {
            let Found::Scalar(scalar) = value else {
                continue;
            };
            let value = from_scalar(&scalar);
            if values.contains(&value) {
                continue;
            }
            said.push(Said {
                value: value.as_ref().and_then(T::from_value),
                stamp: self.stamp_of(&id),
            });
            values.push(value);
        }
        said
    }

    fn stamp_of(&self, id: &ObjId) -> Stamp {
        let by = match id {
            ObjId::Id(_, actor, _) => device_of(actor),
            ObjId::Root => doorstep_wire::id::DeviceId::ZERO,
        };
        let at = self
            .doc
            .hash_for_opid(id)
            .and_then(|hash| {
                self.doc
                    .get_change_meta_by_hash(&hash)
                    .map(|meta| meta.timestamp)
            })
            .unwrap_or_default();
        Stamp {
            by: DeviceKey::from(by.0),
            at: UnixMillis(at),
        }
    }

    fn written_stamp(&self, at: &str, by: &str) -> Option<Stamp> {
        let number = self
            .fields
            .get(at)?
            .value
            .as_ref()
            .and_then(i64::from_value)?;
        let by = self
            .fields
            .get(by)?
            .value
            .as_ref()
            .and_then(DeviceKey::from_value)?;
        Some(Stamp {
            by,
            at: UnixMillis(number),
        })
    }
}

impl Source for LineReader<'_> {
    fn single<T: Scalar>(&self, field: &str) -> Single<T> {
        let Some(found) = self.fields.get(field) else {
            return Single::default();
        };
        let value = found.value.as_ref().and_then(T::from_value);
        let both = if found.conflict {
            self.said(field)
        } else {
            Vec::new()
        };
        Single {
            value,
            both: if both.len() > 1 { both } else { Vec::new() },
        }
    }

    fn words(&self, field: &str) -> Words {
        let object = self
            .fields
            .get(field)
            .and_then(|found| found.object.as_ref());
        Words(
            object
                .and_then(|object| self.doc.text(object).ok())
                .unwrap_or_default(),
        )
    }

    fn set<T: Scalar>(&self, field: &str) -> Vec<T> {
        let Some(object) = self
            .fields
            .get(field)
            .and_then(|found| found.object.as_ref())
        else {
            return Vec::new();
        };
        self.doc
            .map_range(object, ..)
            .filter(|item| {
                // Whoever puts a value in wins over whoever takes it out at the same time.
                if item.conflict {
                    let all = self
                        .doc
                        .get_all(object, item.key.as_ref())
                        .unwrap_or_default();
                    all.iter().any(|(value, _)| value.as_bool() == Some(true))
                } else {
                    item.value == ValueRef::Scalar(ScalarValueRef::Boolean(true))
                }
            })
            .filter_map(|item| T::from_value(&Value::Text(item.key.to_string())))
            .collect()
    }

    fn added(&self) -> Stamp {
        self.written_stamp(ADDED_AT, ADDED_BY).unwrap_or(Stamp {
            by: DeviceKey::from([0; 16]),
            at: UnixMillis(0),
        })
    }

    fn removed(&self) -> Option<Stamp> {
        self.written_stamp(REMOVED_AT, REMOVED_BY)
    }
}
