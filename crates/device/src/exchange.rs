//! Carries out the steps of [`doorstep_replica::exchange`]: what it says is done, what came of it
//! is told back. Locks are held between round trips, never during one.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::exchange::{Event, LONGEST_RETRY_MS, Local, Step};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::device::Role;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::EntryHash;
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::sync::{SyncReply, SyncRequest};

use crate::Device;
use crate::platform::wipe_stack;
use crate::remote::{Remote, RemoteFault, Token};
use crate::store::StoreFault;
use crate::store::table::chunk::Batch;
use crate::store::table::{blob, chunk, cursor, to_read};
use crate::unlocked::{TeamPlace, Unlocked};

/// Round trips in one exchange before screens and other work get a turn.
const STEPS_AT_ONCE: usize = 64;

/// Chunks that are taken in before screens get a turn.
const ARRIVE_AT_ONCE: usize = 100;

/// For how long all that the server had is news enough to write by: some looks of a device that is on the
/// line, in milliseconds.
const FRESH_MS: i64 = 15_000;

/// What one step needs from the open store.
pub(crate) struct Errand {
    step: Step,
    pub(crate) remote: Remote,
    pub(crate) team_id: doorstep_wire::id::TeamId,
    pub(crate) token: Option<Token>,
}

impl Device {
    /// Talks to the server if there is one and something may be to do. Returns after how many
    /// milliseconds to call again; [`Device::wake`] tells of reasons to call sooner. Where another
    /// exchange is on its way, this one begins after it.
    pub async fn exchange(&self) -> u64 {
        let rest = if self.is_out() {
            self.hand_over().await
        } else {
            // However much there is to project, one slice of it lets the next step go first.
            let more = self.project_some();
            let rest = self.some_steps().await;
            // Whoever has just read that it is out has something to hand over.
            if more || self.is_out() { 0 } else { rest }
        };
        wipe_stack();
        rest
    }

    async fn some_steps(&self) -> u64 {
        let _turn = self.exchanging.take().await;
        self.heard_the_poke();
        while self.with(|open, _| Ok(open.fold_one())).unwrap_or(false) {}
        let words = self.index_rested().unwrap_or(LONGEST_RETRY_MS);
        // What can't be cleared away takes room, and is tried again with the next unlocking.
        let _tidied = self.with(|open, now| open.tidy_blobs(now));
        for step in 0..STEPS_AT_ONCE {
            // A slice of reading between round trips: lists fill while the rest is on its way.
            let more = self.read_some(step == 0);
            let rest = match self.errand() {
                None => words,
                Some(Errand {
                    step: Step::Rest { for_ms },
                    ..
                }) => for_ms.min(words),
                Some(errand) => {
                    self.run(errand).await;
                    continue;
                }
            };
            if !more && !self.keep_what_was_fetched() {
                return rest;
            }
        }
        0
    }

    /// Once after all that the server has was fetched and read, restricted documents are looked after, however
    /// long this device had not looked before: it may have nothing to send and be asked for again in an hour, and
    /// others wait for keys that it has. Answers whether something waits to be sent then.
    fn keep_what_was_fetched(&self) -> bool {
        let begin = |open: &mut Unlocked, _| {
            if open.all_fetched.is_none() || std::mem::replace(&mut open.kept_since_fetch, true) {
                return Ok(false);
            }
            open.leave_former_keys()?;
            Ok(true)
        };
        let waits = |open: &mut Unlocked, now| {
            let local = open.local(now)?;
            let next = open.exchange.next(millis(now), local);
            Ok(!matches!(next, Step::Rest { .. }))
        };
        // Who can't write, or was locked meanwhile, hands on nothing.
        self.with(begin).unwrap_or(false)
            && self.keep_restricted().is_ok()
            && self.with(waits).unwrap_or(false)
    }

    /// Exchanges until there is nothing left to do, or something fails.
    pub(crate) async fn exchange_now(&self) {
        let poked = self.with(|open, now| {
            let local = open.local(now)?;
            open.blobs.end_pause();
            open.exchange.handle(millis(now), Event::Poked, local);
            Ok(())
        });
        if poked.is_ok() {
            while self.some_steps().await == 0 {}
        }
    }

    /// Exchanges until all that the server has is here, whatever is to be sent or read after that.
    ///
    /// # Errors
    /// What stands in the way.
    pub(crate) async fn fetch_all(&self) -> Result<(), Problem> {
        self.with(|open, now| {
            let local = open.local(now)?;
            open.all_fetched = None;
            open.exchange.handle(millis(now), Event::Poked, local);
            Ok(())
        })?;
        loop {
            let rest = self.some_steps().await;
            let (is_here, problem) =
                self.with(|open, _| Ok((open.all_fetched.is_some(), open.problem.clone())))?;
            match problem {
                _ if is_here => return Ok(()),
                Some(problem) if rest > 0 => return Err(problem),
                None if rest > 0 => return Err(ProblemCode::ServerGone.into()),
                _ => {}
            }
        }
    }

