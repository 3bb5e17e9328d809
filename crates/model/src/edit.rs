//! What a screen can do to a record. Every edit can be undone by another edit.

use serde::{Deserialize, Serialize};

use crate::field::{Field, Part, Scalar, Value};
use crate::id::{Heads, ItemId};

/// A field of the document, or of one of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldRef {
    /// Which part.
    pub part: Part,
    /// Which line; `None` where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// The field's key.
    pub field: String,
}

/// A line of a part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ItemRef {
    /// Which part.
    pub part: Part,
    /// Which line.
    pub item: ItemId,
}

/// One change to a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// A new line, with the values it begins with. The screen makes the id, so that it can go on
    /// editing before the reply is there; a repeat of the same id changes nothing.
    Add {
        /// Which part, and the new id.
        line: ItemRef,
        /// Field keys and values; text fields take [`Value::Text`].
        fields: Vec<(String, Value)>,
    },
    /// Sets or clears a single value. Where two people had set it, this is the choice.
    Set {
        /// Which field.
        at: FieldRef,
        /// `None` clears it.
        value: Option<Value>,
        /// The document's state that the screen showed when the person began. What others have set
        /// since stands beside this value then; with `None` this one stands alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<Heads>,
    },
    /// Replaces the text that the screen knew by the one it shows now; only the difference is
    /// written, at the state the screen had, so that what arrived meanwhile is kept.
    Write {
        /// Which field.
        at: FieldRef,
        /// The document's state that the screen's text was based on. None at all, or one from
        /// before the text was made, stands for the text as it was made.
        base: Heads,
        /// The whole text as it stands on the screen.
        text: String,
    },
    /// Puts a value into a set.
    Include {
        /// Which field.
        at: FieldRef,
        /// Which value.
        value: Value,
    },
    /// Takes a value out of a set.
    Exclude {
        /// Which field.
        at: FieldRef,
        /// Which value.
        value: Value,
    },
    /// Marks a line as removed.
    Remove(ItemRef),
    /// Takes the mark away.
    Restore(ItemRef),
}

impl Field {
    /// This field of a part of which there is one.
    pub fn only(&self) -> FieldRef {
        FieldRef {
            part: self.part,
            item: None,
            field: self.name.into(),
        }
    }

    /// This field of one line.
    pub fn of(&self, item: &ItemId) -> FieldRef {
        FieldRef {
            part: self.part,
            item: Some(item.clone()),
            field: self.name.into(),
        }
    }

    /// This field with a value a line begins with.
    pub fn with(&self, value: impl Scalar) -> (String, Value) {
        (self.name.into(), value.to_value())
    }
}

impl FieldRef {
    /// An edit that sets this field, or clears it.
    pub fn set(self, value: Option<impl Scalar>) -> Edit {
        Edit::Set {
            at: self,
            value: value.map(|value| value.to_value()),
            base: None,
        }
    }

    /// As [`FieldRef::set`], for a screen that showed the field as it was at `base`.
    pub fn set_on(self, base: &Heads, value: Option<impl Scalar>) -> Edit {
        Edit::Set {
            at: self,
            value: value.map(|value| value.to_value()),
            base: Some(base.clone()),
        }
    }

    /// An edit that writes this text.
    pub fn write(self, base: &Heads, text: impl Into<String>) -> Edit {
        Edit::Write {
            at: self,
            base: base.clone(),
            text: text.into(),
        }
    }
}
