//! The log, for many teams. It keeps sealed chunks in order and can't read a word of them.
//!
//! `http` takes requests apart and checks who asks; [`storage`] keeps what is to last, behind a
//! trait with one conformance suite; `listen` is the socket with TLS, limits and an orderly end.

mod certificate;
mod http;
mod idle;
mod in_process;
mod listen;
mod logs;
mod places;
mod rate;
mod rosters;
pub mod settings;
pub mod storage;
mod token;

pub use in_process::InProcess;
pub use listen::{Running, ServeFault, serve};
pub use logs::log_to_stderr;
pub use settings::Settings;
