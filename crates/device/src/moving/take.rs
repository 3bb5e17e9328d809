//! Taking a household over from another team's file.

use std::collections::BTreeMap;

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Brought};
use doorstep_model::stale::Stale;
use doorstep_model::{Date, DeviceKey, DocKey, ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::document::{Document, Kind};
use doorstep_replica::moving::{Called, Head};
use doorstep_wire::id::{BlobId, DeviceId, DocId};

use super::file::Whole;
use super::noted::{self, TakenFile};
use crate::blobs::put_own;
use crate::documents::{Made, edit_problem};
use crate::random::Randomness;
use crate::store::StoreFault;
use crate::store::table::{blob, member_name, setting};
use crate::unlocked::Unlocked;

/// Names that come along, at most; each is an edit.
const MOST_NAMES: usize = 400;

/// A household on its way in.
pub(crate) enum Coming {
    /// It was taken over here before.
    Here(Taken),
    /// It is to be written anew.
    New(Renaming),
}

/// A household that was taken over.
pub(crate) struct Taken {
    pub(crate) household: DocId,
    ids: BTreeMap<String, String>,
}

/// What stands for what here.
pub(crate) struct Renaming {
    writer: DeviceId,
    ids: BTreeMap<String, String>,
    random: Randomness,
}

/// A document with its place, ready to be kept.
pub(crate) struct Renamed {
    made: Vec<Made>,
    household: DocId,
    ids: BTreeMap<String, String>,
}

impl Taken {
    fn document(&self, there: DocId) -> Option<DocId> {
        let key = self.ids.get(DocKey::from(there.0).as_str())?;
        let key = DocKey::try_from(key.clone()).ok()?;
        Some(DocId(key.to_bytes()))
    }

    fn blob(&self, there: BlobId) -> Option<BlobId> {
        let key = self.ids.get(DocKey::from(there.0).as_str())?;
        let key = DocKey::try_from(key.clone()).ok()?;
        Some(BlobId(key.to_bytes()))
    }

    fn documents(&self, whole: &Whole) -> Vec<DocId> {
        let there = whole.documents.iter();
        there.filter_map(|(id, _)| self.document(*id)).collect()
    }
}

impl Renaming {
    /// Writes the history anew, of all documents. It takes as long as there is history, and nobody waits for it.
    ///
    /// # Errors
    /// [`ProblemCode::MoveDamaged`] if something in the file is no record.
    pub(crate) fn write(
        self,
        whole: &Whole,
        worker: Option<ItemId>,
        now: UnixMillis,
    ) -> Result<Renamed, Problem> {
        let mut random = self.random.clone();
        let damaged = |_| Problem::from(ProblemCode::MoveDamaged);
        let (mut made, mut documents) = (Vec::new(), Vec::new());
        let mut writers = BTreeMap::new();
        for (there, saved) in &whole.documents {
            let moved = Document::take_over(saved, self.writer, &self.ids, &mut random);
            let moved = moved.map_err(damaged)?;
            let is_first = *there == whole.head.household;
            match moved.document.kind() {
                Kind::Household => {}
                Kind::SafetyNote if !is_first => {}
                _ => return Err(ProblemCode::MoveDamaged.into()),
            }
            writers.extend(moved.writers);
            documents.push((*there, moved.document, moved.changes));
        }
        let names = names(&whole.head.people, &writers, &self.ids);
        let mut household = None;
        for (there, mut document, mut changes) in documents {
            let id = here(&self.ids, there)?;
            if document.kind() == Kind::Household {
                let is_first = there == whole.head.household;
                let worker = worker.clone().filter(|_| is_first);
                let mut edits = begins(&whole.head, worker);
                edits.extend(names.iter().map(|name| brought(name, &random)));
                let edited = document.edit(&edits, now, &mut random);
                changes.extend(edited.map_err(edit_problem)?.changes);
                if is_first {
                    household = Some(id);
                }
            }
            made.push(Made::of(id, document, changes));
        }
        Ok(Renamed {
            made,
            household: household.ok_or(ProblemCode::MoveDamaged)?,
            ids: self.ids,
        })
    }
}

fn here(ids: &BTreeMap<String, String>, there: DocId) -> Result<DocId, Problem> {
    let key = ids.get(DocKey::from(there.0).as_str()).cloned();
    let key = key.and_then(|key| DocKey::try_from(key).ok());
    let key = key.ok_or(ProblemCode::MoveDamaged)?;
    Ok(DocId(key.to_bytes()))
}

/// What is other from now on: who holds it, and where it came from.
fn begins(head: &Head, worker: Option<ItemId>) -> Vec<Edit> {
    let from: String = head.team_name.chars().take(200).collect();
    vec![
        About::moved_from.only().set(Some(from)),
        About::moving_to.only().set(None::<String>),
        About::moved_on.only().set(None::<Date>),
        About::named_worker.only().set(worker),
        About::second_worker.only().set(None::<ItemId>),
    ]
}

/// Names as they stand here: a device's under the key that it has here.
fn names(
    people: &[Called],
    writers: &BTreeMap<DeviceKey, DeviceKey>,
    ids: &BTreeMap<String, String>,
) -> Vec<Called> {
    let named = people.iter().take(MOST_NAMES).filter_map(|called| {
        let before = DeviceKey::try_from(called.key.clone()).ok()?;
        let key = writers.get(&before).map(ToString::to_string);
        let key = key.or_else(|| ids.get(&called.key).cloned());
        Some(Called {
            key: key.unwrap_or_else(|| called.key.clone()),
            name: called.name.chars().take(200).collect(),
        })
    });
    named.collect()
}

fn brought(called: &Called, random: &Randomness) -> Edit {
    Edit::Add {
        line: ItemRef {
            part: Part::Brought,
            item: ItemId::from(random.bytes()),
        },
        fields: vec![
            Brought::key.with(called.key.clone()),
            Brought::name.with(called.name.clone()),
        ],
    }
}

impl Unlocked {
    /// What becomes of a file here; what its lines name on the other team's lists is on this team's then.
    ///
    /// # Errors
    /// [`ProblemCode::MoveOwnTeam`], or [`ProblemCode::WrongValue`] if nobody in the team is that worker.
    pub(crate) fn comes(
        &mut self,
        whole: &Whole,
        worker: Option<&ItemId>,
        now: UnixMillis,
    ) -> Result<Coming, Problem> {
        if whole.head.team == self.team_id()? {
            return Err(ProblemCode::MoveOwnTeam.into());
        }
        if let Some(taken) = self.taken_before(&whole.header)? {
            return Ok(Coming::Here(taken));
        }
        let members = self.store.read(member_name::members)?;
        if worker.is_some_and(|worker| !members.iter().any(|(id, _)| id == worker)) {
            return Err(ProblemCode::WrongValue.into());
        }
        let mut ids = self.lines_for(&whole.head.listed, now)?;
        let documents = whole.documents.iter().map(|(id, _)| id.0);
        let blobs = whole.attachments.iter().map(|id| id.0);
        // Nobody of this team is meant, whatever stands there.
        let members = members.iter().map(|(id, _)| id.to_bytes());
        for there in documents.chain(blobs).chain(members) {
            let here = DocKey::from(self.random.bytes());
            ids.insert(DocKey::from(there).to_string(), here.to_string());
        }
        Ok(Coming::New(Renaming {
            writer: self.identity.device_id(),
            ids,
            random: self.random.clone(),
        }))
    }

    /// What was taken over here from the file that begins like this, if it is still here.
    pub(crate) fn taken_before(
        &self,
        header: &[u8; doorstep_replica::moving::HEADER],
    ) -> Result<Option<Taken>, Problem> {
        let name = noted::taken(header);
        let taken: Option<TakenFile> = self.store.read(|conn| noted::get(conn, &name))?;
        Ok(taken.map(|taken| Taken {
            household: DocId(taken.household.to_bytes()),
            ids: taken.ids,
        }))
    }

    /// Keeps it, in one transaction.
    pub(crate) fn keep_renamed(
        &mut self,
        whole: &Whole,
        renamed: Renamed,
    ) -> Result<Taken, Problem> {
        let Renamed {
            made,
            household,
            ids,
        } = renamed;
        // Another call was quicker with the same file.
        if let Some(taken) = self.taken_before(&whole.header)? {
            return Ok(taken);
        }
        let file = TakenFile {
            household: DocKey::from(household.0),
            ids,
        };
        self.making_room(|this| {
            Ok(this.store.write(|tx| {
                for one in &made {
                    one.insert(tx)?;
                    if whole.head.restricted {
                        setting::put(tx, &noted::for_taker(one.id), "1")?;
                    }
                }
                noted::put(tx, &noted::taken(&whole.header), &file)
            })?)
        })?;
        self.note_saved(Kind::Household);
        self.note_saved(Kind::SafetyNote);
        Ok(Taken {
            household,
            ids: file.ids,
        })
    }

    /// What was restricted there is for whoever took it over, before anything of it is sealed.
    pub(crate) fn restrict_taken(&mut self, taken: &Taken, whole: &Whole) -> Result<(), Problem> {
        for id in taken.documents(whole) {
            self.restrict_to_taker(id)?;
        }
        Ok(())
    }

    /// As [`Unlocked::restrict_taken`], of one document; of any other nothing is said. Answers whether it is so.
    pub(crate) fn restrict_to_taker(&mut self, id: DocId) -> Result<bool, Problem> {
        if !self.store.read(|conn| noted::is_for_taker(conn, id))? {
            return Ok(false);
        }
        if self.standing_of(id)?.is_untold() {
            let me = self.with_me(Vec::new());
            self.say(id, Some(me))?;
        }
        self.store
            .write(|tx| setting::remove(tx, &noted::for_taker(id)))?;
        Ok(true)
    }

    /// Keeps a photo or voice note of it, unless it is here. What no line names is nobody's to look at.
    pub(crate) fn take_attachment(
        &mut self,
        taken: &Taken,
        (document, there): (DocId, BlobId),
        content: &[u8],
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let (Some(id), Some(name)) = (taken.document(document), taken.blob(there)) else {
            return Ok(());
        };
        if self.store.read(|conn| blob::get(conn, name))?.is_some() {
            return Ok(());
        }
        if self.blob_named_by(id, name)? != Some(self.identity.device_id()) {
            return Ok(());
        }
        let sealed = self.keep_blob_as(id, name, content)?;
        self.store.write(|tx| put_own(tx, &sealed, now))?;
        self.wants_exchange = true;
        self.stale(Stale::Attachments);
        Ok(())
    }

    /// Photos and voice notes in its lines that are nowhere here.
    pub(crate) fn lacks(&mut self, taken: &Taken, whole: &Whole) -> Result<u32, Problem> {
        let mut lacks = 0_u32;
        for id in taken.documents(whole) {
            let view = self.document(id)?.document.household(DocKey::from(id.0));
            let lines = view.map(|view| view.attachments).unwrap_or_default();
            let shown = lines.iter().filter(|line| line.removed.is_none());
            for key in shown.filter_map(|line| line.blob.value.as_ref()) {
                let name = BlobId(key.to_bytes());
                let is_here = |conn: &_| Ok::<_, StoreFault>(blob::get(conn, name)?.is_some());
                if !self.store.read(is_here)? {
                    lacks = lacks.saturating_add(1);
                }
            }
        }
        Ok(lacks)
    }
}
