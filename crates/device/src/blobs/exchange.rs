//! Sending photos and voice notes part by part, and fetching those that somebody looks at. One step
//! is one round trip, so that text never waits for more than a part.

use std::collections::{BTreeSet, HashMap, VecDeque};

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::blob::check;
use doorstep_replica::exchange::Event;
use doorstep_wire::blob::{BlobHead, BlobState};
use doorstep_wire::id::{BlobId, DocId};
use doorstep_wire::limits::BLOB_PART;
use doorstep_wire::refusal::RefusalCode;

use crate::Device;
use crate::blobs::damaged;
use crate::blobs::look_back::LookBack;
use crate::exchange::{Errand, millis};
use crate::remote::RemoteFault;
use crate::store::table::blob;
use crate::unlocked::Unlocked;

/// How long photos rest after the server said no to them, in milliseconds. Text goes on.
const PAUSE_MS: i64 = 10 * 60 * 1000;
/// Blobs that somebody waits for at once; the longest wanted is forgotten for one more.
const WANTED_AT_ONCE: usize = 256;
const TAG: usize = 16;

/// Where sending and fetching stand; forgotten when the device is locked.
#[derive(Default)]
pub(crate) struct BlobExchange {
    sending: Option<Sending>,
    wanted: VecDeque<Wanted>,
    /// Why a blob that was wanted did not come.
    failed: HashMap<BlobId, Problem>,
    /// Nothing is sent before this time.
    paused_until: Option<UnixMillis>,
    /// Why.
    pub(crate) problem: Option<Problem>,
    /// Those that a file is to be written with: each is asked for once, and none goes by itself.
    pub(crate) held: BTreeSet<BlobId>,
    /// What was fetched last.
    pub(crate) came_last: Option<BlobId>,
    /// Files without a row were cleared away.
    pub(crate) tidied: bool,
    /// Whether the server still has what was sent.
    pub(crate) look_back: LookBack,
}

/// A blob on its way to the server.
struct Sending {
    id: BlobId,
    sealed: Vec<u8>,
    missing: VecDeque<u32>,
}

/// A blob that somebody waits for.
struct Wanted {
    id: BlobId,
    doc: DocId,
    head: Option<BlobHead>,
    parts: Vec<Vec<u8>>,
}

/// How a wanted blob stands.
pub(crate) enum Want {
    /// It is on its way.
    Coming {
        /// How much of it is here.
        percent: u8,
    },
    /// It did not come.
    Failed(Problem),
    /// Nobody asked for it.
    No,
}

/// What is to be sent next.
enum ToSend {
    Head(BlobId, Vec<u8>),
    Part(BlobId, u32, Vec<u8>),
}

impl BlobExchange {
    /// Somebody waits for this one.
    pub(crate) fn want(&mut self, id: BlobId, doc: DocId) {
        self.failed.remove(&id);
        if self.wanted.iter().any(|wanted| wanted.id == id) {
            return;
        }
        if self.wanted.len() >= WANTED_AT_ONCE {
            self.wanted.pop_front();
        }
        self.wanted.push_back(Wanted {
            id,
            doc,
            head: None,
            parts: Vec::new(),
        });
    }

    /// How it stands with this one.
    pub(crate) fn want_of(&self, id: BlobId) -> Want {
        if let Some(problem) = self.failed.get(&id) {
            return Want::Failed(problem.clone());
        }
        match self.wanted.iter().find(|wanted| wanted.id == id) {
            None => Want::No,
            Some(wanted) => {
                let all = wanted.head.as_ref();
                let all = all.map_or(1, |head| head.header().part_count() as usize);
                let percent = wanted.parts.len().saturating_mul(100) / all.max(1);
                Want::Coming {
                    percent: u8::try_from(percent).unwrap_or(100),
                }
            }
        }
    }

    pub(crate) fn something_wanted(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Whether sending rests. A pause longer than the longest can only come from a clock that was
    /// set back: then it is over.
    pub(crate) fn is_paused(&self, now: UnixMillis) -> bool {
        self.paused_until.is_some_and(|until| {
            let left = until.0.saturating_sub(now.0);
            (1..=PAUSE_MS).contains(&left)
        })
    }

    /// The person asked to sync now.
    pub(crate) fn end_pause(&mut self) {
        self.paused_until = None;
    }

    fn drop_wanted(&mut self, id: BlobId) {
        self.wanted.retain(|wanted| wanted.id != id);
    }
}

impl Device {
    /// Sends a head or a part.
    pub(crate) async fn send_part(&self, errand: &Errand) -> Result<(), Problem> {
        let token = errand.token.as_ref().ok_or(ProblemCode::Unexpected)?;
        let (remote, team) = (&errand.remote, errand.team_id);
        let next = self.with(|open, now| open.next_to_send(now))?;
        match next {
            None => Ok(()),
            Some(ToSend::Head(id, head)) => {
                let reply = remote.begin_blob(team, token, id, head).await;
                let reply = self.or_refused(reply)?;
                self.with(|open, now| match reply {
                    Ok(state) => open.begun(id, &state, now),
                    Err(fault) => open.refused(id, fault, now),
                })
            }
            Some(ToSend::Part(id, number, sealed)) => {
                let reply = remote.put_blob_part(team, token, id, number, sealed).await;
                let reply = self.or_refused(reply)?;
                self.with(|open, now| match reply {
                    Ok(()) => {
                        open.part_sent(id, number);
                        Ok(())
                    }
                    Err(fault) => open.refused(id, fault, now),
                })
            }
        }
    }

