//! What came of the chunks that wait for a document: worked out first, and written afterwards, alone or
//! together with what came of others.

use doorstep_model::UnixMillis;
use doorstep_replica::document::Grown;
use doorstep_wire::id::DocId;
use rusqlite::Transaction;

use super::reading::{Fate, Waiting};
use crate::documents::{FOLD_AFTER, FOLD_NOW};
use crate::projected::View;
use crate::store::StoreFault;
use crate::store::project::{self, Words};
use crate::store::table::document::Stored;
use crate::store::table::{
    change, document, document_key, held_back, quarantine, to_project, to_read,
};

/// What came of the chunks that wait for a document, not written yet.
pub(super) struct Found {
    pub(super) id: DocId,
    pub(super) since: UnixMillis,
    pub(super) waiting: Vec<Waiting>,
    pub(super) fates: Vec<Fate>,
    /// The document, if it has grown.
    pub(super) grown: Option<Grown>,
    /// The grown document as its rows are written from it.
    pub(super) view: Option<View>,
    /// What waited when the work was gathered.
    pub(super) version: u64,
    /// Whether the document was not here before.
    pub(super) is_new: bool,
    /// What it was loaded from, if it was here and not in memory.
    pub(super) stored: Option<Stored>,
}

/// Writes what was found of some documents; those that it says it of have nothing left to be read.
/// Search learns of all of them at once.
pub(super) fn write_all<'a>(
    tx: &Transaction<'_>,
    found: impl IntoIterator<Item = (&'a Found, bool)>,
) -> Result<(), StoreFault> {
    let mut words = Words::default();
    for (found, is_read) in found {
        found.write(tx, &mut words)?;
        if is_read {
            to_read::done(tx, found.id)?;
        }
    }
    words.write(tx)
}

impl Found {
    /// Writes it; what search has to learn is added to `words`.
    fn write(&self, tx: &Transaction<'_>, words: &mut Words) -> Result<(), StoreFault> {
        for (Waiting { chunk, .. }, fate) in self.waiting.iter().zip(&self.fates) {
            match fate {
                Fate::Waits(_) => continue,
                Fate::TakenIn => {}
                Fate::Key(grant) => {
                    let epoch = chunk.header().epoch;
                    document_key::put(tx, self.id, grant.key_id, epoch, grant.key_bytes())?;
                }
                Fate::SetAside(reason) => quarantine::put(tx, chunk, reason, self.since)?,
            }
            held_back::remove(tx, chunk.id())?;
        }
        match &self.grown {
            Some(grown) => self.write_grown(tx, grown, words),
            None => Ok(()),
        }
    }

    fn write_grown(
        &self,
        tx: &Transaction<'_>,
        grown: &Grown,
        words: &mut Words,
    ) -> Result<(), StoreFault> {
        let id = self.id;
        let tail = self.stored.as_ref().map_or(0, |stored| stored.tail.len());
        let long = grown.begun_whole
            || grown.new.len() >= FOLD_AFTER
            || tail + grown.new.len() >= FOLD_NOW;
        if self.is_new {
            let kind = grown.document.kind().word();
            let saved = if long { grown.saved.as_slice() } else { &[] };
            document::insert(tx, id, kind, saved, doorstep_model::SCHEMA_VERSION)?;
        }
        if !long {
            for made in &grown.new {
                change::append(tx, id, &made.hash, &made.bytes, false)?;
            }
        } else if !self.is_new {
            document::compact(tx, id, &grown.saved)?;
        }
        if let Some(view) = &self.view {
            view.project_but_words(tx, id, words)?;
        }
        to_project::done(tx, id)?;
        if !self.is_new && grown.document.wrote_in_removed(&grown.new) {
            project::wrote_in_removed(tx, id, self.since)?;
        }
        project::arrived(tx, id, self.since)
    }
}
