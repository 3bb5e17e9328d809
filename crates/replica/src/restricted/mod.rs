//! Documents that not everybody in the team can open: what is said about who may, and keys that are
//! wrapped to those alone.

mod bits;
mod grant;
mod hand_on;
mod reach;
mod standing;
mod statement;

pub use grant::{MOST_KEYS, RestrictedGrant};
pub use hand_on::{Handed, HandedKey, Known, MOST_DEVICES, WrappedFor, hand_on, opened_with};
pub use reach::{History, Reach};
pub use standing::{Openers, Said, Standing, standing};
pub use statement::{About, MOST_UPON, Named, PersonId, Statement, StatementId, StatementRef};
