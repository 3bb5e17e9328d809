//! Two devices that went on from one store, a copy and its original or a restored one and what it
//! was, write into one log. The server keeps the first chunk at each place and refuses the other; the
//! one that was second moves what it has to say into a log of its own.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::chunk::{Place, Sealing, open, seal};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DocId, LogId};
use doorstep_wire::limits::PUSH_CHUNKS;
use doorstep_wire::refusal::RefusalCode;

use crate::store::table::chunk::{Batch, Writing};
use crate::store::table::{chunk, log};
use crate::unlocked::{Unlocked, next_version};

impl Unlocked {
    /// What to send next. After a log was refused it is sent log by log, until it is known which, and
    /// until all else is sent.
    pub(crate) fn to_push(&self) -> Result<Batch, Problem> {
        let me = self.identity.device_id();
        Ok(self.store.read(|conn| match self.forked {
            true => chunk::outbox_of_one_log(conn, me, PUSH_CHUNKS),
            false => chunk::outbox(conn, PUSH_CHUNKS),
        })?)
    }

    /// The server has other chunks in a log that was sent; `pushed` is that log if it was sent alone.
    /// This device's own goes on in a new log. A teammate's is kept and given back no more: what the
    /// server has in its place is that teammate's too, and their device knows what became of the rest.
    pub(crate) fn log_forked(&mut self, pushed: Option<Writing>) -> Result<(), Problem> {
        let me = self.identity.device_id();
        match pushed {
            Some(writing) if writing.0 != me => {
                self.store.write(|tx| chunk::give_up(tx, writing))?;
                self.stale(Stale::Sync);
            }
            _ => self.take_new_log()?,
        }
        if pushed.is_some_and(|writing| writing.0 == me) {
            return Err(Problem::with(
                ProblemCode::ServerRefused,
                RefusalCode::LogForked.name(),
            ));
        }
        self.forked = true;
        Ok(())
    }

    /// Seals this device's chunks that the server does not have once more, in a new log and in the
    /// same order. Whoever got one of them nevertheless finds the same changes in it.
    pub(crate) fn take_new_log(&mut self) -> Result<(), Problem> {
        let me = self.identity.device_id();
        self.waiting_version = next_version();
        let waiting = self.store.read(|conn| chunk::own_waiting(conn, me))?;
        // Their keys may have come back and not have been read yet.
        for document in waiting.iter().filter_map(|bytes| document_of(bytes)) {
            let _as_far_as_it_goes = self.read_arrived(document);
        }
        let mut place = Place::first(LogId(self.random.bytes()));
        let mut again: Vec<(ChunkId, SealedChunk)> = Vec::new();
        let mut stubs = Vec::new();
        for bytes in waiting {
            let sealed = SealedChunk::parse(bytes)
                .map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "chunk"))?;
            if sealed.is_stub() {
                // What was in it is in snapshots.
                stubs.push(sealed.id());
                continue;
            }
            let moved = self.seal_again(&sealed, place)?;
            place = Place::after(&moved);
            again.push((sealed.id(), moved));
        }
        self.store.write(|tx| {
            for (before, moved) in &again {
                chunk::replace_own(tx, *before, moved)?;
            }
            for stub in &stubs {
                chunk::put_apart(tx, *stub)?;
            }
            log::set_place(tx, place)
        })?;
        Ok(())
    }

    /// The same content under the same key, at another place.
    fn seal_again(&self, sealed: &SealedChunk, place: Place) -> Result<SealedChunk, Problem> {
        let header = sealed.header();
        let key = self.key_for(sealed)?;
        let key = key.ok_or_else(|| Problem::with(ProblemCode::StoreUnreadable, "key"))?;
        let payload = open(sealed, &key)
            .map_err(|fault| Problem::with(ProblemCode::StoreUnreadable, fault.code()))?;
        let membership = self.membership()?;
        let sealing = Sealing {
            identity: &self.identity,
            place,
            team_id: header.team_id,
            doc_id: header.doc_id,
            epoch: header.epoch,
            membership_head: membership.roster.head(),
            key_id: header.key_id,
            key: &key,
            // What it said that was read was read when it was written.
            seen: header.seen,
        };
        seal(&sealing, &payload, &mut self.random.clone())
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "seal"))
    }
}

fn document_of(bytes: &[u8]) -> Option<DocId> {
    let sealed = SealedChunk::parse(bytes.to_vec()).ok()?;
    Some(sealed.header().doc_id)
}
