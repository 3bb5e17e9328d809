//! The log, for many teams. It keeps sealed chunks in order and can't read a word of them.
//!
//! `http` takes requests apart and checks who asks; [`storage`] keeps what is to last, behind a
//! trait with one conformance suite; `listen` is the socket with TLS, limits and an orderly end.

pub mod backup;
mod certificate;
mod http;
mod idle;
pub mod limits;
mod listen;
mod logs;
mod metrics;
mod places;
pub mod rate;
mod rosters;
pub mod settings;
pub mod storage;
mod token;
pub mod verify;

pub use listen::{DATABASE, Running, ServeFault, private_folder, serve};
pub use logs::log_to_stderr;
pub use settings::Settings;
