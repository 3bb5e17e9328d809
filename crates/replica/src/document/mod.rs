//! A household, a team or a safety note as an automerge document.
//!
//! Layout: at the root `schema` (number), `kind` (text), and one map for each part, under the key
//! its [`PartSchema`](doorstep_model::field::PartSchema) names. A part of which there are many is a
//! map from line id to line. Text fields are automerge texts made together with their line, so that
//! two people who begin to write in the same field write into the same text. Sets are maps from
//! value to yes or no. Removal is a mark in the line. Nothing is ever deleted.

mod act;
mod alike;
mod apply;
mod base;
mod columns;
mod edit;
mod growing;
mod guarded;
mod history;
mod hydrate;
mod line;
mod moved;
mod past;
mod pieces;
mod place;
mod reading;
mod removed;
mod stamp;
mod undo;
mod whole;

pub use apply::Applied;
pub use edit::{EditFault, Edited, Touched};
pub use growing::{Care, Growing, Grown, Voucher};
pub use guarded::ApplyFault;
pub use history::{Told, Wanted};
pub use moved::Moved;
pub use undo::{Undone, steps_of};

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, AutomergeError, ChangeHash, ObjType, ReadDoc, ScalarValue};
use doorstep_model::field::{Part, PartSchema};
use doorstep_model::household::Household;
use doorstep_model::id::Heads;
use doorstep_model::safety_note::SafetyNoteDocument;
use doorstep_model::team::Team;
use doorstep_model::{SCHEMA_VERSION, UnixMillis};
use doorstep_wire::id::DeviceId;
use rand_core::CryptoRng;

use crate::chunk::ChangeBytes;
use line::LineWriter;

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A household record.
    Household,
    /// The team's record.
    Team,
    /// A safety note.
    SafetyNote,
}

impl Kind {
    /// The word in documents.
    pub fn word(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Team => "team",
            Self::SafetyNote => "safety",
        }
    }

    /// The kind for a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Household, Self::Team, Self::SafetyNote]
            .into_iter()
            .find(|kind| kind.word() == word)
    }

    /// The parts of such a document.
    pub fn parts(self) -> &'static [PartSchema] {
        match self {
            Self::Household => Household::PARTS,
            Self::Team => Team::PARTS,
            Self::SafetyNote => SafetyNoteDocument::PARTS,
        }
    }
}

/// A document open on this device.
#[derive(Debug, Clone)]
pub struct Document {
    doc: Automerge,
    kind: Kind,
    writer: DeviceId,
    schema: u32,
}

/// Why saved bytes are not a document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentFault {
    /// automerge can't read or change it.
    #[error("automerge: {0}")]
    Automerge(#[from] AutomergeError),
    /// It is not a document of ours.
    #[error("the document has no kind that this version knows")]
    UnknownKind,
}

impl Document {
    /// A new document of this kind, and the change that makes it.
    ///
    /// # Errors
    /// [`DocumentFault`] if automerge refuses, which it does not for an empty document.
    pub fn create(
        kind: Kind,
        writer: DeviceId,
        now: UnixMillis,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Vec<ChangeBytes>), DocumentFault> {
        let mut doc = Automerge::new().with_actor(new_actor(writer, rng));
        let mut tx = doc.transaction();
        tx.put(automerge::ROOT, SCHEMA_KEY, i64::from(SCHEMA_VERSION))?;
        tx.put(automerge::ROOT, KIND_KEY, kind.word())?;
        // Names from another team are in what came from one alone.
        let parts = kind.parts().iter();
        for part in parts.filter(|part| part.part != Part::Brought) {
            let object = tx.put_object(automerge::ROOT, part.key, ObjType::Map)?;
            if !part.many {
                LineWriter {
                    tx: &mut tx,
                    object,
                    part,
                }
                .begin(writer, now)?;
            }
        }
        tx.commit_with(CommitOptions::default().with_time(now.0));
        let mut document = Self {
            doc,
            kind,
            writer,
            schema: SCHEMA_VERSION,
        };
        let changes = document.changes_since(&[]);
        Ok((document, changes))
    }

