//! Taking a household over from another team's file, and what is new in a later one.

use std::collections::BTreeMap;

use doorstep_model::edit::Edit;
use doorstep_model::id::BlobKey;
use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::chunk::ChangeBytes;
use doorstep_replica::document::{ApplyFault, Document, Kind};
use doorstep_replica::moving::Head;
use doorstep_wire::id::{BlobId, DeviceId, DocId};
use rusqlite::Transaction;
use sha2::{Digest as _, Sha256};

use super::begins::{begins, kept_apart, missing_names, names};
use super::file::Whole;
use super::noted::{self, Taken};
use crate::documents::{Made, Work, edit_problem};
use crate::random::Randomness;
use crate::store::table::{document, member_name, setting};
use crate::unlocked::Unlocked;

/// In front of what an id of this team becomes where it stands in a file.
const LABEL: &[u8] = b"doorstep/moved-own\0";

/// A household on its way in.
pub(crate) struct Renaming {
    writer: DeviceId,
    random: Randomness,
    /// What everything is called here; with what was taken over before.
    taken: Taken,
    /// Ids of this team, which nobody outside of it means.
    own: BTreeMap<String, String>,
    /// What was taken over before.
    before: Option<Taken>,
    /// What the team's lists lack.
    lists: Vec<Edit>,
}

