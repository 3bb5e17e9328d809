//! Founding a team, inviting, letting in; and checking the membership log that tells of it.

pub mod found;
pub mod invite;
pub mod join;
