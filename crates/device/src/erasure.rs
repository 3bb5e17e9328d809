//! What was erased for the whole team: what is left to do after the store has forgotten it, and which
//! devices have.

use doorstep_model::Problem;
use doorstep_model::stale::Stale;
use doorstep_wire::id::{BlobId, DocId};

use crate::unlocked::Unlocked;

impl Unlocked {
    /// The store has erased these: they leave memory, files and screens too.
    pub(crate) fn have_erased(&mut self, documents: &[DocId], files: &[BlobId]) {
        for document in documents {
            self.documents.forget(*document);
            self.stale(Stale::Household(doorstep_model::DocKey::from(document.0)));
        }
        for stale in [
            Stale::Lists,
            Stale::Sync,
            Stale::SafetyNotes,
            Stale::Attachments,
        ] {
            self.stale(stale);
        }
        for file in files {
            // What can't be removed now has no row any more, and goes with the next unlocking.
            let _goes_later = self.store.blobs.remove(&file.to_string());
        }
        self.blobs.tidied = false;
        // The log of a store that somebody else has open for a moment is emptied another time.
        let _emptied_later = self.store.empty_log();
        self.wants_exchange = true;
    }

    /// Whether a document that is not here was erased, as far as is known.
    pub(crate) fn was_erased(&self, document: DocId) -> bool {
        self.is_erased(document).unwrap_or_default()
    }

    /// Whether a document was erased.
    pub(crate) fn is_erased(&self, document: DocId) -> Result<bool, Problem> {
        Ok(self.membership()?.roster.is_erased(&document))
    }
}

#[cfg(test)]
mod tests;
