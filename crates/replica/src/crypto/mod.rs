//! Keys, and what is done with them. The algorithms are those of `docs/protocol.md`, suite 1.

pub mod aead;
pub mod identity;
pub mod key;
pub mod recovery;
pub mod wrap;
