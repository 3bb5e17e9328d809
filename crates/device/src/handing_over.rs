//! A removed device leaves what it had not sent at the server, for an admin of the team to look at, and then
//! destroys what it has of the team.
//!
//! It is sealed with the keys that this device had to its last day: it has no other, and whoever stays has
//! them too. Text goes before photos. What can't be handed over stays, and so does all else then: giving it
//! up is the person's to say (`ClearRemoved`).

use std::collections::VecDeque;

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::Attachment;
use doorstep_model::stale::Stale;
use doorstep_model::{ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::Identity;
use doorstep_replica::exchange::LONGEST_RETRY_MS;
use doorstep_wire::blob::BlobHead;
use doorstep_wire::encode;
use doorstep_wire::handed_over::Item;
use doorstep_wire::id::{BlobId, ChunkId, TeamId};
use doorstep_wire::limits::{BLOB_PART, MAX_HANDED_OVER_AT_ONCE};
use doorstep_wire::refusal::RefusalCode;

use crate::Device;
use crate::remote::{Remote, Token};
use crate::store::StoreFault;
use crate::store::table::{blob, change, chunk, recording};
use crate::unlocked::Unlocked;

/// How long a screen that was open when the removal was read has to save what was being typed, in
/// milliseconds, before there is nothing left to save it to.
pub(crate) const GRACE_MS: i64 = 10_000;
/// How soon it is tried again after something went wrong, in milliseconds.
const RETRY_MS: u64 = 60_000;
/// Documents sealed before each request.
const SEALED_AT_ONCE: usize = 20;
/// A sealed part's bytes beyond those of the part.
const TAG: usize = 16;

/// Where it stands; forgotten when the device is locked.
#[derive(Default)]
pub(crate) struct HandingOver {
    /// When this device learnt, or found after unlocking, that it is out.
    since: Option<UnixMillis>,
    /// A photo or voice note on its way.
    sending: Option<Sending>,
}

/// A photo or voice note on its way, whose head has gone.
struct Sending {
    id: BlobId,
    parts: VecDeque<(u32, Vec<u8>)>,
}

/// What goes next.
enum Next {
    Chunks(Vec<(ChunkId, Vec<u8>)>),
    Head(BlobId, BlobHead, Vec<u8>),
    Parts(BlobId, Vec<(u32, Vec<u8>)>),
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
            Self::Nothing => Vec::new(),
        }
    }
}

/// What it takes to talk to the server.
struct Line {
    remote: Remote,
    team: TeamId,
    token: Option<Token>,
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
        if let Some(rest) = self.with_removed(|open, now| Ok(open.grace_left(now)))? {
            return Ok(rest);
        }
        while let Some(line) = self.with_removed(|open, _| open.line())? {
            let next = self.with_removed(Unlocked::next_to_hand_over)?;
            if matches!(next, Next::Nothing) {
                break;
            }
            let token = match line.token {
                Some(token) => token,
                None => self.open_session_removed(&line.remote, line.team).await?,
            };
            let sent = line.remote.hand_over(line.team, &token, next.items()).await;
            let is_over = sent
                .as_ref()
                .is_err_and(|fault| fault.refusal() == Some(RefusalCode::NoSession));
            if is_over {
                self.with_removed(|open, _| {
                    open.token = None;
                    Ok(())
                })?;
            }
            sent?;
            self.with_removed(|open, _| open.has_gone(next))?;
        }
        let team_name = self.with_removed(|open, _| open.left_with_nothing())?;
        if let Some(team_name) = team_name {
            self.clear_handed_over(team_name)?;
        }
        Ok(LONGEST_RETRY_MS)
    }

    async fn open_session_removed(&self, remote: &Remote, team: TeamId) -> Result<Token, Problem> {
        let seed = self.with_removed(|open, _| Ok(open.identity.seed().duplicate()))?;
        let token = remote
            .open_session(team, &Identity::from_seed(seed))
            .await?;
        self.with_removed(|open, _| {
            open.token = Some(token.clone());
            Ok(token)
        })
    }
}

impl Unlocked {
    /// How long what is being typed has still to be saved; `None` once that is over. A clock that was set
    /// back begins it anew.
    fn grace_left(&mut self, now: UnixMillis) -> Option<u64> {
        let since = *self.handing_over.since.get_or_insert(now);
        if since > now {
            self.handing_over.since = Some(now);
        }
        let left = GRACE_MS.saturating_sub(now.0.saturating_sub(since.0));
        let left = u64::try_from(left.min(GRACE_MS)).unwrap_or_default();
        (left > 0).then_some(left)
    }

    fn line(&self) -> Result<Option<Line>, Problem> {
        let Some(server) = &self.server else {
            return Ok(None);
        };
        Ok(Some(Line {
            remote: server.remote.clone(),
            team: self.team_id()?,
            token: self.token.clone(),
        }))
    }

    fn next_to_hand_over(&mut self, now: UnixMillis) -> Result<Next, Problem> {
        self.keep_recordings(now);
        // What can't be sealed stays, and stops nothing else.
        let _stays = self.seal_waiting(SEALED_AT_ONCE);
        let me = self.identity.device_id();
        let chunks = self
            .store
            .read(|conn| chunk::own_outbox(conn, me, MAX_HANDED_OVER_AT_ONCE))?;
        if !chunks.is_empty() {
            return Ok(Next::Chunks(chunks));
        }
        if let Some(Sending { id, parts }) = &self.handing_over.sending {
            let mut some: Vec<_> = parts.iter().cloned().collect();
            some.truncate(MAX_HANDED_OVER_AT_ONCE / (BLOB_PART + TAG));
            return Ok(Next::Parts(*id, some));
        }
        while let Some((id, head)) = self.store.read(blob::next_own_to_send)? {
            match self.read_file(id, &head) {
                Ok((head, sealed)) => return Ok(Next::Head(id, head, sealed)),
                // Nobody could make anything of it.
                Err(problem) if problem.code == ProblemCode::AttachmentDamaged => {
                    self.store.write(|tx| blob::mark_refused(tx, id))?;
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(Next::Nothing)
    }

    /// The server has it.
    fn has_gone(&mut self, gone: Next) -> Result<(), Problem> {
        match gone {
            Next::Chunks(chunks) => {
                self.store.write(|tx| {
                    chunks
                        .iter()
                        .try_for_each(|(id, _)| chunk::mark_handed_over(tx, *id))
                })?;
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
                        self.handing_over.sending = None;
                    }
                }
            }
            Next::Nothing => {}
        }
        self.problem = None;
        self.stale(Stale::Standing);
        Ok(())
    }

    /// Recordings that nobody had kept yet become voice notes: nobody can any more. One that can't stays.
    fn keep_recordings(&mut self, now: UnixMillis) {
        for row in self.store.read(recording::all).unwrap_or_default() {
            let item = ItemId::from(self.random.bytes::<16>());
            let edits = vec![Edit::Add {
                line: ItemRef {
                    part: Part::Attachments,
                    item: item.clone(),
                },
                fields: vec![Attachment::visit.with(row.visit.clone())],
            }];
            let _stays = self.keep_recording(&row.id, &row.household, &item, edits, now);
        }
    }

    /// The team's name, if nothing of this device's own is left that only it has.
    fn left_with_nothing(&self) -> Result<Option<String>, Problem> {
        let me = self.identity.device_id();
        let something = self.store.read(|conn| {
            Ok::<_, StoreFault>(
                chunk::own_waits(conn, me)?
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
