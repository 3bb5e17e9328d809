//! A team's sequence of chunks, the chain over it, and the log of each device within it.

use std::collections::HashMap;

use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, ChunkId, DeviceId, LogId};

use super::erased::Erased;
use super::members::Signers;
use super::rows::{OfTeam, Team, cell};
use super::{Report, Wrong};
use crate::storage::StorageFault;
use crate::storage::ledger::{Ledger, Value};

/// Next place and last chunk of each log.
type Ends = HashMap<(DeviceId, LogId), (u64, ChunkId)>;

pub(super) async fn check(
    ledger: &impl Ledger,
    team: &Team,
    signers: &Signers,
    erased: &Erased,
    report: &mut Report,
) -> Result<(), StorageFault> {
    let (mut at, mut ends) = (Cursor::START, Ends::new());
    let mut pages = OfTeam::new(ledger, "chunk", team.id)?;
    loop {
        let rows = pages.next().await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            report.chunks += 1;
            at = place(&row, at, report).unwrap_or(at);
            if let Some(bytes) = cell::bytes(&row, 4) {
                let id = cell::id(&row, 2).map(ChunkId);
                report.find_all(left(bytes, at.seq, erased));
                for wrong in chunk(bytes, at.seq, id, team, signers, &mut ends) {
                    report.find(wrong);
                }
            }
        }
    }
    if at != team.head {
        report.find(Wrong::Head);
    }
    if remembered(ledger, team).await? != Some(ends) {
        report.find(Wrong::LogEnd);
    }
    Ok(())
}

/// Where the row stands, as it says itself. A wrong chain is told once, not for all that follow.
fn place(row: &[Value], before: Cursor, report: &mut Report) -> Option<Cursor> {
    let read = (cell::number(row, 1), cell::id(row, 2), cell::id(row, 3));
    let (Some(seq), Some(id), Some(chain)) = read else {
        report.find(Wrong::Column("chunk"));
        return None;
    };
    let here = Cursor {
        seq,
        chain: Chain(chain),
    };
    let expected = before.after(&ChunkId(id));
    if seq != expected.seq {
        report.find(Wrong::ChunkMissing(expected.seq));
    } else if here != expected {
        report.find(Wrong::Chain(seq));
    }
    Some(here)
}

/// Of what was erased stubs are left, and of nothing else such stubs.
fn left(bytes: &[u8], seq: u64, erased: &Erased) -> Option<Wrong> {
    let chunk = SealedChunk::parse(bytes.to_vec()).ok()?;
    let document = &chunk.header().doc_id;
    match chunk.is_erased() {
        false if erased.is_erased(document) => Some(Wrong::NotErased(seq)),
        true if !erased.may_be(document) => Some(Wrong::ErasedWrongly(seq)),
        _ => None,
    }
}

fn chunk(
    bytes: &[u8],
    seq: u64,
    id: Option<ChunkId>,
    team: &Team,
    signers: &Signers,
    ends: &mut Ends,
) -> Vec<Wrong> {
    let chunk = match SealedChunk::parse(bytes.to_vec()) {
        Ok(chunk) => chunk,
        Err(fault) => return vec![Wrong::ChunkUnreadable(seq, fault)],
    };
    let header = chunk.header();
    let mut wrong = Vec::new();
    if id != Some(chunk.id()) || header.team_id != team.id {
        wrong.push(Wrong::ChunkElsewhere(seq));
    }
    let signer = signers.get(&header.device_id);
    if !signer.is_some_and(|key| chunk.is_signed_by(key)) {
        wrong.push(Wrong::ChunkUnsigned(seq));
    }
    let log = (header.device_id, header.log_id);
    let end = ends.get(&log).copied().unwrap_or((0, ChunkId::ZERO));
    if (header.log_seq, header.previous) != end {
        wrong.push(Wrong::LogForked(seq));
    }
    ends.insert(log, (header.log_seq.saturating_add(1), chunk.id()));
    wrong
}

/// The ends as the store remembers them; `None` if one can't be read.
async fn remembered(ledger: &impl Ledger, team: &Team) -> Result<Option<Ends>, StorageFault> {
    let mut ends = Ends::new();
    let mut pages = OfTeam::new(ledger, "writer", team.id)?;
    loop {
        let rows = pages.next().await?;
        if rows.is_empty() {
            return Ok(Some(ends));
        }
        for row in rows {
            let log = (cell::id(&row, 1), cell::id(&row, 2));
            let end = (cell::number(&row, 3), cell::id(&row, 4));
            let ((Some(device), Some(log)), (Some(next), Some(last))) = (log, end) else {
                return Ok(None);
            };
            ends.insert((DeviceId(device), LogId(log)), (next, ChunkId(last)));
        }
    }
}
