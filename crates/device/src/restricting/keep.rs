//! Looked after before each sync: those who are named get the keys that they lack, and what is not for this
//! device leaves it.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, UnixMillis};
use doorstep_replica::restricted::{Said, Standing};
use doorstep_wire::id::DocId;
use rusqlite::Connection;

use super::people::People;
use super::say::{add_device, named_in, names};
use super::settle::write_standing;
use crate::Device;
use crate::platform;
use crate::store::StoreFault;
use crate::store::leave::sent_blobs;
use crate::store::query::erasure::notes_about;
use crate::store::table::{document_key, restriction, secret, to_read};
use crate::unlocked::{Unlocked, name};

/// Documents that are gone through while nobody else has the device.
pub(super) const IN_ONE_HOLD: usize = 8;

/// One pass through them.
pub(crate) struct Keeping {
    left: Vec<DocId>,
    /// Who is who, as it was when the pass began; `None` where the team's record is not here.
    people: Option<People>,
    /// Nothing was left to do about any so far.
    is_settled: bool,
    /// What waited after the last of them ([`Unlocked::waiting_version`]).
    version: u64,
}

impl Device {
    /// Goes through documents about which something was said, where something may be other than at the last
    /// time, a few at a time. What goes wrong with one stops no other, and is tried again.
    ///
    /// # Errors
    /// If the device was locked, or what the store says.
    pub(crate) fn keep_restricted(&self) -> Result<(), Problem> {
        let Some(mut keeping) = self.with(|open, _| open.begin_keeping())? else {
            return Ok(());
        };
        while self.with(|open, now| open.keep_some(&mut keeping, now))? {
            platform::give_way();
        }
        Ok(())
    }
}

impl Unlocked {
    /// A pass, if anything may be other than at the last one.
    pub(super) fn begin_keeping(&mut self) -> Result<Option<Keeping>, Problem> {
        let head = self.membership()?.roster.head();
        if self.restricted_kept == Some((self.waiting_version, head)) {
            return Ok(None);
        }
        self.restricted_kept = None;
        let left = self.store.read(restriction::documents)?;
        let people = match left.is_empty() {
            true => None,
            false => self.people().ok(),
        };
        Ok(Some(Keeping {
            left,
            people,
            is_settled: !self.store.read(to_read::any)?,
            version: self.waiting_version,
        }))
    }

    /// The next few of them. Answers whether there are more.
    pub(super) fn keep_some(
        &mut self,
        keeping: &mut Keeping,
        now: UnixMillis,
    ) -> Result<bool, Problem> {
        // Somebody else's work came between, and may have brought something about those before.
        keeping.is_settled &= keeping.version == self.waiting_version;
        // What is written here says what this device has seen; what it lacks of that is told before.
        self.tell_what_is_lacking(now)?;
        for _ in 0..IN_ONE_HOLD {
            let Some(id) = keeping.left.pop() else { break };
            let kept = self.keep_one(id, keeping.people.as_ref(), now);
            keeping.is_settled &= kept.unwrap_or(false);
        }
        keeping.version = self.waiting_version;
        let is_over = keeping.left.is_empty();
        if is_over && keeping.is_settled {
            let head = self.membership()?.roster.head();
            self.restricted_kept = Some((self.waiting_version, head));
        }
        Ok(!is_over)
    }

    /// Whether nothing is left to do about it.
    fn keep_one(
        &mut self,
        id: DocId,
        people: Option<&People>,
        now: UnixMillis,
    ) -> Result<bool, Problem> {
        let said = self.store.read(|conn| restriction::of_document(conn, id))?;
        let standing = self.standing_by(id, &said)?;
        let mine = self.is_for_me(&standing)?;
        let is = standing.is_restricted().then_some(mine);
        let (was, here) = self.store.read(|conn| {
            let here = !mine && restriction::is_here(conn, id)?;
            Ok::<_, StoreFault>((restriction::is_mine(conn, id)?, here))
        })?;
        if !mine {
            self.hand_in(id, &standing, &said)?;
        }
        if was != is || here {
            let files = self.store.write(|tx| {
                if was == Some(false) && mine {
                    to_read::add(tx, id, now)?;
                }
                write_standing(tx, id, &standing, mine)
            })?;
            self.waiting_changed();
            self.have_erased(&[id], &files.unwrap_or_default());
        }
        self.write_upon(id, &standing)?;
        if !mine {
            return self.sweep(id);
        }
        if standing.is_lifted() {
            // What is only said here may come after what somebody else has said, and count for nothing then.
            let placed = self.store.read(|conn| restriction::placed(conn, id))?;
            let placed = placed.into_iter().filter(|one| one.seq.is_some());
            let placed: Vec<Said> = placed.map(|one| one.said).collect();
            let there = self.standing_by(id, &placed)?;
            if there.is_lifted() {
                self.hand_on_openly(id, &said)?;
            }
            return Ok(there.is_lifted());
        }
        // What can't be said keeps nobody from the keys that they lack.
        let is_known = self.say_who_came(id, &standing, people).unwrap_or(false);
        let standing = self.standing_of(id)?;
        if let Some(audience) = self.audience_of(&standing)? {
            let said = self.store.read(|conn| restriction::of_document(conn, id))?;
            self.hand_on_lacking(id, &audience, &said)?;
        }
        self.restrict_notes(id, &standing)?;
        Ok(is_known)
    }

