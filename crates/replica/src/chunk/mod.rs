//! What one device says about one document: sealed for the server, opened on hostile ground.

mod open;
mod padding;
mod payload;
mod seal;

pub(crate) use padding::padme;
pub(crate) use payload::GrantedKey;

pub use open::{OpenFault, Place, check, open};
pub use payload::{ChangeBytes, Grant, Payload, Receipt, Snapshot};
pub use seal::{SealFault, Sealing, seal};
