//! Taking in a team's list of households from a spreadsheet (CSV).
//!
//! ```text
//! file ── encoding ──> text ── frame ──> rows ── cells, entry ──> what each says ── sort ──> plan
//!                                                                          store: import_row <─┘
//! store: import_row ── household ──> documents and "it is written", in one transaction (run)
//! ```
//!
//! Every row of the file gets exactly one outcome. A bad row is set aside with the reason, in its
//! own words, and stops no good one. Nothing in the file is computed. What is held in memory does
//! not grow with the file but for one number a household, and that is bounded.

mod cells;
mod day;
mod delimiter;
mod encoding;
mod entry;
mod frame;
mod header;
mod household;
mod known;
mod page;
mod plan;
mod reading;
mod report;
mod run;
mod sort;
#[cfg(test)]
mod tests;
mod text;
mod turn;
mod words;

pub(crate) use reading::Reading;
pub(crate) use turn::Imports;

/// Bytes of a file, at most.
const MAX_BYTES: u64 = 512 * 1024 * 1024;
/// Rows of a file, at most.
const MAX_ROWS: u32 = 1_500_000;
/// Rows that are read and written down in one go.
const READ_AT_ONCE: u32 = 500;
/// Rows that are forgotten in one go.
const FORGOTTEN_AT_ONCE: u32 = 5_000;
/// Households in one transaction, at most.
const WRITTEN_AT_ONCE: u32 = 25;
/// Milliseconds after which a transaction takes no further household: a screen waits for as long.
const WRITTEN_FOR_MS: u64 = 40;
