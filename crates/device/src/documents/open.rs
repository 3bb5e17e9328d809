//! Documents in memory, few enough that they take no more of it with a larger caseload.

use std::collections::VecDeque;

use doorstep_replica::Document;
use doorstep_wire::id::DocId;

/// How many documents stay loaded; the least recently used goes first.
const OPEN_AT_ONCE: usize = 16;

/// Documents in memory.
#[derive(Default)]
pub(crate) struct OpenDocuments {
    /// Most recently used last.
    open: VecDeque<OpenDocument>,
    /// Those of them whose long tail waits to be folded.
    to_fold: VecDeque<DocId>,
}

pub(crate) struct OpenDocument {
    pub(super) id: DocId,
    pub(crate) document: Document,
    /// It may hold changes that a screen which shows it by itself has not asked for yet.
    pub(crate) more_arrived: bool,
    /// The same for the screen of a household that it is joined into.
    pub(crate) more_arrived_joined: bool,
}

impl OpenDocuments {
    /// It is in memory no longer.
    pub(crate) fn forget(&mut self, id: DocId) {
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

    /// Its tail is to be folded.
    pub(super) fn fold_soon(&mut self, id: DocId) {
        self.to_fold.push_back(id);
    }

    /// The next document whose tail is to be folded, if it is still in memory.
    pub(super) fn next_to_fold(&mut self) -> Option<(DocId, &Document)> {
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

    pub(super) fn take(&mut self, id: DocId) -> Option<OpenDocument> {
        let at = self.open.iter().position(|open| open.id == id)?;
        self.open.remove(at)
    }

    pub(super) fn put_back(&mut self, open: OpenDocument) {
        self.open.push_back(open);
    }

    pub(super) fn touch(&mut self, id: DocId) -> Option<&mut OpenDocument> {
        let open = self.take(id)?;
        self.put_back(open);
        self.open.back_mut()
    }
}
