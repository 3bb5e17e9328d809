//! A household of another team's file under its names here: its history written anew, and nothing in it about this
//! team.

use std::collections::BTreeMap;

use doorstep_model::edit::Edit;
use doorstep_model::id::BlobKey;
use doorstep_model::{DocKey, ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::chunk::ChangeBytes;
use doorstep_replica::document::{ApplyFault, Document, Kind};
use doorstep_wire::id::{BlobId, DeviceId, DocId};

use super::begins::{begins, kept_apart, names};
use super::file::Whole;
use super::noted::{Taken, hashed};
use crate::documents::{Made, edit_problem};
use crate::random::Randomness;

/// In front of what an id of this team becomes where it stands in a file.
const LABEL: &[u8] = b"doorstep/moved-own\0";

/// A household on its way in.
pub(crate) struct Renaming {
    pub(super) writer: DeviceId,
    pub(super) random: Randomness,
    /// What everything is called here; with what was taken over before.
    pub(super) taken: Taken,
    /// Ids of this team, which nobody outside of it means.
    pub(super) own: BTreeMap<String, String>,
    /// What was taken over before.
    pub(super) before: Option<Taken>,
    /// What the team's lists lack.
    pub(super) lists: Vec<Edit>,
}

/// A household under its names here, ready to be kept.
pub(crate) struct Renamed {
    pub(super) taken: Taken,
    pub(super) before: Option<Taken>,
    pub(super) lists: Vec<Edit>,
    pub(super) made: Vec<Made>,
    /// What is new in documents that are here, or may be.
    pub(super) grown: Vec<(DocId, Vec<ChangeBytes>)>,
    /// Names that come with it.
    pub(super) names: BTreeMap<String, String>,
    /// Those that are for whoever takes it over alone.
    pub(super) for_taker: Vec<DocId>,
}

impl Taken {
    pub(super) fn document(&self, there: DocId) -> Option<DocId> {
        let here = self.documents.get(&DocKey::from(there.0))?;
        Some(DocId(here.to_bytes()))
    }

    /// Every document of it.
    pub(super) fn all(&self) -> impl Iterator<Item = DocId> {
        self.documents.values().map(|key| DocId(key.to_bytes()))
    }

    pub(super) fn blob(&self, there: BlobId) -> Option<BlobId> {
        let here = self.blobs.get(&BlobKey::from(there.0))?;
        Some(BlobId(here.to_bytes()))
    }
}

fn is_before(before: &Option<Taken>, id: DocId) -> bool {
    before.iter().flat_map(Taken::all).any(|one| one == id)
}

/// What an id of this team becomes where it stands in a file.
pub(super) fn another(writer: DeviceId, id: [u8; 16]) -> String {
    hashed(&[LABEL, &writer.0, &id]).to_string()
}

impl Renaming {
    /// Writes the history anew, of all documents. It takes as long as there is history, and nobody waits for it.
    ///
    /// # Errors
    /// [`ProblemCode::MoveDamaged`] if something in the file is no record, or has nothing to do with the household.
    pub(crate) fn write(
        self,
        whole: &Whole,
        worker: Option<&ItemId>,
        now: UnixMillis,
    ) -> Result<Renamed, Problem> {
        let mut random = self.random.clone();
        let ids = self.ids();
        let (mut documents, mut writers) = (Vec::new(), BTreeMap::new());
        for one in &whole.documents {
            let moved = Document::take_over(&one.whole, self.writer, &ids, &mut random);
            let moved = moved.map_err(not_taken)?;
            writers.extend(moved.writers);
            let id = self
                .taken
                .document(one.id)
                .ok_or(ProblemCode::MoveDamaged)?;
            documents.push((id, one.apart, moved.document, moved.changes));
        }
        belong_together(&documents)?;
        let names = names(&whole.head.people, &writers, &ids);
        let mut renamed = Renamed {
            made: Vec::new(),
            grown: Vec::new(),
            names,
            for_taker: Vec::new(),
            taken: self.taken,
            before: self.before,
            lists: self.lists,
        };
        for (id, apart, mut document, mut changes) in documents {
            if is_before(&renamed.before, id) {
                renamed.grown.push((id, changes));
                continue;
            }
            let is_first = DocKey::from(id.0) == renamed.taken.household;
            let edits = match document.kind() {
                Kind::Household => {
                    let first = is_first.then_some(worker);
                    begins(&whole.head, first, &document, &renamed.names, &self.random)
                }
                _ => kept_apart(apart),
            };
            let edited = document.edit(&edits, now, &mut random);
            changes.extend(edited.map_err(edit_problem)?.changes);
            if whole.head.restricted {
                renamed.for_taker.push(id);
            }
            renamed.made.push(Made::of(id, document, changes));
        }
        Ok(renamed)
    }

    /// What stands for what. Whatever the file says of this team is of another one.
    fn ids(&self) -> BTreeMap<String, String> {
        let mut ids = self.own.clone();
        ids.extend(self.taken.lists.clone());
        let documents = self.taken.documents.iter();
        ids.extend(documents.map(|(there, here)| (there.to_string(), here.to_string())));
        let blobs = self.taken.blobs.iter();
        ids.extend(blobs.map(|(there, here)| (there.to_string(), here.to_string())));
        ids
    }
}

/// Why something in a file is no record.
pub(super) fn not_taken(fault: ApplyFault) -> Problem {
    match fault {
        ApplyFault::UnknownKind => ProblemCode::MoveLater.into(),
        _ => ProblemCode::MoveDamaged.into(),
    }
}

/// Whether it is one household, what is shown as one with it, and notes about these. Else there would be things that
/// no screen had shown.
fn belong_together<T, C>(documents: &[(DocId, T, Document, C)]) -> Result<(), Problem> {
    let is_among = |key: Option<&DocKey>| {
        key.is_some_and(|key| {
            let mut all = documents.iter();
            all.any(|(id, _, document, _)| {
                id.0 == key.to_bytes() && document.kind() == Kind::Household
            })
        })
    };
    for (number, (id, _, document, _)) in documents.iter().enumerate() {
        let key = DocKey::from(id.0);
        let belongs = match document.kind() {
            Kind::Household if number == 0 => true,
            Kind::Household => {
                let view = document.household(key.clone());
                let into = view.and_then(|view| view.about.joined_into.value);
                into.as_ref() != Some(&key) && is_among(into.as_ref())
            }
            Kind::SafetyNote if number > 0 => {
                let note = document.safety_note(key);
                is_among(note.and_then(|note| note.note.household.value).as_ref())
            }
            _ => false,
        };
        if document.is_read_only() {
            return Err(ProblemCode::MoveLater.into());
        }
        if !belongs {
            return Err(ProblemCode::MoveDamaged.into());
        }
    }
    Ok(())
}
