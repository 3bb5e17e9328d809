//! Who is in a team, worked out from its membership log and from nothing else.
//!
//! The server runs this to refuse what is plainly wrong; every device runs it from genesis on and
//! believes nobody. Invite expiry is not checked here: no clock is trusted for access, so the
//! server refuses late join requests and the approving admin looks at the date.

use std::collections::BTreeMap;

use crate::device::{DevicePublic, Role};
use crate::entry::{Add, Entry, EntryBody, Genesis, Invite, join_proof_message};
use crate::id::{DeviceId, EntryHash, TeamId};
use crate::label::{Label, verify};

/// A device that is in the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Its keys.
    pub device: DevicePublic,
    /// What it may do.
    pub role: Role,
}

/// An invite and whether a device came in by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteState {
    /// As signed.
    pub invite: Invite,
    /// Who signed it.
    pub by: DeviceId,
    /// Which device used it.
    pub used_by: Option<DeviceId>,
}

/// Why an entry can't stand where it claims to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RosterFault {
    /// A log begins with genesis, once.
    #[error("the membership log must begin with the team's first entry, and hold it once")]
    MisplacedGenesis,
    /// It names another team.
    #[error("the entry belongs to another team")]
    OtherTeam,
    /// It does not follow the last entry.
    #[error("the entry does not follow the last one")]
    NotNext,
    /// The author is not an admin of the team.
    #[error("the entry's author may not change the team")]
    NotAdmin,
    /// The signature is not the author's.
    #[error("the entry's signature is not its author's")]
    BadSignature,
    /// The invite is not in the log.
    #[error("the invite is not in the log")]
    UnknownInvite,
    /// The invite was used before.
    #[error("the invite was used before")]
    UsedInvite,
    /// The joiner's proof is not the invite's.
    #[error("the joiner's proof does not fit the invite")]
    BadProof,
    /// The role or epoch differs from what was agreed.
    #[error("the entry gives another role or epoch than agreed")]
    OtherTerms,
    /// The device is in the team already.
    #[error("the device is in the team already")]
    KnownDevice,
}

/// The state of a team after some entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    team_id: TeamId,
    head: EntryHash,
    len: u64,
    epoch: u32,
    genesis: Genesis,
    members: BTreeMap<DeviceId, Member>,
    invites: BTreeMap<EntryHash, InviteState>,
}

impl Roster {
    /// A team from its first entry, which founds and names it.
    ///
    /// # Errors
    /// [`RosterFault`] if it is not a well-signed genesis.
    pub fn begin(entry: &Entry) -> Result<Self, RosterFault> {
        let EntryBody::Genesis(genesis) = &entry.body else {
            return Err(RosterFault::MisplacedGenesis);
        };
        let place = &entry.place;
        if place.team_id != TeamId::ZERO || place.previous != EntryHash::ZERO || place.position != 0
        {
            return Err(RosterFault::MisplacedGenesis);
        }
        let founder = genesis.device.device_id();
        if place.author != founder || !entry.is_signed_by(&genesis.device.verifying) {
            return Err(RosterFault::BadSignature);
        }
        let member = Member {
            device: genesis.device,
            role: Role::Admin,
        };
        Ok(Self {
            team_id: TeamId(entry.hash().0),
            head: entry.hash(),
            len: 1,
            epoch: 0,
            genesis: genesis.clone(),
            members: BTreeMap::from([(founder, member)]),
            invites: BTreeMap::new(),
        })
    }

    /// Checks one more entry and takes it in; on error nothing changes.
    ///
    /// # Errors
    /// [`RosterFault`] names the first rule that is broken.
    pub fn append(&mut self, entry: &Entry) -> Result<(), RosterFault> {
        self.check_place(entry)?;
        match &entry.body {
            EntryBody::Genesis(_) => return Err(RosterFault::MisplacedGenesis),
            EntryBody::Invite(invite) => {
                let state = InviteState {
                    invite: invite.clone(),
                    by: entry.place.author,
                    used_by: None,
                };
                self.invites.insert(entry.hash(), state);
            }
            EntryBody::Add(add) => self.add(add)?,
        }
        self.head = entry.hash();
        self.len += 1;
        Ok(())
    }

    fn check_place(&self, entry: &Entry) -> Result<(), RosterFault> {
        let place = &entry.place;
        if matches!(entry.body, EntryBody::Genesis(_)) {
            return Err(RosterFault::MisplacedGenesis);
        }
        if place.team_id != self.team_id {
            return Err(RosterFault::OtherTeam);
        }
        if place.previous != self.head || place.position != self.len {
            return Err(RosterFault::NotNext);
        }
        let author = self
            .members
            .get(&place.author)
            .ok_or(RosterFault::NotAdmin)?;
        if author.role != Role::Admin {
            return Err(RosterFault::NotAdmin);
        }
        if !entry.is_signed_by(&author.device.verifying) {
            return Err(RosterFault::BadSignature);
        }
        Ok(())
    }

    fn add(&mut self, add: &Add) -> Result<(), RosterFault> {
        let device_id = add.device.device_id();
        let invite = self
            .invites
            .get_mut(&add.invite)
            .ok_or(RosterFault::UnknownInvite)?;
        if invite.used_by.is_some() {
            return Err(RosterFault::UsedInvite);
        }
        let message = join_proof_message(&self.team_id, &add.device);
        if !verify(Label::JoinProof, &invite.invite.key, &message, &add.proof) {
            return Err(RosterFault::BadProof);
        }
        if add.role != invite.invite.role || add.epoch != self.epoch {
            return Err(RosterFault::OtherTerms);
        }
        if self.members.contains_key(&device_id) {
            return Err(RosterFault::KnownDevice);
        }
        invite.used_by = Some(device_id);
        self.members.insert(
            device_id,
            Member {
                device: add.device,
                role: add.role,
            },
        );
        Ok(())
    }

    /// The hash of the genesis entry.
    pub fn team_id(&self) -> TeamId {
        self.team_id
    }

    /// The hash of the last entry.
    pub fn head(&self) -> EntryHash {
        self.head
    }

    /// How many entries the log has; always at least 1.
    pub fn entry_count(&self) -> u64 {
        self.len
    }

    /// The epoch in force.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The first entry's body.
    pub fn genesis(&self) -> &Genesis {
        &self.genesis
    }

    /// A device, if it is in the team.
    pub fn member(&self, device: &DeviceId) -> Option<&Member> {
        self.members.get(device)
    }

    /// Every device in the team, in the order of their ids.
    pub fn members(&self) -> impl Iterator<Item = (&DeviceId, &Member)> {
        self.members.iter()
    }

    /// An invite, used or not.
    pub fn invite(&self, invite: &EntryHash) -> Option<&InviteState> {
        self.invites.get(invite)
    }

    /// Every invite with its entry's hash.
    pub fn invites(&self) -> impl Iterator<Item = (&EntryHash, &InviteState)> {
        self.invites.iter()
    }
}
