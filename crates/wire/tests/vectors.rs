//! The golden vectors of the wire formats, in `tests/vectors/wire-*.txt`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail by a panic"
)]

#[path = "vectors/blobs.rs"]
mod blobs;
#[path = "vectors/bodies.rs"]
mod bodies;
#[path = "vectors/chunks.rs"]
mod chunks;
#[path = "vectors/codes.rs"]
mod codes;
#[path = "vectors/entries.rs"]
mod entries;
#[path = "vectors/fixed.rs"]
mod fixed;
#[path = "../../../tests/vectors/golden.rs"]
mod golden;
#[path = "vectors/labels.rs"]
mod labels;
#[path = "vectors/roster.rs"]
mod roster;
