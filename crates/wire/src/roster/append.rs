//! What may follow what: every rule of the membership log but those of its beginning.

use std::collections::BTreeSet;

use super::{Former, InviteState, Member, Roster, RosterFault};
use crate::device::{DevicePublic, Role};
use crate::entry::{
    Accept, Add, ChangeRole, Entry, EntryBody, Erase, LogEnd, NewEpoch, Recover, Remove,
    ReplaceRecovery, join_proof_message, recovery_proof_message,
};
use crate::id::{DeviceId, DocId, LogId, VerifyingKeyBytes};
use crate::label::{Label, verify};
use crate::limits::MAX_ERASED;

impl Roster {
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
            EntryBody::Remove(remove) => self.remove(remove, &entry.place.author)?,
            EntryBody::ChangeRole(change) => self.change_role(*change)?,
            EntryBody::Erase(erase) => self.erase(erase)?,
            EntryBody::Recover(recover) => self.recover(recover)?,
            EntryBody::Accept(accept) => self.accept(accept)?,
            EntryBody::ReplaceRecovery(replace) => {
                self.replace_recovery(replace, entry.place.author)?
            }
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
        let author = self.author(entry)?;
        if entry.is_signed_by(&author) {
            Ok(())
        } else {
            Err(RosterFault::BadSignature)
        }
    }

    /// Whose signature an entry needs: an admin's, or that of the paper words.
    fn author(&self, entry: &Entry) -> Result<VerifyingKeyBytes, RosterFault> {
        let author = &entry.place.author;
        if matches!(entry.body, EntryBody::Recover(_)) {
            return match *author == self.recovery.device_id() {
                true => Ok(self.recovery.verifying),
                false => Err(RosterFault::NotRecovery),
            };
        }
        let admin = self
            .members
            .get(author)
            .filter(|member| member.role == Role::Admin);
        admin
            .map(|admin| admin.device.verifying)
            .ok_or(RosterFault::NotAdmin)
    }

    fn add(&mut self, add: &Add) -> Result<(), RosterFault> {
        let device_id = add.device.device_id();
        let is_known = self.knows(&device_id);
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
        if is_known {
            return Err(RosterFault::KnownDevice);
        }
        invite.used_by = Some(device_id);
        let member = Member {
            device: add.device,
            role: add.role,
        };
        self.members.insert(device_id, member);
        Ok(())
    }

    /// The author stays, and is an admin, so a team never loses its last one.
    fn remove(&mut self, remove: &Remove, author: &DeviceId) -> Result<(), RosterFault> {
        let gone: BTreeSet<&DeviceId> = remove.removed.iter().map(|gone| &gone.device).collect();
        if gone.len() != remove.removed.len() || !gone.iter().all(|id| self.is_member(id)) {
            return Err(RosterFault::UnknownDevice);
        }
        if gone.contains(author) {
            return Err(RosterFault::RemovesItself);
        }
        if !remove.removed.iter().all(|gone| are_apart(&gone.ends)) {
            return Err(RosterFault::EndsDiffer);
        }
        let stay = self.members.keys().filter(|id| !gone.contains(id));
        self.check_epoch(&remove.epoch, stay)?;
        for removed in &remove.removed {
            if let Some(member) = self.members.remove(&removed.device) {
                let ends = removed.ends.iter().map(|end| (end.log_id, *end));
                let former = Former {
                    member,
                    epoch: self.epoch,
                    ends: ends.collect(),
                };
                self.former.insert(removed.device, former);
            }
        }
        self.begin_epoch(&remove.epoch);
        Ok(())
    }

    fn change_role(&mut self, change: ChangeRole) -> Result<(), RosterFault> {
        let mut others = self.members.iter().filter(|(id, _)| **id != change.device);
        let another_admin = others.any(|(_, member)| member.role == Role::Admin);
        let member = self
            .members
            .get_mut(&change.device)
            .ok_or(RosterFault::UnknownDevice)?;
        if change.role != Role::Admin && !another_admin {
            return Err(RosterFault::NoAdminLeft);
        }
        member.role = change.role;
        Ok(())
    }

    fn recover(&mut self, recover: &Recover) -> Result<(), RosterFault> {
        let device_id = recover.device.device_id();
        if self.knows(&device_id) {
            return Err(RosterFault::KnownDevice);
        }
        // The words that were used are used up.
        if recover.recovery == self.recovery {
            return Err(RosterFault::SameRecovery);
        }
        let mut all: BTreeSet<&DeviceId> = self.members.keys().collect();
        all.insert(&device_id);
        self.check_epoch(&recover.epoch, all.into_iter())?;
        let member = Member {
            device: recover.device,
            role: Role::Admin,
        };
        self.members.insert(device_id, member);
        self.by_words.insert(device_id, recover.epoch.epoch);
        self.take_recovery(recover.recovery, device_id);
        self.begin_epoch(&recover.epoch);
        Ok(())
    }

    fn replace_recovery(
        &mut self,
        replace: &ReplaceRecovery,
        by: DeviceId,
    ) -> Result<(), RosterFault> {
        let recovery = &replace.recovery;
        // Whoever has words that counted once may be why these are made.
        if *recovery == self.recovery || self.was_recovery(recovery) {
            return Err(RosterFault::SameRecovery);
        }
        let message = recovery_proof_message(&self.team_id, recovery);
        let key = &recovery.verifying;
        if !verify(Label::RecoveryProof, key, &message, &replace.proof) {
            return Err(RosterFault::BadRecoveryProof);
        }
        self.check_epoch(&replace.epoch, self.members.keys())?;
        self.take_recovery(*recovery, by);
        self.begin_epoch(&replace.epoch);
        Ok(())
    }

    /// These count from here on, and those that counted do no more.
    fn take_recovery(&mut self, recovery: DevicePublic, by: DeviceId) {
        self.used_recovery.push(self.recovery);
        self.recovery = recovery;
        self.recovery_by = by;
    }

    fn accept(&mut self, accept: &Accept) -> Result<(), RosterFault> {
        let former = self
            .former
            .get_mut(&accept.device)
            .ok_or(RosterFault::UnknownDevice)?;
        let goes_on = |end: &LogEnd| {
            let before = former.ends.get(&end.log_id);
            before.is_none_or(|before| before.log_seq < end.log_seq)
        };
        if !are_apart(&accept.ends) || !accept.ends.iter().all(goes_on) {
            return Err(RosterFault::EndsDiffer);
        }
        let ends = accept.ends.iter().map(|end| (end.log_id, *end));
        former.ends.extend(ends);
        Ok(())
    }

    fn erase(&mut self, erase: &Erase) -> Result<(), RosterFault> {
        let documents = &erase.documents;
        // Zero stands for "about no document", which receipts are.
        let is_real = |first: &DocId| *first != DocId::ZERO;
        let is_in_order = documents.is_sorted_by(|before, after| before < after);
        if !documents.first().is_some_and(is_real) || !is_in_order || documents.len() > MAX_ERASED {
            return Err(RosterFault::DocumentsOutOfOrder);
        }
        if documents.iter().any(|document| self.is_erased(document)) {
            return Err(RosterFault::ErasedBefore);
        }
        if erase.epoch != self.epoch {
            return Err(RosterFault::OtherTerms);
        }
        self.erased.extend(documents);
        Ok(())
    }

    /// The next epoch, with a key for everybody who is in the team then and for nobody else.
    fn check_epoch<'a>(
        &self,
        epoch: &NewEpoch,
        devices: impl Iterator<Item = &'a DeviceId>,
    ) -> Result<(), RosterFault> {
        if self.epoch.checked_add(1) != Some(epoch.epoch) {
            return Err(RosterFault::NotNextEpoch);
        }
        if epoch.keys.iter().map(|key| &key.device).eq(devices) {
            Ok(())
        } else {
            Err(RosterFault::KeysForOthers)
        }
    }

    fn begin_epoch(&mut self, epoch: &NewEpoch) {
        self.epoch = epoch.epoch;
        self.check = Some(epoch.check);
    }

    fn is_member(&self, device: &DeviceId) -> bool {
        self.members.contains_key(device)
    }

    /// Whether it is in the team or was. Whoever went comes back with new keys.
    fn knows(&self, device: &DeviceId) -> bool {
        self.is_member(device) || self.former.contains_key(device)
    }
}

/// Whether each is of another log.
fn are_apart(ends: &[LogEnd]) -> bool {
    let logs: BTreeSet<LogId> = ends.iter().map(|end| end.log_id).collect();
    logs.len() == ends.len()
}