    fn errand(&self) -> Option<Errand> {
        self.with(|open, now| {
            let (Some(server), TeamPlace::Member(membership)) = (&open.server, &open.place) else {
                return Ok(None);
            };
            let step = open.exchange.next(millis(now), open.local(now)?);
            Ok(Some(Errand {
                step,
                remote: server.remote.clone(),
                team_id: membership.roster.team_id(),
                token: open.token.clone(),
            }))
        })
        .ok()
        .flatten()
    }

    async fn run(&self, errand: Errand) {
        self.set_syncing(true);
        let done = match errand.step {
            Step::OpenSession => self.open_session(&errand).await,
            Step::ReadMembership => self.read_membership(&errand).await,
            Step::GoBack => self.go_back(&errand).await,
            Step::Sync => self.sync(&errand).await,
            Step::FetchPart => self.fetch_part(&errand).await,
            Step::SendPart => self.send_part(&errand).await,
            Step::Rest { .. } => Ok(()),
        };
        self.set_syncing(false);
        if let Err(problem) = done {
            let had_session = errand.token.is_some();
            let _locked_meanwhile = self.with(|open, now| {
                // A session that has ended is no trouble: the next step opens another.
                if had_session && open.token.is_none() {
                    Ok(())
                } else {
                    open.failed(problem, now)
                }
            });
        }
    }

    fn set_syncing(&self, syncing: bool) {
        let _locked_meanwhile = self.with(|open, _| {
            open.syncing = syncing;
            Ok(())
        });
    }

    async fn open_session(&self, errand: &Errand) -> Result<(), Problem> {
        let seed = self.with(|open, _| Ok(open.identity.seed().duplicate()))?;
        let identity = doorstep_replica::Identity::from_seed(seed);
        let token = errand
            .remote
            .open_session(errand.team_id, &identity)
            .await?;
        self.with(|open, now| {
            open.token = Some(token);
            let local = open.local(now)?;
            open.exchange
                .handle(millis(now), Event::SessionOpened, local);
            Ok(())
        })
    }

