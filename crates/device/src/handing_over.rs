//! A removed device leaves what it had not sent at the server, for an admin of the team to look at, and then
//! destroys what it has of the team.
//!
//! It is sealed with the keys that this device had to its last day: it has no other, and whoever stays has
//! them too. Text goes before photos. Before anything is destroyed the server is asked whether it has all of
//! it, and all that this device had sent before: it may have been set back meanwhile, and nobody would bring
//! that any more. What can't be handed over stays, and so does all else then: giving it up is the person's to
//! say (`ClearRemoved`).

use std::collections::{BTreeSet, VecDeque};

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::Attachment;
use doorstep_model::stale::Stale;
use doorstep_model::{ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::Identity;
use doorstep_replica::exchange::LONGEST_RETRY_MS;
use doorstep_wire::blob::BlobHead;
use doorstep_wire::encode;
use doorstep_wire::handed_over::{Check, Item};
use doorstep_wire::id::{BlobId, DocId, TeamId};
use doorstep_wire::label::{Label, hash};
use doorstep_wire::limits::{BLOB_PART, MAX_HANDED_OVER_AT_ONCE, MAX_HANDED_OVER_COUNT};
use doorstep_wire::refusal::RefusalCode;

use crate::Device;
use crate::platform;
use crate::remote::{Remote, RemoteFault, Token};
use crate::store::StoreFault;
use crate::store::table::chunk::Waiting;
use crate::store::table::{blob, change, chunk, recording};
use crate::unlocked::Unlocked;

/// How soon it is tried again after something went wrong, in milliseconds.
const RETRY_MS: u64 = 60_000;
/// Documents sealed before each request.
const SEALED_AT_ONCE: usize = 20;
/// A sealed part's bytes beyond those of the part.
const TAG: usize = 16;
/// Rounds of sending and asking before it rests.
const ROUNDS: usize = 4;

/// Where it stands; forgotten when the device is locked, and then all of it is sent once more, which is
/// harmless.
#[derive(Default)]
pub(crate) struct HandingOver {
    /// When this device learnt, or found after unlocking, that it is out, by the clock that never steps.
    since: Option<u64>,
    /// The place among the waiting chunks of the last that has gone.
    after: Option<Waiting>,
    /// A photo or voice note on its way.
    sending: Option<Sending>,
    /// Photos and voice notes that have gone.
    blobs: BTreeSet<BlobId>,
    /// What has gone, as the server names it.
    names: Vec<[u8; 32]>,
    /// Documents whose changes can't be sealed.
    failed: BTreeSet<DocId>,
}

/// A photo or voice note on its way, whose head has gone.
struct Sending {
    id: BlobId,
    parts: VecDeque<(u32, Vec<u8>)>,
}

/// What goes next.
enum Next {
    Chunks(Vec<(Waiting, Vec<u8>)>),
    Head(BlobId, BlobHead, Vec<u8>),
    Parts(BlobId, Vec<(u32, Vec<u8>)>),
    /// More is to be sealed before any of it goes.
    Later,
    Nothing,
}

impl Next {
    fn items(&self) -> Vec<Vec<u8>> {
        match self {
            Self::Chunks(chunks) => chunks
                .iter()
                .map(|(_, bytes)| {
                    let bytes = bytes.clone().into();
                    encode(&Item::Chunk { bytes })
                })
                .collect(),
            Self::Head(_, head, _) => {
                let bytes = head.bytes().to_vec().into();
                vec![encode(&Item::BlobHead { bytes })]
            }
            Self::Parts(blob, parts) => parts
                .iter()
                .map(|(number, sealed)| {
                    encode(&Item::BlobPart {
                        blob: *blob,
                        number: *number,
                        sealed: sealed.clone().into(),
                    })
                })
                .collect(),
            Self::Later | Self::Nothing => Vec::new(),
        }
    }
}

/// What it takes to talk to the server.
struct Line {
    remote: Remote,
    team: TeamId,
    token: Token,
}

impl Device {
    /// Whether this device is open and was removed from its team.
    pub(crate) fn is_out(&self) -> bool {
        self.with_removed(|open, _| Ok(open.is_removed()))
            .unwrap_or(false)
    }

    /// Hands over what can be, and clears the device once the server has all of it. Answers after how many
    /// milliseconds to call again.
    pub(crate) async fn hand_over(&self) -> u64 {
        let _turn = self.exchanging.take().await;
        self.heard_the_poke();
        match self.hand_over_all().await {
            Ok(rest) => rest,
            Err(problem) => {
                let _locked_meanwhile = self.with_removed(|open, _| {
                    open.problem = Some(problem);
                    open.stale(Stale::Standing);
                    Ok(())
                });
                RETRY_MS
            }
        }
    }

    async fn hand_over_all(&self) -> Result<u64, Problem> {
        let grace = self.outside.grace_ms;
        if let Some(rest) = self.with_removed(|open, _| Ok(open.grace_left(grace)))? {
            return Ok(rest);
        }
        for _ in 0..ROUNDS {
            let Some(line) = self.line().await? else {
                return Err(ProblemCode::NoServer.into());
            };
            // What a full disk kept out of the store; the recording that it belongs to is kept after it.
            self.save_left()?;
            self.send_what_waits(&line).await?;
            if !self.server_has_all(&line).await? {
                continue;
            }
            let count = self.with_removed(|open, _| Ok(open.handing_over.names.len()))?;
            let items = u64::try_from(count).unwrap_or(u64::MAX);
            self.send(&line, vec![encode(&Item::End { items })]).await?;
            if self.clear_if_nothing_is_left()? {
                return Ok(LONGEST_RETRY_MS);
            }
            let stays = self.with_removed(|open, now| open.next_to_hand_over(now))?;
            if matches!(stays, Next::Nothing) {
                // It can't go, and waits for the person's word.
                return Err(ProblemCode::CannotHandOver.into());
            }
        }
        Ok(RETRY_MS)
    }

    async fn send_what_waits(&self, line: &Line) -> Result<(), Problem> {
        loop {
            let next = self.with_removed(Unlocked::next_to_hand_over)?;
            match next {
                Next::Nothing => return Ok(()),
                Next::Later => {
                    platform::give_way();
                    continue;
                }
                _ => {}
            }
            let items = next.items();
            let names: Vec<_> = items.iter().map(|item| name_of(item)).collect();
            self.send(line, items).await?;
            self.with_removed(|open, _| open.has_gone(next, names))?;
        }
    }

    async fn send(&self, line: &Line, items: Vec<Vec<u8>>) -> Result<(), Problem> {
        let sent = line.remote.hand_over(line.team, &line.token, items).await;
        self.or_without_session(sent)
    }

    fn or_without_session<T>(&self, reply: Result<T, RemoteFault>) -> Result<T, Problem> {
        let is_over = reply
            .as_ref()
            .is_err_and(|fault| fault.refusal() == Some(RefusalCode::NoSession));
        if is_over {
            self.with_removed(|open, _| {
                open.token = None;
                Ok(())
            })?;
        }
        Ok(reply?)
    }

    /// Asks whether the server has what was handed over in this run and what was sent before. What it lacks
    /// waits again.
    async fn server_has_all(&self, line: &Line) -> Result<bool, Problem> {
        let (mut asked, mut has_all) = (Asked::default(), true);
        loop {
            let (check, next) = self.with_removed(|open, _| open.to_check(asked))?;
            if next == asked {
                return Ok(has_all);
            }
            asked = next;
            // More may follow a page of photos that were all handed over.
            if check.is_empty() {
                continue;
            }
            let lacking = line
                .remote
                .check_handed_over(line.team, &line.token, &check)
                .await;
            let lacking = self.or_without_session(lacking)?;
            has_all &= self.with_removed(|open, _| open.waits_again(&lacking))?;
        }
    }

    async fn line(&self) -> Result<Option<Line>, Problem> {
        let known = self.with_removed(|open, _| {
            let remote = open.server.as_ref().map(|server| server.remote.clone());
            let seed = open.identity.seed().duplicate();
            Ok((remote, open.team_id()?, open.token.clone(), seed))
        })?;
        let (Some(remote), team, token, seed) = known else {
            return Ok(None);
        };
        let token = match token {
            Some(token) => token,
            None => {
                let token = remote
                    .open_session(team, &Identity::from_seed(seed))
                    .await?;
                self.with_removed(|open, _| {
                    open.token = Some(token.clone());
                    Ok(())
                })?;
                token
            }
        };
        Ok(Some(Line {
            remote,
            team,
            token,
        }))
    }
}

fn name_of(item: &[u8]) -> [u8; 32] {
    hash(Label::HandedOver, &[item])
}

/// How far has been asked: names of items, and the numbers of the last chunk and of the last photo.
type Asked = (usize, i64, i64);

impl Unlocked {
    /// How long what is being typed has still to be saved; `None` once that is over.
    fn grace_left(&mut self, grace_ms: u64) -> Option<u64> {
        let now = platform::monotonic_ms();
        let since = *self.handing_over.since.get_or_insert(now);
        let left = grace_ms.saturating_sub(now.saturating_sub(since));
        if left == 0 {
            return None;
        }
        Some(left)
    }

    fn next_to_hand_over(&mut self, now: UnixMillis) -> Result<Next, Problem> {
        self.keep_recordings(now)?;
        if self.seal_for_handing_over()? {
            return Ok(Next::Later);
        }
        let me = self.identity.device_id();
        let after = self.handing_over.after;
        self.part_logs(after)?;
        let chunks = self
            .store
            .read(|conn| chunk::own_outbox(conn, me, after, MAX_HANDED_OVER_AT_ONCE))?;
        if !chunks.is_empty() {
            return Ok(Next::Chunks(chunks));
        }
        if let Some(Sending { id, parts }) = &self.handing_over.sending {
            let mut some: Vec<_> = parts.iter().cloned().collect();
            some.truncate(MAX_HANDED_OVER_AT_ONCE / (BLOB_PART + TAG));
            return Ok(Next::Parts(*id, some));
        }
        // Files without a row are photos too.
        self.tidy_blobs(now)?;
        for (id, head) in self.store.read(blob::own_to_send)? {
            match self.read_file(id, &head) {
                Ok((head, sealed)) => return Ok(Next::Head(id, head, sealed)),
                // Nobody could make anything of it; it is among what stays.
                Err(problem) if problem.code == ProblemCode::AttachmentDamaged => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(Next::Nothing)
    }

    /// Seals some of what waits. What can't be sealed stays, and stops nothing else. Answers whether more is to be
    /// sealed: which log a chunk goes into is known once all are there.
    fn seal_for_handing_over(&mut self) -> Result<bool, Problem> {
        // Where that fails, what it is about stays unread, and all else goes.
        let _goes_without = self.hand_on_as_it_goes();
        let waiting = self.store.read(|conn| change::waiting(conn, usize::MAX))?;
        let failed = std::mem::take(&mut self.handing_over.failed);
        let some = waiting.iter().filter(|id| !failed.contains(id));
        let some: Vec<DocId> = some.take(SEALED_AT_ONCE).copied().collect();
        self.handing_over.failed = failed;
        for id in some {
            if self.seal_document(id).is_err() {
                self.handing_over.failed.insert(id);
            }
        }
        let left = self.store.read(|conn| change::waiting(conn, usize::MAX))?;
        let goes_on = left.len() < waiting.len();
        let failed = &self.handing_over.failed;
        Ok(goes_on && left.iter().any(|id| !failed.contains(id)))
    }

    /// The server has it.
    fn has_gone(&mut self, gone: Next, names: Vec<[u8; 32]>) -> Result<(), Problem> {
        self.handing_over.names.extend(names);
        match gone {
            Next::Chunks(chunks) => {
                self.store.write(|tx| {
                    let mut gone = chunks.iter().map(|(waiting, _)| waiting);
                    gone.try_for_each(|waiting| chunk::counts_as_gone(tx, *waiting))
                })?;
                let last = chunks.last().map(|(waiting, _)| *waiting);
                self.handing_over.after = last.or(self.handing_over.after);
            }
            Next::Head(id, _, sealed) => {
                let parts = sealed.chunks(BLOB_PART + TAG).map(<[u8]>::to_vec);
                let parts = (0..).zip(parts).collect();
                self.handing_over.sending = Some(Sending { id, parts });
            }
            Next::Parts(id, parts) => {
                if let Some(sending) = &mut self.handing_over.sending {
                    sending.parts.drain(..parts.len().min(sending.parts.len()));
                    if sending.parts.is_empty() {
                        self.store.write(|tx| blob::mark_sent(tx, id))?;
                        self.handing_over.blobs.insert(id);
                        self.handing_over.sending = None;
                    }
                }
            }
            Next::Later | Next::Nothing => {}
        }
        self.problem = None;
        self.stale(Stale::Standing);
        Ok(())
    }

    /// What is asked after next, and how far has been asked then; as far as before if nothing is left.
    fn to_check(&self, (at, number, blob_number): Asked) -> Result<(Check, Asked), Problem> {
        let me = self.identity.device_id();
        let names = self.handing_over.names.iter().skip(at);
        let items: Vec<_> = names.take(MAX_HANDED_OVER_COUNT).copied().collect();
        let (chunks, blobs) = self.store.read(|conn| {
            let chunks = chunk::own_held(conn, me, number, MAX_HANDED_OVER_COUNT)?;
            let blobs = blob::own_sent(conn, blob_number, MAX_HANDED_OVER_COUNT)?;
            Ok::<_, StoreFault>((chunks, blobs))
        })?;
        let next = (
            at.saturating_add(items.len()),
            chunks.last().map_or(number, |(number, _)| *number),
            blobs.last().map_or(blob_number, |(number, _)| *number),
        );
        // Those that were handed over are among the items.
        let sent = |id: &BlobId| !self.handing_over.blobs.contains(id);
        let check = Check {
            items: items.into_iter().map(|name| name.to_vec().into()).collect(),
            chunks: chunks.into_iter().map(|(_, id)| id).collect(),
            blobs: blobs.into_iter().map(|(_, id)| id).filter(sent).collect(),
        };
        Ok((check, next))
    }

    /// Whether the server lacks none of it; what it lacks is handed over.
    fn waits_again(&mut self, lacking: &Check) -> Result<bool, Problem> {
        if !lacking.items.is_empty() {
            // All of it goes once more; what is there already is known by its hash.
            let handed = std::mem::take(&mut self.handing_over);
            self.handing_over.since = handed.since;
            self.store.write(|tx| {
                let mut handed = handed.blobs.iter();
                handed.try_for_each(|id| blob::mark_lost(tx, *id))
            })?;
        }
        if !lacking.chunks.is_empty() {
            // They stand before what has gone, which goes on from them.
            self.handing_over.after = None;
        }
        self.store.write(|tx| {
            lacking
                .chunks
                .iter()
                .try_for_each(|id| chunk::waits_again(tx, *id))?;
            lacking
                .blobs
                .iter()
                .try_for_each(|id| blob::mark_lost(tx, *id))
        })?;
        Ok(lacking.is_empty())
    }

    /// Recordings that nobody had kept yet become voice notes: nobody can any more. One in which nothing was
    /// heard is none; one that can't be kept stays.
    fn keep_recordings(&mut self, now: UnixMillis) -> Result<(), Problem> {
        for row in self.store.read(recording::all)? {
            let item = ItemId::from(self.random.bytes::<16>());
            let edits = vec![Edit::Add {
                line: ItemRef {
                    part: Part::Attachments,
                    item: item.clone(),
                },
                fields: vec![Attachment::visit.with(row.visit.clone())],
            }];
            let kept = self.keep_recording(&row.id, &row.household, &item, edits, now);
            if kept.is_err_and(|problem| problem.code == ProblemCode::RecordingGone) {
                self.store.write(|tx| recording::remove(tx, &row.id))?;
            }
        }
        Ok(())
    }

    /// The team's name, if nothing of this device's own is left that the server does not have.
    pub(crate) fn left_with_nothing(&self) -> Result<Option<String>, Problem> {
        let me = self.identity.device_id();
        let after = self.handing_over.after;
        let something = self.store.read(|conn| {
            Ok::<_, StoreFault>(
                chunk::own_waits(conn, me, after)?
                    || !change::waiting(conn, 1)?.is_empty()
                    || blob::own_waits(conn)?
                    || !recording::all(conn)?.is_empty(),
            )
        })?;
        match something || self.server.is_none() {
            true => Ok(None),
            false => Ok(Some(self.team_name()?)),
        }
    }
}
