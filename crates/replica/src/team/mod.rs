//! Founding a team, inviting, letting in, removing; and checking the membership log that tells of it.

pub mod change;
pub mod epoch;
pub mod erase;
pub mod found;
pub mod invite;
pub mod join;
pub mod log;
pub mod recover;
