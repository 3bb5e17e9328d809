//! Small components that screens are made of.

mod both_changed;
mod chip;
mod field;
mod heading;
mod icon;
mod keys;
mod line_editor;
mod lines;
mod photo;
mod photos;
mod problem;
mod rail;
mod row;
mod saved_line;
mod single;
mod summary;
mod text_input;
mod undo_line;
mod words_field;

pub(crate) use both_changed::BothChanged;
pub(crate) use chip::{SyncChip, sync_sentence};
pub(crate) use field::FieldOf;
pub(crate) use heading::{Heading, Page};
pub(crate) use icon::Icon;
pub(crate) use keys::{KeysList, on_key};
pub(crate) use lines::PartLines;
pub(crate) use photos::Photos;
pub(crate) use problem::{ErrorSummary, beside};
pub(crate) use rail::Rail;
pub(crate) use row::HouseholdItem;
pub(crate) use saved_line::SavedLine;
pub(crate) use summary::{pickable, picked};
pub(crate) use text_input::{PassphraseInput, TextInput};
pub(crate) use undo_line::UndoLine;
