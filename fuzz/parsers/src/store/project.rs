//! Of `project` how words are compared.

#[path = "../../../../crates/device/src/store/project/fold.rs"]
mod fold;

pub(crate) use fold::fold;
