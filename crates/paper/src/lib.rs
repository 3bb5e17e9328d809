//! A page for people to keep: a small document, and how it becomes a file.
//!
//! A screen composes a [`Paper`] in the language of those who will read it. The same paper is shown
//! as a preview, printed, and written to a file, so that all of them say the same.
//!
//! - [`html`] writes it as one HTML file without scripts, piece by piece if it is long.
//! - `pdf` (with the feature of that name) writes it as a PDF: text that can be selected, fonts that
//!   lie in the file, tags that tell a screen reader what is a heading and what a table, and the
//!   language. Nothing in the file says who made it or when.

mod document;
pub mod html;
#[cfg(feature = "pdf")]
pub mod pdf;

pub use document::{
    Align, Block, Chart, Column, Item, Mark, Pair, Paper, PrintSize, Stroke, Table, TooLarge,
};
