//! Whose word it is that a device is somebody's: an admin's, or nobody is named on it by the name of that person.

use doorstep_model::DeviceKey;
use doorstep_wire::device::Role;
use doorstep_wire::entry::EntryBody;
use doorstep_wire::id::DeviceId;

use super::sequence::Sequence;

/// Whether those who wrote the name on a line of the team's record, and this device into it, are admins, or were when
/// they were removed. What somebody wrote who was made a worker since is no admin's word any more: nothing tells it
/// from what they write as a worker (0046, Left).
///
/// `line` are the devices on that line. Whoever let in the first of them wrote the name, and nobody writes another in
/// a life; the founder, and whoever came in by the paper, wrote themselves.
pub(super) fn is_admins_word(server: &Sequence, device: &DeviceId, line: &[DeviceKey]) -> bool {
    let wrote = server.log.iter().filter_map(|entry| match &entry.body {
        EntryBody::Genesis(genesis) => {
            let founder = genesis.device.device_id();
            Some((founder, founder))
        }
        EntryBody::Add(add) => Some((add.device.device_id(), entry.place.author)),
        EntryBody::Recover(by) => {
            let device = by.device.device_id();
            Some((device, device))
        }
        _ => None,
    });
    let is_on_it = |one: &DeviceId| line.iter().any(|other| other.to_bytes() == one.0);
    let wrote: Vec<(DeviceId, DeviceId)> = wrote.filter(|(one, _)| is_on_it(one)).collect();
    let name = wrote.first();
    let this = wrote.iter().find(|(one, _)| one == device);
    let is_admin = |(_, author): &(DeviceId, DeviceId)| {
        let former = server.roster.former(author).map(|former| &former.member);
        let member = server.roster.member(author).or(former);
        member.is_some_and(|member| member.role == Role::Admin)
    };
    name.is_some_and(is_admin) && this.is_some_and(is_admin)
}
