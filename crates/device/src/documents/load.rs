//! From the store into memory, and the long tail of changes back into a saved form.

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::document::DocumentFault;
use doorstep_replica::{Document, Identity};
use doorstep_wire::id::{DeviceId, DocId};

use super::open::OpenDocument;
use crate::random::Randomness;
use crate::store::Store;
use crate::store::table::document::{self, Stored};
use crate::unlocked::Unlocked;

/// A tail of this many changes is folded into the saved form, in the background, once the document
/// was opened: reading changes one by one costs many times what reading a saved form does.
pub(crate) const FOLD_AFTER: usize = 16;
/// A tail of this many changes is folded at once, by whoever loads the document or adds to it.
pub(crate) const FOLD_NOW: usize = 200;

impl Stored {
    /// The document, for this writer.
    ///
    /// # Errors
    /// If it can't be read, or was made by a later version.
    pub(crate) fn document(
        &self,
        writer: DeviceId,
        random: &mut Randomness,
    ) -> Result<Document, Problem> {
        let tail = self.tail.iter().map(Vec::as_slice);
        Document::load(&self.saved, tail, writer, random).map_err(unreadable)
    }
}

impl Unlocked {
    /// The document, loaded now if it was not.
    pub(crate) fn document(&mut self, id: DocId) -> Result<&mut OpenDocument, Problem> {
        if !self.documents.is_open(id) {
            // What is here is shown, even if what arrived can't be read into it.
            let arrived = self.read_arrived(id);
            let stored = match (self.store.read(|conn| document::load(conn, id))?, arrived) {
                (Some(stored), _) => stored,
                (None, _) if self.was_erased(id) => return Err(ProblemCode::Erased.into()),
                (None, _) if self.is_for_others(id)? => {
                    return Err(ProblemCode::NotForYou.into());
                }
                (None, Err(problem)) => return Err(problem),
                (None, Ok(())) => return Err(ProblemCode::NotHere.into()),
            };
            let document = stored.document(self.identity.device_id(), &mut self.random)?;
            // What screens have seen of it was forgotten together with it.
            self.documents.keep(id, document, true);
            if stored.tail.len() >= FOLD_AFTER {
                self.documents.fold_soon(id);
                self.wants_exchange = true;
            }
        }
        self.documents
            .touch(id)
            .ok_or_else(|| ProblemCode::NotHere.into())
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
}

/// A document out of the store; `None` if it is not there. A long tail is folded in on the way.
pub(crate) fn load(
    store: &Store,
    id: DocId,
    identity: &Identity,
) -> Result<Option<Document>, Problem> {
    let Some(stored) = store.read(|conn| document::load(conn, id))? else {
        return Ok(None);
    };
    let document = stored.document(identity.device_id(), &mut Randomness::System)?;
    if stored.tail.len() >= FOLD_NOW {
        // Only the next load is quicker for it, so that a full disk stops nobody from reading.
        let _next_time = store.write(|tx| document::compact(tx, id, &document.save()));
    }
    Ok(Some(document))
}

pub(crate) fn unreadable(fault: DocumentFault) -> Problem {
    match fault {
        DocumentFault::UnknownKind => ProblemCode::MadeByNewerVersion.into(),
        DocumentFault::Automerge(_) => Problem::with(ProblemCode::StoreUnreadable, "document"),
    }
}