    /// Fetches a head or a part of what somebody waits for.
    pub(crate) async fn fetch_part(&self, errand: &Errand) -> Result<(), Problem> {
        let token = errand.token.as_ref().ok_or(ProblemCode::Unexpected)?;
        let (remote, team) = (&errand.remote, errand.team_id);
        let next = self.with(|open, _| {
            let wanted = open.blobs.wanted.front();
            Ok(wanted.map(|wanted| (wanted.id, wanted.head.is_some(), wanted.parts.len())))
        })?;
        let Some((id, has_head, parts)) = next else {
            return Ok(());
        };
        let came = if has_head {
            let number = u32::try_from(parts).unwrap_or(u32::MAX);
            let reply = remote.blob_part(team, token, id, number).await;
            self.or_refused(reply)?
                .map(|sealed| Came::Part(number, sealed))
        } else {
            let reply = remote.blob(team, token, id).await;
            self.or_refused(reply)?.map(Came::Head)
        };
        self.with(|open, now| {
            let taken = match came {
                Ok(Came::Head(state)) => open.head_came(id, state),
                Ok(Came::Part(number, sealed)) => open.part_came(id, number, sealed, now),
                Err(fault) => {
                    // It may have lost others as well.
                    open.blobs.look_back.begin_anew();
                    Err(why_not(fault))
                }
            };
            // It concerns this blob alone.
            if let Err(problem) = taken {
                open.blobs.drop_wanted(id);
                if open.blobs.failed.len() >= WANTED_AT_ONCE {
                    open.blobs.failed.clear();
                }
                open.blobs.failed.insert(id, problem);
            }
            open.stale(Stale::Attachments);
            Ok(())
        })
    }

    /// A server that says no to a blob, or answers nonsense about it, is no reason to stop. One that
    /// can't be reached, has too much to do, or wants another session, is.
    pub(crate) fn or_refused<T>(
        &self,
        reply: Result<T, RemoteFault>,
    ) -> Result<Result<T, RemoteFault>, Problem> {
        match reply {
            Err(fault @ (RemoteFault::Gone | RemoteFault::NotTheSame)) => Err(fault.into()),
            Err(fault) => match fault.refusal() {
                Some(RefusalCode::NoSession) => self.checked(Err(fault)).map(Ok),
                // It says nothing about this blob, and passes.
                Some(RefusalCode::TooMany | RefusalCode::TooSlow | RefusalCode::StoreFailed) => {
                    Err(fault.into())
                }
                _ => Ok(Err(fault)),
            },
            Ok(reply) => Ok(Ok(reply)),
        }
    }
}

/// Why something did not come.
fn why_not(fault: RemoteFault) -> Problem {
    match fault.refusal() {
        Some(RefusalCode::BlobUnknown | RefusalCode::BlobPartMissing) => {
            ProblemCode::AttachmentNotSent.into()
        }
        _ => fault.into(),
    }
}

enum Came {
    Head(BlobState),
    Part(u32, Vec<u8>),
}

impl Unlocked {
    fn next_to_send(&mut self, now: UnixMillis) -> Result<Option<ToSend>, Problem> {
        if let Some(sending) = &self.blobs.sending
            && let Some(number) = sending.missing.front()
        {
            let mut parts = sending.sealed.chunks(BLOB_PART + TAG);
            let part = parts.nth(*number as usize).unwrap_or_default();
            return Ok(Some(ToSend::Part(sending.id, *number, part.to_vec())));
        }
        let Some((id, head)) = self.store.read(blob::next_to_send)? else {
            return Ok(None);
        };
        // What can't be read can't be sent; it is said, and others go first.
        if let Err(problem) = self.read_file(id, &head) {
            self.hold_up(id, problem, now)?;
            return Ok(None);
        }
        Ok(Some(ToSend::Head(id, head)))
    }

