//! Parts, texts and sets that an older version did not know, begun in the same way by everybody.
//!
//! Two devices may begin the same one without knowing of each other. So the change that makes it
//! is the same wherever it is made: it builds on what made the object around it and on nothing
//! else, has no time, and its actor is nobody's device and follows from the place. Both then write
//! into one object.

use automerge::legacy::{Key, OpType};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Change, ChangeHash, ObjId, ObjType, ReadDoc, Value as Found};
use doorstep_model::UnixMillis;
use doorstep_wire::id::DeviceId;
use sha2::{Digest, Sha256};

use super::place::{Id, id_of, id_of_op};
use super::{Document, EditFault, device_of};

/// In front of what an actor's name is made from.
const LABEL: &[u8] = b"doorstep/alike\0";

impl Document {
    /// Makes the map or text under a key of a map, where there is none.
    ///
    /// # Errors
    /// [`EditFault::Automerge`]; the document must be loaded again.
    pub(super) fn begin_alike(
        &mut self,
        parent: &ObjId,
        key: &str,
        kind: ObjType,
        now: UnixMillis,
    ) -> Result<ObjId, EditFault> {
        let made = self.doc.hash_for_opid(parent).or_else(|| self.first());
        if let Some(made) = made {
            let mut then = self.doc.fork_at(&[made])?;
            // What took something's place would be no beginning, and others would refuse it.
            if then.get(parent, key)?.is_none() {
                then.set_actor(nobody(&made, id_of(parent).as_ref(), key, kind));
                let mut tx = then.transaction();
                tx.put_object(parent, key, kind)?;
                tx.commit_with(CommitOptions::default().with_time(0));
                self.doc.apply_changes(then.get_changes(&[made]))?;
            }
            if let Some((Found::Object(found), object)) = self.doc.get(parent, key)?
                && found == kind
            {
                return Ok(object);
            }
        }
        // Something else was put in its place since: another, in the way of every other value.
        let mut object = ObjId::Root;
        self.commit(now, |tx| {
            object = tx.put_object(parent, key, kind)?;
            Ok(())
        })?;
        Ok(object)
    }

    /// The change that began the document.
    fn first(&self) -> Option<ChangeHash> {
        let all = self.doc.get_changes_meta(&[]);
        let firsts = all.iter().filter(|meta| meta.deps.is_empty());
        firsts.map(|meta| meta.hash).min()
    }
}

/// Whether a change is such a beginning and nothing more, so that anybody may hand it on.
pub(super) fn is_alike(change: &Change) -> bool {
    let [dep] = change.deps() else {
        return false;
    };
    let bare = change.seq() == 1 && change.timestamp() == 0 && change.message().is_none();
    if !bare || device_of(change.actor_id()) != DeviceId::ZERO {
        return false;
    }
    let change_made = change.decode();
    let [op] = change_made.operations.as_slice() else {
        return false;
    };
    let (Key::Map(key), OpType::Make(kind)) = (&op.key, &op.action) else {
        return false;
    };
    let parent = match &op.obj {
        automerge::legacy::ObjectId::Root => None,
        automerge::legacy::ObjectId::Id(id) => Some(id_of_op(id)),
    };
    !op.insert
        && op.pred.is_empty()
        && matches!(kind, ObjType::Map | ObjType::Text)
        && *change.actor_id() == nobody(dep, parent.as_ref(), key, *kind)
}

/// The actor of the change that makes this, built on `made`.
fn nobody(made: &ChangeHash, parent: Option<&Id>, key: &str, kind: ObjType) -> ActorId {
    let mut hasher = Sha256::new();
    hasher.update(LABEL);
    hasher.update(made.0);
    if let Some((counter, actor)) = parent {
        hasher.update(counter.to_be_bytes());
        hasher.update(actor.to_bytes());
    }
    hasher.update(if kind == ObjType::Text {
        b"\0text\0"
    } else {
        b"\0map\0\0"
    });
    hasher.update(key.as_bytes());
    let hash: [u8; 32] = hasher.finalize().into();
    let mut bytes = [0; 24];
    let (_, random) = bytes.split_at_mut(DeviceId::LEN);
    random
        .iter_mut()
        .zip(hash)
        .for_each(|(to, from)| *to = from);
    ActorId::from(bytes)
}
