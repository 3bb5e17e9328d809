//! Who can open a household or a safety note.

use std::collections::BTreeSet;

use doorstep_model::call::{GetOpeners, Opener, Openers, SetOpeners};
use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::document::Kind;
use doorstep_replica::restricted::{Named, PersonId};
use doorstep_wire::device::Role;
use doorstep_wire::id::{DeviceId, DocId};

use super::Answer;
use crate::Device;
use crate::restricting::named_in;
use crate::store::query;
use crate::store::query::erasure::notes_about;
use crate::unlocked::Unlocked;

impl Answer<GetOpeners> for Device {
    async fn reply(&self, call: GetOpeners) -> Result<Openers, Problem> {
        self.with(|open, _| open.openers(DocId(call.document.to_bytes())))
    }
}

impl Answer<SetOpeners> for Device {
    async fn reply(&self, call: SetOpeners) -> Result<Openers, Problem> {
        let id = DocId(call.document.to_bytes());
        self.with(|open, now| {
            open.set_openers(id, call.people.as_deref(), now)?;
            open.openers(id)
        })
    }
}

impl Unlocked {
    fn openers(&mut self, id: DocId) -> Result<Openers, Problem> {
        self.is_restrictable(id)?;
        let people = self.people()?;
        let standing = self.standing_of(id)?;
        let named = named_in(&standing).unwrap_or_default();
        let some_lack = self.some_lack(id)?;
        let me = self.identity.device_id();
        let mut shown: Vec<Opener> = people
            .iter()
            .map(|(person, who)| {
                let of = named.iter().find(|one| one.person == *person);
                let new = who
                    .devices
                    .keys()
                    .filter(|device| of.is_some_and(|of| !of.devices.contains(device)));
                Opener {
                    person: ItemId::from(person.0),
                    name: who.name.clone(),
                    named: of.is_some(),
                    me: who.devices.contains_key(&me),
                    devices: count(who.devices.len()),
                    new_devices: count(new.count()),
                }
            })
            .collect();
        shown.sort_by(|one, other| one.name.cmp(&other.name));
        let roster = &self.membership()?.roster;
        let is_admin = |device: &DeviceId| {
            let member = roster.member(device);
            member.is_some_and(|member| member.role == Role::Admin)
        };
        let unknown = named.iter().filter(|one| !people.contains_key(&one.person));
        Ok(Openers {
            restricted: standing.is_restricted(),
            people: shown,
            unknown: count(unknown.count()),
            some_lack,
            has_admin: named.iter().flat_map(|one| &one.devices).any(is_admin),
        })
    }

    /// Only what is here and for this device can be, and the team's own record can't.
    fn is_restrictable(&mut self, id: DocId) -> Result<Kind, Problem> {
        match self.document(id)?.document.kind() {
            Kind::Team => Err(ProblemCode::NotHere.into()),
            kind => Ok(kind),
        }
    }

    fn set_openers(
        &mut self,
        id: DocId,
        people: Option<&[ItemId]>,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let kind = self.is_restrictable(id)?;
        let asked = people.map(|people| self.named(people)).transpose()?;
        let before = named_in(&self.standing_of(id)?);
        let mut documents = match kind {
            Kind::Household => self.store.read(|conn| {
                let mut all = query::together(conn, id)?;
                let notes = notes_about(conn, &all)?;
                all.extend(notes);
                Ok::<_, crate::store::StoreFault>(all)
            })?,
            _ => vec![id],
        };
        // What was read before is told first, as before anything that this device writes.
        self.tell_what_is_lacking(now)?;
        // The household itself comes last: as long as it does not say so, not all of it is done.
        documents.sort_by_key(|document| *document == id);
        for document in documents {
            // What has come about it counts before.
            if !self.settle_grants(document)? {
                continue;
            }
            let standing = self.standing_of(document)?;
            let now_named = named_in(&standing);
            // One that is for fewer already: nobody comes in by way of the household.
            let is_by_itself = document != id
                && now_named.is_some()
                && (now_named != before || self.is_kept_apart(document));
            let next = match (&asked, &now_named) {
                (_, None) if !standing.is_restricted() && asked.is_none() => continue,
                (Some(asked), Some(its_own)) if is_by_itself => {
                    let stays = |one: &&Named| asked.iter().any(|of| of.person == one.person);
                    let left: Vec<Named> = its_own.iter().filter(stays).cloned().collect();
                    Some(self.with_me(left))
                }
                (None, Some(_)) if is_by_itself => continue,
                _ => asked.clone(),
            };
            if next != now_named || self.some_lack(document)? {
                self.say_on_purpose(document, next)?;
            }
        }
        self.stale(Stale::Household(DocKey::from(id.0)));
        self.stale(Stale::SafetyNotes);
        self.stale(Stale::Sync);
        Ok(())
    }

    /// Whether a note was for fewer than its household in the team that it came from.
    fn is_kept_apart(&mut self, id: DocId) -> bool {
        let note = self.document(id).ok();
        let note = note.and_then(|open| open.document.safety_note(DocKey::from(id.0)));
        note.is_some_and(|note| note.note.kept_apart.value == Some(true))
    }

    /// People with their devices, the one who asks among them.
    fn named(&mut self, people: &[ItemId]) -> Result<Vec<Named>, Problem> {
        let known = self.people()?;
        let asked: BTreeSet<PersonId> = people.iter().map(|id| PersonId(id.to_bytes())).collect();
        let mut named = Vec::new();
        for person in asked {
            let devices = known.get(&person).map(|who| &who.devices);
            let devices: Vec<DeviceId> = devices
                .into_iter()
                .flat_map(|all| all.keys().copied())
                .collect();
            if devices.is_empty() {
                return Err(ProblemCode::NoDevice.into());
            }
            named.push(Named { person, devices });
        }
        let me = self.identity.device_id();
        match named.iter().any(|one| one.devices.contains(&me)) {
            true => Ok(named),
            false => Err(ProblemCode::NameYourself.into()),
        }
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
