//! What arrived for a document is read into it: all that waits for it at once, in one transaction a
//! page. What can't be opened is set aside; what needs something that has not come waits on.

use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::crypto::key::{EpochKey, SecretKey};
use doorstep_replica::document::{Care, Growing, Grown, Kind};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, Transaction};

use super::reading::{Fate, Reading, Waiting};
use crate::Device;
use crate::documents::{FOLD_AFTER, load};
use crate::projected::project_whole;
use crate::store::StoreFault;
use crate::store::project;
use crate::store::table::{
    change, document, document_key, held_back, quarantine, snapshot, to_project, to_read,
};
use crate::unlocked::{Membership, Unlocked};

/// Documents in one go; a screen that asks meanwhile waits for one of them at most.
const AT_ONCE: usize = 16;

impl Device {
    /// Reads some of what arrived into its documents; those that went wrong before only `with_failed`.
    /// Answers whether there is more.
    pub(crate) fn read_some(&self, with_failed: bool) -> bool {
        for _ in 0..AT_ONCE {
            match self.with(|open, now| open.read_next(with_failed, now)) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(problem) => {
                    let _locked_meanwhile = self.with(|open, _| {
                        open.problem = Some(problem);
                        open.stale(Stale::Sync);
                        Ok(())
                    });
                    return false;
                }
            }
        }
        true
    }
}

impl Unlocked {
    /// Reads what waits for the next document; those that went wrong only `with_failed`. Answers
    /// whether it is to be called again at once.
    fn read_next(&mut self, with_failed: bool, now: UnixMillis) -> Result<bool, Problem> {
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
        let was_last = !self.store.read(to_read::any)?;
        self.arrivals.read(was_last, now);
        if was_last {
            self.stale(Stale::Sync);
            self.stale(Stale::Lists);
            self.note_caught_up(now)?;
        }
        match read {
            Err(problem) if tries > 0 => Err(problem),
            _ => Ok(true),
        }
    }

    /// Reads what has arrived for a document, if anything has.
    pub(crate) fn read_arrived(&mut self, id: DocId) -> Result<(), Problem> {
        let Some(since) = self.store.read(|conn| to_read::since(conn, id))? else {
            return Ok(());
        };
        let (mut after, mut waiting, mut all_readable) = (0, Vec::new(), true);
        loop {
            let page = self.store.read(|conn| held_back::page(conn, id, after))?;
            let parsed = page.chunks.into_iter().filter_map(|(seq, bytes)| {
                let parsed = SealedChunk::parse(bytes);
                all_readable &= parsed.is_ok();
                parsed.ok().map(|chunk| Waiting { chunk, seq })
            });
            waiting.extend(parsed);
            let is_last = !page.more;
            waiting = self.read_page(id, waiting, since, is_last && all_readable)?;
            match page.last {
                Some(last) if !is_last => after = last,
                _ if all_readable => return Ok(()),
                // What could be read is in the document all the same.
                _ => return Err(Problem::with(ProblemCode::StoreUnreadable, "chunk")),
            }
        }
    }

    /// Reads one page of what waits, with what earlier ones left waiting; answers what waits on. With
    /// the one that `ends` it, its turn is over.
    fn read_page(
        &mut self,
        id: DocId,
        mut waiting: Vec<Waiting>,
        since: UnixMillis,
        ends: bool,
    ) -> Result<Vec<Waiting>, Problem> {
        let before = match self.documents.is_open(id) {
            true => Some(self.document(id)?.document.clone()),
            false => load(&self.store, id, &self.identity)?,
        };
        let membership = self.membership()?;
        let stored = |chunk: &SealedChunk| {
            let key = self.store.read(|conn| key_for(conn, membership, chunk))?;
            Ok::<_, Problem>(key)
        };
        let writer = self.identity.device_id();
        let mut random = self.random.clone();
        let confirmed = self
            .store
            .read(|conn| snapshot::confirmed_waiting(conn, id))?;
        let reading = Reading::of(
            &waiting,
            &confirmed,
            Growing::on(before.as_ref(), Care::InTheEnd),
            &stored,
        )?;
        let (found, grown) = match reading.finish(writer, &mut random) {
            Ok(done) => done,
            // One of them spoils the document; with more care it shows which.
            Err(_) => {
                let growing = Growing::on(before.as_ref(), Care::EachTime);
                Reading::of(&waiting, &confirmed, growing, &stored)?
                    .finish(writer, &mut random)
                    .map_err(|fault| Problem::with(ProblemCode::Unexpected, fault.code()))?
            }
        };
        self.store.write(|tx| {
            for (Waiting { chunk, .. }, fate) in waiting.iter().zip(&found) {
                match fate {
                    Fate::Waits(_) => continue,
                    Fate::TakenIn => {}
                    Fate::Key(grant) => {
                        let epoch = chunk.header().epoch;
                        document_key::put(tx, id, grant.key_id, epoch, grant.key_bytes())?;
                    }
                    Fate::SetAside(reason) => quarantine::put(tx, chunk, reason, since)?,
                }
                held_back::remove(tx, chunk.id())?;
            }
            if ends {
                to_read::done(tx, id)?;
            }
            match &grown {
                Some(grown) => write_grown(tx, id, grown, before.is_none(), since),
                None => Ok(()),
            }
        })?;
        if let Some(grown) = grown {
            self.show(id, grown.document);
        }
        let mut fates = found.into_iter();
        waiting.retain(|_| matches!(fates.next(), Some(Fate::Waits(_))));
        Ok(waiting)
    }

    pub(crate) fn key_for(&self, sealed: &SealedChunk) -> Result<Option<SecretKey>, Problem> {
        let membership = self.membership()?;
        Ok(self.store.read(|conn| key_for(conn, membership, sealed))?)
    }

    /// Replaces the open document and says what became stale.
    fn show(&mut self, id: DocId, document: Document) {
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

/// The key that a chunk names, if it is here.
pub(super) fn key_for(
    conn: &Connection,
    membership: &Membership,
    sealed: &SealedChunk,
) -> Result<Option<SecretKey>, StoreFault> {
    let header = sealed.header();
    let team_id = membership.roster.team_id();
    if header.key_id == EpochKey::grant_key_id(&team_id, membership.epoch_key.epoch) {
        return Ok(Some(membership.epoch_key.grant_key()));
    }
    let stored = document_key::by_id(conn, header.doc_id, header.key_id)?;
    Ok(stored.and_then(|bytes| SecretKey::from_bytes(&bytes)))
}

fn write_grown(
    tx: &Transaction<'_>,
    id: DocId,
    grown: &Grown,
    is_new: bool,
    since: UnixMillis,
) -> Result<(), StoreFault> {
    let long = grown.begun_whole || grown.new.len() >= FOLD_AFTER;
    if is_new {
        let kind = grown.document.kind().word();
        let saved = if long { grown.saved.as_slice() } else { &[] };
        document::insert(tx, id, kind, saved, doorstep_model::SCHEMA_VERSION)?;
    }
    if !long {
        for made in &grown.new {
            change::append(tx, id, &made.hash, &made.bytes, false)?;
        }
    } else if !is_new {
        document::compact(tx, id, &grown.saved)?;
    }
    project_whole(tx, id, &grown.document)?;
    to_project::done(tx, id)?;
    if !is_new && grown.document.wrote_in_removed(&grown.new) {
        project::wrote_in_removed(tx, id, since)?;
    }
    project::arrived(tx, id, since)
}
