//! What differs between an installed app and a browser: where bytes lie, how a database is opened,
//! who holds a folder, how many cores there are, and a clock for measuring.

mod cores;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod stack;
#[cfg(target_arch = "wasm32")]
mod web;

pub(crate) use cores::beside;
#[cfg(not(target_arch = "wasm32"))]
pub use native::Chosen;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{Files, Held, JOURNAL, give_way, memory_is_shared, monotonic_ms};
pub(crate) use stack::wipe_stack;
#[cfg(target_arch = "wasm32")]
pub use web::Chosen;
#[cfg(target_arch = "wasm32")]
pub(crate) use web::{Files, Held, JOURNAL, give_way, memory_is_shared, monotonic_ms};