/// A household under its names here, ready to be kept.
pub(crate) struct Renamed {
    taken: Taken,
    before: Option<Taken>,
    lists: Vec<Edit>,
    made: Vec<Made>,
    /// What is new in documents that are here, or may be.
    grown: Vec<(DocId, Vec<ChangeBytes>)>,
    /// Names that come with it.
    names: BTreeMap<String, String>,
    /// Those that are for whoever takes it over alone.
    for_taker: Vec<DocId>,
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

/// What an id of this team becomes where it stands in a file: the same each time.
fn elsewhere(writer: DeviceId, id: [u8; 16]) -> String {
    let hash = Sha256::new()
        .chain_update(LABEL)
        .chain_update(writer.0)
        .chain_update(id)
        .finalize();
    let first: [u8; 16] = hash.first_chunk().copied().unwrap_or_default();
    DocKey::from(first).to_string()
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
fn not_taken(fault: ApplyFault) -> Problem {
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

impl Unlocked {
    /// What becomes of a file here.
    ///
    /// # Errors
    /// [`ProblemCode::MoveOwnTeam`], or [`ProblemCode::WrongValue`] if nobody in the team is that worker.
    pub(crate) fn comes(
        &mut self,
        whole: &Whole,
        worker: Option<&ItemId>,
    ) -> Result<Renaming, Problem> {
        self.is_from_others(&whole.head)?;
        let members = self.store.read(member_name::members)?;
        if worker.is_some_and(|worker| !members.iter().any(|(id, _)| id == worker)) {
            return Err(ProblemCode::WrongValue.into());
        }
        let before = self.taken_before(&whole.head)?;
        let mut taken = before.clone().unwrap_or_else(|| Taken {
            household: DocKey::from(self.random.bytes()),
            documents: BTreeMap::new(),
            blobs: BTreeMap::new(),
            lists: BTreeMap::new(),
        });
        let first = (
            DocKey::from(whole.head.household.0),
            taken.household.clone(),
        );
        taken.documents.extend([first]);
        for one in &whole.documents {
            let there = DocKey::from(one.id.0);
            let new = || DocKey::from(self.random.bytes());
            taken.documents.entry(there).or_insert_with(new);
        }
        for there in &whole.attachments {
            let new = || BlobKey::from(self.random.bytes());
            let there = BlobKey::from(there.0);
            taken.blobs.entry(there).or_insert_with(new);
        }
        let lists = self.lines_for(&whole.head.listed, &mut taken.lists)?;
        let members = members.iter().map(|(id, _)| id.to_bytes());
        let own = self.own_ids()?.into_iter().chain(members);
        let writer = self.identity.device_id();
        Ok(Renaming {
            writer,
            random: self.random.clone(),
            own: own
                .map(|id| (DocKey::from(id).to_string(), elsewhere(writer, id)))
                .collect(),
            taken,
            before,
            lists,
        })
    }

    /// Every document and every device of this team.
    fn own_ids(&self) -> Result<Vec<[u8; 16]>, Problem> {
        let documents = self.store.read(document::ids)?;
        let roster = &self.membership()?.roster;
        let devices = roster.members().map(|(id, _)| id.0);
        let former = roster.all_former().map(|(id, _)| id.0);
        let documents = documents.into_iter().map(|id| id.0);
        Ok(documents.chain(devices).chain(former).collect())
    }

    /// Nobody takes over from their own team, or where everybody is made up.
    pub(crate) fn is_from_others(&self, head: &Head) -> Result<(), Problem> {
        if self.practice {
            return Err(ProblemCode::MovePractice.into());
        }
        match head.team == self.team_id()? {
            true => Err(ProblemCode::MoveOwnTeam.into()),
            false => Ok(()),
        }
    }

    /// What was taken over here of this household, if it is still here.
    pub(crate) fn taken_before(&self, head: &Head) -> Result<Option<Taken>, Problem> {
        let name = noted::taken(head);
        Ok(self.store.read(|conn| noted::get(conn, &name))?)
    }

    /// Keeps it, in one transaction, with what the team's lists lack.
    ///
    /// # Errors
    /// If something of it can't be read or kept; then nothing of it is.
    pub(crate) fn keep_renamed(
        &mut self,
        whole: &Whole,
        renamed: Renamed,
        now: UnixMillis,
    ) -> Result<Taken, Problem> {
        let is = self.taken_before(&whole.head)?;
        if let (Some(is), true) = (&is, is != renamed.before) {
            // Another call was quicker with the same household.
            return Ok(is.clone());
        }
        let grown = self.grown(&renamed, now)?;
        let keep = |tx: &Transaction<'_>| {
            renamed.made.iter().try_for_each(|one| one.insert(tx))?;
            grown.iter().try_for_each(|one| one.append(tx))?;
            for id in &renamed.for_taker {
                setting::put(tx, &noted::for_taker(*id), "1")?;
            }
            noted::put(tx, &noted::taken(&whole.head), &renamed.taken)
        };
        match self.team_document()? {
            Some(team) if !renamed.lists.is_empty() => {
                self.change_documents(&[(team, Work::Edit(&renamed.lists))], now, keep)?;
            }
            _ => self.making_room(|this| Ok(this.store.write(keep)?))?,
        }
        for one in grown {
            self.stale(Stale::Household(DocKey::from(one.id.0)));
            self.documents.forget(one.id);
        }
        self.note_saved(Kind::Household);
        self.note_saved(Kind::SafetyNote);
        Ok(renamed.taken)
    }

    /// Documents that are here with what is new in them. One that was erased here, or is for others, stays so.
    fn grown(&mut self, renamed: &Renamed, now: UnixMillis) -> Result<Vec<Made>, Problem> {
        let (me, mut random) = (self.identity.device_id(), self.random.clone());
        let mut all = Vec::new();
        for (id, changes) in &renamed.grown {
            let mut document = match self.document(*id) {
                Ok(open) => open.document.clone(),
                Err(problem) if is_gone(&problem) => continue,
                Err(problem) => return Err(problem),
            };
            let applied = document.apply(me, changes, &mut random);
            let mut new = applied.map_err(not_taken)?.new;
            let names = missing_names(&document, &renamed.names, &self.random);
            let edited = document.edit(&names, now, &mut random);
            new.extend(edited.map_err(edit_problem)?.changes);
            if !new.is_empty() {
                all.push(Made::of(*id, document, new));
            }
        }
        Ok(all)
    }
}

fn is_gone(problem: &Problem) -> bool {
    let gone = [
        ProblemCode::Erased,
        ProblemCode::NotForYou,
        ProblemCode::NotHere,
    ];
    gone.contains(&problem.code)
}
