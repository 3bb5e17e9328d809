//! XChaCha20-Poly1305 with a random 192-bit nonce.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use rand_core::CryptoRng;

use super::key::SecretKey;

/// The key or the bytes are not the right ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key does not open these bytes")]
pub struct CannotOpen;

/// Seals with a nonce that is written elsewhere.
pub fn seal(key: &SecretKey, nonce: &[u8; 24], aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    // Fails only beyond 256 GiB; callers bound plaintexts to megabytes.
    cipher
        .encrypt(
            nonce.into(),
            Payload {
                msg: plaintext,
                aad,
            },
        )
        .unwrap_or_default()
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`CannotOpen`] if key, nonce, associated data or bytes differ.
pub fn open(
    key: &SecretKey,
    nonce: &[u8; 24],
    aad: &[u8],
    ciphertext: &[u8],
) -> Result<Vec<u8>, CannotOpen> {
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    cipher
        .decrypt(
            nonce.into(),
            Payload {
                msg: ciphertext,
                aad,
            },
        )
        .map_err(|_| CannotOpen)
}

/// Seals small things: nonce ‖ ciphertext.
pub fn seal_with_nonce(
    key: &SecretKey,
    aad: &[u8],
    plaintext: &[u8],
    rng: &mut impl CryptoRng,
) -> Vec<u8> {
    let mut nonce = [0; 24];
    rng.fill_bytes(&mut nonce);
    [&nonce[..], &seal(key, &nonce, aad, plaintext)].concat()
}

/// Opens what [`seal_with_nonce`] made.
///
/// # Errors
/// [`CannotOpen`] if key, associated data or bytes differ.
pub fn open_with_nonce(key: &SecretKey, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<24>().ok_or(CannotOpen)?;
    open(key, nonce, aad, ciphertext)
}
