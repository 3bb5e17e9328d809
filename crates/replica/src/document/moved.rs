//! A household that comes from another team, with its whole history.
//!
//! The team that takes it over can't know the devices of the one that had it, so the device that brings
//! it in answers for every change: the history is written anew, change for change, under actors of that
//! device, in their old order. Each change says in its message who wrote it before. Whoever reads shows
//! that as what this device says, under a name that no device of the team has ([`elsewhere`]): so nobody
//! can put words into a colleague's mouth by claiming to have brought them.
//!
//! What was taken over before comes out the same when more has been written since: so a later file adds
//! what is new, and nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use automerge::legacy::{ElementId, Key, ObjectId, OpId, OpType};
use automerge::{ActorId, Automerge, Change, ChangeHash, ExpandedChange, ScalarValue};
use doorstep_model::id::DeviceKey;
use doorstep_wire::id::DeviceId;
use rand_core::CryptoRng;
use sha2::{Digest as _, Sha256};

use super::guarded::{ApplyFault, guarded, reloaded};
use super::line::{ADDED_BY, REMOVED_BY};
use super::stamp::{of_repeat, repeats};
use super::whole::Whole;
use super::{Document, device_of};
use crate::chunk::{ChangeBytes, Snapshot};

/// In front of what a name from elsewhere is made from.
const LABEL: &[u8] = b"doorstep/moved\0";
/// How the message of a change begins that was brought in.
const BY: &str = "moved; by ";
/// Between that and the message that the change had before.
const THEN: &str = "; ";
/// Characters of a device's id.
const HEX: usize = 2 * DeviceId::LEN;

/// What a document from another team became.
pub struct Moved {
    /// The document, written by the device that brought it in.
    pub document: Document,
    /// All its changes, each after those that it builds on.
    pub changes: Vec<ChangeBytes>,
    /// Under which name each device that wrote in it before stands in it now.
    pub writers: BTreeMap<DeviceKey, DeviceKey>,
}

impl Document {
    /// Takes over a document that another team's device saved. `ids` are texts of 32 characters that
    /// stand for something else here: documents, photos, what is on the team's lists.
    ///
    /// # Errors
    /// [`ApplyFault`] if it is no document of a kind that this version knows, or automerge can't read it.
    pub fn take_over(
        saved: &Snapshot,
        writer: DeviceId,
        ids: &BTreeMap<String, String>,
        rng: &mut impl CryptoRng,
    ) -> Result<Moved, ApplyFault> {
        let before = Whole::load(saved)?.doc;
        let changes = guarded(|| Some(before.get_changes(&[])))?;
        let decoded = guarded(|| Some(changes.iter().map(Change::decode).collect::<Vec<_>>()))?;
        let rewriting = Rewriting::of(&decoded, writer, ids);
        let doc = guarded(|| rewriting.all(decoded))?;
        let (doc, _) = reloaded(&doc)?;
        let mut document = Self::written_by(doc, writer, rng)?;
        let changes = document.changes_since(&[]);
        Ok(Moved {
            document,
            changes,
            writers: rewriting.writers,
        })
    }

    /// Every device that wrote in it or stands in it as who added or removed a line, as stamps name it.
    pub fn writers(&self) -> BTreeSet<DeviceKey> {
        let metas = self.doc.get_changes_meta(&[]);
        let wrote = metas
            .iter()
            .map(|meta| writer_of(&meta.actor, meta.message.as_deref()));
        wrote.map(|device| DeviceKey::from(device.0)).collect()
    }
}

/// The name in this team of somebody who wrote in a record that `brought_by` brought in.
pub(super) fn elsewhere(brought_by: DeviceId, who: &DeviceKey) -> DeviceId {
    let mut hasher = Sha256::new();
    hasher.update(LABEL);
    hasher.update(brought_by.0);
    hasher.update(who.to_bytes());
    let hash: [u8; 32] = hasher.finalize().into();
    hash.first_chunk()
        .map_or(DeviceId::ZERO, |id| DeviceId(*id))
}

/// Who wrote a change: the device that signs it, or who wrote it before that device brought it in.
pub(super) fn writer_of(actor: &ActorId, message: Option<&str>) -> DeviceId {
    let signer = device_of(actor);
    match parted(message) {
        (Some(who), _) => elsewhere(signer, &who),
        (None, _) => signer,
    }
}

/// What a change's message said before it was brought in.
pub(super) fn own_message(message: Option<&str>) -> Option<&str> {
    parted(message).1
}

/// Who wrote a change before, and the message that it had.
fn parted(message: Option<&str>) -> (Option<DeviceKey>, Option<&str>) {
    let moved = message.and_then(|message| {
        let (who, rest) = message.strip_prefix(BY)?.split_at_checked(HEX)?;
        Some((DeviceKey::try_from(who.to_owned()).ok()?, rest))
    });
    match moved {
        Some((who, rest)) => (Some(who), rest.strip_prefix(THEN)),
        None => (None, message),
    }
}