    /// The server says what it has of it.
    fn begun(&mut self, id: BlobId, state: &BlobState, now: UnixMillis) -> Result<(), Problem> {
        let Some(row) = self.store.read(|conn| blob::get(conn, id))? else {
            return Ok(());
        };
        if state.head[..] != row.head[..] {
            return self.hold_up(id, damaged("another head"), now);
        }
        if let Some(before) = row.replaces {
            self.named_anew(row.doc_id, before, id, now)?;
        }
        let (head, sealed) = self.read_file(id, &row.head)?;
        let missing: VecDeque<u32> = (0..head.header().part_count())
            .filter(|number| !state.parts.contains(number))
            .collect();
        if missing.is_empty() {
            self.blobs.sending = None;
            self.blobs.problem = None;
            self.store.write(|tx| blob::mark_sent(tx, id))?;
            self.stale(Stale::Sync);
            self.keep_to_limit()?;
            let local = self.local(now)?;
            if !local.outbox && !self.store.read(blob::something_waits)? {
                self.note_synced(now)?;
            }
        } else {
            self.blobs.sending = Some(Sending {
                id,
                sealed,
                missing,
            });
        }
        Ok(())
    }

    fn part_sent(&mut self, id: BlobId, number: u32) {
        if let Some(sending) = &mut self.blobs.sending
            && sending.id == id
        {
            sending.missing.retain(|missing| *missing != number);
            if sending.missing.is_empty() {
                // The server is asked once more whether it has all of it.
                self.blobs.sending = None;
            }
        }
    }

    fn refused(&mut self, id: BlobId, fault: RemoteFault, now: UnixMillis) -> Result<(), Problem> {
        let problem = match fault.refusal() {
            // Somebody else's bytes are there under its name.
            Some(RefusalCode::BlobDiffers) => {
                self.seal_anew(id, now)?;
                damaged("another head")
            }
            Some(RefusalCode::BlobQuota) => ProblemCode::AttachmentsFull.into(),
            _ => Problem::from(fault),
        };
        self.hold_up(id, problem, now)
    }

    /// Others go first from now on: a smaller one may still find room. Once all of them were
    /// refused, sending rests.
    fn hold_up(&mut self, id: BlobId, problem: Problem, now: UnixMillis) -> Result<(), Problem> {
        self.blobs.sending = None;
        self.store.write(|tx| blob::mark_refused(tx, id))?;
        if !self.store.read(blob::another_to_send)? {
            self.blobs.paused_until = Some(UnixMillis(now.0.saturating_add(PAUSE_MS)));
        }
        self.blobs.problem = Some(problem);
        self.stale(Stale::Sync);
        Ok(())
    }

    fn head_came(&mut self, id: BlobId, state: BlobState) -> Result<(), Problem> {
        let head = BlobHead::parse(state.head.into()).map_err(damaged)?;
        let Some(doc) = self.blobs.wanted_mut(id).map(|wanted| wanted.doc) else {
            return Ok(());
        };
        let named_by = self.blob_named_by(doc, id)?.ok_or(ProblemCode::NotHere)?;
        check(&head, &self.membership()?.roster, doc, id, named_by).map_err(damaged)?;
        let all = head.header().part_count() as usize;
        if state.parts.len() < all {
            return Err(ProblemCode::AttachmentNotSent.into());
        }
        if let Some(wanted) = self.blobs.wanted_mut(id) {
            wanted.head = Some(head);
        }
        Ok(())
    }

    fn part_came(
        &mut self,
        id: BlobId,
        number: u32,
        sealed: Vec<u8>,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let Some(wanted) = self.blobs.wanted_mut(id) else {
            return Ok(());
        };
        let Some(head) = wanted.head.clone() else {
            return Ok(());
        };
        // One that is here already says nothing about the next.
        if usize::try_from(number) != Ok(wanted.parts.len()) {
            return Ok(());
        }
        if !head.is_part(number, &sealed) {
            return Err(damaged("a part"));
        }
        wanted.parts.push(sealed);
        if wanted.parts.len() < head.header().part_count() as usize {
            return Ok(());
        }
        let parts = std::mem::take(&mut wanted.parts);
        self.open_blob(&head, &parts.concat())?;
        self.keep_fetched(&head, &parts, now)?;
        self.blobs.drop_wanted(id);
        Ok(())
    }

    /// Whether a photo or voice note is to be sent now.
    pub(crate) fn blobs_press(&self, now: UnixMillis) -> Result<bool, Problem> {
        Ok(!self.blobs.is_paused(now) && self.store.read(blob::something_waits)?)
    }

    /// Somebody looks at it and it is not here.
    pub(crate) fn want_blob(
        &mut self,
        id: BlobId,
        doc: DocId,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        self.blobs.want(id, doc);
        // A person who asks is a reason to try again at once.
        let local = self.local(now)?;
        if self.problem.is_some() {
            self.exchange.handle(millis(now), Event::Poked, local);
        }
        self.wants_exchange = true;
        Ok(())
    }
}

impl BlobExchange {
    fn wanted_mut(&mut self, id: BlobId) -> Option<&mut Wanted> {
        self.wanted.iter_mut().find(|wanted| wanted.id == id)
    }
}
