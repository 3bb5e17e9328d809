//! Carrying out what a screen asks. All edits of a call are checked before the first is made.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{AutomergeError, ChangeHash, ObjId, ObjType, ReadDoc, Value as Found};
use doorstep_model::UnixMillis;
use doorstep_model::edit::{Edit, FieldRef, ItemRef};
use doorstep_model::field::{Field, FieldKind, Part, PartSchema, Value};
use doorstep_model::id::{Heads, ItemId};

use super::Document;
use super::line::{LineWriter, REMOVED_AT, REMOVED_BY, to_scalar};
use super::reading::Reading;
use crate::chunk::ChangeBytes;
use rand_core::CryptoRng;

/// Characters in one text field.
pub(crate) const MAX_WORDS: usize = 200_000;
/// Characters in one single value.
pub(crate) const MAX_SINGLE: usize = 4_000;
/// Edits in one call.
pub(crate) const MAX_EDITS: usize = 500;

/// What a call's edits did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// New changes, in order; empty when nothing differs from before.
    pub changes: Vec<ChangeBytes>,
    /// Which lines to read again.
    pub touched: Vec<Touched>,
    /// A text was written on an older base than the heads: the document may say what the screen
    /// that wrote has not shown, so these heads are no base for what it shows.
    pub merged: bool,
}

/// A line that an edit touched.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Touched {
    /// Which part.
    pub part: Part,
    /// Which line; `None` where there is only one.
    pub item: Option<ItemId>,
    /// Nothing of it was changed but texts that merge.
    pub texts_only: bool,
}

impl Touched {
    /// Adds a line to those that were touched.
    pub(super) fn note(self, all: &mut Vec<Self>) {
        let same = |one: &&mut Self| one.part == self.part && one.item == self.item;
        match all.iter_mut().find(same) {
            Some(one) => one.texts_only &= self.texts_only,
            None => all.push(self),
        }
    }
}

/// Why edits can't be made; the document is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditFault {
    /// A newer version made the document.
    #[error("the document was made by a newer version")]
    ReadOnly,
    /// No such part, line or field in this document.
    #[error("there is no such part, line or field")]
    NoSuchPlace,
    /// The field can't hold that value.
    #[error("the field can't hold that value")]
    WrongValue,
    /// A text is too long.
    #[error("a text is longer than {limit} characters")]
    TooLong {
        /// In characters.
        limit: usize,
    },
    /// Too many edits at once.
    #[error("more than {MAX_EDITS} edits at once")]
    TooMany,
    /// The text edit's base is not a state of this document.
    #[error("the text's base is not a state of this document")]
    UnknownBase,
    /// automerge refused; the document must be loaded again.
    #[error("automerge: {0}")]
    Automerge(#[from] AutomergeError),
}

impl Document {
    /// Makes all edits, or none.
    ///
    /// # Errors
    /// [`EditFault`]; after [`EditFault::Automerge`] alone the document must be loaded again.
    pub fn edit(
        &mut self,
        edits: &[Edit],
        now: UnixMillis,
        rng: &mut impl CryptoRng,
    ) -> Result<Edited, EditFault> {
        if self.is_read_only() {
            return Err(EditFault::ReadOnly);
        }
        if edits.len() > MAX_EDITS {
            return Err(EditFault::TooMany);
        }
        let mut added = Vec::new();
        for edit in edits {
            self.check(edit, &mut added)?;
        }
        let mut before = self.doc.get_heads();
        before.sort_unstable();
        let (mut touched, mut merged) = (Vec::new(), false);
        for edit in edits {
            self.make_part(edit, now)?;
            merged |= self.make(edit, &before, now, rng)?;
            touched_by(edit).note(&mut touched);
        }
        Ok(Edited {
            changes: self.changes_since(&before),
            touched,
            merged,
        })
    }

    fn check(&self, edit: &Edit, added: &mut Vec<ItemRef>) -> Result<(), EditFault> {
        match edit {
            Edit::Add { line, fields } => {
                let part = self.part(line.part)?;
                if !part.many {
                    return Err(EditFault::NoSuchPlace);
                }
                for (name, value) in fields {
                    check_value(part.field(name).ok_or(EditFault::NoSuchPlace)?, value)?;
                }
                added.push(line.clone());
                Ok(())
            }
            Edit::Set { at, value, base } => {
                let field = self.field(at, FieldKind::Single, added)?;
                if base
                    .as_ref()
                    .is_some_and(|base| self.known_heads(base).is_none())
                {
                    return Err(EditFault::UnknownBase);
                }
                value
                    .as_ref()
                    .map_or(Ok(()), |value| check_value(field, value))
            }
            Edit::Write { at, base, text } => {
                let field = self.field(at, FieldKind::Words, added)?;
                if self.known_heads(base).is_none() {
                    return Err(EditFault::UnknownBase);
                }
                check_value(field, &Value::Text(text.clone()))
            }
            Edit::Include { at, value } | Edit::Exclude { at, value } => {
                check_value(self.field(at, FieldKind::Set, added)?, value)
            }
            Edit::Remove(line) | Edit::Restore(line) => {
                let part = self.part(line.part)?;
                let known = added.contains(line) || self.line(part, Some(&line.item)).is_some();
                if known {
                    Ok(())
                } else {
                    Err(EditFault::NoSuchPlace)
                }
            }
        }
    }