    /// A document from what the store holds, ready to be written by this device.
    ///
    /// # Errors
    /// [`DocumentFault`] if the bytes are not a document of a kind this version knows, or not all of
    /// them can be read.
    pub fn load<'a>(
        saved: &[u8],
        tail: impl IntoIterator<Item = &'a [u8]>,
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, DocumentFault> {
        // All in one: what automerge loads on top of a document, it loads as far as it can be read,
        // and says nothing of the rest.
        let mut bytes = saved.to_vec();
        bytes.extend(tail.into_iter().flatten());
        let mut doc = Automerge::load(&bytes)?;
        if !doc.get_missing_deps(&[]).is_empty() {
            return Err(AutomergeError::MissingDeps.into());
        }
        doc.set_actor(new_actor(writer, rng));
        Self::from_automerge(doc, writer)
    }

    fn from_automerge(doc: Automerge, writer: DeviceId) -> Result<Self, DocumentFault> {
        let kind = kind_of(&doc).ok_or(DocumentFault::UnknownKind)?;
        let schema = schema_of(&doc).ok_or(DocumentFault::UnknownKind)?;
        Ok(Self {
            doc,
            kind,
            writer,
            schema,
        })
    }

    /// From now on `writer` writes in it. A device writes for itself alone; this is for records
    /// whose every writer is made up.
    pub fn write_as(&mut self, writer: DeviceId, rng: &mut impl CryptoRng) {
        self.writer = writer;
        self.doc.set_actor(new_actor(writer, rng));
    }

    /// What it is about.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether a newer version made it, so that this one only reads it.
    pub fn is_read_only(&self) -> bool {
        self.schema > SCHEMA_VERSION
    }

    /// Its state, as screens and chunks name it.
    pub fn heads(&self) -> Heads {
        Heads(
            self.doc
                .get_heads()
                .iter()
                .map(|hash| hex(&hash.0))
                .collect(),
        )
    }

    /// Its heads as bytes, sorted.
    pub fn head_bytes(&self) -> Vec<[u8; 32]> {
        let mut heads: Vec<[u8; 32]> = self.doc.get_heads().iter().map(|hash| hash.0).collect();
        heads.sort_unstable();
        heads
    }

    /// The whole document in automerge's compressed form.
    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }

    /// Those of `changes` that this device wrote, in their order.
    pub fn own_changes(&self, changes: &[ChangeBytes]) -> Vec<ChangeBytes> {
        let is_own = |change: &&ChangeBytes| {
            let meta = self.doc.get_change_meta_by_hash(&ChangeHash(change.hash));
            meta.is_some_and(|meta| device_of(&meta.actor) == self.writer)
        };
        changes.iter().filter(is_own).cloned().collect()
    }

    /// How many changes it has seen.
    pub fn change_count(&self) -> usize {
        self.doc.get_changes_meta(&[]).len()
    }

    pub(crate) fn changes_since(&mut self, heads: &[ChangeHash]) -> Vec<ChangeBytes> {
        let changes = self.doc.get_changes(heads);
        changes
            .iter()
            .map(|change| ChangeBytes {
                hash: change.hash().0,
                bytes: change.raw_bytes().to_vec().into(),
            })
            .collect()
    }
}

const SCHEMA_KEY: &str = "schema";
const KIND_KEY: &str = "kind";

fn at_root(doc: &Automerge, key: &str) -> Option<ScalarValue> {
    let (value, _) = doc.get(automerge::ROOT, key).ok().flatten()?;
    value.into_scalar().ok()
}

/// What a document says that it is about.
fn kind_of(doc: &Automerge) -> Option<Kind> {
    match at_root(doc, KIND_KEY)? {
        ScalarValue::Str(word) => Kind::from_word(&word),
        _ => None,
    }
}

/// Which version of the schema it was last written by.
fn schema_of(doc: &Automerge) -> Option<u32> {
    match at_root(doc, SCHEMA_KEY)? {
        ScalarValue::Int(number) => u32::try_from(number).ok(),
        _ => None,
    }
}

/// `device_id` ‖ 8 random bytes: names the device, and never repeats.
fn new_actor(writer: DeviceId, rng: &mut impl CryptoRng) -> ActorId {
    let mut bytes = [0; 24];
    let (device, random) = bytes.split_at_mut(DeviceId::LEN);
    device.copy_from_slice(&writer.0);
    rng.fill_bytes(random);
    ActorId::from(bytes)
}

/// The device that an actor belongs to.
fn device_of(actor: &ActorId) -> DeviceId {
    actor
        .to_bytes()
        .first_chunk()
        .map_or(DeviceId::ZERO, |bytes| DeviceId(*bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
