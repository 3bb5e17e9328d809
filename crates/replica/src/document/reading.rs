//! A document as it is, or as it was at some heads. Reading the past never writes, and costs less
//! than a copy of the document at that time.

use automerge::iter::MapRange;
use automerge::{Automerge, ChangeHash, ObjId, ObjType, ReadDoc, Value as Found};
use doorstep_model::field::PartSchema;
use doorstep_model::id::ItemId;

/// Where a reader reads: in the present, or at heads of the past.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) doc: &'a Automerge,
    heads: Option<&'a [ChangeHash]>,
}

impl<'a> Reading<'a> {
    /// The document as it is.
    pub(super) fn now(doc: &'a Automerge) -> Self {
        Self { doc, heads: None }
    }

    /// The document as it was when these were its newest changes.
    pub(super) fn at(doc: &'a Automerge, heads: &'a [ChangeHash]) -> Self {
        Self {
            doc,
            heads: Some(heads),
        }
    }

    /// The value that shows under a key.
    pub(super) fn get(self, object: &ObjId, key: &str) -> Option<(Found<'a>, ObjId)> {
        let found = match self.heads {
            None => self.doc.get(object, key),
            Some(heads) => self.doc.get_at(object, key, heads),
        };
        found.ok().flatten()
    }

    /// Every value under a key that no other has replaced.
    pub(super) fn get_all(self, object: &ObjId, key: &str) -> Vec<(Found<'a>, ObjId)> {
        let found = match self.heads {
            None => self.doc.get_all(object, key),
            Some(heads) => self.doc.get_all_at(object, key, heads),
        };
        found.unwrap_or_default()
    }

    /// Everything in a map.
    pub(super) fn map(self, object: &ObjId) -> MapRange<'a> {
        match self.heads {
            None => self.doc.map_range(object, ..),
            Some(heads) => self.doc.map_range_at(object, .., heads),
        }
    }

    /// A text; empty where there is none.
    pub(super) fn text(self, object: &ObjId) -> String {
        let found = match self.heads {
            None => self.doc.text(object),
            Some(heads) => self.doc.text_at(object, heads),
        };
        found.unwrap_or_default()
    }

    /// A map under a key.
    pub(super) fn object(self, parent: &ObjId, key: &str) -> Option<ObjId> {
        match self.get(parent, key)? {
            (Found::Object(ObjType::Map), object) => Some(object),
            _ => None,
        }
    }

    /// The part as this device writes to it, and any other that was made at the same time by
    /// somebody who did not know of it.
    pub(super) fn part_objects(self, part: &PartSchema) -> Vec<ObjId> {
        let first = self.object(&automerge::ROOT, part.key);
        let all = self.get_all(&automerge::ROOT, part.key);
        let others = all.into_iter().filter_map(|(value, object)| match value {
            Found::Object(ObjType::Map) if Some(&object) != first.as_ref() => Some(object),
            _ => None,
        });
        first.clone().into_iter().chain(others).collect()
    }

    /// A line, or the part of which there is one.
    pub(super) fn line(self, part: &PartSchema, item: Option<&ItemId>) -> Option<ObjId> {
        match (part.many, item) {
            (true, Some(item)) => self
                .part_objects(part)
                .iter()
                .find_map(|object| self.object(object, item.as_str())),
            (false, None) => self.object(&automerge::ROOT, part.key),
            _ => None,
        }
    }
}
