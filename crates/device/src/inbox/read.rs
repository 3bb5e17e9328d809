//! What arrived for a document is read into it: all that waits for it at once, in one transaction a
//! page. What can't be opened is set aside; what needs something that has not come waits on.

use std::collections::HashMap;

use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::chunk::{Grant, Payload, open};
use doorstep_replica::crypto::key::{EpochKey, SecretKey};
use doorstep_replica::document::{ApplyFault, Grown, Kind, Signed};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DocId, KeyId};
use rusqlite::{Connection, Transaction};

use crate::Device;
use crate::documents::{FOLD_AFTER, load};
use crate::projected::project_whole;
use crate::store::StoreFault;
use crate::store::project;
use crate::store::table::held_back::Page;
use crate::store::table::{
    change, document, document_key, held_back, quarantine, to_project, to_read,
};
use crate::unlocked::{Membership, Unlocked};

/// Documents in one go; a screen that asks meanwhile waits for one of them at most.
const AT_ONCE: usize = 16;

impl Device {
    /// Reads some of what arrived into its documents. Answers whether there is more.
    pub(crate) fn read_some(&self) -> bool {
        for _ in 0..AT_ONCE {
            match self.with(|open, now| open.read_next(now)) {
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

/// What chunks of one page turned out to be.
#[derive(Default)]
struct Found {
    /// Documents' keys.
    grants: Vec<(ChunkId, u32, Grant)>,
    /// Changes, with the chunks that they are in.
    changes: Vec<(SealedChunk, Signed)>,
    /// A member's, and in their place, but they can't be opened.
    set_aside: Vec<(SealedChunk, &'static str)>,
}

impl Unlocked {
    /// Reads what waits for the next document. Answers whether it is to be called again at once.
    fn read_next(&mut self, now: UnixMillis) -> Result<bool, Problem> {
        let Some((id, tries)) = self.store.read(to_read::next)? else {
            return Ok(false);
        };
        match self.read_arrived(id) {
            Ok(()) => {}
            Err(problem) if problem.code == ProblemCode::DiskFull => return Err(problem),
            Err(problem) => {
                // One that goes wrong stops no other. It is tried again when these are done, once
                // an exchange.
                self.store.write(|tx| to_read::put_last(tx, id))?;
                return if tries == 0 { Ok(true) } else { Err(problem) };
            }
        }
        let was_last = !self.store.read(to_read::any)?;
        self.arrivals.read(was_last, now);
        if was_last {
            self.stale(Stale::Sync);
            self.stale(Stale::Lists);
            self.note_caught_up(now)?;
        }
        Ok(true)
    }

    /// Reads what has arrived for a document, if anything has.
    pub(crate) fn read_arrived(&mut self, id: DocId) -> Result<(), Problem> {
        let Some(since) = self.store.read(|conn| to_read::since(conn, id))? else {
            return Ok(());
        };
        // What one page brings may be what an earlier one waits for.
        loop {
            let (mut progress, mut left, mut after) = (false, false, 0);
            loop {
                let page = self.store.read(|conn| held_back::page(conn, id, after))?;
                let Some(last) = page.last else { break };
                let (done, waiting) = self.read_page(id, page, since)?;
                progress |= done > 0;
                left |= waiting > 0;
                after = last;
            }
            if !(progress && left) {
                break;
            }
        }
        self.store.write(|tx| to_read::done(tx, id))?;
        Ok(())
    }

    /// How many chunks of the page were dealt with, and how many wait on.
    fn read_page(
        &mut self,
        id: DocId,
        page: Page,
        since: UnixMillis,
    ) -> Result<(usize, usize), Problem> {
        let all = page.chunks.len();
        let found = self.open_all(page.chunks)?;
        let signed: Vec<Signed> = found.changes.iter().map(|(_, it)| it.clone()).collect();
        let before = match self.documents.is_open(id) {
            true => Some(self.document(id)?.document.clone()),
            false if signed.is_empty() => None,
            false => load(&self.store, id, &self.identity)?,
        };
        let is_new = before.is_none();
        let writer = self.identity.device_id();
        let taken = Document::take_in(before.as_ref(), &signed, writer, &mut self.random.clone());
        let mut done = found.grants.len() + found.set_aside.len();
        self.store.write(|tx| {
            for (chunk, epoch, grant) in &found.grants {
                document_key::put(tx, id, grant.key_id, *epoch, grant.key_bytes())?;
                held_back::remove(tx, *chunk)?;
            }
            let outcomes = found.changes.iter().zip(&taken.outcomes);
            let set_aside = found
                .set_aside
                .iter()
                .map(|(chunk, reason)| (chunk, *reason));
            let refused = outcomes
                .clone()
                .filter_map(|((chunk, _), outcome)| match outcome {
                    Ok(()) | Err(ApplyFault::MissingChange) => None,
                    Err(fault) => Some((chunk, fault.code())),
                });
            for (chunk, reason) in set_aside.chain(refused) {
                quarantine::put(tx, chunk, reason, since)?;
                held_back::remove(tx, chunk.id())?;
            }
            for ((chunk, _), outcome) in outcomes {
                if outcome.is_ok() {
                    held_back::remove(tx, chunk.id())?;
                }
            }
            match &taken.grown {
                Some(grown) => write_grown(tx, id, grown, is_new, since),
                None => Ok(()),
            }
        })?;
        let waits = |outcome: &&Result<(), ApplyFault>| **outcome == Err(ApplyFault::MissingChange);
        done += signed.len() - taken.outcomes.iter().filter(waits).count();
        if let Some(grown) = taken.grown {
            self.show(id, grown.document);
        }
        Ok((done, all - done))
    }

    /// Opens the chunks that there is a key for; those without one are left out.
    fn open_all(&self, chunks: Vec<Vec<u8>>) -> Result<Found, Problem> {
        let membership = self.membership()?;
        let mut found = Found::default();
        let mut keys: HashMap<KeyId, SecretKey> = HashMap::new();
        for bytes in chunks {
            let Ok(sealed) = SealedChunk::parse(bytes) else {
                return Err(Problem::with(ProblemCode::StoreUnreadable, "chunk"));
            };
            let header = *sealed.header();
            let stored = match keys.get(&header.key_id) {
                Some(key) => Some(key.duplicate()),
                None => self.store.read(|conn| key_for(conn, membership, &sealed))?,
            };
            let Some(key) = stored else { continue };
            match open(&sealed, &key) {
                Err(fault) => found.set_aside.push((sealed, fault.code())),
                Ok(Payload::Grant(grant)) => {
                    let key = SecretKey::from_bytes(grant.key_bytes());
                    keys.extend(key.map(|key| (grant.key_id, key)));
                    found.grants.push((sealed.id(), header.epoch, grant));
                }
                Ok(Payload::Changes(changes)) => {
                    let by = header.device_id;
                    found.changes.push((sealed, Signed { by, changes }));
                }
                // No device of this version writes snapshots; a later version tries these again.
                Ok(Payload::Snapshot(_)) => found.set_aside.push((sealed, "snapshot")),
                // They are read as they arrive.
                Ok(Payload::Receipt(_)) => found.set_aside.push((sealed, "receipt")),
            }
        }
        Ok(found)
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
    let long = grown.new.len() >= FOLD_AFTER;
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
