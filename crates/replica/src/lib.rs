//! A household as an automerge document; what is sealed for others and opened from them; who is in
//! the team; and when to talk to the server.
//!
//! Nothing here does IO: time, randomness, stored bytes and network replies come in as arguments or
//! events, what is to be done comes out as values. That is what lets a simulator run it.

pub mod blob;
pub mod chunk;
pub mod crypto;
pub mod document;
pub mod exchange;
pub mod moving;
pub mod restricted;
pub mod team;

pub use crypto::identity::Identity;
pub use document::Document;