    async fn read_membership(&self, errand: &Errand) -> Result<(), Problem> {
        let token = errand.token.as_ref().ok_or(ProblemCode::Unexpected)?;
        let head = loop {
            let from = self.with(|open, _| Ok(open.membership()?.roster.entry_count()))?;
            let reply = errand.remote.entries(errand.team_id, token, from).await;
            let reply = self.checked(reply)?;
            let more = reply.more && !reply.entries.is_empty();
            self.with(|open, now| open.read_entries(&reply, now))?;
            if !more {
                break reply.head;
            }
        };
        self.open_for_words();
        // What the server has lost of it is given back, whoever signed it.
        for bytes in self.with(|open, _| open.entries_beyond(head))? {
            let entry = Entry::parse(bytes)
                .map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "membership"))?;
            let given = errand.remote.give_back(errand.team_id, token, &entry);
            self.checked(given.await)?;
        }
        self.with(|open, now| {
            let local = open.local(now)?;
            open.exchange
                .handle(millis(now), Event::MembershipRead, local);
            Ok(())
        })
    }

    async fn sync(&self, errand: &Errand) -> Result<(), Problem> {
        let token = errand.token.as_ref().ok_or(ProblemCode::Unexpected)?;
        let fetches_first = self.with(|open, now| Ok(open.fetches_first(now)))?;
        // Who can't write reads on.
        let may_write = self.with(|open, _| match fetches_first {
            true => Ok(Ok(())),
            false => Ok(open.leave_former_keys()),
        })?;
        let left = match may_write {
            Ok(()) if !fetches_first => {
                self.keep_restricted()?;
                self.seal_ahead()?
            }
            _ => 0,
        };
        let (request, writing, asks_for_joins, sealed) = self.with(|open, now| {
            open.all_fetched = None;
            // What can't be sealed is said in the end, and stops nothing else.
            let (sealed, batch) = match may_write {
                Err(problem) => (Err(problem), Batch::default()),
                Ok(()) if fetches_first => (Ok(()), Batch::default()),
                Ok(()) => {
                    open.tell_what_is_lacking(now)?;
                    let sealed = open.seal_waiting(left);
                    // This device's own admin may have changed the key meanwhile.
                    open.leave_former_keys()?;
                    (sealed, open.to_push()?)
                }
            };
            let cursor = open.store.read(cursor::get)?;
            let Batch { writing, chunks } = batch;
            let push = chunks.into_iter().map(Into::into).collect();
            let request = SyncRequest {
                cursor,
                push,
                max_bytes: open.arrivals.reply_bytes(),
            };
            Ok((request, writing, open.asks_for_joins(now)?, sealed))
        })?;
        let asked = self.now();
        let reply = errand.remote.sync(errand.team_id, token, &request).await;
        self.with(|open, now| {
            let whole = match &reply {
                Ok(reply) => reply.more.then_some(true),
                Err(fault) => fault.refusal().is_none().then_some(false),
            };
            if whole == Some(false) {
                open.fetched_at = None;
            }
            if let Some(whole) = whole {
                open.arrivals.took(now.0.saturating_sub(asked.0), whole);
            }
            Ok(())
        })?;
        let reply = match reply.as_ref().err().and_then(RemoteFault::refusal) {
            Some(RefusalCode::ChainDiffers) => return self.chain_differed(),
            Some(RefusalCode::LogForked) => return self.with(|open, _| open.log_forked(writing)),
            Some(RefusalCode::Removed)
                if self.with(|open, now| open.is_said_to_be_removed(now))? =>
            {
                return Ok(());
            }
            _ => self.checked(reply)?,
        };
        if reply.cursor == request.cursor && (reply.more || !request.push.is_empty()) {
            // Whatever it says, nothing came of it, and asking again at once would not help.
            return Err(ProblemCode::ServerNotTrue.into());
        }
        let known = self.with(|open, _| Ok(open.membership()?.roster.head()))?;
        // Chunks are judged by the team as it was when they were sent. Where the membership log has
        // gone on, it is read first, and the same chunks come again.
        if reply.membership_head == known {
            self.take_in_all(&reply, request.cursor)?;
        } else {
            self.with(|open, _| open.other_membership(reply.membership_head))?;
        }
        self.with(|open, now| open.synced(&reply, now))?;
        sealed?;
        self.look_back(errand).await?;
        if asks_for_joins {
            let joins = errand.remote.joins(errand.team_id, token).await;
            let joins = self.checked(joins)?;
            self.with(|open, _| {
                if open.joins != joins.pending {
                    open.joins = joins.pending;
                    open.stale(Stale::Team);
                }
                Ok(())
            })?;
        }
        if self.with(|open, _| Ok(open.asks_for_handed_over(reply.handed_over)))? {
            let waiting = match reply.handed_over {
                Some(_) => {
                    let waiting = errand.remote.handed_over(errand.team_id, token).await;
                    self.checked(waiting)?.of
                }
                None => Vec::new(),
            };
            self.with(|open, _| {
                if open.handed_over != waiting {
                    open.handed_over = waiting;
                    open.stale(Stale::Team);
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// The server has another chain: it is gone back to a common place. Where that did not help just
    /// now, it is said.
    fn chain_differed(&self) -> Result<(), Problem> {
        self.with(|open, now| {
            let local = open.local(now)?;
            open.exchange
                .handle(millis(now), Event::ChainDiffered, local);
            if matches!(open.exchange.next(millis(now), local), Step::Rest { .. }) {
                open.problem = Some(ProblemCode::ServerBehind.into());
                open.stale(Stale::Sync);
            }
            Ok(())
        })
    }

    fn take_in_all(&self, reply: &SyncReply, from: Cursor) -> Result<(), Problem> {
        let mut at = from;
        for chunks in reply.chunks.chunks(ARRIVE_AT_ONCE) {
            at = self.with(|open, now| open.arrive(chunks, at, now))?;
        }
        if at == reply.cursor {
            Ok(())
        } else {
            Err(ProblemCode::ServerNotTrue.into())
        }
    }

    /// A token that the server no longer takes is dropped, so that the next step gets a new one.
    pub(crate) fn checked<T>(&self, reply: Result<T, RemoteFault>) -> Result<T, Problem> {
        let fault = match reply {
            Ok(reply) => return Ok(reply),
            Err(fault) => fault,
        };
        if fault.refusal() == Some(RefusalCode::NoSession) {
            self.with(|open, now| {
                open.token = None;
                let local = open.local(now)?;
                open.exchange
                    .handle(millis(now), Event::SessionEnded, local);
                Ok(())
            })?;
        }
        Err(fault.into())
    }
}

impl Unlocked {
    /// The server has another membership log than this device after it was read to its end and given
    /// back where it was behind. Once may be chance, since somebody may have come in between.
    fn other_membership(&mut self, head: EntryHash) -> Result<(), Problem> {
        if self.differed.replace(head) == Some(head) {
            self.differed = None;
            return Err(ProblemCode::ServerNotTrue.into());
        }
        Ok(())
    }

    /// Whether what the server has comes first, and nothing is sealed or sent until all of it is here: after a
    /// pause something may have been restricted that is written here, and what was sealed for everybody is
    /// everybody's. Where nothing waits to be sent, that is the look for news that there is anyway.
    fn fetches_first(&mut self, now: UnixMillis) -> bool {
        // It was, a moment ago: whatever the clock says, what waits is not held up once more.
        if std::mem::take(&mut self.sends_next) {
            return false;
        }
        let since = self.fetched_at.map(|at| now.0.saturating_sub(at.0));
        since.is_none_or(|since| !(0..FRESH_MS).contains(&since))
    }

    /// The server says that this device was removed: that is read from the log, which tells by whom. Answers
    /// whether it is news; the server's word, once more after that, is a failure like any other.
    fn is_said_to_be_removed(&mut self, now: UnixMillis) -> Result<bool, Problem> {
        let local = self.local(now)?;
        self.exchange.handle(millis(now), Event::SaidRemoved, local);
        Ok(!std::mem::replace(&mut self.said_removed, true))
    }

    /// What the state machine wants to know.
    pub(crate) fn local(&self, now: UnixMillis) -> Result<Local, Problem> {
        let outbox = self.store.read(chunk::something_waits)?;
        Ok(Local {
            outbox,
            wanted: self.blobs.something_wanted(),
            blobs: self.blobs_press(now)?,
            membership_head: self.membership()?.roster.head(),
        })
    }

    /// Only an admin with open invites has anything to ask.
    fn asks_for_joins(&self, now: UnixMillis) -> Result<bool, Problem> {
        let roster = &self.membership()?.roster;
        let me = self.identity.device_id();
        let admin = roster
            .member(&me)
            .is_some_and(|member| member.role == Role::Admin);
        let open = roster.invites().any(|(_, state)| {
            let open = state.used_by.is_none() && state.invite.expires_ms >= millis(now);
            state.by == me && open
        });
        Ok(admin && open)
    }

    /// Whether something waits to be looked at that this device does not know of, or that is gone.
    fn asks_for_handed_over(&self, devices: Option<u32>) -> bool {
        devices.is_some() || !self.handed_over.is_empty()
    }

    pub(crate) fn synced(&mut self, reply: &SyncReply, now: UnixMillis) -> Result<(), Problem> {
        self.said_removed = false;
        self.is_handed_over = reply.handed_over.is_some();
        let local = self.local(now)?;
        let left = reply.left.unwrap_or_default();
        let were_fetched = self.arrivals.are_fetched();
        self.arrivals.fetched(reply.chunks.len(), left, now);
        if were_fetched != self.arrivals.are_fetched() {
            self.stale(Stale::SafetyNotes);
        }
        let event = Event::Synced {
            more: reply.more,
            membership_head: reply.membership_head,
        };
        self.exchange.handle(millis(now), event, local);
        // As long as anything waits that was refused among others, it goes log by log.
        self.forked = self.forked && local.outbox;
        let recovered = self.problem.take().is_some();
        if recovered || !reply.pushed.is_empty() || !reply.chunks.is_empty() {
            self.stale(Stale::Sync);
        }
        let all = !reply.more && reply.membership_head == local.membership_head;
        self.all_fetched = all.then_some(now);
        self.kept_since_fetch &= !all;
        self.fetched_at = self.all_fetched.or(self.fetched_at);
        self.sends_next = all && local.outbox;
        self.note_caught_up(now)
    }

    /// Everything that the server has is in its documents here, and it has everything that is here,
    /// as far as that is known: it is noted, and teammates are told.
    pub(crate) fn note_caught_up(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let waits = |conn: &rusqlite::Connection| {
            Ok::<_, StoreFault>(chunk::something_waits(conn)? || to_read::any(conn)?)
        };
        let Some(fetched) = self.all_fetched else {
            return Ok(());
        };
        if self.is_nobodys && !self.store.read(to_read::any)? {
            // Where the team's record can't be written now, that stops nothing, and is tried again.
            let _later = self.say_whose_device(now);
        }
        if self.store.read(waits)? {
            return Ok(());
        }
        if !self.store.read(blob::something_waits)? {
            self.note_synced(fetched)?;
        }
        self.forget_words()?;
        self.confirm_snapshots(now)?;
        self.tell_what_was_read(now)
    }

    fn failed(&mut self, problem: Problem, now: UnixMillis) -> Result<(), Problem> {
        let local = self.local(now)?;
        self.exchange.handle(millis(now), Event::Failed, local);
        self.arrivals.stopped();
        self.problem = Some(problem);
        self.stale(Stale::Sync);
        if local.wanted {
            self.stale(Stale::Attachments);
        }
        Ok(())
    }
}

pub(crate) fn millis(now: UnixMillis) -> u64 {
    u64::try_from(now.0).unwrap_or_default()
}

#[cfg(test)]
mod tests;
