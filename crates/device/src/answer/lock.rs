//! Locking and unlocking.

use doorstep_model::call::{GetStanding, Lock, Standing, Unlock, UnlockWithWords};
use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::crypto::recovery::Recovery;

use super::Answer;
use super::begin::checked_passphrase;
use crate::Device;
use crate::slots::Passphrase;
use crate::unlocked::Unlocked;

impl Answer<Unlock> for Device {
    async fn reply(&self, call: Unlock) -> Result<Standing, Problem> {
        if !self.is_open() {
            let passphrase = Passphrase::new(call.passphrase);
            let store = self.home.team().open(&passphrase, self.now())?;
            self.open_with(Unlocked::from_store(store, self.settings(), false)?);
        }
        self.answer(GetStanding {}).await
    }
}

impl Answer<UnlockWithWords> for Device {
    async fn reply(&self, call: UnlockWithWords) -> Result<Standing, Problem> {
        let passphrase = checked_passphrase(call.new_passphrase)?;
        let recovery = Recovery::from_words(&call.words).map_err(|_| ProblemCode::WrongWords)?;
        let store = self
            .home
            .team()
            .open_with_words(&recovery.slot_key(), &passphrase)?;
        self.open_with(Unlocked::from_store(store, self.settings(), false)?);
        self.answer(GetStanding {}).await
    }
}

impl Answer<Lock> for Device {
    async fn reply(&self, _: Lock) -> Result<Standing, Problem> {
        let practising = self.is_open() && self.with(|open, _| Ok(open.practice))?;
        // Nobody listens or is heard behind a lock.
        self.end_sound();
        if !practising {
            self.close();
        }
        self.answer(GetStanding {}).await
    }
}
