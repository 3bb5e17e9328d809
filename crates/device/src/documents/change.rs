//! Making and changing documents: one transaction, with the rows that lists and search read.

use doorstep_model::call::Saved;
use doorstep_model::edit::Edit;
use doorstep_model::field::Part;
use doorstep_model::history::Left;
use doorstep_model::id::Heads;
use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::chunk::ChangeBytes;
use doorstep_replica::document::{self as replica, EditFault, Kind, steps_of};
use doorstep_wire::id::DocId;
use rusqlite::Transaction;

use super::load::unreadable;
use crate::projected::{project_touched, project_whole};
use crate::random::Randomness;
use crate::store::StoreFault;
use crate::store::table::{change, document};
use crate::unlocked::Unlocked;
use crate::words::WORDS_REST_MS;

/// What an edit left behind.
pub(crate) struct Edited {
    pub(crate) heads: Heads,
    pub(crate) more_arrived: bool,
    /// Its changes, by name.
    pub(crate) steps: Vec<String>,
    /// What an undo left as it is.
    pub(crate) left: Vec<Left>,
}

impl Edited {
    pub(crate) fn saved(self, at: UnixMillis) -> Saved {
        Saved {
            at,
            heads: self.heads,
            more_arrived: self.more_arrived,
            steps: self.steps,
        }
    }
}

/// What is to be done to a document.
#[derive(Clone, Copy)]
pub(crate) enum Work<'a> {
    /// What a screen asked for.
    Edit(&'a [Edit]),
    /// Taking back these changes of this device, but no line that they added to the part.
    Undo(&'a [String], Option<Part>),
}

impl Work<'_> {
    fn on(
        self,
        document: &mut Document,
        now: UnixMillis,
        random: &mut Randomness,
    ) -> Result<(replica::Edited, Vec<Left>), EditFault> {
        match self {
            Self::Edit(edits) => {
                let edited = document.edit(edits, now, random)?;
                Ok((edited, Vec::new()))
            }
            Self::Undo(steps, keep) => {
                let undone = document.undo(steps, keep, now, random)?;
                Ok((undone.edited, undone.left))
            }
        }
    }
}

/// What became of it.
#[derive(Default)]
pub(crate) struct Changed {
    /// Documents that are not as they were.
    pub(crate) documents: Vec<DocId>,
    /// All changes, by name.
    pub(crate) steps: Vec<String>,
    /// What an undo left as it is.
    pub(crate) left: Vec<Left>,
    /// The heads of all documents in the work.
    pub(crate) heads: Heads,
}

/// A document that is not in the store yet, or not all of it.
pub(crate) struct Made {
    pub(crate) id: DocId,
    document: Document,
    changes: Vec<ChangeBytes>,
}

impl Made {
    /// Writes what is new in one that is in the store.
    pub(crate) fn append(&self, tx: &Transaction<'_>) -> Result<(), StoreFault> {
        append_own(tx, self.id, &self.changes)?;
        project_whole(tx, self.id, &self.document)
    }

    /// One with these changes.
    pub(crate) fn of(id: DocId, document: Document, changes: Vec<ChangeBytes>) -> Self {
        Self {
            id,
            document,
            changes,
        }
    }

    /// Writes it with its projections.
    pub(crate) fn insert(&self, tx: &Transaction<'_>) -> Result<(), StoreFault> {
        let kind = self.document.kind().word();
        document::insert(tx, self.id, kind, &[], doorstep_model::SCHEMA_VERSION)?;
        append_own(tx, self.id, &self.changes)?;
        project_whole(tx, self.id, &self.document)
    }
}

impl Unlocked {
    /// Makes a document, with its first edits, in one transaction.
    pub(crate) fn create_document(
        &mut self,
        kind: Kind,
        edits: &[Edit],
        now: UnixMillis,
    ) -> Result<DocId, Problem> {
        let made = self.make_document(kind, edits, now)?;
        self.making_room(|this| Ok(this.store.write(|tx| made.insert(tx))?))?;
        self.documents.keep(made.id, made.document, false);
        self.note_saved(kind);
        Ok(made.id)
    }

    /// A new document with its first edits, for a transaction that the caller makes.
    pub(crate) fn make_document(
        &self,
        kind: Kind,
        edits: &[Edit],
        now: UnixMillis,
    ) -> Result<Made, Problem> {
        let mut random = self.random.clone();
        let id = DocId(random.bytes());
        let writer = self.identity.device_id();
        let (mut made, mut changes) =
            Document::create(kind, writer, now, &mut random).map_err(unreadable)?;
        changes.extend(
            made.edit(edits, now, &mut random)
                .map_err(edit_problem)?
                .changes,
        );
        Ok(Made {
            id,
            document: made,
            changes,
        })
    }

    /// Changes a document in one transaction; all edits are saved, or none.
    pub(crate) fn edit_document(
        &mut self,
        id: DocId,
        edits: &[Edit],
        now: UnixMillis,
    ) -> Result<Edited, Problem> {
        self.edit_document_and(id, edits, now, |_| Ok(()))
    }

