//! Identifiers: fixed-length byte strings, written as lower-case hex.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

/// A text that is not the hex form of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of the right length in hex")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($len:literal);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;
            /// All zero: stands for "none before this one".
            pub const ZERO: Self = Self([0; $len]);

            /// The bytes.
            pub fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| NotAnId)?;
                Self::try_from(bytes.as_slice())
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = NotAnId;
            fn try_from(bytes: &[u8]) -> Result<Self, NotAnId> {
                bytes.try_into().map(Self).map_err(|_| NotAnId)
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: encode::Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
                Self::try_from(d.bytes()?)
                    .map_err(|_| decode::Error::message(concat!(stringify!($name), " length")))
            }
        }
    )*};
}

ids! {
    /// A team: the hash of its genesis entry.
    TeamId(32);
    /// A document: a household, a team, a safety note. Random.
    DocId(16);
    /// A device: the first 16 bytes of the hash of both its public keys.
    DeviceId(16);
    /// One run of a device's writing. Random.
    LogId(16);
    /// A sealed chunk: the hash of all its bytes.
    ChunkId(32);
    /// Names the key a chunk is sealed with. Random.
    KeyId(16);
    /// A membership entry: the hash of all its bytes.
    EntryHash(32);
    /// The running hash of a team's sequence on the server.
    Chain(32);
    /// Where a joiner finds an invite on the server; derived from its seed.
    Locator(16);
    /// A blob: the bytes of a photo or a voice note.
    BlobId(16);
    /// The SHA-256 of the subject public key of the server's certificate.
    Pin(32);
    /// What a server asks a device to sign.
    Challenge(32);
    /// An Ed25519 signature.
    Signature(64);
    /// An Ed25519 public key.
    VerifyingKeyBytes(32);
    /// An X25519 public key.
    WrapKeyBytes(32);
    /// Sixteen bytes that a server's operator hands to whoever starts a team there.
    SetupSecret(16);
    /// An HMAC-SHA-256 value.
    Mac(32);
    /// A key wrapped to a device: HPKE's encapsulated key ‖ ciphertext with its tag.
    WrappedKey(80);
    /// A key sealed under another: nonce ‖ ciphertext with its tag.
    SealedKey(72);
    /// Why something was erased, padded and sealed under an epoch's key: nonce ‖ ciphertext with its tag.
    SealedReason(1064);
    /// Tells whether a key is the one that is meant, and nothing else about it.
    KeyCheck(32);
}
