//! The team, who is in it, who may come in.

use doorstep_model::call::{
    ApproveJoin, CreateInvite, DeclineJoin, EditTeam, GetTeam, InviteCreated, OpenInvite,
    PendingJoin, Saved, TeamDevice, TeamPage,
};
use doorstep_model::id::InviteKey;
use doorstep_model::stale::Stale;
use doorstep_model::{DeviceKey, DocKey, ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::Identity;
use doorstep_replica::team::invite::{INVITE_LASTS_MS, InviteSeed, TicketContents, invite};
use doorstep_replica::team::join::{Asking, JoinFault, approve, six_words};
use doorstep_wire::code::encode_code;
use doorstep_wire::id::{DeviceId, Locator, TeamId};
use doorstep_wire::invite::Ticket;
use doorstep_wire::roster;

use super::Answer;
use super::begin::add_member;
use super::recovery::checked_and_due;
use crate::Device;
use crate::exchange::millis;
use crate::random;
use crate::remote::{Remote, Token};
use crate::store::table::invite as invites;
use crate::unlocked::{Unlocked, invite_key, role_from_wire, role_to_wire};

impl Answer<GetTeam> for Device {
    async fn reply(&self, _: GetTeam) -> Result<TeamPage, Problem> {
        self.with(|open, now| {
            let page = open.team_page(now)?;
            if let Some(id) = open.team_document()? {
                open.document(id)?.more_arrived = false;
            }
            Ok(page)
        })
    }
}

impl Answer<EditTeam> for Device {
    async fn reply(&self, call: EditTeam) -> Result<Saved, Problem> {
        // What is being typed when a device is removed is kept as well.
        self.with_removed(|open, now| {
            let id = open.team_document()?.ok_or(ProblemCode::NotHere)?;
            let edited = open.edit_document(id, &call.edits, now)?;
            Ok(edited.saved(now))
        })
    }
}

impl Answer<CreateInvite> for Device {
    async fn reply(&self, call: CreateInvite) -> Result<InviteCreated, Problem> {
        let line = self.admin_line().await?;
        let seed = InviteSeed::generate(&mut self.outside.random.clone());
        let role = role_to_wire(call.role);
        let (entry, ticket, address, expires) = self.with(|open, now| {
            let server = open.server()?.clone();
            let roster = &open.membership()?.roster;
            let entry = invite(&open.identity, roster, &seed, role, millis(now));
            let ticket = TicketContents {
                team_id: roster.team_id(),
                membership_head: entry.hash(),
                approver: open.identity.public(),
                pin: Some(server.pin),
            };
            let sealed = seed.seal_ticket(&ticket, &mut random::system());
            let expires = millis(now).saturating_add(INVITE_LASTS_MS);
            // The code is kept before the log says that there is one, so that none is ever lost.
            open.store.write(|tx| {
                invites::put(
                    tx,
                    seed.locator(),
                    seed.expose(),
                    role,
                    expires,
                    entry.hash(),
                )
            })?;
            let ticket = Ticket {
                invite: ticket.membership_head,
                sealed: sealed.into(),
            };
            Ok((entry, ticket, server.address, expires))
        })?;
        self.checked(
            line.remote
                .append(line.team_id, &line.token, &entry, None)
                .await,
        )?;
        self.with(|open, now| {
            open.append_entry(&entry, now)?;
            open.wants_exchange = true;
            Ok(())
        })?;
        let left = line
            .remote
            .leave_ticket(line.team_id, &line.token, seed.locator(), &ticket);
        self.checked(left.await)?;
        Ok(InviteCreated {
            address,
            invite: OpenInvite {
                invite: invite_key(&seed),
                code: encode_code(seed.expose()),
                role: call.role,
                expires: UnixMillis(i64::try_from(expires).unwrap_or(i64::MAX)),
            },
        })
    }
}

impl Answer<ApproveJoin> for Device {
    async fn reply(&self, call: ApproveJoin) -> Result<TeamPage, Problem> {
        let line = self.admin_line().await?;
        let locator = Locator(call.invite.to_bytes());
        let (entry, name) = self.with(|open, now| {
            let pending = open
                .joins
                .iter()
                .find(|join| join.locator == locator)
                .cloned();
            let pending = pending.ok_or(ProblemCode::JoinGone)?;
            let kept = open.store.read(|conn| invites::get(conn, locator))?;
            let seed = InviteSeed::from_bytes(*kept.ok_or(ProblemCode::JoinGone)?.seed);
            let membership = open.membership()?;
            let roster = &membership.roster;
            let joiner = pending.request.device;
            if six_words(&roster.team_id(), &joiner, &open.identity.public()) != call.words {
                return Err(ProblemCode::JoinGone.into());
            }
            let name = seed
                .open_name(&pending.request.sealed_name)
                .map_err(|_| ProblemCode::JoinGone)?;
            let asking = Asking {
                invite: pending.invite,
                joiner: &joiner,
                proof: &pending.request.proof,
            };
            let entry = approve(
                &open.identity,
                roster,
                &asking,
                &membership.epoch_key()?,
                millis(now),
                &mut open.random.clone(),
            )
            .map_err(join_problem)?;
            Ok((entry, (name, joiner.device_id())))
        })?;
        self.checked(
            line.remote
                .append(line.team_id, &line.token, &entry, None)
                .await,
        )?;
        self.with(|open, now| {
            open.append_entry(&entry, now)?;
            open.joins.retain(|join| join.locator != locator);
            let (name, device) = name;
            let device = DeviceKey::from(device.0);
            let role = open.roster_role(&device)?;
            if let Some(team) = open.team_document()? {
                let member = ItemId::from(open.random.bytes::<16>());
                open.edit_document(team, &[add_member(&member, &name, role, &device)], now)?;
            }
            open.store.write(|tx| invites::remove(tx, locator))?;
            open.stale(Stale::Team);
            open.team_page(now)
        })
    }
}

impl Answer<DeclineJoin> for Device {
    async fn reply(&self, call: DeclineJoin) -> Result<TeamPage, Problem> {
        let line = self.admin_line().await?;
        let locator = Locator(call.invite.to_bytes());
        self.checked(
            line.remote
                .decline(line.team_id, &line.token, locator)
                .await,
        )?;
        self.with(|open, now| {
            open.joins.retain(|join| join.locator != locator);
            open.store.write(|tx| invites::remove(tx, locator))?;
            open.team_page(now)
        })
    }
}

/// What an admin needs to change the team at the server.
pub(super) struct AdminLine {
    pub(super) remote: Remote,
    pub(super) token: Token,
    pub(super) team_id: TeamId,
}

impl Device {
    /// A session of an admin's, with the membership log read to its end.
    pub(super) async fn admin_line(&self) -> Result<AdminLine, Problem> {
        let (remote, team_id, identity) = self.with(|open, _| {
            if open.role()? != doorstep_model::team::Role::Admin {
                return Err(ProblemCode::AdminOnly.into());
            }
            let identity = Identity::from_seed(open.identity.seed().duplicate());
            Ok((open.server()?.remote.clone(), open.team_id()?, identity))
        })?;
        let token = remote.open_session(team_id, &identity).await?;
        let line = AdminLine {
            remote,
            token,
            team_id,
        };
        self.read_entries_of(&line).await?;
        Ok(line)
    }

    /// Reads the membership log on.
    pub(super) async fn read_entries_of(&self, line: &AdminLine) -> Result<(), Problem> {
        let from = self.with(|open, _| Ok(open.membership()?.roster.entry_count()))?;
        let entries = line.remote.entries(line.team_id, &line.token, from).await?;
        self.with(|open, now| open.read_entries(&entries, now))?;
        if !entries.entries.is_empty() {
            self.open_for_words();
        }
        Ok(())
    }
}

impl Unlocked {
    fn roster_role(&self, device: &DeviceKey) -> Result<doorstep_model::team::Role, Problem> {
        let device = doorstep_wire::id::DeviceId(device.to_bytes());
        let member = self
            .membership()?
            .roster
            .member(&device)
            .ok_or(ProblemCode::JoinGone)?;
        Ok(role_from_wire(member.role))
    }

    pub(super) fn team_page(&mut self, now: UnixMillis) -> Result<TeamPage, Problem> {
        let left_over = self.left_over_notes()?;
        let id = self.team_document()?.ok_or(ProblemCode::NotHere)?;
        let team = self.document(id)?.document.team(DocKey::from(id.0));
        let team = team.ok_or(ProblemCode::NotHere)?;
        let me = self.device_key();
        let roster = &self.membership()?.roster;
        let shown = |id: &DeviceId, member: &roster::Member| {
            let device = DeviceKey::from(id.0);
            let named = team.member_of(&device);
            TeamDevice {
                member: named.and_then(|member| member.id.clone()),
                name: named.and_then(|member| member.name.value.clone()),
                role: role_from_wire(member.role),
                this_device: device == me,
                by_words: roster.came_by_words(id),
                device,
            }
        };
        let is_admin = self.role()? == doorstep_model::team::Role::Admin;
        let new_words_by = match is_admin && self.are_words_by_others()? {
            true => {
                let named = team.member_of(&DeviceKey::from(roster.recovery_by().0));
                Some(
                    named
                        .and_then(|member| member.name.value.clone())
                        .unwrap_or_default(),
                )
            }
            false => None,
        };
        let words = roster.recovery().device_id();
        let (recovery_checked, due) = checked_and_due(&team.about, &words, now);
        let devices = roster.members().map(|(id, member)| shown(id, member));
        let former = roster
            .all_former()
            .map(|(id, gone)| shown(id, &gone.member));
        Ok(TeamPage {
            devices: devices.collect(),
            former: former.collect(),
            handed_over: self
                .left_something()?
                .into_iter()
                .map(|device| DeviceKey::from(device.0))
                .collect(),
            erasures: self.erasures(&team)?,
            left_over,
            past_keeping: self.past_keeping(&team, now)?,
            invites: self.open_invites(now)?,
            joins: self.pending_joins()?,
            server: self.server.as_ref().map(|server| server.address.clone()),
            recovery_checked,
            // Words that were typed back to get the team here are noted once all of it is here.
            recovery_due: due && is_admin && !self.practice && !self.is_nobodys,
            new_words: self.new_words_stand()?,
            new_words_by,
            team,
        })
    }

    fn open_invites(&self, now: UnixMillis) -> Result<Vec<OpenInvite>, Problem> {
        let roster = &self.membership()?.roster;
        let kept = self.store.read(invites::all)?;
        // One whose entry never reached the log opens nothing.
        let open = kept.into_iter().filter(|row| {
            let state = roster.invite(&row.entry);
            state.is_some_and(|state| state.used_by.is_none()) && row.expires_ms > millis(now)
        });
        Ok(open
            .map(|row| OpenInvite {
                invite: InviteKey::from(row.locator.0),
                code: encode_code(&row.seed),
                role: role_from_wire(row.role),
                expires: UnixMillis(i64::try_from(row.expires_ms).unwrap_or(i64::MAX)),
            })
            .collect())
    }

    /// Join requests by invites of this device; others' are theirs to answer.
    fn pending_joins(&self) -> Result<Vec<PendingJoin>, Problem> {
        let roster = &self.membership()?.roster;
        let mut pending = Vec::new();
        for join in &self.joins {
            let kept = self.store.read(|conn| invites::get(conn, join.locator))?;
            let Some(kept) = kept else { continue };
            let seed = InviteSeed::from_bytes(*kept.seed);
            let Ok(name) = seed.open_name(&join.request.sealed_name) else {
                continue;
            };
            pending.push(PendingJoin {
                invite: InviteKey::from(join.locator.0),
                name,
                role: role_from_wire(kept.role),
                words: six_words(
                    &roster.team_id(),
                    &join.request.device,
                    &self.identity.public(),
                ),
            });
        }
        Ok(pending)
    }
}

fn join_problem(fault: JoinFault) -> Problem {
    match fault {
        JoinFault::Expired => ProblemCode::CodeExpired.into(),
        JoinFault::InviteNotOpen => ProblemCode::CodeUsed.into(),
        JoinFault::BadProof | JoinFault::NotTheInviter | JoinFault::Wrap(_) => {
            ProblemCode::JoinGone.into()
        }
    }
}