    /// Notes about a restricted household of which nothing was ever said: whoever restricted it did not have
    /// them, and they are for the same people.
    fn restrict_notes(&mut self, household: DocId, standing: &Standing) -> Result<(), Problem> {
        let me = self.identity.device_id();
        let Some(named) = named_in(standing).filter(|_| standing.openers.names(&me)) else {
            return Ok(());
        };
        for note in self.store.read(|conn| notes_about(conn, &[household]))? {
            // What has come about it counts before.
            let mine = self.settle_grants(note)?;
            if mine && self.standing_of(note)?.is_untold() {
                self.say(note, Some(named.clone()))?;
                self.stale(Stale::SafetyNotes);
            }
        }
        Ok(())
    }

    /// Photos that the server has got since, and keys that nothing is sealed with any more. Answers whether
    /// nothing is left.
    fn sweep(&mut self, id: DocId) -> Result<bool, Problem> {
        let (files, is_clear) = self.store.write(|tx| {
            let files = sent_blobs(tx, id)?;
            Ok::<_, StoreFault>((files, document_key::remove_idle(tx, id)?))
        })?;
        if !files.is_empty() {
            self.have_erased(&[], &files);
        }
        Ok(is_clear)
    }

    /// Whoever came in by the paper says that they are here; and a new device of
    /// somebody who is named is named too, where an admin who is named himself, or that person, wrote whose it
    /// is. Answers whether it is known whose this one is.
    fn say_who_came(
        &mut self,
        id: DocId,
        standing: &Standing,
        people: Option<&People>,
    ) -> Result<bool, Problem> {
        let Some(before) = named_in(standing) else {
            return Ok(true);
        };
        let mut named = before.clone();
        let me = self.identity.device_id();
        let is_by_words = !standing.openers.names(&me);
        if is_by_words && self.is_nobodys {
            return Ok(false);
        }
        let Some(people) = people else {
            return Ok(false);
        };
        for (person, who) in people {
            let is_named = before.iter().any(|one| one.person == *person);
            for (device, by) in &who.devices {
                let is_sure = by.iter().all(|by| standing.openers.names(by));
                let is_new = !standing.openers.names(device) && !names(&named, device);
                if is_named && is_sure && is_new {
                    add_device(&mut named, *person, *device);
                }
            }
        }
        if is_by_words {
            let has_any = self.store.read(|conn| document_key::has_any(conn, id))?;
            if !has_any {
                // Where all that came is read, the paper gives none, and there is nothing to say.
                return Ok(!self.store.read(to_read::any)?);
            }
            named = self.with_me(named);
        }
        if named == before {
            return Ok(true);
        }
        // A word of this device's would let all who stand into everything: where not all of it is for all of them,
        // that takes a person's.
        let reaches_all = self.all_keys_reach(id)? && self.all_that_waits_reaches(id)?;
        if !is_by_words && !reaches_all {
            return Ok(false);
        }
        self.say(id, Some(named))?;
        Ok(true)
    }

    /// All that came is read, and nothing of it went wrong: the paper words that let this device in have opened
    /// what they can. What removed devices left at the server, for the words that counted then, may be among it yet.
    pub(crate) fn forget_words(&mut self) -> Result<(), Problem> {
        if self.is_handed_over {
            return Ok(());
        }
        let is_over = |conn: &Connection| {
            let is_kept = secret::get(conn, name::RECOVERED_BY)?.is_some();
            Ok::<_, StoreFault>(is_kept && !to_read::is_left(conn)?)
        };
        if self.restricted_kept.is_some() && self.store.read(is_over)? {
            self.store
                .write(|tx| secret::remove(tx, name::RECOVERED_BY))?;
        }
        Ok(())
    }

    /// Whether a document is restricted to others.
    pub(crate) fn is_for_others(&self, id: DocId) -> Result<bool, Problem> {
        let mine = self.store.read(|conn| restriction::is_mine(conn, id))?;
        Ok(mine == Some(false))
    }
}
