//! Documents on this device: loaded when somebody looks, changed in one transaction an edit.

mod change;
mod load;
mod open;

pub(crate) use change::{Edited, Made, Work, edit_problem};
pub(crate) use load::{FOLD_AFTER, FOLD_NOW, load};
pub(crate) use open::{OpenDocument, OpenDocuments};
