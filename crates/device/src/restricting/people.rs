//! Which devices are a person's: those that an admin's device wrote into the team's record under their name,
//! which has to be an admin's word as well. Anybody in the team can write there, and nobody gets a key by that:
//! neither with a device that they add to somebody, nor with somebody's name on a line of theirs.

use std::collections::BTreeMap;

use doorstep_model::edit::FieldRef;
use doorstep_model::field::{Part, Scalar, Stamp};
use doorstep_model::team::Member;
use doorstep_model::{DocKey, Problem, ProblemCode};
use doorstep_replica::restricted::PersonId;
use doorstep_wire::device::Role;
use doorstep_wire::id::DeviceId;

use crate::unlocked::Unlocked;

/// Somebody in the team's record.
pub(crate) struct Person {
    pub(crate) name: String,
    /// Their devices that are in the team, each with the devices that wrote so; none where the name is nobody's
    /// word who may say so.
    pub(crate) devices: BTreeMap<DeviceId, Vec<DeviceId>>,
}

/// Everybody in the team's record, by id.
pub(crate) type People = BTreeMap<PersonId, Person>;

impl Unlocked {
    /// Everybody in the team's record, by id.
    pub(crate) fn people(&mut self) -> Result<People, Problem> {
        let id = self.team_document()?.ok_or(ProblemCode::NotHere)?;
        let document = &self.document(id)?.document;
        let team = document.team(DocKey::from(id.0));
        let team = team.ok_or(ProblemCode::NotHere)?;
        let mut written = Vec::new();
        for member in team
            .members
            .iter()
            .filter(|member| member.removed.is_none())
        {
            let Some(item) = &member.id else { continue };
            let at = FieldRef {
                part: Part::Members,
                item: Some(item.clone()),
                field: Member::devices.name.to_owned(),
            };
            let devices: Vec<_> = member
                .devices
                .iter()
                .map(|device| {
                    let by = document.included_by(&at, &device.to_value());
                    (DeviceId(device.to_bytes()), by)
                })
                .collect();
            let name = member.name.value.clone().unwrap_or_default();
            // Of two who gave them a name at once both count.
            let named_by: Vec<_> = match member.name.both.as_slice() {
                [] => document.said(&Member::name.of(item)).into_iter().collect(),
                both => both.iter().map(|said| said.stamp.clone()).collect(),
            };
            written.push((PersonId(item.to_bytes()), (name, named_by), devices));
        }
        let roster = &self.membership()?.roster;
        let is_admin = |device: &DeviceId| {
            let former = roster.former(device).map(|former| former.member);
            let member = roster.member(device).copied().or(former);
            member.is_some_and(|member| member.role == Role::Admin)
        };
        let people = written
            .into_iter()
            .map(|(person, (name, named_by), devices)| {
                let is_by_admin = |stamp: &Stamp| is_admin(&DeviceId(stamp.by.to_bytes()));
                let is_named = !named_by.is_empty() && named_by.iter().all(is_by_admin);
                let trusted = devices.into_iter().filter(|(device, by)| {
                    let is_in = roster.member(device).is_some();
                    is_in && is_named && !by.is_empty() && by.iter().all(is_admin)
                });
                let devices = trusted.collect();
                (person, Person { name, devices })
            });
        Ok(people.collect())
    }
}
