//! Documents open on this device: loaded when somebody looks, changed in one transaction an edit.

use std::collections::VecDeque;

use doorstep_model::call::Saved;
use doorstep_model::edit::Edit;
use doorstep_model::field::Part;
use doorstep_model::history::Left;
use doorstep_model::id::Heads;
use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::chunk::ChangeBytes;
use doorstep_replica::document::{self as replica, DocumentFault, EditFault, Kind, steps_of};
use doorstep_wire::id::DocId;
use rusqlite::Transaction;

use crate::projected::{project_touched, project_whole};
use crate::random::Randomness;
use crate::store::table::{change, document};
use crate::store::{Store, StoreFault};
use crate::unlocked::Unlocked;
use crate::words::WORDS_REST_MS;

/// How many documents stay loaded; the least recently used goes first.
const OPEN_AT_ONCE: usize = 16;
/// A tail of this many changes is folded into the saved form, in the background, once the document
/// was opened: reading changes one by one costs many times what reading a saved form does.
pub(crate) const FOLD_AFTER: usize = 16;
/// A tail of this many changes is folded at once, by whoever loads the document or adds to it.
pub(crate) const FOLD_NOW: usize = 200;

/// Documents in memory.
#[derive(Default)]
pub(crate) struct OpenDocuments {
    /// Most recently used last.
    open: VecDeque<OpenDocument>,
    /// Those of them whose long tail waits to be folded.
    to_fold: VecDeque<DocId>,
}

pub(crate) struct OpenDocument {
    id: DocId,
    pub(crate) document: Document,
    /// It may hold changes that a screen which shows it by itself has not asked for yet.
    pub(crate) more_arrived: bool,
    /// The same for the screen of a household that it is joined into.
    pub(crate) more_arrived_joined: bool,
}

impl OpenDocuments {
    fn forget(&mut self, id: DocId) {
        self.open.retain(|open| open.id != id);
    }

    /// Keeps a document in memory.
    pub(crate) fn keep(&mut self, id: DocId, document: Document, more_arrived: bool) {
        self.forget(id);
        if self.open.len() >= OPEN_AT_ONCE {
            self.open.pop_front();
        }
        self.open.push_back(OpenDocument {
            id,
            document,
            more_arrived,
            more_arrived_joined: more_arrived,
        });
    }

    /// Whether it is in memory, without loading it.
    pub(crate) fn is_open(&self, id: DocId) -> bool {
        self.open.iter().any(|open| open.id == id)
    }

    /// The next document whose tail is to be folded, if it is still in memory.
    fn next_to_fold(&mut self) -> Option<(DocId, &Document)> {
        while let Some(id) = self.to_fold.pop_front() {
            if let Some(at) = self.open.iter().position(|open| open.id == id) {
                return self.open.get(at).map(|open| (id, &open.document));
            }
        }
        None
    }

    /// It, if it is in memory.
    pub(crate) fn loaded(&self, id: DocId) -> Option<&Document> {
        let found = self.open.iter().find(|open| open.id == id)?;
        Some(&found.document)
    }

    fn take(&mut self, id: DocId) -> Option<OpenDocument> {
        let at = self.open.iter().position(|open| open.id == id)?;
        self.open.remove(at)
    }

    fn put_back(&mut self, open: OpenDocument) {
        self.open.push_back(open);
    }

    fn touch(&mut self, id: DocId) -> Option<&mut OpenDocument> {
        let open = self.take(id)?;
        self.put_back(open);
        self.open.back_mut()
    }
}

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

/// A document that is not in the store yet.
pub(crate) struct Made {
    pub(crate) id: DocId,
    document: Document,
    changes: Vec<ChangeBytes>,
}

impl Made {
    /// Writes it with its projections.
    pub(crate) fn insert(&self, tx: &Transaction<'_>) -> Result<(), StoreFault> {
        let kind = self.document.kind().word();
        document::insert(tx, self.id, kind, &[], doorstep_model::SCHEMA_VERSION)?;
        append_own(tx, self.id, &self.changes)?;
        project_whole(tx, self.id, &self.document)
    }
}

impl Unlocked {
    /// The document, loaded now if it was not.
    pub(crate) fn document(&mut self, id: DocId) -> Result<&mut OpenDocument, Problem> {
        if !self.documents.is_open(id) {
            // What is here is shown, even if what arrived can't be read into it.
            let arrived = self.read_arrived(id);
            let stored = read(&self.store, id, &self.identity, &mut self.random)?;
            let loaded = match (stored, arrived) {
                (Some(loaded), _) => loaded,
                (None, Err(problem)) => return Err(problem),
                (None, Ok(())) => return Err(ProblemCode::NotHere.into()),
            };
            // What screens have seen of it was forgotten together with it.
            self.documents.keep(id, loaded.document, true);
            if loaded.tail >= FOLD_AFTER {
                self.documents.to_fold.push_back(id);
                self.wants_exchange = true;
            }
        }
        self.documents
            .touch(id)
            .ok_or_else(|| ProblemCode::NotHere.into())
    }

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

    /// Folds the tail of one document that was loaded with a long one. Answers whether there was
    /// any. Only the next load is quicker for it: a full disk stops nobody.
    pub(crate) fn fold_one(&mut self) -> bool {
        let Some((id, document)) = self.documents.next_to_fold() else {
            return false;
        };
        let saved = document.save();
        self.store
            .write(|tx| document::compact(tx, id, &saved))
            .is_ok()
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

/// A document out of the store; `None` if it is not there. A long tail is folded in on the way.
pub(crate) fn load(
    store: &Store,
    id: DocId,
    identity: &doorstep_replica::Identity,
) -> Result<Option<Document>, Problem> {
    let Some(Loaded { document, tail }) = read(store, id, identity, &mut Randomness::System)?
    else {
        return Ok(None);
    };
    if tail >= FOLD_NOW {
        // Only the next load is quicker for it, so that a full disk stops nobody from reading.
        let _next_time = store.write(|tx| document::compact(tx, id, &document.save()));
    }
    Ok(Some(document))
}

/// A document that was read.
struct Loaded {
    document: Document,
    /// How many changes were read one by one.
    tail: usize,
}

fn read(
    store: &Store,
    id: DocId,
    identity: &doorstep_replica::Identity,
    random: &mut Randomness,
) -> Result<Option<Loaded>, Problem> {
    let Some(stored) = store.read(|conn| document::load(conn, id))? else {
        return Ok(None);
    };
    let tail = stored.tail.iter().map(Vec::as_slice);
    let writer = identity.device_id();
    let document = Document::load(&stored.saved, tail, writer, random).map_err(unreadable)?;
    Ok(Some(Loaded {
        document,
        tail: stored.tail.len(),
    }))
}

fn append_own(tx: &Transaction<'_>, id: DocId, changes: &[ChangeBytes]) -> Result<(), StoreFault> {
    for made in changes {
        change::append(tx, id, &made.hash, &made.bytes, true)?;
    }
    Ok(())
}

pub(crate) fn unreadable(fault: DocumentFault) -> Problem {
    match fault {
        DocumentFault::UnknownKind => ProblemCode::MadeByNewerVersion.into(),
        DocumentFault::Automerge(_) => Problem::with(ProblemCode::StoreUnreadable, "document"),
    }
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
