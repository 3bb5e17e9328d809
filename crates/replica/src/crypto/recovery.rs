//! The 24 words on paper (BIP 39, 256 bits and a checksum).

use bip39::{Language, Mnemonic};
use doorstep_wire::device::DevicePublic;
use doorstep_wire::entry::recovery_proof_message;
use doorstep_wire::id::{Signature, TeamId};
use doorstep_wire::label::{Label, sign};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::identity::Identity;
use super::key::SecretKey;

/// How many words are on the paper.
pub const RECOVERY_WORDS: usize = 24;

/// The words are not a set that belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these are not 24 words that belong together")]
pub struct NotRecoveryWords;

/// The secret that the words stand for.
pub struct Recovery(SecretKey);

impl Recovery {
    /// A new one.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(SecretKey::generate(rng))
    }

    /// From typed words; capitals and extra spaces are forgiven.
    ///
    /// # Errors
    /// [`NotRecoveryWords`] if a word is unknown or the checksum does not fit.
    pub fn from_words(words: &[String]) -> Result<Self, NotRecoveryWords> {
        if words.len() != RECOVERY_WORDS {
            return Err(NotRecoveryWords);
        }
        let typed = Zeroizing::new(
            words
                .iter()
                .map(|word| word.trim().to_lowercase())
                .collect::<Vec<_>>()
                .join(" "),
        );
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, &typed)
            .map_err(|_| NotRecoveryWords)?;
        let entropy = Zeroizing::new(mnemonic.to_entropy());
        SecretKey::from_bytes(&entropy)
            .map(Self)
            .ok_or(NotRecoveryWords)
    }

    /// From what [`Recovery::expose`] gave.
    pub fn from_secret(secret: SecretKey) -> Self {
        Self(secret)
    }

    /// The secret, for an encrypted store alone.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// The words to write down.
    pub fn words(&self) -> Vec<String> {
        Mnemonic::from_entropy_in(Language::English, self.0.expose())
            .map(|mnemonic| mnemonic.words().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// The keys that stand in the team's membership log.
    pub fn public(&self) -> DevicePublic {
        self.identity().public()
    }

    /// What signs and opens in the name of the words.
    pub fn identity(&self) -> Identity {
        Identity::from_seed(self.0.derive(b"doorstep/1/recovery"))
    }

    /// What shows a team that these words are there when they are to count.
    pub fn prove(&self, team: &TeamId) -> Signature {
        let identity = self.identity();
        let message = recovery_proof_message(team, &identity.public());
        sign(Label::RecoveryProof, identity.signing(), &message)
    }

    /// The key of this device's recovery slot.
    pub fn slot_key(&self) -> SecretKey {
        self.0.derive(b"doorstep/1/recovery-slot")
    }
}

/// Words for `bits`, eleven bits each, from the same list: for people to compare.
pub fn words_for(bits: &[u8], count: usize) -> Vec<String> {
    let list = Language::English.word_list();
    (0..count)
        .map(|index| {
            let number = (0..11).fold(0usize, |sum, bit| {
                let at = index * 11 + bit;
                let byte = bits.get(at / 8).copied().unwrap_or_default();
                sum << 1 | usize::from(byte >> (7 - at % 8) & 1)
            });
            list.get(number).copied().unwrap_or_default().to_owned()
        })
        .collect()
}
