//! What others wrote in a line while somebody removed it.

use automerge::legacy::Key;
use automerge::{Change, ObjType, ValueRef};
use doorstep_model::field::PartSchema;

use super::Document;
use super::line::{REMOVED_AT, REMOVED_BY};
use super::place::{LineAt, Places};
use super::reading::Reading;
use crate::chunk::ChangeBytes;

impl Document {
    /// Whether one of these changes, which the document has, wrote in a line that is removed, without
    /// knowing of the removal: what was written there is kept, and no page shows it.
    pub fn wrote_in_removed(&self, changes: &[ChangeBytes]) -> bool {
        let parts = self.kind.parts();
        if !parts.iter().any(|part| self.has_removed(part)) {
            return false;
        }
        let places = Places::of(&self.doc, parts);
        let changes = changes.iter().filter_map(|change| {
            let read = Change::from_bytes(change.bytes.to_vec()).ok()?;
            Some((read.hash(), read.decode().operations))
        });
        changes.into_iter().any(|(hash, ops)| {
            let writes = ops.iter().filter(|op| {
                !matches!(&op.key, Key::Map(key) if [REMOVED_AT, REMOVED_BY].contains(&key.as_str()))
            });
            let mut lines: Vec<&LineAt> = Vec::new();
            for op in writes {
                let place = places.find(&op.obj).and_then(|(place, _)| place.line());
                lines.extend(place.filter(|line| !lines.contains(line)));
            }
            lines.into_iter().any(|line| {
                let removal = self.removal_of(line);
                removal.is_some_and(|removal| !self.knows(&[hash], &removal))
            })
        })
    }

    fn has_removed(&self, part: &PartSchema) -> bool {
        let reading = Reading::now(&self.doc);
        part.many
            && reading.part_objects(part).iter().any(|object| {
                reading.map(object).any(|line| {
                    matches!(line.value, ValueRef::Object(ObjType::Map))
                        && is_set(reading, &line.id())
                })
            })
    }

    /// The change that removed a line; `None` while the line stands.
    fn removal_of(&self, line: &LineAt) -> Option<automerge::ChangeHash> {
        let reading = Reading::now(&self.doc);
        let object = self.line(self.part(line.part).ok()?, line.item.as_ref())?;
        let (value, id) = reading.get(&object, REMOVED_AT)?;
        value.as_i64()?;
        self.doc.hash_for_opid(&id)
    }
}

fn is_set(reading: Reading<'_>, line: &automerge::ObjId) -> bool {
    let mark = reading.get(line, REMOVED_AT);
    mark.is_some_and(|(value, _)| value.as_i64().is_some())
}
