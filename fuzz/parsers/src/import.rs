//! Of `import` what reads a list; what looks for households in the store is not here.

#[path = "../../../crates/device/src/import/cells.rs"]
pub(crate) mod cells;
#[path = "../../../crates/device/src/import/day.rs"]
pub(crate) mod day;
#[path = "../../../crates/device/src/import/delimiter.rs"]
pub(crate) mod delimiter;
#[path = "../../../crates/device/src/import/encoding.rs"]
pub(crate) mod encoding;
#[path = "../../../crates/device/src/import/entry.rs"]
pub(crate) mod entry;
#[path = "../../../crates/device/src/import/frame.rs"]
pub(crate) mod frame;
#[path = "../../../crates/device/src/import/header.rs"]
pub(crate) mod header;
#[path = "../../../crates/device/src/import/reading.rs"]
pub(crate) mod reading;
#[path = "../../../crates/device/src/import/text.rs"]
pub(crate) mod text;
#[path = "../../../crates/device/src/import/words.rs"]
pub(crate) mod words;
