//! Founding a team and letting devices in, by the real invites.

use doorstep_replica::Identity;
use doorstep_replica::crypto::key::EpochKey;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::found::found;
use doorstep_replica::team::invite::{InviteSeed, TicketContents, invite};
use doorstep_replica::team::join::{Asking, approve, enter};
use doorstep_wire::device::Role;
use doorstep_wire::entry::Entry;
use doorstep_wire::roster::Roster;
use rand::rngs::StdRng;

use super::device::SimDevice;
use super::disk::Disk;
use super::fault;
use super::server::SimServer;

/// The founder's device and the entry that begins the team.
pub(super) fn founder(rng: &mut StdRng) -> Result<(SimDevice, Entry), String> {
    let identity = Identity::generate(rng);
    let epoch_key = EpochKey::generate(rng);
    let genesis = found(&identity, &Recovery::generate(rng), &epoch_key, rng).map_err(fault)?;
    let roster = Roster::begin(&genesis).map_err(fault)?;
    Ok((
        SimDevice::new(identity, Disk::new(roster, epoch_key, rng), rng),
        genesis,
    ))
}

/// Lets one more device in: the admin must have read the log to its end, as the server's swap
/// demands; otherwise nobody comes in now.
pub(super) fn let_in(
    admin: &mut SimDevice,
    server: &mut SimServer,
    rng: &mut StdRng,
) -> Result<Option<SimDevice>, String> {
    let (identity, disk) = (&admin.identity, &mut admin.disk);
    if disk.roster.entry_count() != server.membership_log().len() as u64 {
        return Ok(None);
    }
    let seed = InviteSeed::generate(rng);
    let opened = invite(identity, &disk.roster, &seed, Role::Worker, 0);
    disk.roster.append(&opened).map_err(fault)?;
    server.append(&opened)?;

    let ticket = TicketContents {
        team_id: disk.roster.team_id(),
        membership_head: opened.hash(),
        approver: identity.public(),
        pin: None,
    };
    let ticket = seed
        .open_ticket(&seed.seal_ticket(&ticket, rng))
        .map_err(fault)?;
    let joiner = Identity::generate(rng);
    let public = joiner.public();
    let proof = seed.prove(&ticket.team_id, &public);
    let (roster, epoch_key) = (&disk.roster, &disk.epoch_key);
    let added = approve(
        identity,
        roster,
        &Asking {
            invite: opened.hash(),
            joiner: &public,
            proof: &proof,
        },
        epoch_key,
        1,
        rng,
    )
    .map_err(fault)?;
    disk.roster.append(&added).map_err(fault)?;
    server.append(&added)?;

    let (roster, keys) = enter(&joiner, &ticket, server.membership_log()).map_err(fault)?;
    let epoch_key = keys.of(roster.epoch()).ok_or("no epoch key")?;
    let disk = Disk::new(roster, epoch_key, rng);
    Ok(Some(SimDevice::new(joiner, disk, rng)))
}
