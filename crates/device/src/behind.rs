//! A server that lacks what it had before: it was restored from an old copy, wiped, or replaced.
//!
//! The device finds the last place that both know, takes everything after it back into the outbox,
//! whoever wrote it, and strikes off what the server holds all the same. What is left is sent as
//! anything else is. In the order it had before it makes the same chain as before, so teammates who
//! come later find nothing amiss.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::exchange::Event;
use doorstep_wire::behind::Inventory;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DeviceId, EntryHash};
use doorstep_wire::limits::MAX_CHECKPOINTS;
use rusqlite::Transaction;

use crate::Device;
use crate::exchange::{Errand, millis};
use crate::remote::Token;
use crate::store::StoreFault;
use crate::store::table::{chunk, cursor, membership, quarantine, seen, sequence, server_behind};
use crate::unlocked::Unlocked;

impl Device {
    /// Goes back to the last place that this device and the server have in common.
    pub(crate) async fn go_back(&self, errand: &Errand) -> Result<(), Problem> {
        let token = errand.token.as_ref().ok_or(ProblemCode::Unexpected)?;
        let common = self.last_common(errand, token).await?;
        self.with(|open, now| open.take_back(common, now))?;
        let mut at = common;
        loop {
            let reply = errand.remote.inventory(errand.team_id, token, at).await;
            let reply = self.checked(reply)?;
            let (before, all_here);
            (before, (at, all_here)) = (at, self.with(|open, _| open.strike_off(&reply, at))?);
            if !reply.more || !all_here || at == before {
                break;
            }
        }
        self.with(|open, now| open.went_back(now))
    }

    /// Compares places until none lies between one that the server has and one that it has not.
    async fn last_common(&self, errand: &Errand, token: &Token) -> Result<Cursor, Problem> {
        let here = self.with(|open, _| Ok(open.store.read(cursor::get)?))?;
        let (mut common, mut before) = (Cursor::START, here.seq);
        loop {
            let asked = self.with(|open, _| {
                let between = |conn: &rusqlite::Connection| {
                    sequence::between(conn, common.seq, before, MAX_CHECKPOINTS as u64)
                };
                Ok(open.store.read(between)?)
            })?;
            if asked.is_empty() {
                return Ok(common);
            }
            let answer = errand
                .remote
                .last_common(errand.team_id, token, asked.clone())
                .await;
            let answer = self.checked(answer)?;
            let next = match asked.iter().position(|place| *place == answer) {
                Some(found) => {
                    common = answer;
                    asked.get(found + 1)
                }
                None => asked.first(),
            };
            before = next.map_or(before, |next| next.seq);
        }
    }
}

/// Everything after a place waits again; the person is told how much it is.
pub(crate) fn take_back(
    tx: &Transaction<'_>,
    common: Cursor,
    me: DeviceId,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    chunk::take_back(tx, common.seq, cursor::get(tx)?.seq)?;
    chunk::keep_bare_stubs(tx, me)?;
    sequence::forget_after(tx, common.seq)?;
    seen::forget_after(tx, common.seq)?;
    quarantine::forget_places(tx, common.seq)?;
    cursor::set(tx, common)?;
    server_behind::put(tx, now, chunk::to_give_back(tx)?)
}

impl Unlocked {
    /// What the server may have lost waits again, in one transaction with the place to go on from and
    /// with what the person is told.
    fn take_back(&mut self, common: Cursor, now: UnixMillis) -> Result<(), Problem> {
        let me = self.identity.device_id();
        self.waiting_changed();
        self.store.write(|tx| take_back(tx, common, me, now))?;
        self.arrivals.stopped();
        self.all_fetched = None;
        // Photos may be gone with it.
        self.blobs.look_back.begin_anew();
        self.stale(Stale::Sync);
        self.stale(Stale::Lists);
        Ok(())
    }

    /// What the server holds is not sent to it, and the cursor goes along, as far as every chunk is
    /// here; from the first that is not, they are fetched. Nothing beyond the cursor counts as held:
    /// no chain would vouch for it.
    fn strike_off(
        &mut self,
        inventory: &Inventory,
        mut at: Cursor,
    ) -> Result<(Cursor, bool), Problem> {
        let mut all_here = true;
        self.store.write(|tx| {
            for id in &inventory.chunks {
                // One that has its place already stands nowhere else as well.
                all_here = chunk::waits(tx, *id)?;
                if !all_here {
                    break;
                }
                at = at.after(id);
                chunk::acknowledge(tx, *id, at.seq)?;
                cursor::set(tx, at)?;
            }
            Ok::<(), StoreFault>(())
        })?;
        Ok((at, all_here))
    }

    fn went_back(&mut self, now: UnixMillis) -> Result<(), Problem> {
        self.store.write(|tx| {
            let lacked = chunk::to_give_back(tx)?;
            server_behind::correct(tx, lacked)
        })?;
        let local = self.local(now)?;
        self.exchange.handle(millis(now), Event::WentBack, local);
        self.stale(Stale::Sync);
        Ok(())
    }

    /// Membership entries that this device has beyond the server's head.
    ///
    /// # Errors
    /// [`ProblemCode::ServerNotTrue`] if the server's head is none of this team's.
    pub(crate) fn entries_beyond(&self, head: EntryHash) -> Result<Vec<Vec<u8>>, Problem> {
        if head == self.membership()?.roster.head() {
            return Ok(Vec::new());
        }
        let beyond = self.store.read(|conn| membership::beyond(conn, head))?;
        beyond.ok_or_else(|| ProblemCode::ServerNotTrue.into())
    }
}
