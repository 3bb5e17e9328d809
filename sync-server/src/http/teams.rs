//! A founder and a new server: the server proves that it knows the setup code, then the founder. In
//! the same way a team is given back to a server that has lost it.

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use data_encoding::HEXLOWER;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::TeamId;
use doorstep_wire::limits::{MAX_ENTRY, MAX_RETURNED_ENTRIES};
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::roster::Roster;
use doorstep_wire::setup::{CreateTeam, SetupReply, founder_proof, server_proof};
use minicbor::bytes::ByteVec;
use subtle::ConstantTimeEq as _;

use super::answer::{Done, No, Yes};
use super::asker::Stranger;
use super::{Here, Office, body};
use crate::storage::{NewEntry, Storage};

/// `GET /v1/setup?nonce=<32 bytes in hex>`
pub(super) async fn prove<S: Storage>(
    State(office): Here<S>,
    _: Stranger,
    RawQuery(query): RawQuery,
) -> Result<Yes<SetupReply>, No> {
    let nonce: Option<[u8; 32]> = query
        .as_deref()
        .and_then(|query| query.strip_prefix("nonce="))
        .and_then(|hex| HEXLOWER.decode(hex.as_bytes()).ok())
        .and_then(|bytes| bytes.try_into().ok());
    let nonce = nonce
        .ok_or_else(|| No::new(RefusalCode::Malformed, "The nonce is not 32 bytes in hex."))?;
    Ok(Yes(SetupReply {
        mac: server_proof(&office.setup, &nonce, &office.pin),
    }))
}

/// `POST /v1/teams`
pub(super) async fn create<S: Storage>(
    State(office): Here<S>,
    _: Stranger,
    headers: HeaderMap,
    body: Body,
) -> Result<Done, No> {
    let asked: CreateTeam = body::from_founder(&office, &headers, body).await?;
    if asked.genesis.len() > MAX_ENTRY {
        return Err(No::new(
            RefusalCode::TooLarge,
            "The first entry is too large.",
        ));
    }
    let bad =
        |reason: String| No::new(RefusalCode::BadEntry, format!("The first entry: {reason}."));
    let entry = Entry::parse(asked.genesis.to_vec()).map_err(|fault| bad(fault.to_string()))?;
    let proof = founder_proof(&office.setup, &entry.hash());
    if !bool::from(proof.0.ct_eq(&asked.mac.0)) {
        return Err(No::new(
            RefusalCode::BadSetupCode,
            "This is not this server's setup code.",
        ));
    }
    let roster = Roster::begin(&entry).map_err(|fault| bad(fault.to_string()))?;
    let team = roster.team_id();
    office
        .storage
        .create_team(team, entry.bytes().to_vec())
        .await?;
    give_back(&office, team, asked.entries).await?;
    Ok(Done)
}

/// Entries that this server does not have, one after another. Each is signed by an admin for its
/// place, so that it matters little who brings it.
async fn give_back<S: Storage>(
    office: &Office<S>,
    team: TeamId,
    entries: Vec<ByteVec>,
) -> Result<(), No> {
    if entries.iter().map(|entry| entry.len()).sum::<usize>() > MAX_RETURNED_ENTRIES {
        return Err(No::new(RefusalCode::TooLarge, "Too many entries at once."));
    }
    let bad = |reason: String| No::new(RefusalCode::BadEntry, format!("An entry: {reason}."));
    for bytes in entries {
        let entry = Entry::parse(bytes.into()).map_err(|fault| bad(fault.to_string()))?;
        let roster = office.rosters.of(&office.storage, team).await?;
        if entry.place.position < roster.entry_count() {
            continue;
        }
        let mut next = roster.as_ref().clone();
        next.append(&entry)
            .map_err(|fault| bad(fault.to_string()))?;
        let new = NewEntry::of(&entry, Vec::new(), None);
        office.append(team, new).await?;
    }
    Ok(())
}
