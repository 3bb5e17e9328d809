//! Two devices that went on from one store, a copy and its original or a restored one and what it
//! was, write into one log. The server keeps the first chunk at each place and refuses the other; the
//! one that was second moves what it has to say into a log of its own.

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::chunk::{Place, Sealing, open, seal};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, LogId};

use crate::store::table::{chunk, cursor, log};
use crate::unlocked::Unlocked;

impl Unlocked {
    /// Seals this device's chunks that the server does not have once more, in a new log and in the
    /// same order. Whoever got one of them nevertheless finds the same changes in it.
    pub(crate) fn take_new_log(&mut self) -> Result<(), Problem> {
        let me = self.identity.device_id();
        let waiting = self.store.read(|conn| chunk::own_waiting(conn, me))?;
        let mut place = Place::first(LogId(self.random.bytes()));
        let mut again: Vec<(ChunkId, SealedChunk)> = Vec::new();
        for bytes in waiting {
            let sealed = SealedChunk::parse(bytes)
                .map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "chunk"))?;
            let moved = self.seal_again(&sealed, place)?;
            place = Place::after(&moved);
            again.push((sealed.id(), moved));
        }
        self.store.write(|tx| {
            for (before, moved) in &again {
                chunk::replace_own(tx, *before, moved)?;
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
            seen: self.store.read(cursor::get)?,
        };
        seal(&sealing, &payload, &mut self.random.clone())
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "seal"))
    }
}
