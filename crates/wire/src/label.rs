//! Domain separation: every hash and every signature has a label of its own, so that bytes made
//! for one purpose can never be taken for another.

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::id::{Signature, VerifyingKeyBytes};

/// What a hash or signature is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// `device_id` from both public keys.
    Device,
    /// Identity of a membership entry.
    Entry,
    /// A membership entry's signature.
    EntrySignature,
    /// Hash of a chunk's ciphertext.
    Ciphertext,
    /// A chunk's signature.
    ChunkSignature,
    /// Identity of a sealed chunk.
    Chunk,
    /// One step of the server's chain.
    Chain,
    /// A joiner's proof that it holds an invite's seed.
    JoinProof,
    /// The proof that whoever puts recovery words in force has them.
    RecoveryProof,
    /// The six words that two people compare.
    Words,
    /// A device's answer to a server's challenge.
    Session,
    /// A server's proof to a founder that it knows the setup code.
    SetupServer,
    /// A founder's proof to a server that it knows the setup code.
    SetupFounder,
    /// Digest of a blob's sealed part.
    BlobPart,
    /// The signature of a blob's head.
    BlobSignature,
    /// What a removed device hands over, so that a repeat is known.
    HandedOver,
}

impl Label {
    /// The bytes that stand before everything else.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Device => b"doorstep/1/device\0",
            Self::Entry => b"doorstep/1/entry\0",
            Self::EntrySignature => b"doorstep/1/entry-signature\0",
            Self::Ciphertext => b"doorstep/1/ciphertext\0",
            Self::ChunkSignature => b"doorstep/1/chunk-signature\0",
            Self::Chunk => b"doorstep/1/chunk\0",
            Self::Chain => b"doorstep/1/chain\0",
            Self::JoinProof => b"doorstep/1/join-proof\0",
            Self::RecoveryProof => b"doorstep/1/recovery-proof\0",
            Self::Words => b"doorstep/1/words\0",
            Self::Session => b"doorstep/1/session\0",
            Self::SetupServer => b"doorstep/1/setup-server\0",
            Self::SetupFounder => b"doorstep/1/setup-founder\0",
            Self::BlobPart => b"doorstep/1/blob-part\0",
            Self::BlobSignature => b"doorstep/1/blob-signature\0",
            Self::HandedOver => b"doorstep/1/handed-over\0",
        }
    }
}

/// SHA-256 over the label and the parts, one after the other.
///
/// Callers pass parts of fixed length, or at most one of variable length and that last.
pub fn hash(label: Label, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(label.bytes());
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Signs label ‖ message.
pub fn sign(label: Label, key: &SigningKey, message: &[u8]) -> Signature {
    Signature(key.sign(&[label.bytes(), message].concat()).to_bytes())
}

/// Whether `signature` is the holder's of `public` over label ‖ message, strictly (RFC 8032 with
/// weak keys and malleable signatures refused).
pub fn verify(
    label: Label,
    public: &VerifyingKeyBytes,
    message: &[u8],
    signature: &Signature,
) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(&public.0) else {
        return false;
    };
    let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
    key.verify_strict(&[label.bytes(), message].concat(), &signature)
        .is_ok()
}
