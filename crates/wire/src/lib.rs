//! What a device and the server exchange, and what both must check the same way.
//!
//! Everything that is signed or hashed has a fixed byte layout (see `docs/protocol.md`): a suite
//! byte first, integers big-endian. Requests and replies around it are CBOR. The server depends on
//! this crate alone, so nothing here can decrypt.

pub mod behind;
pub mod blob;
mod bytes;
pub mod chunk;
pub mod code;
pub mod cursor;
pub mod device;
pub mod entry;
pub mod handed_over;
pub mod id;
pub mod invite;
pub mod label;
pub mod limits;
pub mod membership;
pub mod recovery;
pub mod refusal;
pub mod roster;
pub mod session;
pub mod setup;
pub mod sync;

use minicbor::{Decode, Encode};

/// The one set of algorithms of protocol version 1; stands first in everything that is signed.
pub const SUITE: u8 = 1;

/// Encodes a request or reply as CBOR.
pub fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing to a Vec has no error to report.
    let _infallible = minicbor::encode(value, &mut out);
    out
}

/// Decodes a request or reply; trailing bytes are an error.
pub fn decode<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, DecodeFault> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().map_err(|_| DecodeFault::NotAsExpected)?;
    if decoder.position() == bytes.len() {
        Ok(value)
    } else {
        Err(DecodeFault::TrailingBytes)
    }
}

/// Why a CBOR body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeFault {
    /// The bytes are not CBOR of the expected shape.
    #[error("the body does not have the expected shape")]
    NotAsExpected,
    /// Something follows the value.
    #[error("the body goes on after its end")]
    TrailingBytes,
}
