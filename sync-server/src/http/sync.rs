//! `POST /v1/teams/{team}/sync`: push and pull in one round trip, whole or not at all.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use doorstep_wire::chunk::{ChunkFault, SealedChunk};
use doorstep_wire::device::Role;
use doorstep_wire::id::TeamId;
use doorstep_wire::limits::{MAX_PUSH_COUNT, MAX_REPLY, MAX_REQUEST};
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::roster::{Roster, WriterFault};
use doorstep_wire::sync::{Pushed, SyncReply, SyncRequest};

use super::answer::No;
use super::asker::Member;
use super::replies::Roomy;
use super::{Here, Office, body};
use crate::storage::{News, Storage};

/// Bytes of a reply that are no chunks, with room to spare.
const ENVELOPE: usize = 64 * 1024;

pub(super) async fn sync<S: Storage>(
    State(office): Here<S>,
    member: Member,
    headers: HeaderMap,
    body: Body,
) -> Result<Roomy<SyncReply>, No> {
    let held = body::read(&office, &headers, body, MAX_REQUEST).await?;
    let asked: SyncRequest = body::parse(&held.bytes)?;
    if asked.push.len() > MAX_PUSH_COUNT {
        return Err(No::new(
            RefusalCode::TooLarge,
            format!("More than {MAX_PUSH_COUNT} chunks."),
        ));
    }
    let bytes = asked.push.iter().map(|chunk| chunk.len()).sum();
    if bytes > 0 {
        member.may_store(&office, bytes)?;
    }
    let max_bytes = usize::try_from(asked.max_bytes).unwrap_or(usize::MAX);
    // Before anything is stored: whoever is refused can send it again.
    let room = office
        .replies
        .room(max_bytes.min(MAX_REPLY - ENVELOPE))
        .await?;
    let max_bytes = max_bytes.min(room.bytes());
    let mut push = Vec::with_capacity(asked.push.len());
    if !asked.push.is_empty() {
        // All that may have taken long, and the team have changed meanwhile.
        let roster = member.team_now(&office).await?;
        for bytes in asked.push {
            push.push(checked(member.team, &roster, bytes.into())?);
        }
    }
    let synced = office
        .storage
        .sync(member.team, asked.cursor, push, max_bytes)
        .await?;
    if synced.stored > 0 {
        office.metrics.stored(synced.stored, bytes);
    }
    // Whoever sends again heard no answer, so perhaps nobody heard of it; and nobody listening is no error.
    if !synced.pushed.is_empty() {
        let _listeners = office.news.send(News::Of(member.team));
    }
    // After the chunks: whoever wrote one of them may have been let in meanwhile, and a device that hears
    // of a newer head reads the log before it takes them in.
    let (membership_head, _) = office.storage.membership_head(member.team).await?;
    let handed_over = handed_over(&office, &member).await?;
    let bytes = synced.chunks.iter().map(|(_, bytes)| bytes.len()).sum();
    let room = room.fit(bytes).await?;
    let reply = SyncReply {
        pushed: synced
            .pushed
            .into_iter()
            .map(|seq| Pushed::Stored { seq })
            .collect(),
        chunks: synced
            .chunks
            .into_iter()
            .map(|(_, bytes)| bytes.into())
            .collect(),
        cursor: synced.cursor,
        more: synced.left > 0,
        membership_head,
        left: (synced.left > 0).then_some(synced.left),
        handed_over,
    };
    Ok(Roomy(reply, room))
}

/// Of how many removed devices something waits, where that is for the asker to look at.
async fn handed_over<S: Storage>(office: &Office<S>, member: &Member) -> Result<Option<u32>, No> {
    if member.role != Role::Admin || member.roster.all_former().next().is_none() {
        return Ok(None);
    }
    let waiting = office.storage.handed_over(member.team).await?;
    let devices = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
    Ok((devices > 0).then_some(devices))
}

/// A chunk that a member signed for this team. What is in it, nobody here can tell.
fn checked(team: TeamId, roster: &Roster, bytes: Vec<u8>) -> Result<SealedChunk, No> {
    let chunk = SealedChunk::parse(bytes).map_err(|fault| {
        let code = match fault {
            ChunkFault::TooLong | ChunkFault::PlaintextTooLong => RefusalCode::TooLarge,
            _ => RefusalCode::BadChunk,
        };
        No::new(code, format!("A chunk can't be taken: {fault}."))
    })?;
    if chunk.header().team_id != team {
        return Err(No::new(
            RefusalCode::BadChunk,
            "A chunk belongs to another team.",
        ));
    }
    // Nobody takes the content away from what was not erased.
    if chunk.is_erased() && !roster.is_erased(&chunk.header().doc_id) {
        return Err(No::new(
            RefusalCode::BadChunk,
            "A chunk says that its document was erased, and it was not.",
        ));
    }
    match roster.check_writer(&chunk) {
        // One that is of no epoch yet would be counted here and by no device.
        Ok(()) if chunk.header().epoch > roster.epoch() => Err(No::new(
            RefusalCode::MembershipMoved,
            "A chunk speaks of an epoch that has not begun here.",
        )),
        Ok(()) => Ok(chunk),
        Err(fault) => {
            let code = match fault {
                WriterFault::NotMember => RefusalCode::NotMember,
                // Its log ends elsewhere for everybody who has read the entry that removed it.
                WriterFault::Removed => RefusalCode::LogForked,
                WriterFault::BadSignature => RefusalCode::BadSignature,
            };
            Err(No::new(code, format!("A chunk can't be taken: {fault}.")))
        }
    }
}