    /// As [`Unlocked::edit_document`], with more that is written in the same transaction.
    pub(crate) fn edit_document_and(
        &mut self,
        id: DocId,
        edits: &[Edit],
        now: UnixMillis,
        and: impl Fn(&Transaction<'_>) -> Result<(), StoreFault>,
    ) -> Result<Edited, Problem> {
        self.change_document(id, Work::Edit(edits), now, and)
    }

    /// Takes back what changes of this device did, in one transaction.
    pub(crate) fn undo_in_document(
        &mut self,
        id: DocId,
        steps: &[String],
        keep: Option<Part>,
        now: UnixMillis,
    ) -> Result<Edited, Problem> {
        self.change_document(id, Work::Undo(steps, keep), now, |_| Ok(()))
    }

    fn change_document(
        &mut self,
        id: DocId,
        work: Work<'_>,
        now: UnixMillis,
        and: impl Fn(&Transaction<'_>) -> Result<(), StoreFault>,
    ) -> Result<Edited, Problem> {
        let changed = self.change_documents(&[(id, work)], now, and)?;
        // It is saved, and the document is in memory; whatever were wrong, nobody may be told that
        // it was not saved.
        let more_arrived = self.document(id).map_or(true, |open| open.more_arrived);
        Ok(Edited {
            heads: changed.heads,
            more_arrived,
            steps: changed.steps,
            left: changed.left,
        })
    }

    /// Changes documents in one transaction: all of it is saved, or none.
    pub(crate) fn change_documents(
        &mut self,
        all: &[(DocId, Work<'_>)],
        now: UnixMillis,
        and: impl Fn(&Transaction<'_>) -> Result<(), StoreFault>,
    ) -> Result<Changed, Problem> {
        let mut result = Changed::default();
        let mut changed = Vec::new();
        let mut same = Vec::new();
        for (id, work) in all {
            self.document(*id)?;
            // Out of memory until the store has it: whatever goes wrong on the way, the next to
            // look reads what was saved and never builds on what was not.
            let mut open = self.documents.take(*id).ok_or(ProblemCode::NotHere)?;
            let (edited, left) = work
                .on(&mut open.document, now, &mut self.random)
                .map_err(edit_problem)?;
            result.left.extend(left);
            result.heads.0.extend(open.document.heads().0);
            // The screen that wrote on an older base goes on showing what was typed there; it may
            // have read since, without showing what arrived.
            open.more_arrived |= edited.merged;
            open.more_arrived_joined |= edited.merged;
            if edited.changes.is_empty() {
                same.push(open);
            } else {
                result.documents.push(*id);
                result.steps.extend(steps_of(&edited.changes));
                changed.push((open, edited));
            }
        }
        if !changed.is_empty() {
            self.making_room(|this| {
                Ok(this.store.write(|tx| {
                    for (open, edited) in &changed {
                        append_own(tx, open.id, &edited.changes)?;
                        project_touched(tx, open.id, &open.document, &edited.touched)?;
                    }
                    and(tx)
                })?)
            })?;
        }
        same.into_iter()
            .for_each(|open| self.documents.put_back(open));
        for (open, _) in changed {
            let kind = open.document.kind();
            self.documents.put_back(open);
            self.note_saved(kind);
            self.words_wait_until = Some(UnixMillis(now.0.saturating_add(WORDS_REST_MS)));
        }
        Ok(result)
    }

    /// What follows from a document of this kind having been saved.
    pub(crate) fn note_saved(&mut self, kind: Kind) {
        self.wants_exchange = true;
        self.stale(Stale::Sync);
        match kind {
            Kind::Household => self.stale(Stale::Lists),
            Kind::Team => self.stale(Stale::Team),
            Kind::SafetyNote => {
                self.stale(Stale::SafetyNotes);
                self.stale(Stale::Lists);
            }
        }
    }
}

fn append_own(tx: &Transaction<'_>, id: DocId, changes: &[ChangeBytes]) -> Result<(), StoreFault> {
    for made in changes {
        change::append(tx, id, &made.hash, &made.bytes, true)?;
    }
    Ok(())
}

pub(crate) fn edit_problem(fault: EditFault) -> Problem {
    match fault {
        EditFault::ReadOnly => ProblemCode::MadeByNewerVersion.into(),
        EditFault::NoSuchPlace | EditFault::UnknownBase => ProblemCode::NoSuchPlace.into(),
        EditFault::WrongValue => ProblemCode::WrongValue.into(),
        EditFault::TooLong { limit } => Problem::with(ProblemCode::TextTooLong, limit),
        EditFault::TooMany => Problem::with(ProblemCode::Unexpected, "too many edits"),
        EditFault::Automerge(_) => Problem::with(ProblemCode::Unexpected, "automerge"),
    }
}