/// What stands for what in the new history.
struct Rewriting<'a> {
    ids: &'a BTreeMap<String, String>,
    /// In the old order, which decides between values that were set at the same time.
    actors: BTreeMap<ActorId, ActorId>,
    writers: BTreeMap<DeviceKey, DeviceKey>,
    /// The same as texts.
    names: BTreeMap<String, String>,
}

impl<'a> Rewriting<'a> {
    fn of(changes: &[ExpandedChange], writer: DeviceId, ids: &'a BTreeMap<String, String>) -> Self {
        let all: BTreeSet<&ActorId> = changes.iter().map(|change| &change.actor_id).collect();
        let actors = all.into_iter().map(|actor| {
            let bytes = [&writer.0[..], actor.to_bytes()].concat();
            (actor.clone(), ActorId::from(bytes))
        });
        let wrote = changes.iter().map(|change| {
            let device = writer_of(&change.actor_id, change.message.as_deref());
            DeviceKey::from(device.0)
        });
        let stands = changes.iter().flat_map(|change| {
            let lines = change.operations.iter().filter(|op| is_by(&op.key));
            lines.filter_map(|op| match &op.action {
                OpType::Put(ScalarValue::Str(by)) => DeviceKey::try_from(by.to_string()).ok(),
                _ => None,
            })
        });
        let writers: BTreeMap<DeviceKey, DeviceKey> = wrote
            .chain(stands)
            .map(|before| {
                let now = elsewhere(writer, &before);
                (before, DeviceKey::from(now.0))
            })
            .collect();
        let names = writers
            .iter()
            .map(|(before, now)| (before.to_string(), now.to_string()));
        Self {
            ids,
            actors: actors.collect(),
            names: names.collect(),
            writers,
        }
    }

    /// `None` where a change names an actor or a change that is not among these.
    fn all(&self, changes: Vec<ExpandedChange>) -> Option<Automerge> {
        let mut hashes: BTreeMap<ChangeHash, ChangeHash> = BTreeMap::new();
        let mut new = Vec::with_capacity(changes.len());
        for mut change in changes {
            let before = change.hash?;
            let wrote = writer_of(&change.actor_id, change.message.as_deref());
            change.message = Some(self.message(wrote, change.message.as_deref(), &hashes));
            change.actor_id = self.actor(&change.actor_id)?;
            let deps = change.deps.iter().map(|dep| hashes.get(dep).copied());
            change.deps = deps.collect::<Option<_>>()?;
            for op in &mut change.operations {
                if let ObjectId::Id(id) = &op.obj {
                    op.obj = ObjectId::Id(self.op(id)?);
                }
                match &mut op.key {
                    Key::Seq(ElementId::Id(id)) => *id = self.op(id)?,
                    Key::Seq(ElementId::Head) => {}
                    Key::Map(key) => {
                        if let Some(now) = self.text(key) {
                            *key = now.into();
                        }
                    }
                }
                let pred = op.pred.iter().map(|id| self.op(id));
                op.pred = pred.collect::<Option<_>>()?;
                if let OpType::Put(ScalarValue::Str(text)) = &mut op.action
                    && let Some(now) = self.text(text)
                {
                    *text = now.into();
                }
            }
            change.hash = None;
            let change = Change::from(change);
            hashes.insert(before, change.hash());
            new.push(change);
        }
        let mut doc = Automerge::new();
        doc.apply_changes(new).ok()?;
        Some(doc)
    }

    fn message(
        &self,
        wrote: DeviceId,
        message: Option<&str>,
        hashes: &BTreeMap<ChangeHash, ChangeHash>,
    ) -> String {
        let by = DeviceKey::from(wrote.0);
        let then = own_message(message).map(|message| match of_repeat(message) {
            Some(named) => hashes
                .get(&named)
                .map_or_else(|| message.to_owned(), repeats),
            None => message.to_owned(),
        });
        match then {
            Some(then) => format!("{BY}{by}{THEN}{then}"),
            None => format!("{BY}{by}"),
        }
    }

    fn actor(&self, before: &ActorId) -> Option<ActorId> {
        self.actors.get(before).cloned()
    }

    fn op(&self, before: &OpId) -> Option<OpId> {
        Some(OpId::new(before.counter(), &self.actor(before.actor())?))
    }

    /// What a text stands for here, if it is something else.
    fn text(&self, text: &str) -> Option<&str> {
        if text.len() != HEX {
            return None;
        }
        let found = self.ids.get(text).or_else(|| self.names.get(text));
        found.map(String::as_str)
    }
}

/// Whether a value under this key says who added or removed a line.
fn is_by(key: &Key) -> bool {
    matches!(key, Key::Map(key) if [ADDED_BY, REMOVED_BY].contains(&key.as_str()))
}
