//! What was set aside because its writer had been removed, and counts after all: an admin has accepted it.

use std::collections::BTreeMap;

use doorstep_model::UnixMillis;
use doorstep_replica::chunk::{OpenFault, check};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{DeviceId, LogId};
use doorstep_wire::roster::Roster;
use rusqlite::Transaction;

use super::arrive::keep;
use crate::store::StoreFault;
use crate::store::table::{chunk, quarantine};

/// Takes up what counts now of this device, at the places where it stands; `roster` knows of the acceptance.
/// What this device's own admin had declined counts as well: the signed entry decides. What has no place any
/// more, since the server was set back, stays set aside until it comes again.
pub(crate) fn take_up(
    tx: &Transaction<'_>,
    roster: &Roster,
    device: DeviceId,
    me: DeviceId,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    let mut logs: BTreeMap<(LogId, u64), (u64, SealedChunk)> = BTreeMap::new();
    for reason in [OpenFault::Removed.code(), quarantine::DECLINED] {
        for (seq, bytes) in quarantine::refused_for(tx, reason)? {
            if let (Some(seq), Ok(sealed)) = (seq, SealedChunk::parse(bytes)) {
                let header = sealed.header();
                if header.device_id == device {
                    logs.insert((header.log_id, header.log_seq), (seq, sealed));
                }
            }
        }
    }
    for ((log_id, _), (seq, sealed)) in logs {
        if chunk::has(tx, sealed.id())? {
            continue;
        }
        let expected = chunk::next_of_log(tx, device, log_id)?;
        if check(&sealed, roster, expected).is_err() {
            continue;
        }
        if roster.is_erased(&sealed.header().doc_id) {
            // Of what was erased its place is kept.
            chunk::put_arrived(tx, &sealed.erased(), seq)?;
            quarantine::take_out(tx, sealed.id())?;
        } else {
            keep(tx, &sealed, seq, me, now)?;
        }
    }
    Ok(())
}
