//! Reading a document into the views that screens and projections see.

use std::collections::{BTreeSet, HashMap};

use automerge::{ObjId, ObjType, ScalarValue, ScalarValueRef, Value as Found, ValueRef};
use doorstep_model::UnixMillis;
use doorstep_model::edit::FieldRef;
use doorstep_model::field::{Record, Said, Scalar, Single, Source, Stamp, Value, Words};
use doorstep_model::household::{Brought, Household};
use doorstep_model::id::{DeviceKey, DocKey, Heads, ItemId};
use doorstep_model::safety_note::{SafetyNote, SafetyNoteDocument};
use doorstep_model::team::Team;
use doorstep_wire::id::DeviceId;

use super::line::{ADDED_AT, ADDED_BY, REMOVED_AT, REMOVED_BY, from_scalar, from_scalar_ref};
use super::reading::Reading;
use super::stamp::{said_in, said_when};
use super::{Document, device_of};

/// Changes of a safety note that are looked through, one after the other.
const LOOKED_THROUGH: usize = 2_000;

impl Document {
    /// The household's view; `None` if the document is another kind.
    pub fn household(&self, id: DocKey) -> Option<Household> {
        (self.kind == super::Kind::Household).then(|| Household {
            heads: self.heads(),
            read_only: self.is_read_only(),
            ..household(Reading::now(&self.doc), id)
        })
    }

    /// The household as it was at these heads, to be read only; `None` if the document is another
    /// kind, or was never in that state.
    pub fn household_at(&self, id: DocKey, heads: &Heads) -> Option<Household> {
        let known = self.known_heads(heads)?;
        (self.kind == super::Kind::Household).then(|| Household {
            heads: heads.clone(),
            ..household(Reading::at(&self.doc, &known), id)
        })
    }

    /// The team's view; `None` if the document is another kind.
    pub fn team(&self, id: DocKey) -> Option<Team> {
        let reading = Reading::now(&self.doc);
        (self.kind == super::Kind::Team).then(|| Team {
            id,
            heads: self.heads(),
            read_only: self.is_read_only(),
            about: only(reading),
            members: lines(reading),
            agencies: lines(reading),
            unit_costs: lines(reading),
            failure_causes: lines(reading),
            obstacle_kinds: lines(reading),
        })
    }

    /// A safety note's view; `None` if the document is another kind.
    pub fn safety_note(&self, id: DocKey) -> Option<SafetyNoteDocument> {
        (self.kind == super::Kind::SafetyNote).then(|| SafetyNoteDocument {
            id,
            heads: self.heads(),
            read_only: self.is_read_only(),
            note: only::<SafetyNote>(Reading::now(&self.doc)),
        })
    }

    /// Names that came with it from another team; a document of another kind has none.
    pub fn brought(&self) -> Vec<Brought> {
        lines(Reading::now(&self.doc))
    }

    /// Every household that a safety note has ever named, in whatever state of it; `None` if the document
    /// is another kind, or has more changes than are looked through.
    pub fn households_named(&self) -> Option<BTreeSet<DocKey>> {
        if self.kind != super::Kind::SafetyNote || self.change_count() > LOOKED_THROUGH {
            return None;
        }
        let mut named = BTreeSet::new();
        for change in self.doc.get_changes(&[]) {
            // What a change says itself shows in the state that ends with it.
            let then = [change.hash()];
            let note = only::<SafetyNote>(Reading::at(&self.doc, &then));
            let both = note
                .household
                .both
                .into_iter()
                .filter_map(|said| said.value);
            named.extend(note.household.value.into_iter().chain(both));
        }
        Some(named)
    }

    /// One line, or the part of which there is one; `None` if it is not there.
    pub fn record<R: Record>(&self, item: Option<&ItemId>) -> Option<R> {
        let reading = Reading::now(&self.doc);
        let object = reading.line(&R::SCHEMA, item)?;
        Some(R::read(item.cloned(), &LineReader::new(reading, &object)))
    }

    /// Who set the value that a field of one value shows, and when; `None` if nobody ever did.
    pub fn said(&self, at: &FieldRef) -> Option<Stamp> {
        self.with_said(at, |reading, object, said| {
            Some(said_when(reading, object, &at.field, said))
        })
    }

    /// The device that signs for the value that a field of one value shows: of what was brought in from another
    /// team the one that brought it.
    pub fn signed(&self, at: &FieldRef) -> Option<DeviceId> {
        self.with_said(at, |reading, object, said| {
            let hash = said_in(reading, object, &at.field, said)?;
            let meta = self.doc.get_change_meta_by_hash(&hash)?;
            Some(device_of(&meta.actor))
        })
    }

