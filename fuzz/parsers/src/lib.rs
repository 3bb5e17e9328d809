//! What reads bytes from outside in the device and the server: their own files, compiled once more
//! without what stands around them. SQLCipher, OpenSSL, HTTP and PDFs would take longer to build
//! than everything is fuzzed.
//!
//! Names here are as in `doorstep-device`, since its files name each other by them.
#![allow(
    dead_code,
    unused_imports,
    reason = "only some of each file is reached from here"
)]

mod import;
mod platform;
mod random;
mod store;
mod voice;

#[path = "../../../crates/device/src/photo.rs"]
mod photo;
#[path = "../../../crates/device/src/slots/mod.rs"]
mod slots;
#[path = "../../../crates/device/src/spreadsheet/mod.rs"]
mod spreadsheet;
#[path = "../../../sync-server/src/token.rs"]
mod token;

pub mod read;
