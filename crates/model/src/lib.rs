//! What a household record is, and the calls a screen can make.
//!
//! Views here are what screens see; `doorstep-replica` reads them out of documents. Each part of a
//! record is one struct, and the struct is at the same time the part's schema: [`field::record!`]
//! makes both from one list of fields. Calls are structs with a reply type; one bridge carries them
//! all from the screen to the device.

#[macro_use]
mod choice;
#[macro_use]
pub mod field;

pub mod call;
pub mod date;
pub mod edit;
pub mod history;
pub mod household;
pub mod id;
pub mod problem;
pub mod safety_note;
pub mod stale;
pub mod team;

/// Pages for people to keep: composed by a screen, written by the device.
pub use doorstep_paper as paper;

pub use date::{Date, UnixMillis};
pub use edit::Edit;
pub use id::{BlobKey, DeviceKey, DocKey, FileTicket, Heads, ItemId};
pub use problem::{Problem, ProblemCode};

/// Version of the document layout described by the parts below; stands in every document.
///
/// A device that meets a higher number opens the document read-only.
pub const SCHEMA_VERSION: u32 = 1;
