//! From the server's sequence into documents, one chunk a transaction: the chunk is kept, what it
//! says is taken in, set aside, or held back, and the cursor moves on together with that.

use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::chunk::{ChangeBytes, Payload, Place, Receipt, check, open};
use doorstep_replica::crypto::key::{EpochKey, SecretKey};
use doorstep_replica::document::{ApplyFault, Kind};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{ChunkId, DocId};
use doorstep_wire::label::{Label, hash};

use crate::documents::load;
use crate::projected::project_whole;
use crate::receipts;
use crate::store::StoreFault;
use crate::store::table::{
    change, chunk, cursor, document, document_key, held_back, quarantine, receipt,
};
use crate::unlocked::Unlocked;

/// What a chunk turned out to be.
enum Found {
    /// A document's key.
    Key(Box<Payload>),
    /// A device's word on what it holds.
    Receipt(Receipt),
    /// Changes, already in a copy of the document.
    Changes(Box<Grown>),
    /// Something this device needs first has not arrived.
    HeldBack,
    /// It is a member's and in its place, but can't be opened; kept with the reason.
    Quarantined(&'static str),
    /// It is no member's, or out of place: its word on where it stands counts for nothing.
    Refused(&'static str),
}

struct Grown {
    document: Document,
    is_new: bool,
    changes: Vec<ChangeBytes>,
}

impl Unlocked {
    /// Takes in the next chunk of the sequence; returns the cursor after it.
    pub(crate) fn take_in(
        &mut self,
        bytes: Vec<u8>,
        before: Cursor,
        now: UnixMillis,
    ) -> Result<Cursor, Problem> {
        // What the same request pushed comes back as its id alone.
        if let Ok(id) = ChunkId::try_from(bytes.as_slice()) {
            return self.acknowledged(id, before);
        }
        let sealed = match SealedChunk::parse(bytes.clone()) {
            Ok(sealed) => sealed,
            Err(_) => {
                let chunk_id = ChunkId(hash(Label::Chunk, &[&bytes]));
                return self.set_aside(chunk_id, None, &bytes, before, "not_a_chunk", now);
            }
        };
        let after = before.after(&sealed.id());
        self.stale(Stale::Sync);
        if self.store.read(|conn| chunk::has(conn, sealed.id()))? {
            return self.acknowledged(sealed.id(), before);
        }
        let found = self.find(&sealed)?;
        if let Found::Refused(reason) = found {
            let document = Some(sealed.header().doc_id);
            return self.set_aside(sealed.id(), document, sealed.bytes(), before, reason, now);
        }
        self.keep(&sealed, after, found, now)?;
        Ok(after)
    }

    /// The server holds a chunk that is here. The id of one that is not here is no answer to what
    /// this device pushed, and is not believed.
    fn acknowledged(&mut self, id: ChunkId, before: Cursor) -> Result<Cursor, Problem> {
        let after = before.after(&id);
        if !self.store.read(|conn| chunk::has(conn, id))? {
            return Err(ProblemCode::ServerNotTrue.into());
        }
        self.store.write(|tx| {
            chunk::acknowledge(tx, id, after.seq)?;
            cursor::set(tx, after)
        })?;
        self.stale(Stale::Sync);
        Ok(after)
    }

    /// Checks, opens and applies, without writing anything.
    fn find(&mut self, sealed: &SealedChunk) -> Result<Found, Problem> {
        let header = *sealed.header();
        self.make_way(sealed)?;
        let last = self
            .store
            .read(|conn| chunk::last_of_log(conn, header.device_id, header.log_id))?;
        let expected = last.map_or(Place::first(header.log_id), |(log_seq, previous)| Place {
            log_id: header.log_id,
            log_seq: log_seq.saturating_add(1),
            previous,
        });
        if let Err(fault) = check(sealed, &self.membership()?.roster, expected) {
            return Ok(Found::Refused(fault.code()));
        }
        self.find_checked(sealed)
    }

    /// What stands in the sequence has its place in its writer's log, and what waits for that place
    /// here makes way: this device's own moves on to a new log, since another one went on from the
    /// same store; a teammate's, which a server has lost and got something else for, is kept.
    fn make_way(&mut self, sealed: &SealedChunk) -> Result<(), Problem> {
        if !self
            .store
            .read(|conn| chunk::other_waits_at(conn, sealed))?
        {
            return Ok(());
        }
        let header = sealed.header();
        let writer = self.membership()?.roster.member(&header.device_id);
        if !writer.is_some_and(|writer| sealed.is_signed_by(&writer.device.verifying)) {
            return Ok(());
        }
        if header.device_id == self.identity.device_id() {
            return self.take_new_log();
        }
        self.store.write(|tx| chunk::displace(tx, sealed))?;
        Ok(())
    }

    /// Opens and applies a chunk whose signature and place are known to be good.
    fn find_checked(&mut self, sealed: &SealedChunk) -> Result<Found, Problem> {
        let header = *sealed.header();
        let Some(key) = self.key_for(sealed)? else {
            return Ok(Found::HeldBack);
        };
        match open(sealed, &key) {
            Err(fault) => Ok(Found::Quarantined(fault.code())),
            Ok(Payload::Receipt(receipt)) => Ok(Found::Receipt(receipt)),
            Ok(payload @ Payload::Grant(_)) => Ok(Found::Key(Box::new(payload))),
            // No device of this version writes snapshots; a later version tries these again.
            Ok(Payload::Snapshot(_)) => Ok(Found::Quarantined("snapshot")),
            Ok(Payload::Changes(changes)) => {
                let grown = self.grow(header.doc_id, header.device_id, &changes)?;
                Ok(match grown {
                    Ok(grown) => Found::Changes(Box::new(grown)),
                    Err(ApplyFault::MissingChange) => Found::HeldBack,
                    Err(fault) => Found::Quarantined(fault.code()),
                })
            }
        }
    }

    pub(crate) fn key_for(&self, sealed: &SealedChunk) -> Result<Option<SecretKey>, Problem> {
        let header = sealed.header();
        let membership = self.membership()?;
        let team_id = membership.roster.team_id();
        if header.key_id == EpochKey::grant_key_id(&team_id, membership.epoch_key.epoch) {
            return Ok(Some(membership.epoch_key.grant_key()));
        }
        let stored = self
            .store
            .read(|conn| document_key::by_id(conn, header.doc_id, header.key_id))?;
        Ok(stored.and_then(|bytes| SecretKey::from_bytes(&bytes)))
    }

    fn grow(
        &mut self,
        id: DocId,
        signer: doorstep_wire::id::DeviceId,
        changes: &[ChangeBytes],
    ) -> Result<Result<Grown, ApplyFault>, Problem> {
        let current = if self.documents.is_open(id) {
            Some(self.document(id)?.document.clone())
        } else {
            load(&self.store, id, &self.identity)?
        };
        let mut rng = self.random.clone();
        Ok(match current {
            Some(mut document) => document
                .apply(signer, changes, &mut rng)
                .map(|applied| Grown {
                    document,
                    is_new: false,
                    changes: applied.new,
                }),
            None => Document::begin(signer, changes, self.identity.device_id(), &mut rng).map(
                |(document, applied)| Grown {
                    document,
                    is_new: true,
                    changes: applied.new,
                },
            ),
        })
    }

    fn keep(
        &mut self,
        sealed: &SealedChunk,
        after: Cursor,
        found: Found,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let id = sealed.header().doc_id;
        let me = self.identity.device_id();
        self.store.write(|tx| {
            chunk::put_arrived(tx, sealed, after.seq)?;
            // It may have come out of place before, and was refused then.
            quarantine::take_out(tx, sealed.id())?;
            cursor::set(tx, after)?;
            let said = match &found {
                Found::Receipt(receipt) => Some(receipt),
                _ => None,
            };
            if sealed.header().device_id != me {
                receipts::take_down(tx, sealed, said)?;
                if said.is_none() {
                    receipt::others_wrote(tx, after.seq)?;
                }
            }
            write_found(tx, sealed, &found, now)
        })?;
        let news = matches!(found, Found::Key(_) | Found::Changes(_));
        self.show(id, found);
        if news {
            self.retry_held_back(id, now)
        } else {
            Ok(())
        }
    }

    /// Replaces the open document and says what became stale.
    fn show(&mut self, id: DocId, found: Found) {
        let Found::Changes(grown) = found else { return };
        let stale = match grown.document.kind() {
            Kind::Household => Stale::Household(DocKey::from(id.0)),
            Kind::Team => Stale::Team,
            Kind::SafetyNote => Stale::SafetyNotes,
        };
        if grown.document.kind() == Kind::Team {
            self.stale(Stale::Standing);
        }
        let household = grown.document.kind() == Kind::Household;
        self.stale(stale);
        self.stale(Stale::Lists);
        if household {
            self.stale_together(id);
        }
        if self.documents.is_open(id) {
            self.documents.keep(id, grown.document, true);
        }
    }

    /// Tries again what waited for this document's key or for an earlier change, until a round lets
    /// nothing go.
    fn retry_held_back(&mut self, id: DocId, now: UnixMillis) -> Result<(), Problem> {
        while self.retry_round(id, now)? {}
        Ok(())
    }

    fn retry_round(&mut self, id: DocId, now: UnixMillis) -> Result<bool, Problem> {
        let waiting = self.store.read(|conn| held_back::of_document(conn, id))?;
        let mut progress = false;
        for (chunk_id, bytes) in waiting {
            let Ok(sealed) = SealedChunk::parse(bytes) else {
                continue;
            };
            let found = self.find_checked(&sealed)?;
            if matches!(found, Found::HeldBack) {
                continue;
            }
            self.store.write(|tx| {
                held_back::remove(tx, chunk_id)?;
                write_found(tx, &sealed, &found, now)
            })?;
            progress = true;
            self.show(id, found);
        }
        Ok(progress)
    }

    /// Keeps bytes that are not to be believed, and moves on.
    fn set_aside(
        &mut self,
        chunk_id: ChunkId,
        document: Option<DocId>,
        bytes: &[u8],
        before: Cursor,
        reason: &'static str,
        now: UnixMillis,
    ) -> Result<Cursor, Problem> {
        let after = before.after(&chunk_id);
        self.store.write(|tx| {
            quarantine::put_refused(tx, chunk_id, document, bytes, reason, now)?;
            cursor::set(tx, after)
        })?;
        self.stale(Stale::Lists);
        Ok(after)
    }
}

fn write_found(
    tx: &rusqlite::Transaction<'_>,
    sealed: &SealedChunk,
    found: &Found,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    let header = sealed.header();
    let id = header.doc_id;
    match found {
        Found::Key(payload) => {
            let Payload::Grant(grant) = payload.as_ref() else {
                return Ok(());
            };
            document_key::put(tx, id, grant.key_id, header.epoch, grant.key_bytes())
        }
        Found::Changes(grown) => {
            if grown.is_new {
                let kind = grown.document.kind().word();
                document::insert(tx, id, kind, &[], doorstep_model::SCHEMA_VERSION)?;
            }
            for made in &grown.changes {
                change::append(tx, id, &made.hash, &made.bytes, false)?;
            }
            project_whole(tx, id, &grown.document)?;
            if !grown.is_new && grown.document.wrote_in_removed(&grown.changes) {
                crate::store::project::wrote_in_removed(tx, id, now)?;
            }
            crate::store::project::arrived(tx, id, now)
        }
        Found::Receipt(_) => Ok(()),
        Found::HeldBack => held_back::put(tx, sealed.id(), id),
        Found::Quarantined(reason) | Found::Refused(reason) => {
            quarantine::put(tx, sealed, reason, now)
        }
    }
}
