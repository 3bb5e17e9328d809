//! Two devices that went on from one store, a copy and its original or a restored one and what it
//! was, write into one log. The server keeps the first chunk at each place and refuses the other; the
//! one that was second moves what it has to say into a log of its own.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode};
use doorstep_wire::limits::PUSH_CHUNKS;
use doorstep_wire::refusal::RefusalCode;

use crate::new_log::Moves;
use crate::store::table::chunk;
use crate::store::table::chunk::{Batch, Writing};
use crate::unlocked::Unlocked;

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
            _ => self.take_new_log(Moves::All)?,
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
}
