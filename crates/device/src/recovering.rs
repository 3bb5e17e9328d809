//! A device that gets a team back with the words on paper: what it must remember until it is in.

use doorstep_model::call::RecoveryProgress;
use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::crypto::key::SecretKey;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::recover::team_words;
use doorstep_wire::id::{Pin, TeamId};
use doorstep_wire::{decode, encode};
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

/// Kept in the encrypted store, so that it goes on after a restart, and gone once the device is in.
#[derive(Encode, Decode)]
pub(crate) struct Recovering {
    /// `host:port`.
    #[n(0)]
    pub(crate) address: String,
    /// The certificate that was shown when the words were typed in.
    #[n(1)]
    pub(crate) pin: Pin,
    /// The team.
    #[n(2)]
    pub(crate) team_id: TeamId,
    /// Whose device this will be.
    #[n(3)]
    pub(crate) my_name: String,
    /// The words that were typed in.
    #[cbor(n(4), with = "minicbor::bytes")]
    words: [u8; 32],
    /// Those that take their place.
    #[cbor(n(5), with = "minicbor::bytes")]
    new_words: [u8; 32],
    /// The new words were typed back.
    #[n(6)]
    pub(crate) typed_back: bool,
    /// How many devices were in the team when the words were typed in.
    #[n(7)]
    devices: u32,
}

impl Recovering {
    pub(crate) fn new(
        (address, pin): (String, Pin),
        (team_id, devices): (TeamId, u32),
        my_name: String,
        words: &Recovery,
        new_words: &Recovery,
    ) -> Self {
        Self {
            address,
            pin,
            team_id,
            my_name,
            words: *words.expose(),
            new_words: *new_words.expose(),
            typed_back: false,
            devices,
        }
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Problem> {
        decode(bytes).map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "recovering"))
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(encode(self))
    }

    /// The words in force until it is done, and those afterwards.
    pub(crate) fn both(&self) -> Option<(Recovery, Recovery)> {
        let read = |bytes: &[u8; 32]| SecretKey::from_bytes(bytes).map(Recovery::from_secret);
        Some((read(&self.words)?, read(&self.new_words)?))
    }

    /// The new words.
    pub(crate) fn new_words(&self) -> Vec<String> {
        self.both().map(|(_, new)| new.words()).unwrap_or_default()
    }

    pub(crate) fn progress(&self) -> RecoveryProgress {
        RecoveryProgress {
            new_words: self.new_words(),
            team_words: team_words(&self.team_id),
            address: self.address.clone(),
            devices: self.devices,
            typed_back: self.typed_back,
        }
    }
}

impl Drop for Recovering {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.words);
        zeroize::Zeroize::zeroize(&mut self.new_words);
    }
}
