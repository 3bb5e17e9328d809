//! A household goes to another team in a file, with all that was ever written, and is taken over there
//! (`docs/protocol.md`, Moving; `docs/decisions/0049-moving.md`).

mod after;
mod begins;
mod file;
mod goes;
mod lists;
mod names;
mod noted;
mod renaming;
mod take;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use file::{LONGEST_NAME, open, read_all};
pub(crate) use goes::Goes;
pub(crate) use noted::forget;
