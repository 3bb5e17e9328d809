//! Chunks of the sequence into the store: each is kept with its place, or set aside with the reason.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::chunk::{Payload, check, open};
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{ChunkId, DeviceId, DocId};
use doorstep_wire::label::{Label, hash};
use minicbor::bytes::ByteVec;
use rusqlite::Transaction;

use super::read::key_for;
use crate::new_log::Moves;
use crate::receipts;
use crate::store::StoreFault;
use crate::store::table::quarantine::Refused;
use crate::store::table::{
    chunk, cursor, has_read, held_back, quarantine, receipt, sequence, snapshot, to_read,
};
use crate::unlocked::{Membership, Unlocked};

/// What became of one of them.
enum Came {
    /// It is dealt with; so far this device has read now.
    To(Cursor),
    /// Something else waits here for its place in its writer's log.
    InTheWay(Box<SealedChunk>),
    /// An id is no answer to what this device never pushed.
    NotTrue,
}

impl Unlocked {
    /// Takes in the next chunks of the sequence; returns the cursor after the last of them. They are
    /// few enough for one transaction.
    ///
    /// # Errors
    /// [`ProblemCode::ServerNotTrue`] if one of them can be no part of a sequence; those before it
    /// are kept.
    pub(crate) fn arrive(
        &mut self,
        chunks: &[ByteVec],
        from: Cursor,
        now: UnixMillis,
    ) -> Result<Cursor, Problem> {
        let mut at = from;
        let mut coming = chunks.iter().peekable();
        self.stale(Stale::Sync);
        self.waiting_changed();
        while coming.peek().is_some() {
            let membership = self.membership()?;
            let me = self.identity.device_id();
            let stopped = self.store.write(|tx| {
                while let Some(bytes) = coming.peek() {
                    let arrival = Arrival {
                        membership,
                        me,
                        before: at,
                        now,
                    };
                    match arrival.take(tx, bytes)? {
                        Came::To(after) => at = after,
                        other => return Ok::<_, StoreFault>(Some(other)),
                    }
                    coming.next();
                }
                Ok(None)
            })?;
            match stopped {
                Some(Came::InTheWay(sealed)) => self.make_way(&sealed)?,
                Some(_) => return Err(ProblemCode::ServerNotTrue.into()),
                None => {}
            }
        }
        Ok(at)
    }

    /// What stands in the sequence has its place in its writer's log, and what waits for that place
    /// here makes way: this device's own moves on to a new log, since another one went on from the
    /// same store; a teammate's, which a server has lost and got something else for, is kept.
    fn make_way(&mut self, sealed: &SealedChunk) -> Result<(), Problem> {
        if sealed.header().device_id == self.identity.device_id() {
            return self.take_new_log(Moves::All);
        }
        self.store.write(|tx| chunk::displace(tx, sealed))?;
        Ok(())
    }
}

/// A chunk that counts, at its place in the sequence. What a receipt says is another matter.
pub(super) fn keep(
    tx: &Transaction<'_>,
    sealed: &SealedChunk,
    seq: u64,
    me: DeviceId,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    let header = sealed.header();
    chunk::put_arrived(tx, sealed, seq)?;
    // It may have come out of place before, and was refused then.
    quarantine::take_out(tx, sealed.id())?;
    if header.kind == ChunkKind::Receipt {
        return Ok(());
    }
    snapshot::put(tx, sealed, me)?;
    held_back::put(tx, sealed.id(), header.doc_id)?;
    to_read::add(tx, header.doc_id, now)?;
    if header.device_id != me {
        receipts::take_down(tx, sealed, None)?;
        receipt::others_wrote(tx, seq)?;
    }
    Ok(())
}

/// One chunk as it arrives.
struct Arrival<'a> {
    membership: &'a Membership,
    me: DeviceId,
    before: Cursor,
    now: UnixMillis,
}

