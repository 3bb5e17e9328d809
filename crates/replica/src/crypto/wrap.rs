//! Wrapping a key to one device: HPKE base mode (RFC 9180) with X25519, HKDF-SHA256 and
//! ChaCha20-Poly1305.

use doorstep_wire::id::WrapKeyBytes;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;

use super::key::SecretKey;

type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Why a key could not be wrapped or unwrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the wrapped key does not fit this device")]
pub struct WrapFault;

/// The private half that wrapped keys are opened with.
pub struct UnwrapKey(PrivateKey);

impl UnwrapKey {
    /// Derives the pair from 32 secret bytes (RFC 9180, DeriveKeyPair).
    pub fn derive(seed: &SecretKey) -> Self {
        Self(X25519HkdfSha256::derive_keypair(seed.expose()).0)
    }

    /// The public half.
    pub fn public(&self) -> WrapKeyBytes {
        WrapKeyBytes(X25519HkdfSha256::sk_to_pk(&self.0).to_bytes().into())
    }

    /// Opens a wrapped key; `context` must be the one it was wrapped with.
    ///
    /// # Errors
    /// [`WrapFault`] if it was not wrapped to this device, or for something else.
    pub fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<SecretKey, WrapFault> {
        let (encapped, ciphertext) = wrapped.split_first_chunk::<32>().ok_or(WrapFault)?;
        let encapped = EncappedKey::from_bytes(encapped).map_err(|_| WrapFault)?;
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.0,
            &encapped,
            context,
            ciphertext,
            b"",
        )
        .map_err(|_| WrapFault)?;
        SecretKey::from_bytes(&zeroize::Zeroizing::new(opened)).ok_or(WrapFault)
    }
}

/// Wraps a key to the holder of `to`: encapsulated key ‖ ciphertext.
///
/// # Errors
/// [`WrapFault`] if `to` is not a public key.
pub fn wrap(
    key: &SecretKey,
    to: &WrapKeyBytes,
    context: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, WrapFault> {
    let to = PublicKey::from_bytes(&to.0).map_err(|_| WrapFault)?;
    let (encapped, ciphertext) = hpke::single_shot_seal_with_rng::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(&OpModeS::Base, &to, context, key.expose(), b"", rng)
    .map_err(|_| WrapFault)?;
    Ok([&encapped.to_bytes()[..], &ciphertext].concat())
}
