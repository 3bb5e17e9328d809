//! The golden vectors of what is sealed, wrapped and derived, in `tests/vectors/replica-*.txt`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail by a panic"
)]

#[path = "vectors/blobs.rs"]
mod blobs;
#[path = "vectors/changes.rs"]
mod changes;
#[path = "vectors/chunks.rs"]
mod chunks;
#[path = "vectors/fixed.rs"]
mod fixed;
#[path = "../../../tests/vectors/golden.rs"]
mod golden;
#[path = "vectors/invites.rs"]
mod invites;
#[path = "vectors/keys.rs"]
mod keys;
#[path = "vectors/restricted.rs"]
mod restricted;
