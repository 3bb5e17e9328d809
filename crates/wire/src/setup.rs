//! How a founder's device and a new server come to trust each other.
//!
//! The operator reads a setup code (26 characters, [`crate::code`]) off the server's console. With
//! it the device checks that the certificate it sees is the server's own, before anything is sent:
//! `GET /v1/setup?nonce=<32 bytes in hex>` answers [`SetupReply`]. Then `POST /v1/teams` takes
//! [`CreateTeam`]. A server without its code founds no team for strangers.

use hmac::{Hmac, KeyInit, Mac as _};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sha2::Sha256;

use crate::id::{EntryHash, Mac, Pin, SetupSecret};
use crate::label::Label;

/// The server's proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct SetupReply {
    /// [`server_proof`] over the nonce and the server's own pin.
    #[n(0)]
    pub mac: Mac,
}

/// A team's log begins at this server.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CreateTeam {
    /// The genesis entry's bytes.
    #[n(0)]
    pub genesis: ByteVec,
    /// [`founder_proof`] over its hash.
    #[n(1)]
    pub mac: Mac,
    /// Entries that follow on the genesis or on what the server has, where a team is given back to a
    /// server that lost it. Those that it has are passed over. At most
    /// [`crate::limits::MAX_RETURNED_ENTRIES`] together.
    #[n(2)]
    pub entries: Vec<ByteVec>,
}

/// What only a server with this secret and this certificate can say to `nonce`.
pub fn server_proof(secret: &SetupSecret, nonce: &[u8; 32], pin: &Pin) -> Mac {
    mac(secret, Label::SetupServer, &[nonce, &pin.0])
}

/// What only somebody with the setup code can say about `genesis`.
pub fn founder_proof(secret: &SetupSecret, genesis: &EntryHash) -> Mac {
    mac(secret, Label::SetupFounder, &[&genesis.0])
}

fn mac(secret: &SetupSecret, label: Label, parts: &[&[u8]]) -> Mac {
    // HMAC takes a key of any length (RFC 2104), so there is no error to report.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&secret.0) else {
        return Mac::ZERO;
    };
    mac.update(label.bytes());
    for part in parts {
        mac.update(part);
    }
    Mac(mac.finalize().into_bytes().into())
}
