//! What a copy is made of, before and after something was left out.

use doorstep_model::household::Household;

use crate::together::Whole;

/// One household on its way into a copy.
pub(crate) struct ToCopy {
    /// The household, with the lines of those that were joined into it.
    pub(crate) household: Household,
    /// What each of those says of itself. They have no lines.
    pub(crate) joined: Vec<Household>,
    /// It is of the practice team: everybody in it is made up, and every copy says so.
    pub(crate) practice: bool,
}

impl ToCopy {
    /// All of a household.
    pub(crate) fn new(whole: Whole, practice: bool) -> Self {
        Self {
            household: whole.household,
            joined: whole.joined,
            practice,
        }
    }

    /// One document by itself.
    pub(super) fn alone(household: Household, practice: bool) -> Self {
        Self {
            household,
            joined: Vec::new(),
            practice,
        }
    }

    /// It and what was joined into it.
    pub(super) fn each_mut(&mut self) -> impl Iterator<Item = &mut Household> {
        std::iter::once(&mut self.household).chain(&mut self.joined)
    }
}
