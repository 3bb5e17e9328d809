//! What lists and the home screen read: projections only, never a document.

mod alike;
mod asked;
pub(crate) mod erasure;
mod home;
mod households;
mod learning;
mod names;
mod promised;
mod search;
mod sync;
mod together;

pub(crate) use alike::find_alike;
pub(crate) use asked::asked_for;
pub(crate) use home::home;
pub(crate) use households::list_households;
pub(crate) use learning::learning;
pub(crate) use names::names_after;
pub(crate) use sync::{sync_counts, unsent_changes};
pub(crate) use together::{name, once_together, together};
