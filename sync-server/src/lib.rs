//! The log, for many teams. It keeps sealed chunks in order and can't read a word of them.
//!
//! `http` takes requests apart and checks who asks; [`storage`] keeps what is to last, behind a
//! trait with one conformance suite and two stores; `serve` puts a server together and `listen` is its
//! socket, with limits and an orderly end; [`dropping`] frees what snapshots hold, and [`erasures`] remembers what was erased, outside the
//! store. [`verify`] and [`backup`] are for whoever runs it.

pub mod backup;
mod certificate;
pub mod dropping;
pub mod erasures;
mod http;
mod idle;
mod in_process;
pub mod limits;
mod listen;
mod logs;
mod metrics;
mod places;
pub mod rate;
mod rosters;
mod serve;
pub mod settings;
pub mod storage;
mod token;
pub mod verify;

pub use in_process::InProcess;
pub use logs::log_to_stderr;
pub use serve::{DATABASE, Running, ServeFault, private_folder, serve};
pub use settings::Settings;
