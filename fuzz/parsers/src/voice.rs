//! Of `voice` what reads and writes files; microphone and store are not here.

#[path = "../../../crates/device/src/voice/from_file.rs"]
pub(crate) mod from_file;
#[path = "../../../crates/device/src/voice/mono.rs"]
mod mono;
#[path = "../../../crates/device/src/voice/resample.rs"]
mod resample;
#[path = "../../../crates/device/src/voice/speech.rs"]
pub(crate) mod speech;

/// As in the device.
pub const RATE: u32 = 16_000;
