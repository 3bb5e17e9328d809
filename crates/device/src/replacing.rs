//! New recovery words that were made here while devices are at hand: what must be remembered until it is
//! clear which words count, and until the person was told.

use doorstep_model::call::{NewWords, NewWordsStand};
use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::crypto::key::SecretKey;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_wire::device::DevicePublic;
use doorstep_wire::id::DeviceId;
use doorstep_wire::roster::Roster;
use doorstep_wire::{decode, encode};
use minicbor::{Decode, Encode};
use rusqlite::Transaction;
use zeroize::Zeroizing;

use crate::store::StoreFault;
use crate::store::table::secret;
use crate::unlocked::name;

/// Kept in the encrypted store, so that the words can be shown again after a restart.
#[derive(Encode, Decode)]
pub(crate) struct Replacing {
    /// The words, as long as they wait to come into force.
    #[cbor(n(0), with = "minicbor::bytes")]
    words: Option<[u8; 32]>,
    /// Public halves of their keys.
    #[n(1)]
    recovery: DevicePublic,
    /// Those in whose place they were made. If others took it, these don't: somebody has acted meanwhile.
    #[n(2)]
    instead_of: DeviceId,
    /// They were typed back.
    #[n(3)]
    pub(crate) typed_back: bool,
    /// They may have reached the server.
    #[n(4)]
    pub(crate) sent: bool,
}

impl Replacing {
    pub(crate) fn new(words: &Recovery, in_force: &DevicePublic) -> Self {
        Self {
            words: Some(*words.expose()),
            recovery: words.public(),
            instead_of: in_force.device_id(),
            typed_back: false,
            sent: false,
        }
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Problem> {
        decode(bytes).map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "replacing"))
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(encode(self))
    }

    /// What counts, by the log as far as this device has read it.
    pub(crate) fn stand(&self, roster: &Roster) -> NewWordsStand {
        let in_force = roster.recovery();
        if *in_force == self.recovery {
            NewWordsStand::InForce
        } else if in_force.device_id() != self.instead_of {
            NewWordsStand::Overtaken
        } else if self.sent {
            NewWordsStand::Unclear
        } else {
            NewWordsStand::NotInForce
        }
    }

    /// The words, if they wait.
    pub(crate) fn words(&self) -> Option<Recovery> {
        let secret = SecretKey::from_bytes(self.words.as_ref()?)?;
        Some(Recovery::from_secret(secret))
    }

    pub(crate) fn shown(&self) -> Option<NewWords> {
        let words = self.words()?.words();
        Some(NewWords {
            words,
            typed_back: self.typed_back,
        })
    }
}

/// Others than before are in force. If they are the ones made here, they are on paper, and if not they will
/// never count: either way nobody needs them here any more.
pub(crate) fn settle(tx: &Transaction<'_>) -> Result<(), StoreFault> {
    let kept = secret::get(tx, name::REPLACING)?;
    let Some(mut replacing) = kept.and_then(|kept| Replacing::from_bytes(&kept).ok()) else {
        return Ok(());
    };
    zeroize::Zeroize::zeroize(&mut replacing.words);
    secret::put(tx, name::REPLACING, &replacing.to_bytes())
}

impl Drop for Replacing {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.words);
    }
}

#[cfg(test)]
mod tests {
    use doorstep_replica::Identity;
    use doorstep_replica::crypto::key::EpochKey;
    use doorstep_replica::team::change::replace_recovery;
    use doorstep_replica::team::epoch::epoch_key;
    use doorstep_replica::team::found::found;

    use super::*;
    use crate::random::system;

    /// The team after these words came into force, one after the other.
    fn roster_after(admin: &Identity, all: &[&Recovery]) -> Roster {
        let mut rng = system();
        let mut key = EpochKey::generate(&mut rng);
        let (first, rest) = all.split_first().unwrap();
        let genesis = found(admin, first, &key, &mut rng).unwrap();
        let mut roster = Roster::begin(&genesis).unwrap();
        for words in rest {
            let entry = replace_recovery(admin, words, &roster, &key, &mut rng).unwrap();
            roster.append(&entry).unwrap();
            let begun = entry.body.new_epoch().unwrap();
            key = epoch_key(&admin.device_id(), admin.unwrap_key(), begun).unwrap();
        }
        roster
    }

    #[test]
    fn what_counts_is_what_the_log_says() {
        let mut rng = system();
        let admin = Identity::generate(&mut rng);
        let [old, ours, others] = [(); 3].map(|()| Recovery::generate(&mut rng));
        let mut replacing = Replacing::new(&ours, &old.public());
        let stand = |replacing: &Replacing, all: &[&Recovery]| {
            let kept = Replacing::from_bytes(&replacing.to_bytes()).unwrap();
            kept.stand(&roster_after(&admin, all))
        };
        assert_eq!(stand(&replacing, &[&old]), NewWordsStand::NotInForce);
        replacing.sent = true;
        assert_eq!(stand(&replacing, &[&old]), NewWordsStand::Unclear);
        assert_eq!(stand(&replacing, &[&old, &ours]), NewWordsStand::InForce);
        for all in [&[&old, &others][..], &[&old, &ours, &others]] {
            assert_eq!(stand(&replacing, all), NewWordsStand::Overtaken);
        }
        // Without the words, which nobody needs any more, it says the same.
        assert_eq!(replacing.shown().unwrap().words, ours.words());
        zeroize::Zeroize::zeroize(&mut replacing.words);
        assert!(replacing.words().is_none() && replacing.shown().is_none());
        assert_eq!(stand(&replacing, &[&old, &ours]), NewWordsStand::InForce);
    }
}
