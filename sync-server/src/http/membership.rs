//! The membership log: anybody who is or was in the team reads it, admins add to it, and any member gives
//! back what was lost of it.

use std::fmt::Display;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use doorstep_wire::device::Role;
use doorstep_wire::entry::{Entry, EntryBody};
use doorstep_wire::id::TeamId;
use doorstep_wire::limits::{MAX_ENTRIES_REPLY, MAX_ENTRY};
use doorstep_wire::membership::{Append, Entries};
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::roster::Roster;

use super::answer::{Done, No, Yes};
use super::asker::{Known, Member};
use super::{Here, Office, body};
use crate::storage::{NewEntry, News, Storage, StorageFault};

/// `GET /v1/teams/{team}/membership?from=N`
pub(super) async fn read<S: Storage>(
    State(office): Here<S>,
    known: Known,
    RawQuery(query): RawQuery,
) -> Result<Yes<Entries>, No> {
    let from = query
        .as_deref()
        .and_then(|query| query.strip_prefix("from="));
    let from: u64 = from.and_then(|number| number.parse().ok()).ok_or_else(|| {
        No::new(
            RefusalCode::Malformed,
            "The address does not end in ?from=NUMBER.",
        )
    })?;
    // No entry is answered that came after the head which is answered with it.
    let count = known.roster.entry_count().saturating_sub(from);
    let limit = usize::try_from(count)
        .unwrap_or(usize::MAX)
        .min(MAX_ENTRIES_REPLY);
    let entries = office.storage.entries(known.team, from, limit).await?;
    let read = from.saturating_add(u64::try_from(entries.len()).unwrap_or(u64::MAX));
    let more = read < known.roster.entry_count();
    Ok(Yes(Entries {
        entries: entries.into_iter().map(Into::into).collect(),
        more,
        head: known.roster.head(),
    }))
}

/// `POST /v1/teams/{team}/membership`
pub(super) async fn append<S: Storage>(
    State(office): Here<S>,
    member: Member,
    headers: HeaderMap,
    body: Body,
) -> Result<Done, No> {
    let asked: Append = body::from_member(&office, &headers, body).await?;
    let entry = entry_in(&asked)?;
    // Another's entry can only be one that this server has lost: the roster takes it in the place
    // alone for which an admin signed it.
    if entry.place.author == member.device && member.role != Role::Admin {
        return Err(No::new(
            RefusalCode::NotAllowed,
            "Only an admin's device can do this.",
        ));
    }
    append_to(&office, member.team, &member.roster, &asked, &entry).await
}

/// The entry that somebody asks to add.
pub(super) fn entry_in(asked: &Append) -> Result<Entry, No> {
    if asked.entry.len() > MAX_ENTRY {
        return Err(No::new(RefusalCode::TooLarge, "The entry is too large."));
    }
    Entry::parse(asked.entry.to_vec()).map_err(|fault| bad(&fault))
}

/// Adds the entry of one who may, if it goes on where the log ends, and tells whoever listens.
pub(super) async fn append_to<S: Storage>(
    office: &Office<S>,
    team: TeamId,
    roster: &Roster,
    asked: &Append,
    entry: &Entry,
) -> Result<Done, No> {
    if asked.expected_head != roster.head() {
        return Err(StorageFault::MembershipMoved.into());
    }
    let mut next = roster.clone();
    next.append(entry).map_err(|fault| bad(&fault))?;
    let counted = match (&entry.body, asked.only_if_all_is_read) {
        (EntryBody::Remove(remove), Some(true)) => remove.removed.clone(),
        _ => Vec::new(),
    };
    let new = NewEntry::of(entry, counted, asked.read_to);
    office.append(team, new).await?;
    // Nobody listening is no error.
    let _listeners = office.news.send(News::Of(team));
    Ok(Done)
}

fn bad(fault: &impl Display) -> No {
    No::new(RefusalCode::BadEntry, format!("The entry: {fault}."))
}
