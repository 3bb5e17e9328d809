//! What a change did, in terms of lines and fields.

use automerge::legacy::{Key, Op, OpType};
use automerge::{Change, ObjType, ScalarValue};
use doorstep_model::field::{Field, FieldKind};

use super::line::{ADDED_AT, REMOVED_AT};
use super::place::{LineAt, Place, Places};
use super::{Kind, SCHEMA_KEY};
use doorstep_model::field::Part;
use doorstep_model::id::ItemId;

/// One thing that a change did.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Act {
    /// The document was begun.
    Began,
    /// A line was added.
    Added(LineAt),
    /// It was marked as removed.
    Removed(LineAt),
    /// The mark was taken away.
    Restored(LineAt),
    /// A single value was set or cleared.
    Set(LineAt, &'static str),
    /// A text was written in.
    Wrote(LineAt, &'static str),
    /// A value was put into a set, or taken out.
    Included(LineAt, &'static str, String, bool),
}

impl Act {
    /// The line that it is about; `None` for the document as a whole.
    pub(super) fn line(&self) -> Option<&LineAt> {
        match self {
            Self::Began => None,
            Self::Added(line)
            | Self::Removed(line)
            | Self::Restored(line)
            | Self::Set(line, _)
            | Self::Wrote(line, _)
            | Self::Included(line, ..) => Some(line),
        }
    }
}

/// What a change did, each thing once, in order.
pub(super) fn acts_of(change: &Change, places: &Places, kind: Kind) -> Vec<Act> {
    let mut acts = Vec::new();
    for op in change.decode().operations {
        if let Some(act) = act_of(&op, places, kind)
            && !acts.contains(&act)
        {
            acts.push(act);
        }
    }
    // What a line begins with is part of its being added.
    let added: Vec<LineAt> = acts
        .iter()
        .filter_map(|act| match act {
            Act::Added(line) => Some(line.clone()),
            _ => None,
        })
        .collect();
    acts.retain(|act| {
        matches!(act, Act::Added(_)) || act.line().is_none_or(|line| !added.contains(line))
    });
    if acts.contains(&Act::Began) {
        acts.truncate(1);
    }
    acts
}

fn act_of(op: &Op, places: &Places, kind: Kind) -> Option<Act> {
    let key = match &op.key {
        Key::Map(key) => Some(key.as_str()),
        Key::Seq(_) => None,
    };
    if matches!(op.obj, automerge::legacy::ObjectId::Root) {
        return (key == Some(SCHEMA_KEY)).then_some(Act::Began);
    }
    let (place, _) = places.find(&op.obj)?;
    match place {
        Place::Lines(part) => added(*part, op, key?),
        Place::Line(line) => in_line(line, op, key?, kind),
        Place::Words(line, field) => Some(Act::Wrote(line.clone(), field.name)),
        Place::Set(line, field) => {
            let put = matches!(op.action, OpType::Put(ScalarValue::Boolean(true)));
            Some(Act::Included(line.clone(), field.name, key?.into(), put))
        }
    }
}

fn added(part: Part, op: &Op, key: &str) -> Option<Act> {
    let item = ItemId::try_from(key.to_owned()).ok()?;
    matches!(op.action, OpType::Make(ObjType::Map)).then_some(Act::Added(LineAt {
        part,
        item: Some(item),
    }))
}

fn in_line(line: &LineAt, op: &Op, key: &str, kind: Kind) -> Option<Act> {
    if key == REMOVED_AT {
        let marked = matches!(op.action, OpType::Put(ScalarValue::Int(_)));
        return Some(if marked {
            Act::Removed(line.clone())
        } else {
            Act::Restored(line.clone())
        });
    }
    if key == ADDED_AT {
        return None;
    }
    let field = field_of(kind, line.part, key)?;
    let is_value = matches!(op.action, OpType::Put(_) | OpType::Delete);
    (field.kind == FieldKind::Single && is_value).then(|| Act::Set(line.clone(), field.name))
}

fn field_of(kind: Kind, part: Part, key: &str) -> Option<&'static Field> {
    let schema = kind.parts().iter().find(|schema| schema.part == part)?;
    schema.field(key)
}
