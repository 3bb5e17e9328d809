//! What arrived for a document is read into it: all that waits for it at once, in one transaction a
//! page. What can't be opened is set aside; what needs something that has not come waits on.

use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::crypto::key::{EpochKey, SecretKey};
use doorstep_replica::document::{Grown, Kind};
use doorstep_wire::chunk::{ChunkFault, SealedChunk};
use doorstep_wire::id::DocId;
use rusqlite::Connection;

use super::found::{Found, write_all};
use super::reading::{Fate, Waiting};
use crate::Device;
use crate::store::StoreFault;
use crate::store::table::held_back::{PAGE_BYTES, Page};
use crate::store::table::{document_key, held_back, to_read};
use crate::unlocked::{Membership, Unlocked};

impl Device {
    /// Reads some of what arrived into its documents; those that went wrong before only `with_failed`.
    /// Answers whether there is more.
    pub(crate) fn read_some(&self, with_failed: bool) -> bool {
        match self.read_some_of_it(with_failed) {
            Ok(more) => more,
            Err(problem) => {
                let _locked_meanwhile = self.with(|open, _| {
                    open.problem = Some(problem);
                    open.stale(Stale::Sync);
                    Ok(())
                });
                false
            }
        }
    }

    fn read_some_of_it(&self, with_failed: bool) -> Result<bool, Problem> {
        for _ in 0..self.read_ahead()? {
            if !self.with(|open, now| open.read_next(with_failed, now))? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Unlocked {
    /// Reads what waits for the next document; those that went wrong only `with_failed`. Answers
    /// whether it is to be called again at once.
    pub(crate) fn read_next(
        &mut self,
        with_failed: bool,
        now: UnixMillis,
    ) -> Result<bool, Problem> {
        let next = self.store.read(to_read::next)?;
        let Some((id, tries)) = next.filter(|(_, tries)| *tries == 0 || with_failed) else {
            return Ok(false);
        };
        let read = self.read_arrived(id);
        if let Err(problem) = &read {
            if problem.code == ProblemCode::DiskFull {
                return Err(problem.clone());
            }
            // One that goes wrong stops no other. It is tried again when these are done, once an
            // exchange.
            self.store.write(|tx| to_read::put_last(tx, id))?;
        }
        self.have_read(1, now)?;
        match read {
            Err(problem) if tries > 0 => Err(problem),
            _ => Ok(true),
        }
    }

    /// Takes down that so many documents were read.
    pub(super) fn have_read(&mut self, count: usize, now: UnixMillis) -> Result<(), Problem> {
        let was_last = !self.store.read(to_read::any)?;
        self.arrivals.read(count, was_last, now);
        if was_last {
            self.stale(Stale::Sync);
            self.stale(Stale::Lists);
            // Whether there may be more of them is told beside them.
            self.stale(Stale::SafetyNotes);
            self.note_caught_up(now)?;
        }
        Ok(())
    }

    /// Reads what has arrived for a document, if anything has.
    pub(crate) fn read_arrived(&mut self, id: DocId) -> Result<(), Problem> {
        let Some(since) = self.store.read(|conn| to_read::since(conn, id))? else {
            return Ok(());
        };
        // What is not for this device is kept as it came, and read if that ever changes.
        if !self.settle_grants(id)? {
            return Ok(self.store.write(|tx| to_read::done(tx, id))?);
        }
        let (mut after, mut waiting, mut all_readable) = (0, Vec::new(), true);
        loop {
            let page = self
                .store
                .read(|conn| held_back::page(conn, id, after, PAGE_BYTES))?;
            let (is_last, last) = (!page.more, page.last);
            for chunk in parsed(page) {
                all_readable &= chunk.is_ok();
                waiting.extend(chunk);
            }
            let found = self.work_on(id, since, waiting)?.done()?;
            // With the last page its turn is over.
            let ends = is_last && all_readable;
            self.store.write(|tx| write_all(tx, [(&found, ends)]))?;
            waiting = self.show(found);
            match last {
                Some(last) if !is_last => after = last,
                _ if all_readable => return Ok(()),
                // What could be read is in the document all the same.
                _ => return Err(Problem::with(ProblemCode::StoreUnreadable, "chunk")),
            }
        }
    }

    pub(crate) fn key_for(&self, sealed: &SealedChunk) -> Result<Option<SecretKey>, Problem> {
        let membership = self.membership()?;
        Ok(self.store.read(|conn| key_for(conn, membership, sealed))?)
    }

    /// Replaces the open document and says what became stale. Answers what waits on.
    pub(super) fn show(&mut self, found: Found) -> Vec<Waiting> {
        if let Some(Grown { document, .. }) = found.grown {
            self.show_grown(found.id, document);
        }
        let mut fates = found.fates.into_iter();
        let mut waiting = found.waiting;
        waiting.retain(|_| matches!(fates.next(), Some(Fate::Waits(_))));
        waiting
    }

    fn show_grown(&mut self, id: DocId, document: Document) {
        self.stale(Stale::Sync);
        self.stale(Stale::Lists);
        match document.kind() {
            Kind::Household => {
                self.stale(Stale::Household(DocKey::from(id.0)));
                self.stale_together(id);
            }
            Kind::Team => {
                self.stale(Stale::Team);
                self.stale(Stale::Standing);
            }
            Kind::SafetyNote => self.stale(Stale::SafetyNotes),
        }
        if self.documents.is_open(id) {
            self.documents.keep(id, document, true);
        }
    }
}

/// The chunks of a page, but for those that are damaged.
pub(super) fn parsed(page: Page) -> impl Iterator<Item = Result<Waiting, ChunkFault>> {
    page.chunks.into_iter().map(|(seq, bytes)| {
        let chunk = SealedChunk::parse(bytes)?;
        Ok(Waiting { chunk, seq })
    })
}

/// The key that a chunk names, if it is here.
pub(super) fn key_for(
    conn: &Connection,
    membership: &Membership,
    sealed: &SealedChunk,
) -> Result<Option<SecretKey>, StoreFault> {
    let header = sealed.header();
    let team_id = membership.roster.team_id();
    if header.key_id == EpochKey::grant_key_id(&team_id, header.epoch) {
        return Ok(membership.grant_key(header.epoch));
    }
    let stored = document_key::by_id(conn, header.doc_id, header.key_id)?;
    Ok(stored.and_then(|bytes| SecretKey::from_bytes(&bytes)))
}
