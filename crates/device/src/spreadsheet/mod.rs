//! Tables as spreadsheet programs keep them (CSV, RFC 4180): what they save is read, and what they
//! open is written so that they show words as words and compute nothing.

#[allow(dead_code, reason = "its first users come with the next changes")]
mod formula;
#[allow(dead_code, reason = "its first users come with the next changes")]
mod write;

#[allow(unused_imports, reason = "its first users come with the next changes")]
pub(crate) use formula::unguarded;
#[allow(unused_imports, reason = "its first users come with the next changes")]
pub(crate) use write::Table;