    fn with_said<T>(
        &self,
        at: &FieldRef,
        with: impl FnOnce(Reading<'_>, &ObjId, (&ScalarValue, &ObjId)) -> Option<T>,
    ) -> Option<T> {
        let reading = Reading::now(&self.doc);
        let object = reading.line(self.part(at.part).ok()?, at.item.as_ref())?;
        let (value, id) = reading.get(&object, &at.field)?;
        match &value {
            Found::Scalar(scalar) => with(reading, &object, (scalar.as_ref(), &id)),
            Found::Object(_) => None,
        }
    }
}

impl Document {
    /// The devices that put a value into a set, where it is in; more than one where they did at once.
    pub fn included_by(&self, at: &FieldRef, value: &Value) -> Vec<DeviceId> {
        let Value::Text(key) = value else {
            return Vec::new();
        };
        let reading = Reading::now(&self.doc);
        let part = self.part(at.part).ok();
        let line = part.and_then(|part| reading.line(part, at.item.as_ref()));
        let set = line.and_then(|line| reading.get(&line, &at.field));
        let Some((Found::Object(_), set)) = set else {
            return Vec::new();
        };
        let all = reading.get_all(&set, key);
        let puts = all
            .iter()
            .filter(|(value, _)| value.as_bool() == Some(true));
        let by = puts.filter_map(|(_, id)| {
            let hash = self.doc.hash_for_opid(id)?;
            let meta = self.doc.get_change_meta_by_hash(&hash)?;
            Some(device_of(&meta.actor))
        });
        by.collect()
    }
}

fn household(reading: Reading<'_>, id: DocKey) -> Household {
    Household {
        id,
        heads: Heads::default(),
        read_only: true,
        about: only(reading),
        what_matters: only(reading),
        people: lines(reading),
        demands: lines(reading),
        visits: lines(reading),
        strengths: lines(reading),
        worries: lines(reading),
        actions: lines(reading),
        expertise: lines(reading),
        services: lines(reading),
        obstacles: lines(reading),
        sharing: lines(reading),
        attachments: lines(reading),
        plan: only(reading),
        brought: lines(reading),
    }
}

fn only<R: Record>(reading: Reading<'_>) -> R {
    match reading.line(&R::SCHEMA, None) {
        Some(object) => R::read(None, &LineReader::new(reading, &object)),
        None => R::read(None, &LineReader::empty(reading)),
    }
}

/// All lines of a part, in the order in which they were added.
fn lines<R: Record>(reading: Reading<'_>) -> Vec<R> {
    let parts = reading.part_objects(&R::SCHEMA);
    let mut lines: Vec<(UnixMillis, ItemId, ObjId)> = parts
        .iter()
        .flat_map(|object| reading.map(object))
        .filter(|line| matches!(line.value, ValueRef::Object(ObjType::Map)))
        .filter_map(|line| {
            let item = ItemId::try_from(line.key.to_string()).ok()?;
            let object = line.id();
            let added = reading.get(&object, ADDED_AT);
            let at = added.and_then(|(value, _)| value.as_i64());
            Some((UnixMillis(at.unwrap_or_default()), item, object))
        })
        .collect();
    lines.sort_unstable_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    lines
        .into_iter()
        .map(|(_, item, object)| R::read(Some(item), &LineReader::new(reading, &object)))
        .collect()
}

/// The fields of one line, read in one pass.
struct LineReader<'a> {
    reading: Reading<'a>,
    object: Option<ObjId>,
    fields: HashMap<String, FieldFound>,
}

struct FieldFound {
    value: Option<Value>,
    object: Option<ObjId>,
    conflict: bool,
}

impl<'a> LineReader<'a> {
    fn new(reading: Reading<'a>, object: &ObjId) -> Self {
        let fields = reading
            .map(object)
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
            reading,
            object: Some(object.clone()),
            fields,
        }
    }

    fn empty(reading: Reading<'a>) -> Self {
        Self {
            reading,
            object: None,
            fields: HashMap::new(),
        }
    }

    /// Every value that was set without knowing of the others, with who and when.
    fn said<T: Scalar>(&self, field: &str) -> Vec<Said<T>> {
        let Some(object) = &self.object else {
            return Vec::new();
        };
        let all = self.reading.get_all(object, field);
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
                stamp: said_when(self.reading, object, field, (&scalar, &id)),
            });
            values.push(value);
        }
        said
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
                .map(|object| self.reading.text(object))
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
        self.reading
            .map(object)
            .filter(|item| {
                // Whoever puts a value in wins over whoever takes it out at the same time.
                if item.conflict {
                    let all = self.reading.get_all(object, item.key.as_ref());
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
