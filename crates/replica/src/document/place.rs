//! Which part, line and field an object of a document stands for.

use std::collections::HashMap;

use automerge::legacy::{ObjectId, OpId};
use automerge::{ActorId, Automerge, ObjId, ObjType, ValueRef};
use doorstep_model::field::{Field, FieldKind, Part, PartSchema};
use doorstep_model::id::ItemId;

use super::reading::Reading;

/// An operation, and with that the object or character that it made.
pub(super) type Id = (u64, ActorId);

/// The operation of an object.
pub(super) fn id_of(object: &ObjId) -> Option<Id> {
    match object {
        ObjId::Root => None,
        ObjId::Id(counter, actor, _) => Some((*counter, actor.clone())),
    }
}

/// As [`id_of`], for an operation of a change.
pub(super) fn id_of_op(op: &OpId) -> Id {
    (op.counter(), op.actor().clone())
}

/// A line, or the part of which there is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct LineAt {
    pub(super) part: Part,
    pub(super) item: Option<ItemId>,
}

/// What an object is.
#[derive(Clone)]
pub(super) enum Place {
    /// All lines of a part.
    Lines(Part),
    /// A line.
    Line(LineAt),
    /// A text.
    Words(LineAt, &'static Field),
    /// A set of values.
    Set(LineAt, &'static Field),
}

impl Place {
    /// The line it is in.
    pub(super) fn line(&self) -> Option<&LineAt> {
        match self {
            Self::Lines(_) => None,
            Self::Line(line) | Self::Words(line, _) | Self::Set(line, _) => Some(line),
        }
    }
}

/// All objects of a document.
pub(super) struct Places {
    found: HashMap<Id, (Place, ObjId)>,
}

impl Places {
    /// Looks at every line once.
    pub(super) fn of(doc: &Automerge, parts: &'static [PartSchema]) -> Self {
        let mut places = Self {
            found: HashMap::new(),
        };
        let reading = Reading::now(doc);
        for part in parts {
            for object in reading.part_objects(part) {
                if part.many {
                    places.lines(reading, part, object);
                } else {
                    let line = LineAt {
                        part: part.part,
                        item: None,
                    };
                    places.line(reading, part, line, object);
                }
            }
        }
        places
    }

    fn lines(&mut self, reading: Reading<'_>, part: &'static PartSchema, object: ObjId) {
        for found in reading.map(&object) {
            if matches!(found.value, ValueRef::Object(ObjType::Map))
                && let Ok(item) = ItemId::try_from(found.key.to_string())
            {
                let line = LineAt {
                    part: part.part,
                    item: Some(item),
                };
                self.line(reading, part, line, found.id());
            }
        }
        self.put(object, Place::Lines(part.part));
    }

    fn line(
        &mut self,
        reading: Reading<'_>,
        part: &'static PartSchema,
        line: LineAt,
        object: ObjId,
    ) {
        for found in reading.map(&object) {
            let Some(field) = part.field(&found.key) else {
                continue;
            };
            match (&found.value, field.kind) {
                (ValueRef::Object(ObjType::Text), FieldKind::Words) => {
                    self.put(found.id(), Place::Words(line.clone(), field));
                }
                (ValueRef::Object(ObjType::Map), FieldKind::Set) => {
                    self.put(found.id(), Place::Set(line.clone(), field));
                }
                _ => {}
            }
        }
        self.put(object, Place::Line(line));
    }

    fn put(&mut self, object: ObjId, place: Place) {
        if let Some(id) = id_of(&object) {
            self.found.insert(id, (place, object));
        }
    }

    /// What the object of an operation is; `None` for the root and for what this version does not
    /// know.
    pub(super) fn find(&self, object: &ObjectId) -> Option<&(Place, ObjId)> {
        match object {
            ObjectId::Root => None,
            ObjectId::Id(op) => self.found.get(&id_of_op(op)),
        }
    }
}
