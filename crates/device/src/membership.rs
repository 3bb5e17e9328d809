//! The signed log of who is in the team, as this device keeps it, and the keys that it gives this device.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::Identity;
use doorstep_replica::crypto::key::{EpochKey, EpochKeys};
use doorstep_replica::team::epoch::{epoch_key, open_former};
use doorstep_replica::team::log::{Log, epochs};
use doorstep_wire::entry::{Entry, EntryBody, NewEpoch};
use doorstep_wire::membership::Entries;

use crate::documents::OpenDocuments;
use crate::inbox::take_up;
use crate::replacing;
use crate::store::StoreFault;
use crate::store::erase::erase;
use crate::store::table::{epoch_key as epoch_keys, membership, secret, to_read};
use crate::unlocked::{Membership, TeamPlace, Unlocked, name};

impl Membership {
    /// The team as these entries say, with the keys that are stored, and those that they open.
    pub(crate) fn of(entries: &[Vec<u8>], mut keys: EpochKeys) -> Option<Self> {
        let Log { roster, entries } = Log::read(entries).ok()?;
        open_former(&mut keys, &roster.team_id(), &epochs(&entries));
        Some(Self { roster, keys })
    }
}

impl Unlocked {
    /// Takes in entries that the server has beyond ours; believes none that does not fit.
    pub(crate) fn read_entries(
        &mut self,
        entries: &Entries,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        for bytes in &entries.entries {
            let entry = Entry::parse(bytes.to_vec())
                .map_err(|fault| Problem::with(ProblemCode::ServerRefused, fault))?;
            self.append_entry(&entry, now)?;
        }
        Ok(())
    }

    /// Checks one more entry and keeps it, with the key that it gives this device; one that is held
    /// already is passed over, since an entry of this device's own may be read back before the answer
    /// to its sending has come.
    pub(crate) fn append_entry(&mut self, entry: &Entry, now: UnixMillis) -> Result<(), Problem> {
        let TeamPlace::Member(current) = &mut self.place else {
            return Err(ProblemCode::NoTeam.into());
        };
        let position = entry.place.position;
        if position < current.roster.entry_count() {
            return Ok(());
        }
        let mut roster = current.roster.clone();
        roster
            .append(entry)
            .map_err(|fault| Problem::with(ProblemCode::ServerRefused, fault))?;
        // Whoever gets none, or another than the rest, reads on without it, and says so when writing.
        let key = entry
            .body
            .new_epoch()
            .and_then(|begun| given(&self.identity, begun));
        let me = self.identity.device_id();
        let other_words = entry.body.new_recovery();
        let by_others = current.roster.member(&me).is_some() && roster.recovery_by() != me;
        let erased = entry.body.erased();
        let files = self.store.write(|tx| {
            let files = erase(tx, erased)?;
            if let Some(key) = &key {
                epoch_keys::put(tx, key.epoch, &key.key)?;
                // What needed it may have come before.
                to_read::add_all_held_back(tx, now)?;
            }
            if let EntryBody::Accept(accept) = &entry.body {
                take_up(tx, &roster, accept.device, me, now)?;
            }
            if other_words.is_some() {
                // Those that wait here to be typed back count no more.
                secret::remove(tx, name::RECOVERY_WORDS_CHECK)?;
                replacing::settle(tx)?;
                match by_others {
                    true => secret::put(tx, name::WORDS_BY_OTHERS, &[1])?,
                    false => secret::remove(tx, name::WORDS_BY_OTHERS)?,
                }
            }
            membership::append(tx, position, entry.hash(), entry.bytes())?;
            Ok::<_, StoreFault>(files)
        })?;
        current.roster = roster;
        if let Some(key) = key {
            let lacked = key
                .epoch
                .checked_sub(1)
                .is_some_and(|before| current.keys.get(before).is_none());
            current.keys.put(key);
            if lacked {
                let entries = self.store.read(membership::all)?;
                let keys = std::mem::take(&mut current.keys);
                **current = Membership::of(&entries, keys)
                    .ok_or_else(|| Problem::with(ProblemCode::StoreUnreadable, "membership"))?;
            }
        }
        if !erased.is_empty() {
            self.have_erased(erased, &files);
        }
        self.waiting_changed();
        self.stale(Stale::Team);
        if other_words.is_some() {
            self.stale(Stale::Standing);
        }
        if self.is_removed() {
            self.end_here();
        }
        Ok(())
    }

    /// This device was removed, by an entry that an admin of the team signed. What the server says of it
    /// counts for nothing.
    pub(crate) fn is_removed(&self) -> bool {
        match &self.place {
            TeamPlace::Member(membership) => {
                let me = self.identity.device_id();
                membership.roster.member(&me).is_none()
            }
            TeamPlace::Joining(_) | TeamPlace::Recovering(_) => false,
        }
    }

    /// Nothing of the team is shown any more, and no household is in memory.
    fn end_here(&mut self) {
        self.documents = OpenDocuments::default();
        self.joins.clear();
        self.ended_here = true;
        self.stale(Stale::Standing);
    }
}

fn given(me: &Identity, begun: &NewEpoch) -> Option<EpochKey> {
    epoch_key(&me.device_id(), me.unwrap_key(), begun).ok()
}