    fn field(
        &self,
        at: &FieldRef,
        kind: FieldKind,
        added: &[ItemRef],
    ) -> Result<&'static Field, EditFault> {
        let part = self.part(at.part)?;
        // A part of which there is one, of a later version than the document, is made when it is
        // written to.
        let later = at.item.is_none() && !part.many && self.part_object(part).is_none();
        let fresh = later
            || at.item.as_ref().is_some_and(|item| {
                added
                    .iter()
                    .any(|line| line.part == at.part && line.item == *item)
            });
        if !fresh && self.line(part, at.item.as_ref()).is_none() {
            return Err(EditFault::NoSuchPlace);
        }
        part.field(&at.field)
            .filter(|field| field.kind == kind)
            .ok_or(EditFault::NoSuchPlace)
    }

    /// Makes the part that an edit is about, in a document that was begun before there were such
    /// parts. Its texts and sets are made when they are written in.
    fn make_part(&mut self, edit: &Edit, now: UnixMillis) -> Result<(), EditFault> {
        let part = self.part(touched_by(edit).part)?;
        if self.part_object(part).is_some() {
            return Ok(());
        }
        self.begin_alike(&automerge::ROOT, part.key, ObjType::Map, now)?;
        Ok(())
    }

    /// Makes one edit. Answers as [`Edited::merged`] says.
    fn make(
        &mut self,
        edit: &Edit,
        before: &[ChangeHash],
        now: UnixMillis,
        rng: &mut impl CryptoRng,
    ) -> Result<bool, EditFault> {
        match edit {
            Edit::Write { at, base, text } => {
                let object = self.line_of(at)?;
                let words = self.container(&object, &at.field, ObjType::Text, now)?;
                let base = self.known_heads(base).ok_or(EditFault::UnknownBase)?;
                return self.write(&words, (&base, before), text, now, rng);
            }
            Edit::Add { line, fields } => self.add(line, fields, now)?,
            Edit::Set { at, value, base } => {
                let object = self.line_of(at)?;
                let base = match base {
                    Some(base) => Some(self.known_heads(base).ok_or(EditFault::UnknownBase)?),
                    None => None,
                };
                let place = (&object, at.field.as_str());
                self.set(place, base.as_deref(), value.as_ref(), now, rng)?;
            }
            Edit::Include { at, value } => self.include(at, value, true, now)?,
            Edit::Exclude { at, value } => self.include(at, value, false, now)?,
            Edit::Remove(line) => {
                let object = self.line_at(line)?;
                let by = self.writer.to_string();
                self.commit(now, |tx| {
                    tx.put(&object, REMOVED_AT, now.0)?;
                    tx.put(&object, REMOVED_BY, by)
                })?;
            }
            Edit::Restore(line) => {
                let object = self.line_at(line)?;
                self.commit(now, |tx| {
                    tx.put(&object, REMOVED_AT, ())?;
                    tx.put(&object, REMOVED_BY, ())
                })?;
            }
        }
        Ok(false)
    }

    fn add(
        &mut self,
        line: &ItemRef,
        fields: &[(String, Value)],
        now: UnixMillis,
    ) -> Result<(), EditFault> {
        let part = self.part(line.part)?;
        if self.line(part, Some(&line.item)).is_some() {
            return Ok(());
        }
        let parent = self.part_object(part).ok_or(EditFault::NoSuchPlace)?;
        let writer = self.writer;
        self.commit(now, |tx| {
            let object = tx.put_object(&parent, line.item.as_str(), ObjType::Map)?;
            let mut begun = LineWriter { tx, object, part };
            begun.begin(writer, now)?;
            let object = begun.object;
            for (name, value) in fields {
                let Some(field) = part.field(name) else {
                    continue;
                };
                match (field.kind, value) {
                    (FieldKind::Words, Value::Text(text)) => {
                        if let Some((_, words)) = tx.get(&object, field.name)? {
                            tx.splice_text(&words, 0, 0, text)?;
                        }
                    }
                    (FieldKind::Set, value) => {
                        if let Some((_, set)) = tx.get(&object, field.name)? {
                            tx.put(&set, set_key(value), true)?;
                        }
                    }
                    (_, value) => tx.put(&object, field.name, to_scalar(Some(value)))?,
                }
            }
            Ok(())
        })
    }

    fn include(
        &mut self,
        at: &FieldRef,
        value: &Value,
        included: bool,
        now: UnixMillis,
    ) -> Result<(), EditFault> {
        let object = self.line_of(at)?;
        let set = self.container(&object, &at.field, ObjType::Map, now)?;
        let key = set_key(value);
        self.commit(now, |tx| tx.put(&set, key, included))
    }

    /// The text or set of a field; made now for a line that an older version began.
    fn container(
        &mut self,
        line: &ObjId,
        field: &str,
        kind: ObjType,
        now: UnixMillis,
    ) -> Result<ObjId, EditFault> {
        match self.doc.get(line, field)? {
            Some((Found::Object(found), object)) if found == kind => Ok(object),
            _ => self.begin_alike(line, field, kind, now),
        }
    }

    pub(super) fn commit(
        &mut self,
        now: UnixMillis,
        write: impl FnOnce(&mut automerge::transaction::Transaction<'_>) -> Result<(), AutomergeError>,
    ) -> Result<(), EditFault> {
        let mut tx = self.doc.transaction();
        write(&mut tx)?;
        tx.commit_with(CommitOptions::default().with_time(now.0));
        Ok(())
    }

    pub(super) fn part(&self, part: Part) -> Result<&'static PartSchema, EditFault> {
        self.kind
            .parts()
            .iter()
            .find(|schema| schema.part == part)
            .ok_or(EditFault::NoSuchPlace)
    }

    fn line_of(&self, at: &FieldRef) -> Result<ObjId, EditFault> {
        self.line(self.part(at.part)?, at.item.as_ref())
            .ok_or(EditFault::NoSuchPlace)
    }

    fn line_at(&self, line: &ItemRef) -> Result<ObjId, EditFault> {
        self.line(self.part(line.part)?, Some(&line.item))
            .ok_or(EditFault::NoSuchPlace)
    }

    pub(super) fn part_object(&self, part: &PartSchema) -> Option<ObjId> {
        Reading::now(&self.doc).object(&automerge::ROOT, part.key)
    }

    pub(super) fn line(&self, part: &PartSchema, item: Option<&ItemId>) -> Option<ObjId> {
        Reading::now(&self.doc).line(part, item)
    }

    /// Whether it has this line, removed or not.
    pub fn has_line(&self, line: &ItemRef) -> bool {
        self.part(line.part)
            .is_ok_and(|part| self.line(part, Some(&line.item)).is_some())
    }

    /// Those of `heads` that this document has been at. A screen that shows several documents as
    /// one names the heads of all of them.
    pub fn heads_of_mine(&self, heads: &Heads) -> Heads {
        let mine = heads.0.iter().filter(|text| {
            let hash = text.parse::<ChangeHash>();
            hash.is_ok_and(|hash| self.doc.get_change_meta_by_hash(&hash).is_some())
        });
        Heads(mine.cloned().collect())
    }

    /// These heads, sorted, if the document has been in that state.
    pub(super) fn known_heads(&self, heads: &Heads) -> Option<Vec<ChangeHash>> {
        let mut known = heads
            .0
            .iter()
            .map(|text| text.parse::<ChangeHash>().ok())
            .collect::<Option<Vec<_>>>()?;
        known.sort_unstable();
        let all_here = known
            .iter()
            .all(|hash| self.doc.get_change_meta_by_hash(hash).is_some());
        all_here.then_some(known)
    }
}

fn check_value(field: &Field, value: &Value) -> Result<(), EditFault> {
    let limit = if field.kind == FieldKind::Words {
        MAX_WORDS
    } else {
        MAX_SINGLE
    };
    if let Value::Text(text) = value
        && text.chars().count() > limit
    {
        return Err(EditFault::TooLong { limit });
    }
    if (field.takes)(value) {
        Ok(())
    } else {
        Err(EditFault::WrongValue)
    }
}

/// A value as the key of a set's map.
fn set_key(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
    }
}

fn touched_by(edit: &Edit) -> Touched {
    match edit {
        Edit::Add { line, .. } | Edit::Remove(line) | Edit::Restore(line) => Touched {
            part: line.part,
            item: Some(line.item.clone()),
            texts_only: false,
        },
        Edit::Set { at, .. }
        | Edit::Write { at, .. }
        | Edit::Include { at, .. }
        | Edit::Exclude { at, .. } => Touched {
            part: at.part,
            item: at.item.clone(),
            texts_only: matches!(edit, Edit::Write { .. }),
        },
    }
}
