//! Writing one line of a part.

use automerge::transaction::Transactable;
use automerge::transaction::Transaction;
use automerge::{AutomergeError, ObjId, ObjType, ScalarValue, ScalarValueRef};
use doorstep_model::UnixMillis;
use doorstep_model::field::{FieldKind, PartSchema, Value};
use doorstep_wire::id::DeviceId;

pub(super) const ADDED_AT: &str = "added_at";
pub(super) const ADDED_BY: &str = "added_by";
pub(super) const REMOVED_AT: &str = "removed_at";
pub(super) const REMOVED_BY: &str = "removed_by";

/// A line within a transaction.
pub(super) struct LineWriter<'a, 'b> {
    pub(super) tx: &'a mut Transaction<'b>,
    pub(super) object: ObjId,
    pub(super) part: &'static PartSchema,
}

impl LineWriter<'_, '_> {
    /// Stamps a new line and makes its texts and sets.
    pub(super) fn begin(&mut self, by: DeviceId, at: UnixMillis) -> Result<(), AutomergeError> {
        self.tx.put(&self.object, ADDED_AT, at.0)?;
        self.tx.put(&self.object, ADDED_BY, by.to_string())?;
        for field in self.part.fields {
            match field.kind {
                FieldKind::Single => {}
                FieldKind::Words => {
                    self.tx
                        .put_object(&self.object, field.name, ObjType::Text)?;
                }
                FieldKind::Set => {
                    self.tx.put_object(&self.object, field.name, ObjType::Map)?;
                }
            }
        }
        Ok(())
    }
}

/// A model value as automerge holds it.
pub(super) fn to_scalar(value: Option<&Value>) -> ScalarValue {
    match value {
        Some(Value::Text(text)) => ScalarValue::Str(text.as_str().into()),
        Some(Value::Number(number)) => ScalarValue::Int(*number),
        Some(Value::Flag(flag)) => ScalarValue::Boolean(*flag),
        None => ScalarValue::Null,
    }
}

/// An automerge scalar as the model knows it; `None` for nothing, or for what it does not know.
pub(super) fn from_scalar(value: &ScalarValue) -> Option<Value> {
    match value {
        ScalarValue::Str(text) => Some(Value::Text(text.to_string())),
        ScalarValue::Int(number) => Some(Value::Number(*number)),
        ScalarValue::Uint(number) => i64::try_from(*number).ok().map(Value::Number),
        ScalarValue::Boolean(flag) => Some(Value::Flag(*flag)),
        _ => None,
    }
}

/// As [`from_scalar`], for a value that is borrowed from the document.
pub(super) fn from_scalar_ref(value: &ScalarValueRef<'_>) -> Option<Value> {
    match value {
        ScalarValueRef::Str(text) => Some(Value::Text(text.to_string())),
        ScalarValueRef::Int(number) => Some(Value::Number(*number)),
        ScalarValueRef::Uint(number) => i64::try_from(*number).ok().map(Value::Number),
        ScalarValueRef::Boolean(flag) => Some(Value::Flag(*flag)),
        _ => None,
    }
}
