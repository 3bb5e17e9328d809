//! The payload of a grant for named devices. Its first field is no key's name, so that a reader that knows
//! open grants alone refuses it.

use doorstep_wire::chunk::ChunkHeader;
use minicbor::{Decode, Encode};

use super::hand_on::HandedKey;
use super::statement::Statement;
use crate::crypto::key::EpochKey;

/// Keys that one grant hands on, at most.
pub const MOST_KEYS: usize = 1_000;

/// What a grant says and hands on; one of both at least.
#[derive(Debug, Encode, Decode)]
pub struct RestrictedGrant {
    /// Who may open the document from here on, if that changes.
    #[n(0)]
    pub said: Option<Statement>,
    /// Keys, in the order of their names.
    #[n(1)]
    pub keys: Vec<HandedKey>,
}

impl RestrictedGrant {
    /// Whether it keeps the rules that need nothing but itself; one that does not is set aside by whoever reads
    /// it.
    pub fn is_sound(&self) -> bool {
        let says_something = self.said.is_some() || !self.keys.is_empty();
        let keys_in_order = self.keys.is_sorted_by(|one, next| one.key_id < next.key_id);
        says_something
            && keys_in_order
            && self.keys.len() <= MOST_KEYS
            && self.said.as_ref().is_none_or(Statement::is_sound)
            && self.keys.iter().all(HandedKey::is_sound)
    }

    /// Whether it is sealed with the key of the epoch that its chunk names, and of no key it says that it is
    /// of a later one.
    pub(crate) fn fits(&self, header: &ChunkHeader) -> bool {
        header.key_id == EpochKey::grant_key_id(&header.team_id, header.epoch)
            && self.keys.iter().all(|key| key.epoch <= header.epoch)
    }
}
