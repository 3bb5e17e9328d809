//! Copies of households for people to take along: what is left out, how it reads, and the format
//! for programs (`docs/export.md`).

mod json;
mod leave_out;
mod paper;
mod read;
mod team;
mod to_copy;

pub(crate) use json::{HouseholdFile, ids_in, names_of};
pub(crate) use leave_out::{leave_out, to_leave_out};
pub(crate) use paper::{Words, compose};
pub(crate) use team::{Copying, Form, write_team};
pub(crate) use to_copy::ToCopy;
