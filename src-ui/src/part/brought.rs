//! Names of people of the team that had a household before: shown where they stand, and never offered.

use doorstep_model::field::Part;
use doorstep_model::household::Brought;
use leptos::prelude::*;

use crate::record::{Doc, Record};

/// What stands for each of them in the record, and their name.
pub(crate) fn brought(record: Record) -> Vec<(String, String)> {
    // A safety note is a document of its own; the names came with its household.
    let household = match record.doc() {
        Doc::SafetyNote { household, .. } => record.app.known(&Doc::Household(household)),
        Doc::Household(_) | Doc::Team => Some(record),
    };
    let Some(household) = household else {
        return Vec::new();
    };
    household.view.with(|view| {
        let lines = view.as_ref().map(|view| view.part(Part::Brought));
        let lines = lines.unwrap_or_default().iter();
        lines
            .filter(|line| line.removed.is_none())
            .map(|line| (line.text(Brought::key.name), line.text(Brought::name.name)))
            .collect()
    })
}
