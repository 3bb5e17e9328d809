//! Pictures of numbers, drawn in the page: with a title and a description that are read out, labels
//! in words, marks that differ in shape, and sizes that follow the text. Every number in them
//! stands in a table as well.

mod bar;
mod columns;
mod scale;
mod xmr;

pub(super) use bar::Bars;
pub(super) use columns::{Columns, Series};
pub(super) use xmr::XmrChart;
