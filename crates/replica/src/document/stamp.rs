//! Who said something and when, out of the changes themselves.
//!
//! An undo that brings several people's values back writes them anew, so that a choice can be made
//! again. Each such change says in its message whose value it repeats. That word is believed only
//! if the named change really set the value, so that nobody can put words into another's mouth.

use automerge::{Automerge, ChangeHash, ObjId, ScalarValue, Value as Found};
use doorstep_model::UnixMillis;
use doorstep_model::field::Stamp;
use doorstep_model::id::DeviceKey;
use doorstep_wire::id::DeviceId;

use super::moved::{own_message, writer_of};
use super::reading::Reading;

/// The message of a change that sets something back.
pub(super) const UNDO: &str = "undo";
const REPEATS: &str = "undo; repeats ";

/// The message of a change that repeats the value of another.
pub(super) fn repeats(original: &ChangeHash) -> String {
    format!("{REPEATS}{original}")
}

/// The change whose value a message says that it repeats.
pub(super) fn of_repeat(message: &str) -> Option<ChangeHash> {
    message.strip_prefix(REPEATS)?.parse().ok()
}

/// Whether a change set something back.
pub(super) fn is_undo(message: Option<&str>) -> bool {
    own_message(message).is_some_and(|message| message == UNDO || message.starts_with(REPEATS))
}

/// Whether a change says that it repeats the value of another.
pub(super) fn is_repeat(message: Option<&str>) -> bool {
    own_message(message).is_some_and(|message| message.starts_with(REPEATS))
}

/// Who made a change and when, by the clock of the device that made it. Of a change that was brought in from
/// another team: who made it there, under a name that stands for them here.
pub(super) fn of_change(doc: &Automerge, hash: &ChangeHash) -> Option<Stamp> {
    let meta = doc.get_change_meta_by_hash(hash)?;
    Some(Stamp {
        by: DeviceKey::from(writer_of(&meta.actor, meta.message.as_deref()).0),
        at: UnixMillis(meta.timestamp),
    })
}

/// Who said the value that an operation put there.
pub(super) fn said_when(
    reading: Reading<'_>,
    object: &ObjId,
    field: &str,
    (value, id): (&ScalarValue, &ObjId),
) -> Stamp {
    said_in(reading, object, field, (value, id))
        .and_then(|hash| of_change(reading.doc, &hash))
        .unwrap_or(Stamp {
            by: DeviceKey::from(DeviceId::ZERO.0),
            at: UnixMillis(0),
        })
}

/// The change in which somebody said it.
pub(super) fn said_in(
    reading: Reading<'_>,
    object: &ObjId,
    field: &str,
    (value, id): (&ScalarValue, &ObjId),
) -> Option<ChangeHash> {
    let hash = reading.doc.hash_for_opid(id)?;
    original_of(reading.doc, object, field, (value, hash)).or(Some(hash))
}

/// The change whose value this one repeats, if it says so and that is true.
pub(super) fn original_of(
    doc: &Automerge,
    object: &ObjId,
    field: &str,
    (value, hash): (&ScalarValue, ChangeHash),
) -> Option<ChangeHash> {
    let meta = doc.get_change_meta_by_hash(&hash)?;
    let named = of_repeat(own_message(meta.message.as_deref())?)?;
    let then = Reading::at(doc, std::slice::from_ref(&named)).get_all(object, field);
    let is_true = then.iter().any(|(found, id)| {
        matches!(found, Found::Scalar(found) if found.as_ref() == value)
            && doc.hash_for_opid(id) == Some(named)
    });
    is_true.then_some(named)
}
