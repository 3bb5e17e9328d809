//! What an admin does about the team's devices: removing one, and saying what it may do. Removing changes
//! the team's key for the rest, in the same entry.

use doorstep_model::call::{ChangeRole, RemoveDevice, TeamPage};
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::team::change::{change_role, remove};
use doorstep_wire::device::Role;
use doorstep_wire::entry::{Entry, Removed};
use doorstep_wire::id::DeviceId;
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::roster::RosterFault;

use super::Answer;
use crate::Device;
use crate::store::table::{chunk, cursor};
use crate::unlocked::{Unlocked, role_to_wire};

/// How often it is tried where another admin, or the device itself, comes in between.
const TRIES: usize = 6;

impl Answer<RemoveDevice> for Device {
    async fn reply(&self, call: RemoveDevice) -> Result<TeamPage, Problem> {
        let device = DeviceId(call.device.to_bytes());
        self.append_as_admin(|open, _| open.removal_of(device))
            .await
    }
}

impl Answer<ChangeRole> for Device {
    async fn reply(&self, call: ChangeRole) -> Result<TeamPage, Problem> {
        let (device, role) = (DeviceId(call.device.to_bytes()), role_to_wire(call.role));
        self.append_as_admin(|open, _| open.change_of_role(device, role))
            .await
    }
}

impl Device {
    /// Reads all that the server has, and sends the entry that this makes; made anew if somebody came in
    /// between. `None` stands for nothing that is left to do.
    pub(super) async fn append_as_admin(
        &self,
        make: impl Fn(&mut Unlocked, UnixMillis) -> Result<Option<Entry>, Problem>,
    ) -> Result<TeamPage, Problem> {
        let line = self.admin_line().await?;
        for last in [false; TRIES - 1].into_iter().chain([true]) {
            self.fetch_all().await?;
            self.read_entries_of(&line).await?;
            let made = self.with(|open, now| {
                let entry = make(open, now)?;
                let read_to = open.store.read(cursor::get)?.seq;
                Ok(entry.map(|entry| (entry, read_to)))
            })?;
            let Some((entry, read_to)) = made else {
                break;
            };
            // In the end whoever goes does not hold it up by writing on. What would be erased unread does.
            let erases = !entry.body.erased().is_empty();
            let sent = match last && !erases {
                false => {
                    line.remote
                        .append(line.team_id, &line.token, &entry, erases.then_some(read_to))
                        .await
                }
                true => {
                    line.remote
                        .give_back(line.team_id, &line.token, &entry)
                        .await
                }
            };
            let came_between = sent
                .as_ref()
                .is_err_and(|fault| fault.refusal() == Some(RefusalCode::MembershipMoved));
            if came_between && !last {
                continue;
            }
            if came_between && erases {
                return Err(ProblemCode::ErasureChanged.into());
            }
            self.checked(sent)?;
            self.with(|open, now| {
                open.append_entry(&entry, now)?;
                open.wants_exchange = true;
                Ok(())
            })?;
            break;
        }
        self.with(|open, now| open.team_page(now))
    }
}

impl Unlocked {
    /// The entry that removes a device; `None` if it is gone already.
    fn removal_of(&self, device: DeviceId) -> Result<Option<Entry>, Problem> {
        if device == self.identity.device_id() {
            return Err(ProblemCode::OwnDevice.into());
        }
        let membership = self.membership()?;
        if membership.roster.member(&device).is_none() {
            return Ok(None);
        }
        // All that the server has of it counts, and all of that was read.
        let ends = self.store.read(|conn| chunk::ends_of(conn, device))?;
        let removed = vec![Removed { device, ends }];
        let former = membership.epoch_key()?;
        let (roster, mut random) = (&membership.roster, self.random.clone());
        let entry = remove(&self.identity, roster, &former, removed, &mut random)
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "wrap"))?;
        Ok(Some(entry))
    }

    /// The entry by which a device may do more or less; `None` if it may already, or is gone.
    fn change_of_role(&self, device: DeviceId, role: Role) -> Result<Option<Entry>, Problem> {
        let roster = &self.membership()?.roster;
        if roster
            .member(&device)
            .is_none_or(|member| member.role == role)
        {
            return Ok(None);
        }
        let entry = change_role(&self.identity, roster, device, role);
        match roster.clone().append(&entry) {
            Err(RosterFault::NoAdminLeft) => Err(ProblemCode::LastAdmin.into()),
            _ => Ok(Some(entry)),
        }
    }
}
