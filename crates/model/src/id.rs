//! Names of things as screens hold them: lower-case hex, opaque.

use serde::{Deserialize, Serialize};

/// Why a text is not one of these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

macro_rules! hex_names {
    ($($(#[$doc:meta])* $name:ident($chars:literal);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The hex text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The bytes.
            pub fn to_bytes(&self) -> [u8; $chars / 2] {
                let mut bytes = [0; $chars / 2];
                for (byte, pair) in bytes.iter_mut().zip(self.0.as_bytes().chunks_exact(2)) {
                    *byte = pair.iter().fold(0, |sum, c| sum << 4 | nibble(*c));
                }
                bytes
            }
        }

        impl From<[u8; $chars / 2]> for $name {
            fn from(bytes: [u8; $chars / 2]) -> Self {
                Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                let fits = text.len() == $chars
                    && text.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
                if fits { Ok(Self(text)) } else { Err(format!("not a {}", stringify!($name))) }
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

fn nibble(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        b'a'..=b'f' => hex - b'a' + 10,
        _ => 0,
    }
}

hex_names! {
    /// A document: a household, the team, a safety note (16 bytes).
    DocKey(32);
    /// A line of a record: a person, a visit, a strength … (16 random bytes, never reused).
    ItemId(32);
    /// A device (16 bytes).
    DeviceKey(32);
    /// The bytes of a photo or a voice note (16 random bytes).
    BlobKey(32);
    /// A file that the person chose in the system's own dialog (16 random bytes). Only the device
    /// knows where it lies.
    FileTicket(32);
    /// A recording that has not been kept yet (16 random bytes).
    RecordingKey(32);
    /// An invite as its admin and the server name it (16 bytes).
    InviteKey(32);
}

/// A state of a document: the hashes of its newest changes. Screens hand it back unread.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Heads(pub Vec<String>);
