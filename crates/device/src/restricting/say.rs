//! Saying who may open a document, with the keys that those who may lack.

use std::collections::BTreeSet;

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::document::Kind;
use doorstep_replica::restricted::{
    About, MOST_UPON, Named, Openers, PersonId, RestrictedGrant, Said, Standing, Statement,
    StatementId, StatementRef,
};
use doorstep_wire::id::{DeviceId, DocId};

use super::hand_on::in_grants;
use super::settle::write_standing;
use crate::store::table::{document, document_key, restriction};
use crate::store::{project, query};
use crate::unlocked::Unlocked;

impl Unlocked {
    /// Says who may open a document from now on: these, or everybody; with all keys that they lack.
    ///
    /// # Errors
    /// [`ProblemCode::NotForYou`] if it would not count.
    pub(crate) fn say(&mut self, id: DocId, named: Option<Vec<Named>>) -> Result<(), Problem> {
        let upon = self.standing_of(id)?.upon();
        self.say_upon(id, named, upon)
    }

    /// As [`Unlocked::say`], by the person's own word: whoever is named is to have all that is here, also what was
    /// written upon statements that count for nothing.
    pub(crate) fn say_on_purpose(
        &mut self,
        id: DocId,
        named: Option<Vec<Named>>,
    ) -> Result<(), Problem> {
        let said = self.store.read(|conn| restriction::of_document(conn, id))?;
        let standing = self.standing_by(id, &said)?;
        let mut upon: BTreeSet<StatementRef> = standing.upon().into_iter().collect();
        for made in self.upon_of_keys(id, &said)? {
            let all: BTreeSet<StatementRef> = upon.iter().copied().chain(made).collect();
            if all.len() <= MOST_UPON {
                upon = all;
            }
        }
        self.say_upon(id, named, upon.into_iter().collect())
    }

    fn say_upon(
        &mut self,
        id: DocId,
        named: Option<Vec<Named>>,
        upon: Vec<StatementRef>,
    ) -> Result<(), Problem> {
        let standing = self.standing_of(id)?;
        let kind = self.store.read(|conn| document::kind(conn, id))?;
        let statement = Statement {
            id: StatementId(self.random.bytes()),
            upon,
            about: match kind.as_deref().and_then(Kind::from_word) {
                Some(Kind::SafetyNote) => About::SAFETY_NOTE,
                _ => About::HOUSEHOLD,
            },
            named,
        };
        let said = Said {
            by: self.identity.device_id(),
            epoch: self.writing_epoch()?.epoch,
            statement: statement.clone(),
        };
        let mut all = self.store.read(|conn| restriction::of_document(conn, id))?;
        all.push(said.clone());
        let next = self.standing_by(id, &all)?;
        if !next.counts(&said.is()) {
            return Err(ProblemCode::NotForYou.into());
        }
        let audience = self.audience_of(&next)?;
        // Whoever comes in may have had a key before, and has let go of it.
        let (before, after) = (standing.openers.devices(), next.openers.devices());
        let new = after.difference(&before).copied().collect();
        // Everybody gets them once it counts ([`Unlocked::keep_one`]).
        let keys = match &audience {
            Some(_) => self.keys_lacking(id, audience.as_ref(), &new, &all)?,
            None => Vec::new(),
        };
        // It stands by itself: keys are many, and who may open it counts without them.
        let mut grants = vec![RestrictedGrant {
            said: Some(statement),
            keys: Vec::new(),
        }];
        grants.extend(in_grants(keys));
        self.write_grants(id, grants, |tx, first| {
            restriction::put(tx, id, first.id(), &said)?;
            restriction::put_upon(tx, id, &next.upon())?;
            write_standing(tx, id, &next, true).map(|_| ())
        })
    }

    /// Before a document is sealed for the first time: what came from another team, where it was restricted, is for
    /// whoever took it over; a safety note about a restricted household is for the same people, and for whoever wrote
    /// it.
    pub(crate) fn restrict_before_first_seal(&mut self, id: DocId) -> Result<(), Problem> {
        if self.restrict_to_taker(id)? {
            return Ok(());
        }
        let about = self.store.read(|conn| {
            let is_note = document::kind(conn, id)?.as_deref() == Some(Kind::SafetyNote.word());
            let is_new = is_note && !document_key::has_any(conn, id)?;
            match is_new {
                true => project::household_of_note(conn, id),
                false => Ok(None),
            }
        })?;
        let Some(household) = about else {
            return Ok(());
        };
        if !self.standing_of(id)?.is_untold() {
            return Ok(());
        }
        // What has come about it, and about those that are shown as one with it, counts before.
        let together = self.store.read(|conn| query::together(conn, household))?;
        let others = together.into_iter().filter(|other| *other != household);
        let all: Vec<DocId> = [household].into_iter().chain(others).collect();
        for about in &all {
            self.settle_grants(*about)?;
        }
        for about in all {
            if let Some(named) = named_in(&self.standing_of(about)?) {
                let named = self.with_me(named);
                return self.say(id, Some(named));
            }
        }
        Ok(())
    }

    /// These people, and whoever uses this device.
    pub(crate) fn with_me(&mut self, mut named: Vec<Named>) -> Vec<Named> {
        let me = self.identity.device_id();
        if names(&named, &me) {
            return named;
        }
        // As long as no admin has said who that is, the device stands for itself: under a line that anybody
        // else put it into, that line's other devices would come in.
        let mut people = self.people().unwrap_or_default().into_iter();
        let mine = people.find(|(_, who)| who.devices.contains_key(&me));
        let person = mine.map_or(PersonId(me.0), |(person, _)| person);
        add_device(&mut named, person, me);
        named
    }
}

/// The people for whom a document is, as a statement names them; `None` if it is for everybody.
pub(crate) fn named_in(standing: &Standing) -> Option<Vec<Named>> {
    let Openers::Named(people) = &standing.openers else {
        return None;
    };
    let named = people.iter().map(|(person, devices)| Named {
        person: *person,
        devices: devices.iter().copied().collect(),
    });
    Some(named.collect())
}

/// Whether a device is among these, as anybody's.
pub(super) fn names(named: &[Named], device: &DeviceId) -> bool {
    named.iter().any(|one| one.devices.contains(device))
}

/// One more device of somebody, in the order that statements have.
pub(super) fn add_device(named: &mut Vec<Named>, person: PersonId, device: DeviceId) {
    match named.iter_mut().find(|one| one.person == person) {
        Some(one) => {
            let mut devices: BTreeSet<DeviceId> = one.devices.iter().copied().collect();
            devices.insert(device);
            one.devices = devices.into_iter().collect();
        }
        None => named.push(Named {
            person,
            devices: vec![device],
        }),
    }
    named.sort_by_key(|one| one.person);
}
