//! Locking and unlocking.

use doorstep_model::call::{
    ChangePassphrase, GetStanding, Lock, Standing, Unlock, UnlockWithWords,
};
use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::crypto::key::SecretKey;
use doorstep_replica::crypto::recovery::Recovery;

use super::Answer;
use super::begin::checked_passphrase;
use crate::Device;
use crate::device::lock;
use crate::slots::Passphrase;
use crate::unlocked::TeamPlace;

impl Answer<Unlock> for Device {
    async fn reply(&self, call: Unlock) -> Result<Standing, Problem> {
        if !self.is_open() {
            let passphrase = Passphrase::new(call.passphrase);
            let store = self.home.team().open(&passphrase, self.now())?;
            self.open_with(self.take_up(store, false)?);
            self.open_for_words();
            self.arm();
        }
        self.answer(GetStanding {}).await
    }
}

impl Device {
    /// From now on the words that are in force, as far as this device has read, open its store, and no
    /// former ones. What can't be written now is tried again with the next unlocking: the store is open,
    /// and nobody is helped by a refusal.
    pub(crate) fn open_for_words(&self) {
        let _alone = lock(&self.slots);
        let _later = self.with(|open, _| match &open.place {
            TeamPlace::Member(membership) if !open.practice => {
                let recovery = membership.roster.recovery();
                self.home.team().open_for_words(&open.store, recovery)
            }
            _ => Ok(()),
        });
    }

    /// Opens the team's store with its own key, for whoever has it; no passphrase is asked for.
    ///
    /// # Errors
    /// A [`Problem`] as from [`Unlock`]; `store_unreadable` if it is not the key.
    #[doc(hidden)]
    pub fn unlock_with_key(&self, key: &[u8; 32]) -> Result<(), Problem> {
        let key = SecretKey::from_bytes(key).ok_or(ProblemCode::StoreUnreadable)?;
        let store = self.home.team().open_with_key(&key)?;
        self.open_with(self.take_up(store, false)?);
        Ok(())
    }
}

impl Answer<UnlockWithWords> for Device {
    async fn reply(&self, call: UnlockWithWords) -> Result<Standing, Problem> {
        let passphrase = checked_passphrase(call.new_passphrase)?;
        let recovery = Recovery::from_words(&call.words).map_err(|_| ProblemCode::WrongWords)?;
        let store = self.home.team().open_with_words(&recovery, &passphrase)?;
        self.open_with(self.take_up(store, false)?);
        self.open_for_words();
        self.arm();
        self.answer(GetStanding {}).await
    }
}

impl Answer<ChangePassphrase> for Device {
    async fn reply(&self, call: ChangePassphrase) -> Result<(), Problem> {
        let now = self.with_removed(|open, now| match open.practice {
            true => Err(ProblemCode::NoTeam.into()),
            false => Ok(now),
        })?;
        let new = checked_passphrase(call.new_passphrase)?;
        let current = Passphrase::new(call.passphrase);
        let _alone = lock(&self.slots);
        self.home.team().change_passphrase(&current, &new, now)?;
        self.disarm();
        Ok(())
    }
}

impl Answer<Lock> for Device {
    async fn reply(&self, _: Lock) -> Result<Standing, Problem> {
        let is_open = self.is_open();
        let practising = is_open && self.with_removed(|open, _| Ok(open.practice))?;
        if is_open && !practising {
            self.disarm();
        }
        // Nobody listens or is heard behind a lock.
        self.end_sound();
        if !practising {
            self.close();
        }
        self.answer(GetStanding {}).await
    }
}

#[cfg(test)]
#[allow(clippy::print_stdout, reason = "how long it takes is worth knowing")]
mod tests {
    use std::time::{Duration, Instant};

    use doorstep_model::call::{Lock, Unlock};

    use crate::alone::{Alone, PASSPHRASE};

    /// Between two tries another program may have had the machine.
    const TRIES: usize = 6;

    #[test]
    fn the_passphrase_opens_a_device_within_a_second() {
        let alone = Alone::begin();
        let tries = (0..TRIES).map(|_| {
            alone.must(Lock {});
            let began = Instant::now();
            let passphrase = PASSPHRASE.into();
            alone.must(Unlock { passphrase });
            began.elapsed()
        });
        let quickest = tries.min().unwrap();
        println!("from the passphrase to an open store: {quickest:?}");
        assert!(quickest <= Duration::from_secs(1), "{quickest:?}");
        // It is Argon2id that takes the time: whoever guesses pays for it as well.
        assert!(quickest >= Duration::from_millis(50), "{quickest:?}");
    }
}