impl Arrival<'_> {
    fn take(&self, tx: &Transaction<'_>, bytes: &[u8]) -> Result<Came, StoreFault> {
        // What the same request pushed comes back as its id alone.
        if let Ok(id) = ChunkId::try_from(bytes) {
            return match chunk::has(tx, id)? {
                true => self.acknowledged(tx, id),
                false => Ok(Came::NotTrue),
            };
        }
        let Ok(sealed) = SealedChunk::parse(bytes.to_vec()) else {
            let id = ChunkId(hash(Label::Chunk, &[bytes]));
            return self.set_aside(tx, id, None, bytes, "not_a_chunk");
        };
        if chunk::has(tx, sealed.id())? {
            // What says that it was erased makes way for the whole unless the log says so too.
            let is_erased = self.membership.roster.is_erased(&sealed.header().doc_id);
            if !sealed.is_stub()
                && !is_erased
                && chunk::fill(tx, &sealed)?
                && held_back::has(tx, sealed.id())?
            {
                to_read::add(tx, sealed.header().doc_id, self.now)?;
            }
            return self.acknowledged(tx, sealed.id());
        }
        let header = sealed.header();
        let roster = &self.membership.roster;
        if chunk::other_waits_at(tx, &sealed)? && roster.check_writer(&sealed).is_ok() {
            return Ok(Came::InTheWay(Box::new(sealed)));
        }
        let expected = chunk::next_of_log(tx, header.device_id, header.log_id)?;
        // No member's, or out of place: its word on where it stands counts for nothing.
        if let Err(fault) = check(&sealed, roster, expected) {
            let document = Some(header.doc_id);
            return self.set_aside(tx, sealed.id(), document, bytes, fault.code());
        }
        self.keep(tx, &sealed)
    }

    fn acknowledged(&self, tx: &Transaction<'_>, id: ChunkId) -> Result<Came, StoreFault> {
        let after = self.before.after(&id);
        chunk::acknowledge(tx, id, after.seq)?;
        cursor::set(tx, after)?;
        Ok(Came::To(after))
    }

    fn keep(&self, tx: &Transaction<'_>, sealed: &SealedChunk) -> Result<Came, StoreFault> {
        let after = self.before.after(&sealed.id());
        let header = sealed.header();
        has_read::put(tx, header.device_id, header.membership_head)?;
        if self.membership.roster.is_erased(&header.doc_id) {
            // Of what was erased its place is kept, whoever had not heard of it yet.
            chunk::put_arrived(tx, &sealed.erased(), after.seq)?;
            quarantine::take_out(tx, sealed.id())?;
            cursor::set(tx, after)?;
            if header.device_id != self.me {
                receipts::take_down(tx, sealed, None)?;
            }
            return Ok(Came::To(after));
        }
        cursor::set(tx, after)?;
        // A server that was told of an erasure before this device: the entry comes yet.
        if sealed.is_erased() {
            chunk::put_arrived(tx, sealed, after.seq)?;
            quarantine::take_out(tx, sealed.id())?;
            held_back::put(tx, sealed.id(), header.doc_id)?;
            return Ok(Came::To(after));
        }
        keep(tx, sealed, after.seq, self.me, self.now)?;
        if sealed.header().kind == ChunkKind::Receipt {
            self.take_receipt(tx, sealed)?;
        }
        Ok(Came::To(after))
    }

    /// What receipts say must be known before what else their writer says in a header, and before a
    /// document is read that one is about.
    fn take_receipt(&self, tx: &Transaction<'_>, sealed: &SealedChunk) -> Result<(), StoreFault> {
        let header = sealed.header();
        // One about a document confirms the snapshot at the place that its header names; the server
        // reads no more of it than that, so nor does this.
        if header.doc_id != DocId::ZERO
            && sequence::has(tx, header.seen)?
            && let Some(confirmed) =
                snapshot::confirm(tx, header.doc_id, header.seen.seq, header.device_id)?
            && held_back::has(tx, confirmed)?
        {
            to_read::add(tx, header.doc_id, self.now)?;
        }
        let Some(key) = key_for(tx, self.membership, sealed)? else {
            return held_back::put(tx, sealed.id(), sealed.header().doc_id);
        };
        let said = match open(sealed, &key) {
            Ok(Payload::Receipt(receipt)) => Some(receipt),
            Ok(_) => None,
            Err(fault) => {
                quarantine::put(tx, sealed, fault.code(), self.now)?;
                None
            }
        };
        if header.device_id == self.me {
            return Ok(());
        }
        receipts::take_down(tx, sealed, said.as_ref())
    }

    /// Keeps bytes that are not to be believed, and moves on.
    fn set_aside(
        &self,
        tx: &Transaction<'_>,
        id: ChunkId,
        document: Option<DocId>,
        bytes: &[u8],
        reason: &'static str,
    ) -> Result<Came, StoreFault> {
        let after = self.before.after(&id);
        let refused = Refused {
            chunk: id,
            document,
            reason,
        };
        quarantine::put_refused(tx, &refused, bytes, after.seq, self.now)?;
        // Of what was erased no more is kept for another time than a place that may count yet.
        let roster = &self.membership.roster;
        if let Some(erased) = document.filter(|document| roster.is_erased(document)) {
            quarantine::erase(tx, erased)?;
        }
        cursor::set(tx, after)?;
        Ok(Came::To(after))
    }
}
