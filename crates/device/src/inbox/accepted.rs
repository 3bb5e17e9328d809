//! What was set aside because its writer had been removed, and counts after all: an admin has accepted it.

use doorstep_model::UnixMillis;
use doorstep_replica::chunk::{OpenFault, Place, check};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::DeviceId;
use doorstep_wire::roster::Roster;
use rusqlite::Transaction;

use super::arrive::keep;
use crate::store::StoreFault;
use crate::store::table::{chunk, quarantine};

/// Takes up what counts now of this device, at the places where it stands; `roster` knows of the acceptance.
pub(crate) fn take_up(
    tx: &Transaction<'_>,
    roster: &Roster,
    device: DeviceId,
    me: DeviceId,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    for (seq, bytes) in quarantine::refused_for(tx, OpenFault::Removed.code())? {
        let Ok(sealed) = SealedChunk::parse(bytes) else {
            continue;
        };
        let header = sealed.header();
        if header.device_id != device || chunk::has(tx, sealed.id())? {
            continue;
        }
        let last = chunk::last_of_log(tx, device, header.log_id)?;
        let expected = last.map_or(Place::first(header.log_id), |(log_seq, previous)| Place {
            log_id: header.log_id,
            log_seq: log_seq.saturating_add(1),
            previous,
        });
        if check(&sealed, roster, expected).is_ok() {
            keep(tx, &sealed, seq, me, now)?;
        }
    }
    Ok(())
}
